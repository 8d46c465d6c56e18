"""Forms for objectives and commissions: weights, which there are and in which order, and what counts when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from compsim.plan.components import Objective
from compsim.plan.scenario import Plan, Scenario
from simulator import curves, editing, field_forms, fields, forms, memory, offered, part_forms, parts, widgets
from simulator.field_forms import Spot
from simulator.text import plain, t
from simulator.widgets import Scene


def weight_sliders(role: str, plan: Plan) -> None:
    """One slider an objective; the others follow so that the weights add to 100 %."""
    if not plan.objectives:
        widgets.quiet(t("weights.none"))
    alone = len(plan.objectives) == 1
    for name, part in plan.objectives.items():
        key = memory.hold(f"weight/{role}/{name}", fields.whole_percent(part.weight))
        st.slider(
            t("weights.label", name=forms.part_title(name, part), facts=facts_of(plan, part)),
            0,
            100,
            key=key,
            format="%d %%",
            disabled=alone,
            on_change=_weight_moved,
            args=(role, name, key),
        )


def facts_of(plan: Plan, part: Objective) -> str:
    """What kind an objective is, whose result counts and over which time, in three words."""
    return plain(
        "weights.facts", kind=part.kind, credit=part.credit, stretch=forms.word_text(plan.stretch(part)).lower()
    )


def _weight_moved(role: str, name: str, key: str) -> None:
    def move(scenario: Scenario) -> Scenario:
        before = memory.weights_before(role, name, editing.weights_of(scenario, role))
        return editing.set_weight(scenario, role, name, memory.value_of(key), before)

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
        return name, parts.add_objective(scenario, role, name, plain)

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


def order(role: str, plan: Plan) -> None:
    """Every part with its place among its like, to be moved or removed; the last one of a plan stays."""
    for kind in ("objectives", "commissions"):
        named = getattr(plan, kind)
        for place, (name, part) in enumerate(named.items()):
            st.markdown(f"**{forms.part_label(name, part)}**")
            with st.container(horizontal=True, gap="small"):
                forms.move_buttons(f"move/{role}/{name}", place, len(named), partial(_moved, role, name))
                _remove_button(role, name, last=len(plan.parts()) == 1)
    if len(plan.parts()) == 1:
        widgets.quiet(t("part.last"))


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
    forms.edit(lambda scenario: parts.remove_part(scenario, role, name), place_of_parts(role))
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
