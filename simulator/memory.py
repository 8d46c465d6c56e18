"""What widgets hold between two runs of a page, and what a person had before, so that it comes back as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from compsim.plan.curve_shape import Drawn
from simulator.curves import Row
from simulator.store import Version

_TABLES, _WEIGHTS = "table_edits", "weight_edit"
_BEGUN, _ROOTS = "begun_versions", "begun_edits"
_MANY = 500  # edits whose beginning a session remembers


@dataclass(frozen=True)
class WeightEdit:
    """One slider being moved: the weights before the first step, and those after the last."""

    role: str
    name: str
    before: Mapping[str, float]
    expected: Mapping[str, float]
    held: frozenset[str] = frozenset()  # names of the weights that stay


@dataclass(frozen=True)
class TableEdit:
    """What a table of curve points was drawn from; its widget holds the edits since."""

    key: str
    base: tuple[Row, ...]
    expected: tuple[Row, ...]  # the rows of the plan after the last accepted edit


def hold(key: str, value: Any) -> str:
    """Make a widget show what the plan says, whatever changed it: an edit, a link or the back button."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def value_of(key: str) -> Any:
    """What a widget holds."""
    return st.session_state.get(key)


def weights_before(
    role: str, name: str, weights: Mapping[str, float], held: frozenset[str] = frozenset()
) -> Mapping[str, float]:
    """The weights before somebody began to move this slider; moved step by step, the others keep their proportions."""
    known: WeightEdit | None = st.session_state.get(_WEIGHTS)
    same = known is not None and (known.role, known.name, known.held) == (role, name, held)
    if known is None or not same or known.expected != weights:
        known = st.session_state[_WEIGHTS] = WeightEdit(role, name, weights, weights, held)
    return known.before


def accept_weights(weights: Mapping[str, float]) -> None:
    """Note the weights that the plan has after the slider moved."""
    known: WeightEdit = st.session_state[_WEIGHTS]
    st.session_state[_WEIGHTS] = replace(known, expected=weights)


def earlier_drawings(place: str, now: Drawn) -> dict[str, Drawn]:
    """How a curve was drawn before it was redrawn, by way of drawing; forgotten once it is edited in another way."""
    earlier, then = kept(f"redrawn/{place}") or ({}, None)
    return dict(earlier) if then == now else {}


def note_redrawn(place: str, earlier: Mapping[str, Drawn], now: Drawn) -> None:
    """Keep the ways in which a curve was drawn before."""
    keep(f"redrawn/{place}", (dict(earlier), now))


def kept(place: str) -> Any:
    """What stood in a place before it was switched off or drawn in another way; None if nothing did."""
    return st.session_state.get(f"kept/{place}")


def keep(place: str, value: Any) -> None:
    """Remember what is being switched off, so that it comes back as it was."""
    st.session_state[f"kept/{place}"] = value


def begun_with(plan_id: str) -> tuple[str, Version | None]:
    """Where the edits that led to a plan began in this session, and the version that was opened or saved there."""
    root = st.session_state.get(_ROOTS, {}).get(plan_id, plan_id)
    return root, st.session_state.get(_BEGUN, {}).get(root)


def note_begun(plan_id: str, version: Version) -> None:
    """Note that a plan on the table is this version: edits begin here."""
    st.session_state.setdefault(_ROOTS, {}).pop(plan_id, None)
    _put_last(_BEGUN, plan_id, version)


def note_edit(before: str, after: str) -> None:
    """Note that a plan came out of another one by an edit."""
    if before != after and after not in st.session_state.get(_BEGUN, {}):
        _put_last(_ROOTS, after, begun_with(before)[0])


def _put_last(place: str, key: str, value: Any) -> None:
    held: dict[str, Any] = st.session_state.setdefault(place, {})
    held.pop(key, None)
    held[key] = value
    for oldest in list(held)[:-_MANY]:
        del held[oldest]


def hold_text(key: str, text: str) -> str:
    """Make a text box show what the plan says, but leave what somebody typed there until the plan is another one."""
    if st.session_state.get(f"base/{key}") != text or key not in st.session_state:
        st.session_state[f"base/{key}"] = st.session_state[key] = text
    return key


def table_edit(name: str, rows: tuple[Row, ...]) -> TableEdit:
    """The table that edits a curve: kept while its edits lead to the plan's rows, else begun anew."""
    tables: dict[str, TableEdit] = st.session_state.setdefault(_TABLES, {})
    known = tables.get(name)
    if known is None or known.expected != rows:
        count = int(known.key.rpartition("#")[2]) + 1 if known else 0
        known = tables[name] = TableEdit(f"{name}#{count}", rows, rows)
    return known


def table_base(name: str) -> tuple[Row, ...]:
    """The rows that a table's edits are counted from."""
    known: TableEdit = st.session_state[_TABLES][name]
    return known.base


def accept_table(name: str, rows: tuple[Row, ...]) -> None:
    """Note the rows that the plan has after an accepted edit, so that the table keeps its place."""
    known: TableEdit = st.session_state[_TABLES][name]
    st.session_state[_TABLES][name] = TableEdit(known.key, known.base, rows)
