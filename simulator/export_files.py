"""The files of an export on the page Start: what each is, how it is read, and everything that could not be read."""

from __future__ import annotations

from typing import Any

import streamlit as st

from compsim.population.files.formats import DELIMITERS, ENCODINGS, FileHow
from compsim.population.mapping.tables import DATE_ORDERS
from compsim.population.proposal.files import FileLook
from compsim.population.proposal.propose import Proposal
from compsim.population.proposal.vocabulary import TABLES
from compsim.present import numbers
from simulator import exports, memory, state, widgets
from simulator.exports import Export
from simulator.text import plain, safe, t

FOUND_OUT = ""  # the choice beside those that somebody states
WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")


def render(export: Export) -> None:
    """Each file that was read with what it is, then those that could not be read, all of them."""
    st.subheader(t("export.files"), anchor=False)
    for file in export.proposal.looked.files:
        _file(export.proposal, file)
    _unread(export)


def _file(proposal: Proposal, file: FileLook) -> None:
    left, right = st.columns([2, 3], vertical_alignment="center")
    with left:
        st.markdown(f"**{safe(file.name)}**")
        widgets.quiet(t("export.file_size", rows=numbers.counted(file.rows, "row", "rows"), written=_written(file)))
    with right:
        _which_table(proposal, file)
    reading(file.name, file.how, file)


def _written(file: FileLook) -> str:
    """How a file was read, with the row of its header."""
    row = file.table.header_row if file.table is not None else None
    return file.written if row is None else plain("export.header_in", written=file.written, row=row)


def _which_table(proposal: Proposal, file: FileLook) -> None:
    guesses = {table.file.name: table.guess for table in proposal.tables.values()}
    guesses |= {guess.file: guess for guess in proposal.unused}
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
    if file.name in guesses:
        widgets.quiet(safe(guesses[file.name].evidence))


def _table_of(proposal: Proposal, file: str) -> str:
    tables = (*proposal.tables.values(), *proposal.offered.values())
    return next((table.table for table in tables if table.file.name == file), "")


def _chosen_table(file: str, key: str) -> None:
    """Callback: a person says what a file is."""
    state.answer_export(lambda proposal: proposal.with_table(file, memory.value_of(key)))


# --- what could not be read


def _unread(export: Export) -> None:
    """All that is wrong with files that could not be read, and how else they can be read; the others are there."""
    problems, names = export.proposal.problems, exports.unread(export)
    if not problems:
        return
    good = [file.name for file in export.proposal.looked.files]
    said = t("export.unread", count=numbers.counted(len(names), "file", "files"))
    st.error(f"{said} {t('export.others_read', files=', '.join(good)) if good else ''}", icon=":material/error:")
    widgets.problem_table(problems)
    for name in names:
        if _may_be_read_otherwise(export, name):
            reading(name, exports.how_of(export, name), None)


def _may_be_read_otherwise(export: Export, name: str) -> bool:
    """Whether saying how to read it may help: for a sheet of a workbook that opens, and for text that is not empty."""
    return ": " in name or (name.casefold().endswith(TEXTS) and bool(export.files[name]))


# --- how a file is read


def reading(name: str, how: FileHow, file: FileLook | None) -> None:
    """How a file was read, to be said otherwise where that is wrong; `file` is what was found, None if nothing was."""
    lower = name.partition(": ")[0].casefold()
    if not lower.endswith((*TEXTS, *WORKBOOKS)):
        return
    with st.expander(t("export.read", file=name), key=f"export/reading/{name}", icon=":material/tune:"):
        widgets.quiet(t("export.read_lead"))
        fields = st.columns(3)
        with fields[0]:
            _header_row(name, how, file)
        with fields[1]:
            _stated(name, "dates", how.dates, list(DATE_ORDERS))
        with fields[2]:
            _stated(name, "decimal", how.decimal, [",", "."])
        if lower.endswith(TEXTS):
            _text_fields(name, how, file)


def _text_fields(name: str, how: FileHow, file: FileLook | None) -> None:
    """What only a text file leaves open."""
    table = file.table if file is not None else None
    found = DELIMITERS.get(table.delimiter, table.delimiter) if table is not None else ""
    left, right = st.columns(2)
    with left:
        _stated(name, "delimiter", how.delimiter, list(DELIMITERS.values()), plain(f"export.delimiter.{found}"))
    with right:
        _stated(name, "encoding", how.encoding, list(ENCODINGS), table.encoding if table is not None else "")


def _header_row(name: str, how: FileHow, file: FileLook | None) -> None:
    found = file.table.header_row if file is not None and file.table is not None else None
    key = memory.hold(f"export/read/{name}/header_row", how.header_row or found)
    st.number_input(
        t("export.read.header_row"),
        min_value=1,
        value=None,
        step=1,
        key=key,
        placeholder=plain("export.found_out"),
        help=t("export.read.header_row_help"),
        on_change=_said,
        args=(name, "header_row", key),
    )


def _stated(name: str, word: str, now: str | None, options: list[str], found: str = "") -> None:
    """One thing that can be said about a file, or left to be found out."""
    key = memory.hold(f"export/read/{name}/{word}", now or FOUND_OUT)
    free = plain("export.found", found=found) if found else plain("export.found_out")
    st.selectbox(
        t(f"export.read.{word}"),
        [FOUND_OUT, *options],
        key=key,
        format_func=lambda said: _in_words(word, said) if said else free,
        on_change=_said,
        args=(name, word, key),
    )


def _in_words(word: str, said: str) -> str:
    return said if word == "encoding" else plain(f"export.{word}.{said}")


def _said(name: str, word: str, key: str) -> None:
    """Callback: a person says how a file is to be read, or leaves it to be found out again."""
    said: Any = memory.value_of(key)
    state.read_export_as(name, **{word: said or None})
