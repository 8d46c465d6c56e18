"""What becomes of an export on the page Start: the deals credited, every row told, readiness, and the way to use it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

import streamlit as st

from compsim.analysis.readiness import readiness
from compsim.errors import InputError
from compsim.population.crediting.credit import Credited
from compsim.present import numbers
from compsim.present.conservation import (
    conservation,
    conservation_table,
    set_aside_table,
    targets_in_words,
    targets_table,
)
from compsim.present.readiness import collecting_table, questions_in_words, readiness_in_words, readiness_table
from simulator import exports, memory, pictures, progress, state, widgets
from simulator.exports import Export, plain_name
from simulator.sources import Data
from simulator.text import plain, safe, t

KEY_BYTES = 32


def credit(export: Export) -> None:
    """The button, what is being done and how long it still takes, and a way to stop."""
    st.subheader(t("export.credit"), anchor=False)
    widgets.quiet(t("export.credit_lead"))
    left, right = st.columns(2)
    with left:
        asked = st.button(
            t("export.credit_button"), type="primary", disabled=bool(export.proposal.questions), key="export/credit"
        )
    with right:
        st.download_button(
            t("export.mapping"),
            export.proposal.yaml,
            file_name=exports.MAPPING,
            mime="application/yaml",
            icon=":material/download:",
            on_click="ignore",
            key="export/mapping",
        )
    if asked:
        _credit_now(export)
    if export.problems:
        widgets.refused("export.refused", export.problems)


def _credit_now(export: Export) -> None:
    """Work with a bar; the stop button, or any other click, ends it and nothing is kept."""
    place = st.empty()
    with place.container():
        bar, since = st.progress(0.0, t("export.begin")), progress.begun()
        st.button(t("export.stop"), key="export/stop", icon=":material/stop:")

        def tell(what: str, share: float) -> None:
            bar.progress(min(share, 1.0), progress.words(since, what, share))

        made = exports.credited(export, tell)
    place.empty()
    state.keep_export(made)
    st.rerun()


def outcome(export: Export, credited: Credited) -> None:
    """What became of every row, whether the results bear a simulation, and the way to use them."""
    report = credited.report
    st.header(t("export.conservation"), anchor=False)
    names = [account.measure for account in report.accounts]
    measure = st.segmented_control(
        t("export.measure"), names, default=names[0], key="export/measure", format_func=plain_name, required=True
    )
    by_rows = st.toggle(t("export.by_rows"), key="export/by_rows")
    picture = conservation(report, measure, credited.currency, dark=pictures.dark(), by_rows=by_rows)
    pictures.show(picture, f"export/conservation/{measure}/{by_rows}")
    pictures.small_table(conservation_table(report, measure or names[0], credited.currency))
    targets(credited)
    listed(credited)
    people(credited)
    told = [*report.assumptions]
    if told:
        with st.expander(t("assumed.title", count=widgets.count(told)), icon=":material/edit_note:"):
            st.markdown(widgets.bullets(told))
    if report.notes:
        with st.expander(t("export.told", count=widgets.count(report.notes)), icon=":material/info:"):
            widgets.problem_table(report.notes)
    found = exports.data_of(export)
    if isinstance(found, Data):
        lights(found)
        use(export)
    else:
        widgets.refused("check.broken", found.problems)


def targets(credited: Credited) -> None:
    """What became of the targets: how many came in, were given to somebody, and were set aside; and their sums."""
    if not credited.report.targets:
        return
    st.subheader(t("export.targets"), anchor=False)
    st.markdown(safe(targets_in_words(credited.report)))
    pictures.small_table(targets_table(credited.report, credited.currency))


def listed(credited: Credited) -> None:
    """The rows that nobody is credited for, one by one."""
    rows = credited.set_aside
    if rows is None or rows.empty:
        return
    with st.expander(t("export.set_aside", count=numbers.number(len(rows))), icon=":material/rule:"):
        widgets.quiet(t("export.set_aside_lead"))
        pictures.long_table(set_aside_table(rows), plain("export.set_aside_alt"), "export/set_aside")


def people(credited: Credited) -> None:
    """Who is on the roster without a row, and who has rows and is not on it."""
    report = credited.report
    lists: Iterable[tuple[str, Sequence[str]]] = (
        ("export.without_rows", report.without_rows),
        ("export.not_on_roster", [f"{item.value} ({numbers.number(item.rows)})" for item in report.not_on_roster]),
    )
    for key, names in lists:
        if names:
            with st.expander(t(key, count=widgets.count(names)), icon=":material/person_off:"):
                st.markdown(widgets.bullets(names))


def lights(data: Data) -> None:
    """Readiness: each measure with its light and the reason."""
    st.header(t("export.ready"), anchor=False)
    try:
        found = readiness(data.population)
    except InputError as error:
        widgets.problem_table(error.problems)
        return
    st.markdown(safe(readiness_in_words(found)))
    pictures.small_table(readiness_table(found))
    with st.expander(t("export.collecting"), icon=":material/checklist:"):
        pictures.small_table(collecting_table(found))
        st.markdown(widgets.bullets(questions_in_words(found)))


def use(export: Export) -> None:
    """Take the results as the people of this visit, with names or pseudonyms."""
    st.header(t("export.use"), anchor=False)
    hidden = st.toggle(t("export.pseudonyms"), key="export/pseudonyms", help=t("export.pseudonyms_help"))
    key = _key() if hidden else None
    if key is not None:
        st.download_button(
            t("export.key"),
            f"{key.hex()}\n",
            file_name="compsim.key",
            on_click="ignore",
            icon=":material/key:",
            key="export/key",
        )
    if st.button(t("export.use_button"), type="primary", key="export/use"):
        state.use_data(exports.data_of(export, key))
        st.rerun()
    if isinstance(state.current_data(), Data):
        st.success(t("export.used"), icon=":material/check_circle:")
        for page in ("plan", "result"):
            widgets.page_link(page, t(f"nav.{page}"), icon=widgets.ICONS[page])


def _key() -> bytes:
    """The key of this visit's pseudonyms."""
    key: bytes | None = memory.kept("export/key")
    if key is None:
        key = secrets.token_bytes(KEY_BYTES)
        memory.keep("export/key", key)
    return key
