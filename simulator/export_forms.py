"""An export on the page Start: which column is which, what is open, and which deals count."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.files import ColumnLook
from compsim.population.proposal.parts import Question, TableProposal
from compsim.population.proposal.propose import Proposal
from compsim.present import numbers
from simulator import export_decisions, export_files, export_results, exports, memory, state, widgets
from simulator.exports import Export, dates_in_words, plain_name
from simulator.text import plain, safe, t

NO_COLUMN, ONE_VALUE = "", "\0value"  # choices beside the file's own columns
SAMPLES = 3  # values shown beside a column


def render(export: Export) -> None:
    """Everything between the files and the results."""
    st.header(t("export.title"), anchor=False)
    st.markdown(t("export.lead"))
    proposal = export.proposal
    export_files.render(export)
    open_questions(proposal)
    st.subheader(t("export.columns"), anchor=False)
    for table in proposal.tables.values():
        columns(proposal, table)
    won(proposal)
    export_decisions.spellings(proposal)
    export_decisions.year_and_currency(proposal)
    if proposal.notes:
        with st.expander(t("export.notes"), key="export/notes", icon=":material/info:"):
            widgets.problem_table(proposal.notes)
    export_results.credit(export)
    if export.credited is not None:
        export_results.outcome(export, export.credited)


# --- what is open


def open_questions(proposal: Proposal) -> None:
    """What a person has to answer, or that nothing is open."""
    if not proposal.questions:
        st.success(t("export.nothing_open"), icon=":material/check_circle:")
        return
    st.warning(t("export.open", count=widgets.count(proposal.questions)), icon=":material/help:")
    st.markdown(widgets.bullets(map(_asked, proposal.questions)))


def _asked(question: Question) -> str:
    """A question with its place: the table, and our column where it is about one."""
    place = plain(f"export.table.{question.table}")
    column = f", {exports.column_name(question.column)}" if question.column else ""
    return f"{place}{column}: {dates_in_words(question.asks)}"


def columns(proposal: Proposal, table: TableProposal) -> None:
    """A table's columns: ours, theirs, and what the values look like; what was open first comes first and stays there.

    The block keeps its label, its place and whether it is open while its columns are answered.
    """
    blocked = [choice.name for choice in table.columns.values() if choice.blocks]
    first = _open_so_far(f"{table.table}/{table.file.name}", blocked)
    label, key = t("export.columns_of", table=plain(f"export.table.{table.table}")), f"export/columns/{table.table}"
    with st.expander(label, expanded=bool(first), key=key, icon=":material/table:"):
        if blocked:
            st.markdown(t("export.columns_open", count=len(blocked)))
        widgets.quiet(t("export.columns_lead", file=table.file.name))
        for choice in sorted(table.columns.values(), key=lambda choice: choice.name not in first):
            column(proposal, table, choice)
        if table.left_out:
            widgets.quiet(t("export.left_out", columns=", ".join(table.left_out[:12]), count=len(table.left_out)))


def _open_so_far(place: str, blocked: list[str]) -> list[str]:
    """The columns of a file that are open or were, in the order in which they came up."""
    before: list[str] = memory.kept(f"export/open/{place}") or []
    now = [*before, *(name for name in blocked if name not in before)]
    memory.keep(f"export/open/{place}", now)
    return now


def column(proposal: Proposal, table: TableProposal, choice: ColumnChoice) -> None:
    """One of our columns: where it comes from."""
    ours, theirs, shown = st.columns([2, 3, 3], vertical_alignment="center")
    place = f"{table.table}/{choice.name}"
    with ours:
        mark = ":orange-badge[?] " if choice.blocks else ""
        st.markdown(f"{mark}**{safe(exports.column_name(choice.name))}**")
    with theirs:
        _source(table, choice, place)
    with shown:
        _samples(proposal, table, choice)


def _source(table: TableProposal, choice: ColumnChoice, place: str) -> None:
    """The file's column, or one value for everybody, and how dates and decimals are written where that is open."""
    now = choice.column or (ONE_VALUE if choice.value is not None or place in _values_asked() else NO_COLUMN)
    key = memory.hold(f"export/column/{place}", now)
    st.selectbox(
        plain_name(choice.name),
        [NO_COLUMN, ONE_VALUE, *table.file.columns],
        key=key,
        format_func=lambda name: (
            plain("export.no_column") if name == NO_COLUMN else plain("export.one_value") if name == ONE_VALUE else name
        ),
        label_visibility="collapsed",
        on_change=_chosen_column,
        args=(table.table, choice.name, key),
    )
    if now == ONE_VALUE:
        said = memory.hold(f"export/value/{place}", "" if choice.value is None else str(choice.value))
        st.text_input(
            t("export.value", column=plain_name(choice.name)),
            key=said,
            placeholder=plain("export.value_for_all"),
            label_visibility="collapsed",
            on_change=_chosen_value,
            args=(table.table, choice.name, said),
        )
    if choice.column is not None:
        _style(table, choice, table.file.columns[choice.column], place)
    if choice.column is not None and choice.ways:
        _counting(table, choice, place)


