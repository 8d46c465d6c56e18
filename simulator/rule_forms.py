"""Forms for what holds a role's pay: the cap and the gates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from compsim.plan.components import Caps, Gate
from compsim.plan.scenario import Plan, Scenario
from simulator import editing, forms, state, widgets
from simulator.text import t


def cap(role: str, plan: Plan) -> None:
    """The payout cap: whether there is one, how high, and over which time."""
    info, limit = Caps.model_fields["payout"], plan.caps.payout
    on = state.hold(f"cap/{role}/on", limit is not None)
    st.toggle(str(info.title), key=on, help=info.description, on_change=_cap_switched, args=(role, on))
    if limit is None:
        return
    left, right = st.columns(2)
    with left:
        key = state.hold(f"cap/{role}/payout", editing.percent(limit))
        st.number_input(
            t("cap.at"),
            min_value=0.0,
            step=10.0,
            format="%g",
            key=key,
            on_change=_cap_moved,
            args=(role, key),
        )
    with right:
        forms.choice(Caps, "per", role, "caps.per", plan.caps.per)


def _cap_switched(role: str, key: str) -> None:
    on = bool(state.value_of(key))

    def changed(scenario: Scenario) -> Scenario:
        if on:
            again = state.last_caps(role).model_dump(exclude_defaults=True)
            return editing.set_fields(scenario, role, {f"caps.{name}": value for name, value in again.items()})
        state.keep_caps(role, scenario.plans[role].caps)
        return editing.set_fields(scenario, role, {"caps": None})

    forms.edit(changed, f"{role}/caps")
    forms.show()


def _cap_moved(role: str, key: str) -> None:
    shown = editing.ratio_text(state.value_of(key) or 0.0)
    forms.edit(lambda scenario: editing.set_field(scenario, role, "caps.payout", shown), f"{role}/caps")
    forms.show()


def gates(role: str, plan: Plan, measures: Sequence[str]) -> None:
    """The gates, each in a row of its own, and a button for one more."""
    if not plan.gates:
        widgets.quiet(t("gate.none"))
    for index, gate in enumerate(plan.gates):
        with st.container(border=True):
            _gate(role, index, gate, measures)
    if measures:
        st.button(
            t("gate.add"), key=f"gate/{role}/add", icon=":material/add:", on_click=_gate_added, args=(role, measures[0])
        )
    forms.say_refused(f"{role}/gates")


def _gate(role: str, index: int, gate: Gate, measures: Sequence[str]) -> None:
    known = list(measures) if gate.measure in measures else [gate.measure, *measures]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _gate_field(role, index, "measure", gate.measure, lambda info, key: _select(info, key, known))
        _gate_field(role, index, "credit", gate.credit, lambda info, key: _select(info, key, forms.words_of(info)))
        _gate_field(role, index, "hurdle", editing.percent(gate.hurdle), _percent_input)
        _gate_field(role, index, "otherwise", editing.percent(gate.otherwise), _percent_input)
    forms.choice(Gate, "measured", role, f"gates.{index}.measured", gate.measured, unset=t("measured.unset"))
    st.button(
        t("gate.remove"),
        key=f"gate/{role}/{index}/remove",
        icon=":material/delete:",
        type="tertiary",
        on_click=_gate_removed,
        args=(role, index),
    )


def _gate_field(
    role: str, index: int, field: str, value: Any, draw: Callable[[FieldInfo, dict[str, Any]], Any]
) -> None:
    key = state.hold(f"gate/{role}/{index}/{field}", value)
    common = {"key": key, "on_change": _gate_changed, "args": (role, index, field, key), "width": 150}
    draw(Gate.model_fields[field], common)


def _select(info: FieldInfo, common: dict[str, Any], options: Sequence[str]) -> None:
    st.selectbox(str(info.title), list(options), help=info.description, format_func=forms.word_text, **common)


def _percent_input(info: FieldInfo, common: dict[str, Any]) -> None:
    title = t("unit.percent_of", what=str(info.title))
    st.number_input(title, min_value=0.0, step=5.0, format="%g", help=info.description, **common)


def _gate_changed(role: str, index: int, field: str, key: str) -> None:
    value = state.value_of(key)
    written = editing.ratio_text(value or 0.0) if field in ("hurdle", "otherwise") else value
    forms.edit(lambda scenario: editing.set_field(scenario, role, f"gates.{index}.{field}", written), f"{role}/gates")
    forms.show()


def _gate_added(role: str, measure: str) -> None:
    forms.edit(lambda scenario: editing.add_gate(scenario, role, measure), f"{role}/gates")
    forms.show()


def _gate_removed(role: str, index: int) -> None:
    forms.edit(lambda scenario: editing.remove_gate(scenario, role, index), f"{role}/gates")
    forms.show()
