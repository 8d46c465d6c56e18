"""Forms for objectives and commissions: weights, which there are and in which order, and what counts when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from compsim.plan.components import Objective
from compsim.plan.scenario import Plan, Scenario
from simulator import advice, curves, editing, field_forms, fields, forms, memory, offered, part_forms, parts, widgets
from simulator.field_forms import Spot
from simulator.text import plain, t
from simulator.widgets import Scene

NAME, ADVICE = 170, 136  # pixels that the name of a part, and advice on it, have beside its weight


def rows(scene: Scene, role: str, plan: Plan) -> None:
    """A row for each part: an objective with its weight, held or free, and where it can be moved or removed."""
    if not plan.objectives:
        widgets.quiet(t("weights.none"))
    for name, part in plan.objectives.items():
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            title, facts = forms.part_title(name, part), facts_of(plan, part)
            st.markdown(t("weights.name", name=title, facts=facts), width=NAME)
            with st.container(width=ADVICE):
                # one or the other, so that no row jumps when advice comes or goes
                if not advice.beside(scene, role, "objectives", name, "weight"):
                    st.space("xsmall")
            _weight(role, plan, name, t("weights.label", name=title, facts=facts))
            _hold(role, plan, name)
            _menu(role, plan, "objectives", name)
    if plan.objectives:
        st.markdown(t("weights.together"))
    for name, commission in plan.commissions.items():
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(forms.part_label(name, commission), width=NAME)
            _menu(role, plan, "commissions", name)
    if len(plan.parts()) == 1:
        widgets.quiet(t("part.last"))


def _weight(role: str, plan: Plan, name: str, label: str) -> None:
    """One weight; the others that are not held follow so that the weights add to 100 %."""
    held = held_in(role, plan)
    key = memory.hold(f"weight/{role}/{name}", fields.whole_percent(plan.objectives[name].weight))
    st.slider(
        label,
        0,
        100,
        key=key,
        format="%d %%",
        label_visibility="collapsed",
        disabled=name in held or not set(plan.objectives) - held - {name},
        on_change=_weight_moved,
        args=(role, name, key),
    )


def _hold(role: str, plan: Plan, name: str) -> None:
    if len(plan.objectives) > 1:
        st.toggle(t("weights.hold"), key=_hold_key(role, name), width="content", persist_state="session")


def held_in(role: str, plan: Plan) -> frozenset[str]:
    """The objectives of a role whose weights stay while others move."""
    return frozenset(name for name in plan.objectives if memory.value_of(_hold_key(role, name)))


def _hold_key(role: str, name: str) -> str:
    return f"hold/{role}/{name}"


def facts_of(plan: Plan, part: Objective) -> str:
    """What kind an objective is, whose result counts and over which time, in three words."""
    return plain(
        "weights.facts", kind=part.kind, credit=part.credit, stretch=forms.word_text(plan.stretch(part)).lower()
    )


def _weight_moved(role: str, name: str, key: str) -> None:
    def move(scenario: Scenario) -> Scenario:
        held = held_in(role, scenario.plans[role]) - {name}
        before = memory.weights_before(role, name, editing.weights_of(scenario, role), held)
        return editing.set_weight(scenario, role, name, memory.value_of(key), before, held)

    changed = forms.edit(move, place_of_parts(role))
    if changed is not None:
        memory.accept_weights(editing.weights_of(changed, role))
    forms.show()


# --- parts that come, go and change places


def add_parts(scene: Scene, role: str, plan: Plan) -> None:
    """What can be added to what the role is paid for; the new part is the one whose curve is shown."""
    people = scene.data.population
    for what, free, add in (
        ("objective", parts.free_for_objectives(plan, people), _objective_added),
        ("commission", parts.free_for_commissions(plan, people), _commission_added),
    ):
        forms.one_more(f"add/{role}/{what}", what, free, forms.word_text, partial(add, scene, role))


def _objective_added(scene: Scene, role: str, measure: str) -> None:
    def added(scenario: Scenario) -> tuple[str, Scenario]:
        name, plain = parts.new_objective(scenario, scene.data.population, role, measure)
        return name, parts.add_objective(scenario, role, name, plain, held_in(role, scenario.plans[role]))

    _show_added(role, added)


def _commission_added(scene: Scene, role: str, measure: str) -> None:
    def added(scenario: Scenario) -> tuple[str, Scenario]:
        name, plain = parts.new_commission(scenario, scene.data.population, role, measure)
        return name, parts.add_commission(scenario, role, name, plain)

    _show_added(role, added)


def _show_added(role: str, add: Callable[[Scenario], tuple[str, Scenario]]) -> None:
    names: list[str] = []

    def added(scenario: Scenario) -> Scenario:
        name, made = add(scenario)
        names.append(name)
        return made

    if forms.edit(added, place_of_parts(role)):
        memory.hold(forms.part_key(role), names[-1])
    forms.show()


def _menu(role: str, plan: Plan, kind: parts.Kind, name: str) -> None:
    """Where a part can be moved among its like, or removed; the last one of a plan stays."""
    named = list(getattr(plan, kind))
    with st.popover(t("part.menu"), icon=":material/swap_vert:", type="tertiary", key=f"menu/{role}/{name}"):
        st.markdown(f"**{forms.part_label(name, plan.parts()[name])}**")
        forms.move_buttons(f"move/{role}/{name}", named.index(name), len(named), partial(_moved, role, name))
        _remove_button(role, name, last=len(plan.parts()) == 1)


def _remove_button(role: str, name: str, *, last: bool) -> None:
    st.button(
        t("remove.part"),
        key=f"remove/{role}/{name}",
        icon=":material/delete:",
        type="tertiary",
        disabled=last,
        on_click=_removed,
        args=(role, name),
    )


def _moved(role: str, name: str, by: int) -> None:
    forms.edit(lambda scenario: parts.move_part(scenario, role, name, by), place_of_parts(role))
    forms.show()


def _removed(role: str, name: str) -> None:
    def removed(scenario: Scenario) -> Scenario:
        return parts.remove_part(scenario, role, name, held_in(role, scenario.plans[role]))

    forms.edit(removed, place_of_parts(role))
    forms.show()


def place_of_parts(role: str) -> str:
    """The part of the page where weights and parts are changed."""
    return f"weights/{role}"


# --- what one part says


def part_settings(spot: Spot, plan: Plan, name: str) -> None:
    """Whose result counts, over which time, when it is paid, and what holds beside the curve's rows."""
    path = editing.curve_path(plan, name)
    curve = curves.curve_at(plan, path)
    first = [(spot, field) for field in offered.first_fields(plan.parts()[name])]
    shape = [(replace(spot, path=path, part=curve), field) for field in offered.shape_fields(curve)]
    placed = [(at, fields.field_of(type(at.part), field)) for at, field in (*first, *shape)]
    field_forms.draw_together([(at, field) for at, field in placed if field.control in field_forms.SHORT])
    for at, field in placed:
        if field.control not in field_forms.SHORT:
            part_forms.draw(at, [field.name])
    if plan.mix == "blended" and isinstance(plan.parts()[name], Objective):
        widgets.quiet(t("mix.together"))


def more_settings(spot: Spot, plan: Plan, name: str) -> None:
    """Everything else that an objective or a commission can say."""
    part_forms.draw(spot, offered.more_fields(plan.parts()[name]))


def spot_of(scene: Scene, role: str, name: str) -> Spot:
    """Where an objective or a commission stands, for its forms."""
    plan = scene.plan.scenario.plans[role]
    part, known = plan.parts()[name], forms.names_for(scene, role)
    return Spot(role, editing.path_of(plan, name), part, known, plan.measure(name), part.measured == "deal")
