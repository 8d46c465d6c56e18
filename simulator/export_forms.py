"""An export on the page Start: which file is what, which column is which, what is open, and which deals count."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.parts import TableProposal
from compsim.population.proposal.propose import Proposal
from compsim.population.proposal.vocabulary import TABLES
from compsim.population.proposal.yaml import strays_of
from compsim.present import numbers
from simulator import export_results, exports, memory, state, widgets
from simulator.exports import Export, plain_name
from simulator.text import plain, safe, t

NO_COLUMN, ONE_VALUE = "", "\0value"  # choices beside the file's own columns
SAMPLES = 3  # values shown beside a column
KEY_BYTES = 32


def render(export: Export) -> None:
    """Everything between the files and the results."""
    st.header(t("export.title"), anchor=False)
    st.markdown(t("export.lead"))
    proposal = export.proposal
    if proposal.problems:
        st.error(t("export.unread", count=widgets.count(proposal.problems)), icon=":material/error:")
        widgets.problem_table(proposal.problems)
    files(proposal)
    open_questions(proposal)
    st.subheader(t("export.columns"), anchor=False)
    for table in proposal.tables.values():
        columns(proposal, table)
    won(proposal)
    spellings(proposal)
    if proposal.notes:
        with st.expander(t("export.notes", count=widgets.count(proposal.notes)), icon=":material/info:"):
            widgets.problem_table(proposal.notes)
    export_results.credit(export)
    if export.credited is not None:
        export_results.outcome(export, export.credited)


# --- what is what


def files(proposal: Proposal) -> None:
    """Which file is which table."""
    st.subheader(t("export.files"), anchor=False)
    guessed = {table.file.name: table.guess for table in proposal.tables.values()}
    guessed |= {guess.file: guess for guess in proposal.unused}
    for file in proposal.looked.files:
        guess = guessed.get(file.name)
        left, right = st.columns([2, 3], vertical_alignment="center")
        with left:
            st.markdown(f"**{safe(file.name)}**")
            widgets.quiet(t("export.file_size", rows=numbers.counted(file.rows, "row", "rows"), written=file.written))
        with right:
            key = memory.hold(f"export/file/{file.name}", _table_of(proposal, file.name))
            st.selectbox(
                t("export.is", file=file.name),
                ["", *TABLES],
                key=key,
                format_func=lambda name: plain(f"export.table.{name or 'none'}"),
                label_visibility="collapsed",
                on_change=_chosen_table,
                args=(file.name, key),
            )
            if guess is not None:
                widgets.quiet(safe(guess.evidence))


def _table_of(proposal: Proposal, file: str) -> str:
    tables = (*proposal.tables.values(), *proposal.offered.values())
    return next((table.table for table in tables if table.file.name == file), "")


def _chosen_table(file: str, key: str) -> None:
    """Callback: a person says what a file is."""
    state.answer_export(lambda proposal: proposal.with_table(file, memory.value_of(key)))


def open_questions(proposal: Proposal) -> None:
    """What a person has to answer, or that nothing is open."""
    if not proposal.questions:
        st.success(t("export.nothing_open"), icon=":material/check_circle:")
        return
    st.warning(t("export.open", count=widgets.count(proposal.questions)), icon=":material/help:")
    asked = [
        f"{plain(f'export.table.{question.table}')}"
        f"{f', {plain_name(question.column)}' if question.column else ''}: {question.asks}"
        for question in proposal.questions
    ]
    st.markdown(widgets.bullets(asked))


def columns(proposal: Proposal, table: TableProposal) -> None:
    """A table's columns: ours, theirs, and what the values look like; what is open comes first."""
    choices = sorted(table.columns.values(), key=lambda choice: not choice.blocks)
    blocked = sum(choice.blocks for choice in choices)
    label = t(
        f"export.columns_{'open' if blocked else 'of'}", table=plain(f"export.table.{table.table}"), count=blocked
    )
    with st.expander(label, expanded=bool(blocked), icon=":material/table:"):
        widgets.quiet(t("export.columns_lead", file=table.file.name))
        for choice in choices:
            column(proposal, table, choice)
        if table.left_out:
            widgets.quiet(t("export.left_out", columns=", ".join(table.left_out[:12]), count=len(table.left_out)))


def column(proposal: Proposal, table: TableProposal, choice: ColumnChoice) -> None:
    """One of our columns: where it comes from."""
    ours, theirs, shown = st.columns([2, 3, 3], vertical_alignment="center")
    place = f"{table.table}/{choice.name}"
    with ours:
        mark = ":orange-badge[?] " if choice.blocks else ""
        st.markdown(f"{mark}**{safe(plain_name(choice.name))}**")
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
    if choice.column is not None and "?" in (choice.format, choice.decimal):
        _style(table, choice, place)
    elif choice.column is not None and choice.ways:
        _counting(table, choice, place)


def _style(table: TableProposal, choice: ColumnChoice, place: str) -> None:
    """How a column's dates or decimals are written, where the values leave it open."""
    dates = choice.format == "?"
    options = _forms(choice) if dates else ["point", "comma"]
    key = f"export/style/{place}"
    st.segmented_control(
        t("export.dates_as" if dates else "export.decimals_as"),
        options,
        key=key,
        format_func=lambda option: plain(f"export.style.{option}"),
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


def _forms(choice: ColumnChoice) -> list[str]:
    """The ways to write a date that all values of a column fit."""
    said = choice.question.partition(" fit ")[2]
    return [form for form in ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m.%d.%Y", "%d-%m-%Y", "%m-%d-%Y") if form in said]


def _samples(proposal: Proposal, table: TableProposal, choice: ColumnChoice) -> None:
    """The first values as they are read, and why this column was taken."""
    if choice.given:
        values = [sample.read or sample.written for sample in proposal.preview(table.table, choice.name, SAMPLES)]
        widgets.quiet(safe(", ".join(values)))
    why = choice.question or choice.missing if choice.blocks else choice.evidence
    if why:
        widgets.quiet(f"*{safe(why)}*" if choice.blocks else safe(why))


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


def spellings(proposal: Proposal) -> None:
    """Spellings that are close to a known one: applied only where somebody says so."""
    offered = [(join, spelt, known) for join in proposal.joins for spelt, known in join.spellings]
    if not offered:
        return
    st.subheader(t("export.spellings"), anchor=False)
    st.markdown(t("export.spellings_lead"))
    for join in dict.fromkeys(join for join, _, _ in offered):
        widgets.quiet(safe(f"{join.evidence}{strays_of(join)}"))
    for join, spelt, known in offered:
        key = memory.hold(f"export/spelt/{join.on}/{spelt}", (join.on, spelt) in proposal.answers.spellings)
        label = t("export.spelling", column=plain_name(join.on), spelt=spelt, known=known)
        st.checkbox(label, key=key, on_change=_chosen_spelling, args=(join.on, spelt, key))


def _chosen_spelling(on: str, spelt: str, key: str) -> None:
    """Callback: a close spelling stands for the known one, or no longer."""
    applied = bool(memory.value_of(key))
    state.answer_export(lambda proposal: proposal.with_spelling(on, spelt, applied=applied))
