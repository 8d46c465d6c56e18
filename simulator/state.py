"""Who looks at which data and which plan: the only module that touches session state, the address and the caches.

The address names the plan (`?plan=ID`) and, where it is not the usual one, the data (`?data=KIND`); never a figure or
a person. A plan is an immutable scenario: each edit saves a new one and changes the address, so a reload or a link
finds it and the back button undoes. Answers are cached by the population's fingerprint and the plans' content, never
by a table; what was uploaded is cached for its own session only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from compsim.errors import InputError, Problem
from compsim.plan.curve_shape import Drawn
from compsim.plan.scenario import Scenario
from simulator import caches, launch, sources, store
from simulator.curves import Row
from simulator.editing import EDITED
from simulator.sources import KINDS, Broken, Data, Kind

PLAN, DATA = "plan", "data"  # in the address
PREFERRED = ("next_year", "last_year")
PLAIN = "plain"  # the starting plan made from the data when none came with them
_UPLOAD, _UNSAVED, _TABLES, _REFUSED = "upload", "unsaved_plans", "table_edits", "refused_edit"
_WEIGHTS, _RECENT = "weight_edit", "recent_plans"
_FEW = 50  # plans that a session keeps at hand


@dataclass(frozen=True, eq=False)
class Current:
    """The plan in the address, or the starting plan if there is none."""

    id: str
    scenario: Scenario
    unknown: str = ""  # an id that was asked for and is not there

    @property
    def edited(self) -> bool:
        """Whether the plan was changed here since it was loaded."""
        return self.scenario.name.endswith(EDITED)


@dataclass(frozen=True)
class Refused:
    """An edit that the plan's rules do not allow; the plan stays as it was."""

    place: str  # the part of the page that asked for it
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class WeightEdit:
    """One slider being moved: the weights before the first step, and those after the last."""

    role: str
    name: str
    before: Mapping[str, float]
    expected: Mapping[str, float]


@dataclass(frozen=True)
class TableEdit:
    """What a table of curve points was drawn from; its widget holds the edits since."""

    key: str
    base: tuple[Row, ...]
    expected: tuple[Row, ...]  # the rows of the plan after the last accepted edit


# --- data


def data_kind() -> Kind:
    """Which data the address asks for; a folder that was given at the start is the usual one."""
    asked = st.query_params.get(DATA, "")
    return next((kind for kind in KINDS if kind == asked), _usual_kind())


def _usual_kind() -> Kind:
    return "folder" if launch.data_folder() else "company"


def choose_data(kind: Kind) -> None:
    """Switch to other data; a plan that only the old data know is left behind."""
    plan = st.query_params.get(PLAN, "")
    kept = {PLAN: plan} if store.is_content_id(plan) else {}
    st.query_params.from_dict(kept if kind == _usual_kind() else {**kept, DATA: kind})


def current_data() -> Data | Broken | None:
    """The data in use; None while uploaded files have not been given (again)."""
    kind = data_kind()
    if kind == "upload":
        held: Data | Broken | None = st.session_state.get(_UPLOAD)
        return held
    folder = launch.data_folder()
    if kind == "folder" and folder is not None:
        return caches.from_folder(str(folder), sources.folder_state(folder))
    return caches.invented_company()


def hold_upload(files: Sequence[tuple[str, bytes]]) -> None:
    """Check uploaded files and hold them in this session's memory."""
    st.session_state[_UPLOAD] = sources.from_upload(files) if files else None


def has_folder() -> bool:
    """Whether the process was started with a folder of data."""
    return launch.data_folder() is not None


# --- plans


def starting_plans(data: Data) -> dict[str, Scenario]:
    """The plans to begin with, by id: those that came with the data, else a plain one made for them."""
    return dict(data.plans) or {PLAIN: caches.plain_plan_for(data.fingerprint, data)}


def start_id(data: Data) -> str:
    """The plan shown when the address names none."""
    known = starting_plans(data)
    return next((name for name in PREFERRED if name in known), next(iter(known)))


