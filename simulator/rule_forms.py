"""Forms for what holds for a role's whole plan: settlement, mix, caps, gates, draw and rounding."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from compsim.marked_yaml import Path
from compsim.plan.scenario import Plan, Scenario
from simulator import cap_forms, editing, field_forms, fields, forms, memory, offered, part_forms, widgets
from simulator.field_forms import Spot
from simulator.fields import field_of
from simulator.text import t
from simulator.widgets import Scene


def spot_of(scene: Scene, role: str) -> Spot:
    """A role's plan, for its forms."""
    return Spot(role, (), scene.plan.scenario.plans[role], forms.names_for(scene, role))


# --- mix


def mix(role: str, plan: Plan) -> None:
    """Each objective by its own curve, or one curve for all."""
    info = field_of(Plan, "mix")
    key = memory.hold(field_forms.key_of(role, ("mix",)), plan.mix)
    st.selectbox(
        info.title,
        info.words,
        key=key,
        help=info.means,
        format_func=partial(forms.choice_text, "mix"),
        width=300,
        on_change=_mix_chosen,
        args=(role, key),
    )
    forms.say_refused(f"{role}/mix")


def _mix_chosen(role: str, key: str) -> None:
    """Curves that go are remembered, and come back with the mix they belong to."""

    def changed(scenario: Scenario) -> Scenario:
        known = {**(memory.kept(f"{role}/mix") or {}), **editing.curves_of_mix(scenario.plans[role])}
        memory.keep(f"{role}/mix", known)
        return editing.set_mix(scenario, role, memory.value_of(key), known)

    forms.edit(changed, f"{role}/mix")
    forms.show()


# --- everything else


def gates(spot: Spot, plan: Plan, beside: Callable[[Path], object]) -> None:
    """The gates, each in a frame of its own with what stands `beside` it, and a button for one more."""
    part_forms.listed(spot, field_of(Plan, "gates"), beside)
    if not plan.gates:
        widgets.quiet(t("gate.none"))
    forms.say_refused(f"{spot.role}/gates")


def more(spot: Spot, plan: Plan) -> None:
    """What a plan can say beside settlement, payout cap and gates."""
    mix(spot.role, plan)
    cap_forms.other_caps(spot, plan)
    part_forms.draw(spot, [name for name in type(plan).model_fields if name not in offered.PLAN_ELSEWHERE])


def refusals(role: str, plan: Plan) -> None:
    """Why the last change of one of a plan's own fields was not accepted."""
    for field in fields.fields_of(type(plan)):
        if field.name not in ("gates", "mix", "curve", "objectives", "commissions"):
            forms.say_refused(f"{role}/{field.name}")
