"""Forms that change a plan: what they share. What a field is called, explained and allowed to be comes from the model.

Each widget shows what the current plan says; what a person does in it becomes a new plan, or a list of reasons why not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from compsim.plan.components import Commission, Objective
from compsim.plan.scenario import Plan, Scenario
from compsim.population.people import Population
from simulator import caches, editing, memory, state, widgets
from simulator.figures import in_words
from simulator.names import Names
from simulator.sources import Data
from simulator.state import Current
from simulator.text import has, safe, t
from simulator.widgets import Scene

ARROWS = {"up": ":material/arrow_upward:", "down": ":material/arrow_downward:"}
WAYS = {"take_back": ":material/undo:", "redo": ":material/redo:"}
EDITOR = "editor"  # the fragment that everything on the plan page stands in


# --- edits


def edit(change: Callable[[Scenario], Scenario], place: str) -> Scenario | None:
    """Apply a change to the current plan and show it; the fragment and the links follow, the rest of the page stays."""
    data = state.current_data()
    if not isinstance(data, Data):
        return None
    scenario = state.current_plan(data).scenario
    return state.try_edit(lambda: _fitting(change(scenario), data), place)


def current() -> Scenario | None:
    """The plan that an edit starts from; None without data."""
    data = state.current_data()
    return state.current_plan(data).scenario if isinstance(data, Data) else None


def people() -> Population | None:
    """Whose pay an edit is about; None without data."""
    data = state.current_data()
    return data.population if isinstance(data, Data) else None


def _fitting(scenario: Scenario, data: Data) -> Scenario:
    """The changed plan, if these people can be paid by it; InputError says what it needs that they lack."""
    caches.payouts_of(data, [widgets.under_title(Current("", scenario))])
    return scenario


def show() -> None:
    """Callback's end: redraw the editor and the links, nothing else."""
    st.rerun([EDITOR, widgets.NAV])


def say_refused(place: str) -> None:
    """Why the last edit in this place was not accepted."""
    problems = state.refused(place)
    if problems:
        st.error(t("edit.refused"), icon=":material/block:")
        widgets.problem_table(problems)


# --- which plan, which role, which part


def start_from(scene: Scene) -> None:
    """The plans to begin with; choosing one leaves the edits behind, and the back button brings them again."""
    known = state.starting_plans(scene.data)
    options = list(known) if scene.plan.id in known else [scene.plan.id, *known]
    key = memory.hold("plan/start", scene.plan.id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            t("plan.start_from"),
            options,
            key=key,
            on_change=_plan_chosen,
            args=(key,),
            width=250,
            format_func=lambda name: widgets.title_of(known[name]) if name in known else widgets.plan_name(scene.plan),
        )
        name_of_plan(scene)
        _back_and_forth()


def _back_and_forth() -> None:
    """Undo and redo, side by side on every screen."""
    with st.container(horizontal=True, gap="small", width="content", wrap=False):
        for name, able, go in (
            ("take_back", state.can_take_back, state.take_back),
            ("redo", state.can_redo, state.redo),
        ):
            st.button(
                t(f"plan.{name}"),
                key=f"plan/{name}",
                icon=WAYS[name],
                help=t(f"plan.{name}_help"),
                disabled=not able(),
                on_click=_gone,
                args=(go,),
            )


def _gone(go: Callable[[], None]) -> None:
    go()
    show()


def name_of_plan(scene: Scene) -> None:
    """What the plan is called, to be changed in place."""
    key = memory.hold("plan/title", widgets.title_of(scene.plan.scenario))
    st.text_input(t("rename.title"), key=key, max_chars=80, width=250, on_change=_renamed, args=(key,))


def _renamed(key: str) -> None:
    edit(lambda scenario: editing.rename(scenario, str(memory.value_of(key))), "plan/title")
    show()


def _plan_chosen(key: str) -> None:
    state.choose_plan(str(memory.value_of(key)))
    show()


def role_choice(scenario: Scenario) -> str:
    """The role whose plan is shown."""
    roles = list(scenario.plans)
    return chosen(t("plan.role"), roles, "plan/role", lambda role: safe(role_title(scenario, role)))


def role_title(scenario: Scenario, role: str) -> str:
    """What the people of a role are called."""
    return scenario.plans[role].title or in_words(role)


def names_for(scene: Scene, role: str) -> Names:
    """What a role's plan can name: what the data know, and its own parts; money is in the plan's currency."""
    plan, known = scene.plan.scenario.plans[role], scene.data.names
    return replace(known, parts=tuple(plan.parts()), currency=scene.plan.scenario.currency or known.currency)


def part_choice(role: str, plan: Plan) -> str:
    """The objective or commission whose curve is shown."""
    parts = plan.parts()
    return chosen(t("part.choose"), list(parts), part_key(role), lambda name: part_label(name, parts[name]))


def part_key(role: str) -> str:
    """The key of the choice whose curve is shown."""
    return f"plan/part/{role}"


def part_label(name: str, part: Objective | Commission) -> str:
    """An objective's title; a commission says that it is one."""
    title = part_title(name, part)
    return safe(title) if isinstance(part, Objective) else t("part.commission", name=title)


def chosen(label: str, options: Sequence[str], key: str, show: Callable[[str], str]) -> str:
    """One of a few options, all in view; the first until somebody chooses."""
    if memory.value_of(key) not in options:
        memory.hold(key, options[0])
    st.segmented_control(label, list(options), key=key, required=True, format_func=show, persist_state="session")
    return str(memory.value_of(key))


def one_more(
    key: str, what: str, options: Sequence[str], show: Callable[[str], str], add: Callable[[str], None], **words: str
) -> None:
    """A choice of what to add (`what` names its texts), empty again once somebody has chosen; none if all is there."""
    if options:
        memory.hold(key, None)
        st.selectbox(
            t(f"add.{what}", **words),
            list(options),
            index=None,
            key=key,
            placeholder=t(f"add.{what}_hint"),
            format_func=show,
            width=300,
            on_change=_chosen_to_add,
            args=(key, add),
        )


def _chosen_to_add(key: str, add: Callable[[str], None]) -> None:
    if memory.value_of(key):
        add(str(memory.value_of(key)))


def move_buttons(key: str, place: int, many: int, move: Callable[[int], None]) -> None:
    """Up and down among so many; `move` is told by how many places."""
    for name, by in (("up", -1), ("down", 1)):
        st.button(
            t(f"move.{name}"),
            key=f"{key}/{name}",
            icon=ARROWS[name],
            type="tertiary",
            disabled=not 0 <= place + by < many,
            on_click=move,
            args=(by,),
        )


# --- words


def word_text(word: str | None, unset: str = "") -> str:
    """A word of the plan file as a person reads it."""
    return unset if word is None else in_words(word)


def choice_text(field: str, word: str) -> str:
    """What a word of the plan file means as an answer to its field; nothing said has words of its own."""
    if not word:
        return unset_text(field)
    return t(f"word.{field}.{word}") if has(f"word.{field}.{word}") else in_words(word)


def unset_text(field: str) -> str:
    """What a field says while nothing is said."""
    return t(f"unset.{field}") if has(f"unset.{field}") else t("unset.any")


def part_title(name: str, part: Objective | Commission) -> str:
    """How an objective or a commission is called."""
    return part.title or in_words(name)