def current_plan(data: Data) -> Current:
    """The plan in the address; an unknown one is reported and the starting plan stands in."""
    asked = st.query_params.get(PLAN, "")
    found = _find(asked, data) if asked else None
    if found is not None:
        return Current(asked, found)
    usual = start_id(data)
    return Current(usual, starting_plans(data)[usual], unknown=asked)


def adopt(scenario: Scenario) -> None:
    """Make a scenario the current plan: save it under its content id and put that into the address."""
    yaml = caches.yaml_of(scenario)
    plan_id = store.content_id(yaml)
    _remember(plan_id, scenario)
    try:
        store.save(caches.plan_store(), yaml, scenario.title or scenario.name)
    except (SQLAlchemyError, OSError):
        st.session_state.setdefault(_UNSAVED, {})[plan_id] = yaml
    st.query_params[PLAN] = plan_id
    st.session_state.pop(_REFUSED, None)


def choose_plan(plan_id: str) -> None:
    """Go to a plan that came with the data."""
    st.query_params[PLAN] = plan_id
    st.session_state.pop(_REFUSED, None)


def try_edit(edit: Callable[[], Scenario], place: str) -> Scenario | None:
    """Make an edit; if the plan's rules refuse it, keep the problems for the page and leave the plan as it was."""
    try:
        scenario = edit()
    except InputError as error:
        st.session_state[_REFUSED] = Refused(place, error.problems)
        return None
    adopt(scenario)
    return scenario


def refused(place: str) -> tuple[Problem, ...]:
    """What was wrong with the last edit made in this part of the page."""
    found: Refused | None = st.session_state.get(_REFUSED)
    return found.problems if found and found.place == place else ()


def is_saved(plan: Current) -> bool:
    """Whether the plan's link works beyond this session."""
    return plan.id not in st.session_state.get(_UNSAVED, {})


def address() -> dict[str, str]:
    """What links inside the app carry along."""
    return {name: st.query_params[name] for name in (PLAN, DATA) if name in st.query_params}


# --- widgets


def hold(key: str, value: Any) -> str:
    """Make a widget show what the plan says, whatever changed it: an edit, a link or the back button."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def value_of(key: str) -> Any:
    """What a widget holds."""
    return st.session_state.get(key)


def weights_before(role: str, name: str, weights: Mapping[str, float]) -> Mapping[str, float]:
    """The weights before somebody began to move this slider; moved step by step, the others keep their proportions."""
    known: WeightEdit | None = st.session_state.get(_WEIGHTS)
    if known is None or (known.role, known.name) != (role, name) or known.expected != weights:
        known = st.session_state[_WEIGHTS] = WeightEdit(role, name, weights, weights)
    return known.before


def accept_weights(weights: Mapping[str, float]) -> None:
    """Note the weights that the plan has after the slider moved."""
    known: WeightEdit = st.session_state[_WEIGHTS]
    st.session_state[_WEIGHTS] = WeightEdit(known.role, known.name, known.before, weights)


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


# --- finding plans


def _find(plan_id: str, data: Data) -> Scenario | None:
    """A plan by id: one that came with the data, or a saved one."""
    offered = starting_plans(data)
    if plan_id in offered:
        return offered[plan_id]
    recent: dict[str, Scenario] = st.session_state.get(_RECENT, {})
    if plan_id in recent:
        return recent[plan_id]
    yaml = st.session_state.get(_UNSAVED, {}).get(plan_id) or _saved_text(plan_id)
    try:
        return caches.saved_plan(plan_id, yaml) if yaml else None
    except InputError:  # saved by another version whose plans could say other things
        return None


def _remember(plan_id: str, scenario: Scenario) -> None:
    """Keep the last few plans at hand, so that an edit need not be read back from its file."""
    recent: dict[str, Scenario] = st.session_state.setdefault(_RECENT, {})
    recent[plan_id] = scenario
    for oldest in list(recent)[:-_FEW]:
        del recent[oldest]


def _saved_text(plan_id: str) -> str:
    if not store.is_content_id(plan_id):
        return ""
    try:
        saved = store.find(caches.plan_store(), plan_id)
    except (SQLAlchemyError, OSError):
        return ""
    return saved.yaml if saved else ""
