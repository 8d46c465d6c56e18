"""Forms for objectives and commissions: weights, and what counts when."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from compsim.plan.components import Objective
from compsim.plan.scenario import Plan, Scenario
from simulator import curves, editing, fields, forms, offered, part_forms, state, widgets
from simulator.field_forms import Spot
from simulator.text import plain, t
from simulator.widgets import Scene


def weight_sliders(role: str, plan: Plan) -> None:
    """One slider an objective; the others follow so that the weights add to 100 %."""
    if not plan.objectives:
        widgets.quiet(t("weights.none"))
    alone = len(plan.objectives) == 1
    for name, part in plan.objectives.items():
        key = state.hold(f"weight/{role}/{name}", fields.whole_percent(part.weight))
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
        before = state.weights_before(role, name, editing.weights_of(scenario, role))
        return editing.set_weight(scenario, role, name, state.value_of(key), before)

    changed = forms.edit(move, f"weights/{role}")
    if changed is not None:
        state.accept_weights(editing.weights_of(changed, role))
    forms.show()


def part_settings(spot: Spot, plan: Plan, name: str) -> None:
    """Whose result counts, over which time, when it is paid, and what holds beside the curve's rows."""
    part_forms.draw(spot, offered.first_fields(plan.parts()[name]))
    path = editing.curve_path(plan, name)
    curve = curves.curve_at(plan, path)
    part_forms.draw(replace(spot, path=path, part=curve), offered.shape_fields(curve))
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
