"""What the page of scenarios does with the store: save, tell of a version in between, open, restore, archive.

What somebody did last, and what waits for a decision, is held in the session; the store holds everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from compsim.analysis.changes import Change, changes_between
from compsim.errors import InputError
from compsim.plan.scenario import Scenario
from compsim.present.answers_impact import changes_table as plain_table
from compsim.present.change_words import changes_in_titles
from compsim.present.tables import Table
from simulator import caches, memory, state, store
from simulator.editing import EDITED
from simulator.state import Current
from simulator.store import Draft, Version
from simulator.text import plain

T = TypeVar("T")
_PENDING, _SAID, _CHOSEN = "scenarios/pending", "scenarios/said", "scenarios/history"


@dataclass(frozen=True)
class Pending:
    """A save that waits for a decision: the plan is stored, but not yet a version."""

    draft: Draft
    builds_on: int  # version that the plan began with; 0 for none of this scenario
    theirs: Version  # the newest version
    table: str  # id of the plan on the table, for which it is to be decided


@dataclass(frozen=True)
class Said:
    """What became of the last thing that was done."""

    key: str  # of the text
    version: Version | None = None


# --- the plan on the table


def id_of(plan: Current) -> str:
    """The id that a plan is stored under: its own, or that of its content for one that came with the data."""
    return plan.id if store.is_content_id(plan.id) else store.content_id(caches.yaml_of(plan.scenario))


def begun_with(plan: Current) -> Version | None:
    """The version that the plan on the table is, or was made from; None for one that was never saved under a name."""
    engine, plan_id = caches.plan_store(), id_of(plan)
    root, noted = memory.begun_with(plan_id)
    if root == plan_id:
        return noted or store.version_with(engine, plan_id)
    return store.version_with(engine, plan_id) or noted or store.version_with(engine, root)


def draft_of(plan: Current, name: str, note: str, saved_by: str) -> Draft:
    """The plan on the table under a scenario's name: then it is no longer called edited."""
    title = store.tidy(name)
    named = {"title": title, "name": plan.scenario.name.removesuffix(EDITED)}
    yaml = caches.yaml_of(plan.scenario.model_copy(update=named))
    return Draft(title, yaml, title, " ".join(note.split()), " ".join(saved_by.split()))


# --- saving


def save(plan: Current, draft: Draft, origin: Version | None) -> None:
    """Save a draft as the next version of the scenario it is named after; what comes of it is told on the page."""
    if not draft.name:
        _say(Said("scenarios.no_name"))
        return
    ours = origin is not None and store.name_key(origin.name) == store.name_key(draft.name)
    _save(draft, origin.number if origin is not None and ours else 0, plan.id)


def save_on_top(pending: Pending) -> None:
    """Save what waits as the version after the one that stood in between."""
    _save(replace(pending.draft, name=pending.theirs.name), pending.theirs.number, pending.table)


def save_as(pending: Pending, name: str) -> None:
    """Save what waits under another name."""
    if store.tidy(name):
        _save(_renamed(pending.draft, store.tidy(name)), 0, pending.table)


def _renamed(draft: Draft, name: str) -> Draft:
    scenario = caches.saved_plan(store.content_id(draft.yaml), draft.yaml)
    return replace(draft, name=name, title=name, yaml=caches.yaml_of(scenario.model_copy(update={"title": name})))


def _save(draft: Draft, builds_on: int, table: str) -> None:
    outcome = _tried(lambda: store.save_version(caches.plan_store(), draft, builds_on))
    if outcome is None:
        return
    memory.keep(_PENDING, None)
    if outcome.kind == "overtaken":
        memory.keep(_PENDING, Pending(draft, builds_on, outcome.version, table))
        _say(None)
        return
    _on_the_table(outcome.version)
    _say(Said(f"scenarios.{outcome.kind}", outcome.version))


def _on_the_table(version: Version) -> None:
    memory.note_begun(version.plan_id, version)
    state.choose_plan(version.plan_id)
    memory.keep(_CHOSEN, version.scenario)


def pending(plan: Current) -> Pending | None:
    """The save that waits for a decision, if it is about the plan on the table."""
    found: Pending | None = memory.kept(_PENDING)
    return found if found and found.table == plan.id else None


def leave() -> None:
    """Decide nothing: the plan stays on the table, unsaved under a name."""
    memory.keep(_PENDING, None)


# --- what is saved


def open_version(version: Version) -> None:
    """Put a version on the table."""
    memory.keep(_PENDING, None)
    _say(None)
    memory.note_begun(version.plan_id, version)
    state.choose_plan(version.plan_id)


