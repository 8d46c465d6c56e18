"""Who looks at which data and which plan: with `memory` the only module that touches the session and the address.

The address names the plan (`?plan=ID`) and, where it is not the usual one, the data (`?data=KIND`); never a figure or
a person. A plan is an immutable scenario: each edit saves a new one and changes the address, so a reload or a link
finds it and the back button undoes. Answers are cached by the population's fingerprint and the plans' content, never
by a table; what was uploaded is cached for its own session only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from compsim.errors import InputError, Problem
from compsim.plan.scenario import Scenario
from compsim.population.proposal.propose import Proposal
from compsim.population.respelling import NameOffer
from simulator import caches, exports, launch, memory, sources, store
from simulator.editing import EDITED
from simulator.exports import Export
from simulator.sources import KINDS, Broken, Data, Kind

PLAN, DATA = "plan", "data"  # in the address
PREFERRED = ("next_year", "last_year")
PLAIN = "plain"  # the starting plan made from the data when none came with them
_UPLOAD, _UNSAVED, _REFUSED, _RECENT, _STEPS = "upload", "unsaved_plans", "refused_edit", "recent_plans", "steps"
_UNDONE = "undone_steps"
_EXPORT = "export"
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
    """Check uploaded files, or propose a mapping for an export, and hold them in this session's memory."""
    contents = dict(files)
    fits = not sources.too_large([len(content) for content in contents.values()])
    if contents and fits and exports.is_export(contents):
        st.session_state[_EXPORT] = exports.opened(contents, current_export())
        st.session_state[_UPLOAD] = None
        return
    st.session_state[_EXPORT] = None
    st.session_state[_UPLOAD] = sources.from_upload(files) if files else None


def current_export() -> Export | None:
    """The export that is being mapped, if there is one."""
    export: Export | None = st.session_state.get(_EXPORT)
    return export


def answer_export(answer: Callable[[Proposal], Proposal]) -> None:
    """Take an answer of a person; what was credited before it no longer holds."""
    export = current_export()
    if export is not None:
        st.session_state[_EXPORT] = replace(export, proposal=answer(export.proposal), credited=None, problems=())


def read_export_as(name: str, **said: Any) -> None:
    """Read a file of the export, or a sheet, as a person says; what was answered before still holds where it fits."""
    export = current_export()
    if export is not None:
        st.session_state[_EXPORT] = exports.read_as(export, name, **said)


def keep_export(export: Export) -> None:
    """Hold an export with its results."""
    st.session_state[_EXPORT] = export


def use_data(data: Data | Broken) -> None:
    """Make these the people of the visit."""
    st.session_state[_UPLOAD] = data


def accept_name(offer: NameOffer, *, applied: bool) -> None:
    """Take a close spelling in uploaded tables for the name of the roster, or no longer."""
    held: Data | Broken | None = st.session_state.get(_UPLOAD)
    if held is not None:
        st.session_state[_UPLOAD] = sources.with_name(held, offer, applied=applied)


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
    memory.note_edit(st.query_params.get(PLAN, ""), plan_id)
    try:
        store.save(caches.plan_store(), yaml, scenario.title or scenario.name)
    except store.FAILURES:
        st.session_state.setdefault(_UNSAVED, {})[plan_id] = yaml
    choose_plan(plan_id)


def choose_plan(plan_id: str) -> None:
    """Go to a plan, and remember the way back."""
    before = st.query_params.get(PLAN, "")
    if before != plan_id:
        st.session_state[_STEPS] = (*st.session_state.get(_STEPS, ()), (before, plan_id))[-_FEW:]
        st.session_state[_UNDONE] = ()
    _go_to(plan_id)


def can_take_back() -> bool:
    """Whether the plan on the table came from a change in this session; the browser's own way back needs none."""
    return bool(_steps_to_here())


def take_back() -> None:
    """Undo the last change: go to the plan before it."""
    steps = _steps_to_here()
    if steps:
        st.session_state[_STEPS] = steps[:-1]
        st.session_state[_UNDONE] = (*_undone_here(), steps[-1])
        _go_to(steps[-1][0])


def can_redo() -> bool:
    """Whether the plan on the table is where the last change was taken back to."""
    return bool(_undone_here())


def redo() -> None:
    """Make the change again that was taken back last."""
    undone = _undone_here()
    if undone:
        st.session_state[_UNDONE] = undone[:-1]
        st.session_state[_STEPS] = (*_steps_to_here(), undone[-1])
        _go_to(undone[-1][1])


def _undone_here() -> tuple[tuple[str, str], ...]:
    """The changes taken back down to the plan in the address; none once somebody went elsewhere."""
    undone: tuple[tuple[str, str], ...] = st.session_state.get(_UNDONE, ())
    return undone if undone and undone[-1][0] == st.query_params.get(PLAN, "") else ()


def _steps_to_here() -> tuple[tuple[str, str], ...]:
    """The changes up to the plan in the address; those that the browser's back button undid are left out."""
    steps: tuple[tuple[str, str], ...] = st.session_state.get(_STEPS, ())
    here = st.query_params.get(PLAN, "")
    last = max((place for place, (_, after) in enumerate(steps) if after == here), default=-1)
    return steps[: last + 1]


def _go_to(plan_id: str) -> None:
    if plan_id:
        st.query_params[PLAN] = plan_id
    else:
        st.query_params.pop(PLAN, None)
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


def asked() -> dict[str, str]:
    """Everything that the address says."""
    return {name: str(value) for name, value in st.query_params.items()}


def address() -> dict[str, str]:
    """What links inside the app carry along."""
    return {name: st.query_params[name] for name in (PLAN, DATA) if name in st.query_params}


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
    except store.FAILURES:
        return ""
    return saved.yaml if saved else ""