def _style(table: TableProposal, choice: ColumnChoice, look: ColumnLook, place: str) -> None:
    """How a column's dates or decimals are written, where the values leave it open; the answer can be changed."""
    dates = choice.kind == "date"
    asked = look.dates.ask if dates else look.numbers.ask if choice.kind == "number" else ""
    options = _forms(asked) if dates else ["point", "comma"]
    if not asked or len(options) < 2:
        return
    now = choice.format if dates else choice.decimal
    key = memory.hold(f"export/style/{place}", now if now in options else None)
    st.segmented_control(
        t("export.dates_as" if dates else "export.decimals_as"),
        options,
        key=key,
        format_func=lambda option: dates_in_words(option) if dates else plain(f"export.style.{option}"),
        on_change=_chosen_style,
        args=(table.table, choice.name, choice.column, key, dates),
    )


def _counting(table: TableProposal, choice: ColumnChoice, place: str) -> None:
    """Whether a column holds money a month or a year, shares, per cent or hours, where that is open."""
    words = {way.times: way.words for way in choice.ways}
    key = memory.hold(f"export/times/{place}", choice.times if choice.times in words else None)
    st.selectbox(
        t("export.counts_as", column=plain_name(choice.name)),
        list(words),
        index=None,
        key=key,
        format_func=lambda times: words[times],
        placeholder=plain("export.counts_as_open"),
        label_visibility="collapsed",
        on_change=_chosen_counting,
        args=(table.table, choice.name, key),
    )


def _forms(asked: str) -> list[str]:
    """The ways to write a date that all values of a column fit."""
    return [form for form in asked.partition(" fit ")[2].split(" and ") if form.startswith("%")]


def _samples(proposal: Proposal, table: TableProposal, choice: ColumnChoice) -> None:
    """The first values as they are read, and why this column was taken."""
    if choice.given:
        values = [sample.read or sample.written for sample in proposal.preview(table.table, choice.name, SAMPLES)]
        widgets.quiet(safe(", ".join(values)))
    why = choice.question or choice.missing if choice.blocks else choice.evidence
    if why:
        told = safe(dates_in_words(why))
        widgets.quiet(f"*{told}*" if choice.blocks else told)


def _values_asked() -> set[str]:
    """Our columns for which somebody wants one value and has not written it yet."""
    asked: set[str] = memory.kept("export/asked") or set()
    return asked


def _chosen_column(table: str, name: str, key: str) -> None:
    """Callback: our column comes from this one of the file, from none, or has one value."""
    source = memory.value_of(key)
    asked = _values_asked() - {f"{table}/{name}"}
    memory.keep("export/asked", asked | ({f"{table}/{name}"} if source == ONE_VALUE else set()))
    if source != ONE_VALUE:
        state.answer_export(lambda proposal: proposal.with_choice(table, name, source or None))


def _chosen_value(table: str, name: str, key: str) -> None:
    """Callback: our column has one value for everybody."""
    said = str(memory.value_of(key) or "").strip()
    if said:
        state.answer_export(lambda proposal: proposal.with_choice(table, name, value=exports.number_or_text(said)))


def _chosen_style(table: str, name: str, source: str, key: str, dates: bool) -> None:
    """Callback: how the column's dates or decimals are written."""
    said = memory.value_of(key)
    if said:
        how = {"format": said} if dates else {"decimal": said}
        state.answer_export(lambda proposal: proposal.with_choice(table, name, source, **how))


def _chosen_counting(table: str, name: str, key: str) -> None:
    """Callback: what each figure of a column is multiplied by."""
    said = memory.value_of(key)
    if said:
        state.answer_export(lambda proposal: proposal.with_times(table, name, said))


# --- which deals count


def won(proposal: Proposal) -> None:
    """The stages there are, with rows and money, and which of them count."""
    tallies = [tally for tally in proposal.won.tallies if tally.value]
    if not tallies:
        return
    st.subheader(t("export.won"), anchor=False)
    widgets.quiet(safe(proposal.won.question or proposal.won.evidence))
    known = {tally.value: tally for tally in tallies}
    begin = proposal.won.offered if proposal.won.question else proposal.won.counted
    key = memory.hold("export/won", [value for value in begin if value in known])
    st.pills(
        t("export.won_label"),
        list(known),
        selection_mode="multi",
        key=key,
        format_func=lambda value: _told(known[value].value, known[value].rows, known[value].amount),
        label_visibility="collapsed",
        on_change=_chosen_won,
        args=(key,),
    )
    if proposal.won.question:
        st.button(t("export.won_button"), key="export/won_sure", on_click=_chosen_won, args=(key,))


def _told(value: str, rows: int, amount: float | None) -> str:
    money = "" if amount is None else f" · {numbers.number(amount)}"
    return plain("export.stage", value=value, rows=numbers.counted(rows, "row", "rows"), money=money)


def _chosen_won(key: str) -> None:
    """Callback: these stages count."""
    values: Sequence[str] = memory.value_of(key) or []
    state.answer_export(lambda proposal: proposal.with_won(*values))
