"""Scenarios: plans under a name, with versions, what changed between them, and a link to share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import streamlit as st

from compsim.present.answers_impact import changes_in_words
from simulator import caches, memory, pictures, saved, store, widgets
from simulator.saved import Pending
from simulator.store import LONGEST_NAME, Version
from simulator.text import plain, safe, t
from simulator.widgets import Scene

NAME, NOTE, BY, OTHER = "scenarios/name", "scenarios/note", "scenarios/by", "scenarios/other"
SHOWN, LATEST = 20, 10  # scenarios in the list; versions before all are asked for


def render() -> None:
    """The page."""
    widgets.head("scenarios.title", "scenarios.lead")
    scene = widgets.scene()
    try:
        begun = saved.begun_with(scene.plan)
        known = store.newest_versions(caches.plan_store())
        told()
        save(scene, begun)
        listed(scene, known)
    except store.FAILURES:
        told()
        st.error(t("scenarios.unreachable"), title=t("scenarios.unreachable_title"), icon=":material/cloud_off:")


def told() -> None:
    """What became of the last thing that was done."""
    said = saved.said()
    if said is None:
        return
    if said.version is None:
        st.error(t(said.key), icon=":material/error:")
    else:
        here = said.version
        st.success(
            t(said.key, name=here.name, number=here.number, restored=here.restored), icon=":material/check_circle:"
        )


# --- save


def save(scene: Scene, begun: Version | None) -> None:
    """The form that saves the plan on the table; or the decision that a save waits for."""
    st.header(t("scenarios.save"), anchor=False)
    waiting = saved.pending(scene.plan)
    if waiting is not None:
        decide(waiting)
        return
    plan = widgets.plan_name(scene.plan)
    if begun is None:
        st.markdown(t("scenarios.not_yet", plan=plan))
    else:
        same = begun.plan_id == saved.id_of(scene.plan)
        key = "scenarios.is_version" if same else "scenarios.begun"
        st.markdown(t(key, plan=plan, name=begun.name, number=begun.number))
    left, right = st.columns(2, gap="medium")
    name = memory.hold_text(NAME, begun.name if begun else widgets.title_of(scene.plan.scenario))
    left.text_input(t("scenarios.name"), key=name, max_chars=LONGEST_NAME)
    who = t("scenarios.by"), t("scenarios.by_help")
    right.text_input(who[0], key=BY, max_chars=LONGEST_NAME, help=who[1], persist_state="session")
    st.text_area(t("scenarios.note"), key=NOTE, max_chars=500, height=80, persist_state="session")
    st.button(
        t("scenarios.do_save"),
        key="scenarios/save",
        icon=":material/save:",
        on_click=_save,
        args=(scene, begun),
    )


def _save(scene: Scene, begun: Version | None) -> None:
    """Callback: the plan becomes a version, or waits for a decision."""
    name, note, by = (str(memory.value_of(key) or "") for key in (NAME, NOTE, BY))
    saved.save(scene.plan, saved.draft_of(scene.plan, name, note, by), begun)
    memory.hold(NOTE, "")


def decide(waiting: Pending) -> None:
    """Who saved what meanwhile, what differs value by value, and what can be done."""
    theirs = waiting.theirs
    kind = "overtaken" if waiting.builds_on else "taken"
    says = {"name": theirs.name, "number": theirs.number, "by": saved.who(theirs), "when": saved.when(theirs.saved_at)}
    says |= {"began": waiting.builds_on} if waiting.builds_on else {}
    st.warning(t(f"scenarios.{kind}", **says), title=t(f"scenarios.{kind}_title"), icon=":material/group:")
    if theirs.note:
        st.markdown(t("scenarios.their_note", note=theirs.note))
    st.markdown(f"**{t('scenarios.yours_to_theirs')}**")
    mine = store.content_id(waiting.draft.yaml)
    differences(theirs.plan_id, mine, plain("scenarios.yours"), plain("scenarios.version_of", number=theirs.number))
    since(waiting)
    choices(waiting)


def since(waiting: Pending) -> None:
    """What others changed since the version that this plan began with."""
    theirs = waiting.theirs
    before = saved.version_number(theirs.scenario, waiting.builds_on)
    if before is None:
        return
    with st.expander(t("scenarios.what_they_changed", number=before.number), icon=":material/difference:"):
        names = [plain("scenarios.version_of", number=each.number) for each in (theirs, before)]
        differences(before.plan_id, theirs.plan_id, *names)


def choices(waiting: Pending) -> None:
    """On top, under another name, theirs, or not now."""
    key = memory.hold_text(OTHER, saved.other_name(waiting))
    st.text_input(t("scenarios.other_name"), key=key, max_chars=LONGEST_NAME, width=420)
    with st.container(horizontal=True):
        number = saved.number_after(waiting.theirs)
        st.button(
            t("scenarios.on_top", number=number),
            key="scenarios/on_top",
            icon=":material/vertical_align_top:",
            on_click=saved.save_on_top,
            args=(waiting,),
        )
        st.button(
            t("scenarios.as_other"),
            key="scenarios/as_other",
            icon=":material/save_as:",
            on_click=_as_other,
            args=(waiting,),
        )
        open_button(waiting.theirs, "theirs", t("scenarios.see_theirs"))
        st.button(t("scenarios.leave"), key="scenarios/leave", type="tertiary", on_click=saved.leave)


def _as_other(waiting: Pending) -> None:
    """Callback: save what waits under the name in the box."""
    saved.save_as(waiting, str(memory.value_of(OTHER) or ""))


# --- what is saved


def listed(scene: Scene, known: Sequence[Version]) -> None:
    """The saved scenarios, the last saved first."""
    st.header(t("scenarios.list"), anchor=False)
    if not known:
        widgets.quiet(t("scenarios.nothing"))
        return
    search = st.text_input(t("scenarios.search"), key="scenarios/search", icon=":material/search:", width=420)
    archived = st.toggle(t("scenarios.archived"), key="scenarios/archived")
    found = saved.matching(known, search, archived=archived)
    if not found:
        widgets.quiet(t("scenarios.nobody", search=search) if search else t("scenarios.none_here"))
    for version in found[:SHOWN]:
        card(scene, version)
    if found[SHOWN:]:
        widgets.quiet(t("scenarios.more", count=widgets.count(found[SHOWN:])))


def card(scene: Scene, version: Version) -> None:
    """One scenario: its newest version, and its history when asked for."""
    with st.container(border=True, gap="small"):
        st.markdown(f"**{safe(version.name)}**")
        line(version)
        with st.container(horizontal=True):
            open_button(version, "open")
            help_text = t("scenarios.history_help", name=version.name)
            chosen = saved.chosen_history() == version.scenario
            st.button(
                t("scenarios.close" if chosen else "scenarios.history"),
                key=f"scenarios/history/{version.scenario}",
                icon=":material/history:",
                help=help_text,
                on_click=saved.choose_history,
                args=("" if chosen else version.scenario,),
            )
        if chosen:
            history(scene, version)


def line(version: Version) -> None:
    """Number, time, person and note of a version."""
    widgets.quiet(t("scenarios.line", number=version.number, when=saved.when(version.saved_at), by=saved.who(version)))
    if version.note:
        st.markdown(safe(version.note))


def open_button(version: Version, place: str, label: str = "") -> None:
    """Puts a version on the table."""
    st.button(
        label or t("scenarios.open"),
        key=f"scenarios/{place}/{version.scenario}/{version.number}",
        icon=":material/open_in_new:",
        help=t("scenarios.open_help", number=version.number, name=version.name),
        on_click=saved.open_version,
        args=(version,),
    )


def history(scene: Scene, newest: Version) -> None:
    """Every version with what changed, the link to share, and the archive."""
    st.subheader(t("scenarios.history_of", name=newest.name), anchor=False)
    widgets.quiet(t("scenarios.link"))
    st.code(saved.link_to(newest), language=None, wrap_lines=True)
    versions = store.history(caches.plan_store(), newest.scenario)
    older = len(versions) > LATEST
    every = older and st.toggle(t("scenarios.older", count=widgets.count(versions)), key="scenarios/older")
    shown = versions if every or not older else versions[:LATEST]
    before: dict[int, Version] = {later.number: earlier for later, earlier in pairwise(versions)}
    for version in shown:
        one_version(scene, version, newest, before.get(version.number))
    st.button(
        t("scenarios.do_bring_back" if newest.archived else "scenarios.do_archive"),
        key="scenarios/archive",
        icon=":material/unarchive:" if newest.archived else ":material/archive:",
        on_click=partial(saved.archive, newest, archived=not newest.archived),
    )


def one_version(scene: Scene, version: Version, newest: Version, before: Version | None) -> None:
    """One version: what it changed, and the ways back to it."""
    st.divider()
    line(version)
    if version.restored:
        st.markdown(t("scenarios.restored", number=version.restored))
    if before is None:
        st.markdown(t("scenarios.first"))
    else:
        names = [plain("scenarios.version_of", number=each.number) for each in (version, before)]
        differences(before.plan_id, version.plan_id, *names)
    with st.container(horizontal=True):
        open_button(version, "version")
        if version.number != newest.number:
            st.button(
                t("scenarios.restore"),
                key=f"scenarios/restore/{version.number}",
                icon=":material/settings_backup_restore:",
                help=t("scenarios.restore_help", number=version.number),
                on_click=_restore,
                args=(scene, version, newest),
            )


def _restore(scene: Scene, version: Version, newest: Version) -> None:
    """Callback: an earlier version becomes the newest."""
    saved.restore(scene.plan, version, newest, str(memory.value_of(BY) or ""))


def differences(before: str, after: str, after_name: str, before_name: str) -> None:
    """What one plan says differently from another, in a sentence and value by value."""
    found = saved.changes(before, after)
    if found is None:
        widgets.quiet(t("scenarios.unreadable"))
        return
    st.markdown(safe(changes_in_words(found, after_name, before_name)))
    if found:
        pictures.small_table(saved.changes_table(found, after, before_name, after_name))


render()
