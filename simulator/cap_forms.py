"""Forms for the caps of a role's plan: the payout cap, limits in money, and a second set over another time."""

from __future__ import annotations

from functools import partial

import streamlit as st

from compsim.plan.limits import Caps
from compsim.plan.scenario import Plan, Scenario
from simulator import editing, field_forms, forms, memory, starts, widgets
from simulator.field_forms import Spot
from simulator.fields import field_of
from simulator.text import t

LIMITS = ("money", "total_pay", "pool")  # beside the payout cap
NEW_CAP = Caps(payout=2.0)  # twice the target incentive


def cap(spot: Spot, plan: Plan) -> None:
    """The payout cap: whether there is one, how high, and over which time."""
    info, limit = field_of(Caps, "payout"), plan.payout_cap.payout
    on = memory.hold(f"cap/{spot.role}/on", limit is not None)
    st.toggle(info.title, key=on, help=info.means, on_change=_cap_switched, args=(spot.role, on))
    if limit is None:
        return
    place = editing.payout_cap_place(plan)
    inner = spot.inside(plan.caps[place], "caps", place)
    field_forms.draw_short(inner, ("payout", "per"), field_forms.NARROW)


def _cap_switched(role: str, key: str) -> None:
    on = bool(memory.value_of(key))

    def changed(scenario: Scenario) -> Scenario:
        if on:
            return editing.set_payout_cap(scenario, role, memory.kept(f"{role}/payout_cap") or NEW_CAP)
        memory.keep(f"{role}/payout_cap", scenario.plans[role].payout_cap)
        return editing.set_payout_cap(scenario, role, None)

    forms.edit(changed, f"{role}/caps")
    forms.show()


def other_caps(spot: Spot, plan: Plan) -> None:
    """Limits in money, of each set of caps that a plan has; and a second set that counts over the other time."""
    st.markdown(t("cap.others"))
    if len(plan.caps) > 1:
        for place in range(len(plan.caps)):
            _one_of_several(spot, plan, place)
        return
    one = plan.caps[0] if plan.caps else Caps()
    alone = one != Caps() and one.payout is None  # else `per` stands beside the payout cap
    field_forms.draw_short(spot.inside(one, "caps", 0), (*LIMITS, "per") if alone else LIMITS)
    if plan.caps:
        _second_set(spot, plan)


def _one_of_several(spot: Spot, plan: Plan, place: int) -> None:
    caps = plan.caps[place]
    elsewhere = limited(plan) - _limits_of(caps)
    with st.container(border=True):
        widgets.quiet(t("cap.counted", per=forms.choice_text("per", caps.per).lower()))
        inner = spot.inside(caps, "caps", place)
        field_forms.draw_short(inner, [name for name in LIMITS if name not in elsewhere])
        field_forms.remove_button(spot.role, inner.path)


def _second_set(spot: Spot, plan: Plan) -> None:
    """A cap can stand once in a plan, so what is limited already is not offered."""
    per = next(word for word in field_of(Caps, "per").words if word != plan.caps[0].per)
    free = [name for name in ("payout", *LIMITS) if name not in limited(plan)]
    forms.one_more(
        f"add/{spot.role}/caps",
        "caps",
        free,
        lambda name: field_of(Caps, name).title,
        partial(_second_added, spot, per),
        per=forms.choice_text("per", per).lower(),
    )


def _second_added(spot: Spot, per: str, limit: str) -> None:
    plain = {limit: starts.limit(limit, spot.names), "per": per}
    forms.edit(lambda scenario: editing.add(scenario, spot.role, ("caps",), plain), f"{spot.role}/caps")
    forms.show()


def limited(plan: Plan) -> set[str]:
    """What the caps of a plan limit."""
    return {name for caps in plan.caps for name in _limits_of(caps)}


def _limits_of(caps: Caps) -> set[str]:
    return {name for name in ("payout", *LIMITS) if getattr(caps, name) is not None}
