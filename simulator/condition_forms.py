"""Which deals count: conditions on their attributes, as far as the data have single deals."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from compsim.marked_yaml import Path
from compsim.plan.where import Between
from simulator import field_forms, fields, forms, memory, starts
from simulator.field_forms import Spot
from simulator.fields import Field
from simulator.text import t

BOUNDS = ("at_least", "at_most")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)  # Streamlit offers ten years around the day if nothing is said


def conditions(spot: Spot, field: Field) -> None:
    """One line a condition, and a choice of attributes for one more."""
    there = getattr(spot.part, field.name)
    known = spot.names.deal_attributes
    if not known:
        field_forms.only_text(spot, field)
        return
    st.markdown(t("form.heading", what=field.title), help=field.means)
    for attribute, condition in there.items():
        _condition(spot, (*spot.at(field.name), attribute), condition)
    free = [name for name in known if name not in there]
    add = partial(_condition_added, spot, spot.at(field.name))
    forms.one_more(f"{spot.key(field.name)}/add", "condition", free, forms.word_text, add)


def _condition_added(spot: Spot, path: Path, attribute: str) -> None:
    field_forms.edit_value(spot.role, (*path, attribute), starts.condition(attribute, spot.names))


def _condition(spot: Spot, path: Path, condition: Between | tuple[Any, ...]) -> None:
    if not isinstance(condition, Between):
        _any_of(spot, path, condition)
        return
    st.markdown(t("form.condition", what=forms.word_text(str(path[-1]))))
    inner = spot.inside(condition, *path[len(spot.path) :])
    if path[-1] in spot.names.deal_days:
        _between_days(inner, condition)
    else:
        field_forms.draw_short(inner, BOUNDS)
    field_forms.remove_button(spot.role, path)


def _between_days(spot: Spot, condition: Between) -> None:
    """The first and the last day that count; a bound that is no day stands as it was until another is chosen."""
    with st.grid(min_column_width=field_forms.CELL, gap="small"):
        for name in BOUNDS:
            field = fields.field_of(Between, name)
            key = memory.hold(spot.key(name), _day(getattr(condition, name)))
            st.date_input(
                t(f"form.{name}_day"),
                value=None,
                min_value=EARLIEST,
                max_value=LATEST,
                format="YYYY-MM-DD",
                key=key,
                help=field.means,
                on_change=_day_chosen,
                args=(spot.role, spot.at(name), key),
            )


def _day(bound: float | str | None) -> date | None:
    return date.fromisoformat(bound) if isinstance(bound, str) else None


def _day_chosen(role: str, path: Path, key: str) -> None:
    day: date | None = memory.value_of(key)
    field_forms.edit_value(role, path, None if day is None else day.isoformat())


def _any_of(spot: Spot, path: Path, values: tuple[Any, ...]) -> None:
    """Words that count; without any the condition is gone."""
    attribute = str(path[-1])
    said = [str(value) for value in values]
    key = memory.hold(field_forms.key_of(spot.role, path), said)
    st.multiselect(
        t("form.is_one_of", what=forms.word_text(attribute)),
        list(dict.fromkeys([*spot.names.deal_groups.get(attribute, ()), *said])),
        key=key,
        help=t("form.is_one_of_help"),
        on_change=_values_changed,
        args=(spot.role, path, key),
    )


def _values_changed(role: str, path: Path, key: str) -> None:
    field_forms.edit_value(role, path, list(memory.value_of(key)) or None)