def restore(plan: Current, version: Version, newest: Version, saved_by: str) -> None:
    """Save an earlier version again as the newest, and put it on the table."""
    outcome = _tried(lambda: store.restore_version(caches.plan_store(), version, newest.number, saved_by))
    if outcome is None:
        return
    if outcome.kind == "overtaken":
        found = store.find(caches.plan_store(), version.plan_id)
        if found is not None:
            draft = Draft(version.name, found.yaml, found.title, version.note, saved_by)
            memory.keep(_PENDING, Pending(draft, newest.number, outcome.version, plan.id))
        return
    open_version(outcome.version)
    _say(Said("scenarios.brought_back" if outcome.kind == "saved" else "scenarios.same", outcome.version))


def archive(version: Version, *, archived: bool) -> None:
    """Put a scenario out of sight, or back."""
    if _tried(lambda: store.archive(caches.plan_store(), version.scenario, archived=archived)):
        _say(Said("scenarios.changed_archive" if archived else "scenarios.changed_back", version))


def matching(versions: Sequence[Version], search: str, *, archived: bool) -> tuple[Version, ...]:
    """The scenarios whose name, note or person has every word that was searched for."""
    words = search.casefold().split()
    return tuple(
        version
        for version in versions
        if version.archived == archived
        and all(word in f"{version.name} {version.note} {version.saved_by}".casefold() for word in words)
    )


def choose_history(scenario: str) -> None:
    """Show the history of a scenario; of none for an empty id."""
    memory.keep(_CHOSEN, scenario)


def chosen_history() -> str:
    """The scenario whose history is shown."""
    return str(memory.kept(_CHOSEN) or "")


# --- what differs


def changes(before: str, after: str) -> tuple[Change, ...] | None:
    """What one saved plan says differently from another; None where one of them cannot be read."""
    old, new = _plan(before), _plan(after)
    return None if old is None or new is None else changes_between(old, new)


def changes_table(found: Sequence[Change], after: str, before_name: str, after_name: str) -> Table:
    """The changes value by value, in the words that the later plan has for its roles."""
    plan = _plan(after)
    table = changes_in_titles(found, plan) if plan else plain_table(found)
    named = [*table.frame.columns[:2], before_name, after_name]
    return replace(table, frame=table.frame.set_axis(named, axis="columns"))


def _plan(plan_id: str) -> Scenario | None:
    found = store.find(caches.plan_store(), plan_id)
    try:
        return caches.saved_plan(plan_id, found.yaml) if found else None
    except InputError:
        return None


def plans_by_name() -> dict[str, Scenario]:
    """The newest version of every scenario that is not archived, by the plan's id and under the scenario's name."""
    versions = _tried(lambda: store.newest_versions(caches.plan_store())) or ()
    found = {version: _plan(version.plan_id) for version in versions if not version.archived}
    return {version.plan_id: plan.model_copy(update={"name": version.name}) for version, plan in found.items() if plan}


def version_number(scenario: str, number: int) -> Version | None:
    """A version of a scenario by its number."""
    versions = store.history(caches.plan_store(), scenario) if number else ()
    return next((version for version in versions if version.number == number), None)


def number_after(version: Version) -> int:
    """The number of the version that would come next."""
    return version.number + 1


def other_name(waiting: Pending) -> str:
    """A name that no scenario has yet: the one that was wanted, with a number."""
    taken = {store.name_key(version.name) for version in store.newest_versions(caches.plan_store())}
    offered = (plain("scenarios.other_name_is", name=waiting.draft.name, number=number) for number in count(2))
    return next(name for name in offered if store.name_key(name) not in taken)


# --- words and links


def link_to(version: Version) -> str:
    """The address of a version, as the reader's browser knows this server."""
    here = urlsplit(str(st.context.url or ""))
    home = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    return plain("scenarios.link_of", home=home, plan=version.plan_id)


def when(moment: datetime) -> str:
    """A moment on the reader's clock: `24 Nov 2026, 14:05`."""
    try:
        here = moment.astimezone(ZoneInfo(str(st.context.timezone)))
    except (ZoneInfoNotFoundError, ValueError):
        here = moment
    month = plain("months").split()[here.month - 1]
    return plain("scenarios.day", day=here.day, month=month, year=here.year, time=f"{here:%H:%M}")


def who(version: Version) -> str:
    """Who saved a version, as they called themselves."""
    return version.saved_by or plain("scenarios.nobody_named")


def said() -> Said | None:
    """What became of the last thing that was done; told once."""
    found: Said | None = memory.kept(_SAID)
    _say(None)
    return found


def _say(what: Said | None) -> None:
    memory.keep(_SAID, what)


def _tried(action: Callable[[], T]) -> T | None:
    try:
        return action()
    except store.FAILURES:
        _say(Said("scenarios.not_saved"))
        return None
