"""Planner: the calculators of the planning room as forms, their figures beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from compsim.errors import InputError
from compsim.planning.registry import Ask, Calculator
from compsim.present.planning import single_figures, tables_of
from simulator import memory, pictures, planner_answers, state, widgets
from simulator.text import plain, safe, t

ROUND = "planner/round"  # grows when somebody goes back to the example, so that every field begins anew


@st.fragment
def render() -> None:
    """The page."""
    st.title(t("planner.title"), anchor=False)
    st.markdown(t("planner.lead"))
    address = state.asked()
    name, unknown = planner_answers.in_address(address)
    known = planner_answers.found(calculator_choice(name))
    filled, left_out = planner_answers.from_address(known, address) if known.name == name else ({}, ())
    if unknown or left_out:
        st.warning(t("planner.link"), icon=":material/link_off:")
        widgets.problem_table((*unknown, *left_out))
    st.subheader(safe(known.question), anchor=False)
    answer_place = st.container()
    given = form(known, filled)
    with answer_place:
        answer(known, given)
    widgets.handbook_button("home", "planner.handbook")


def calculator_choice(first: str) -> str:
    """Which calculator: what the address names until somebody chooses another."""
    names = planner_answers.names()
    key = "planner/calculator"
    if memory.kept("planner/address") != first:
        memory.keep("planner/address", first)
        memory.hold(key, first)
    elif memory.value_of(key) not in names:
        memory.hold(key, first)
    return str(
        st.selectbox(
            t("planner.choose"),
            names,
            key=key,
            format_func=lambda name: planner_answers.found(name).title,
            persist_state="session",
        )
    )


def form(known: Calculator, filled: Mapping[str, str]) -> dict[str, Any]:
    """The fields, two in a row where there is room; what stands in them."""
    st.markdown(f"**{t('planner.fields')}**")
    place = f"planner/{memory.kept(ROUND) or ''}/{known.name}"
    with st.grid(2, min_column_width=220, gap="small"):
        given = {ask.name: field(ask, filled, place) for ask in known.asks if not ask.rows}
    given |= {ask.name: table(ask, place) for ask in known.asks if ask.rows}
    st.button(t("planner.example"), icon=":material/restart_alt:", key=f"{place}/example", on_click=begin_anew)
    return given


def begin_anew() -> None:
    """Every field begins with the example again."""
    memory.keep(ROUND, f"{memory.kept(ROUND) or ''}.")


def field(ask: Ask, filled: Mapping[str, str], place: str) -> Any:
    """One figure, or one of a few words."""
    with st.container():
        key, start = f"{place}/{ask.name}", planner_answers.start_text(ask, filled)
        if ask.words:
            first = ask.words.index(start) if start in ask.words else 0
            return st.selectbox(safe(ask.title), ask.words, index=first, key=key, help=safe(ask.means))
        note = plain("planner.list_help") if ask.each else ""
        typed = st.text_input(safe(ask.title), value=start, key=key, help=safe(f"{ask.means} {note}".strip()))
        return planner_answers.given_value(ask, typed)


def table(ask: Ask, place: str) -> list[dict[str, Any]]:
    """Rows to fill in."""
    st.markdown(f"**{safe(ask.title)}**")
    widgets.quiet(t("planner.row_hint"))
    columns = {
        column.name: st.column_config.TextColumn(column.title, help=column.means, required=True) for column in ask.rows
    }
    rows = st.data_editor(
        planner_answers.start_rows(ask),
        column_config=columns,
        num_rows="dynamic",
        hide_index=True,
        key=f"{place}/{ask.name}",
    )
    return planner_answers.rows_given(rows)


def answer(known: Calculator, given: Mapping[str, Any]) -> None:
    """The figures, or everything that stands in their way."""
    try:
        figures = planner_answers.answer(known.name, given)
    except InputError as error:
        st.error(t("planner.wrong"), icon=":material/error:")
        widgets.problem_table(error.problems)
        return
    pictures.small_table(single_figures(known.title, known.outputs, figures))
    for each in tables_of(known.outputs, figures):
        pictures.small_table(each)


render()
