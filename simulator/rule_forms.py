"""Forms for what holds for a role's whole plan: settlement, mix, caps, gates, draw and rounding."""

from __future__ import annotations

import streamlit as st

from compsim.plan.limits import Caps
from compsim.plan.scenario import Plan, Scenario
from simulator import editing, field_forms, fields, forms, offered, part_forms, state, widgets
from simulator.field_forms import Spot
from simulator.fields import field_of
from simulator.text import t
from simulator.widgets import Scene

LIMITS = ("money", "total_pay", "pool")  # beside the payout cap
NEW_CAP = Caps(payout=2.0)  # twice the target incentive


def spot_of(scene: Scene, role: str) -> Spot:
    """A role's plan, for its forms."""
    return Spot(role, (), scene.plan.scenario.plans[role], forms.names_for(scene, role))


# --- caps


def cap(spot: Spot, plan: Plan) -> None:
    """The payout cap: whether there is one, how high, and over which time."""
    info, limit = field_of(Caps, "payout"), plan.payout_cap.payout
    on = state.hold(f"cap/{spot.role}/on", limit is not None)
    st.toggle(info.title, key=on, help=info.means, on_change=_cap_switched, args=(spot.role, on))
    if limit is None:
        return
    place = editing.payout_cap_place(plan)
    inner = spot.inside(plan.caps[place], "caps", place)
    field_forms.draw_short(inner, ("payout", "per"))


def _cap_switched(role: str, key: str) -> None:
    on = bool(state.value_of(key))

    def changed(scenario: Scenario) -> Scenario:
        if on:
            return editing.set_payout_cap(scenario, role, state.kept(f"{role}/payout_cap") or NEW_CAP)
        state.keep(f"{role}/payout_cap", scenario.plans[role].payout_cap)
        return editing.set_payout_cap(scenario, role, None)

    forms.edit(changed, f"{role}/caps")
    forms.show()


def other_caps(spot: Spot, plan: Plan) -> None:
    """Limits in money, of each of the caps that a plan has; `per` where it is not shown beside the payout cap."""
    shown = editing.payout_cap_place(plan) if plan.payout_cap.payout is not None else -1
    st.markdown(t("cap.others"))
    for place, caps in enumerate(plan.caps or (Caps(),)):
        inner = spot.inside(caps, "caps", place)
        if len(plan.caps) > 1:
            widgets.quiet(t("cap.counted", per=forms.word_text(caps.per).lower()))
        limited = place != shown and caps != Caps()
        field_forms.draw_short(inner, (*LIMITS, "per") if limited else LIMITS)
    if len(plan.caps) > 1:
        widgets.quiet(t("cap.several"))


# --- mix


def mix(role: str, plan: Plan) -> None:
    """Each objective by its own curve, or one curve for all."""
    info = field_of(Plan, "mix")
    key = state.hold(field_forms.key_of(role, ("mix",)), plan.mix)
    st.selectbox(
        info.title,
        info.words,
        key=key,
        help=info.means,
        format_func=forms.word_text,
        width=300,
        on_change=_mix_chosen,
        args=(role, key),
    )
    forms.say_refused(f"{role}/mix")


def _mix_chosen(role: str, key: str) -> None:
    """Curves that go are remembered, and come back with the mix they belong to."""

    def changed(scenario: Scenario) -> Scenario:
        known = {**(state.kept(f"{role}/mix") or {}), **editing.curves_of_mix(scenario.plans[role])}
        state.keep(f"{role}/mix", known)
        return editing.set_mix(scenario, role, state.value_of(key), known)

    forms.edit(changed, f"{role}/mix")
    forms.show()


# --- everything else


def gates(spot: Spot, plan: Plan) -> None:
    """The gates, each in a frame of its own, and a button for one more."""
    part_forms.listed(spot, field_of(Plan, "gates"))
    if not plan.gates:
        widgets.quiet(t("gate.none"))
    forms.say_refused(f"{spot.role}/gates")


def more(spot: Spot, plan: Plan) -> None:
    """What a plan can say beside settlement, payout cap and gates."""
    mix(spot.role, plan)
    other_caps(spot, plan)
    part_forms.draw(spot, [name for name in type(plan).model_fields if name not in offered.PLAN_ELSEWHERE])


def refusals(role: str, plan: Plan) -> None:
    """Why the last change of one of a plan's own fields was not accepted."""
    for field in fields.fields_of(type(plan)):
        if field.name not in ("gates", "mix", "curve", "objectives", "commissions"):
            forms.say_refused(f"{role}/{field.name}")
