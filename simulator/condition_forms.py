"""Which deals count: conditions on their attributes, as far as the data have single deals."""

from __future__ import annotations

from typing import Any

import streamlit as st

from compsim.marked_yaml import Path
from compsim.plan.where import Between
from simulator import editing, field_forms, forms, starts, state
from simulator.field_forms import Spot
from simulator.fields import Field
from simulator.text import t


def conditions(spot: Spot, field: Field) -> None:
    """One line a condition, and a choice of attributes for one more."""
    there = getattr(spot.part, field.name)
    known = [*spot.names.deal_groups, *spot.names.deal_numbers]
    if not known:
        field_forms.only_text(spot, field)
        return
    st.markdown(t("form.heading", what=field.title), help=field.means)
    for attribute, condition in there.items():
        _condition(spot, (*spot.at(field.name), attribute), condition)
    free = [name for name in known if name not in there]
    if free:
        _one_more(spot, field, free)


def _one_more(spot: Spot, field: Field, free: list[str]) -> None:
    key = f"{spot.key(field.name)}/add"
    state.hold(key, None)
    st.selectbox(
        t("add.condition"),
        free,
        index=None,
        key=key,
        placeholder=t("add.condition_hint"),
        format_func=forms.word_text,
        width=300,
        on_change=_condition_added,
        args=(spot, spot.at(field.name), key),
    )


def _condition_added(spot: Spot, path: Path, key: str) -> None:
    attribute = state.value_of(key)
    if attribute:
        field_forms.edit_value(spot.role, (*path, attribute), starts.condition(attribute, spot.names))


def _condition(spot: Spot, path: Path, condition: Between | tuple[Any, ...]) -> None:
    if isinstance(condition, Between):
        st.markdown(t("form.condition", what=forms.word_text(str(path[-1]))))
        field_forms.draw_short(spot.inside(condition, *path[len(spot.path) :]), ("at_least", "at_most"))
        _no_longer(spot.role, path)
    else:
        _any_of(spot, path, condition)


def _any_of(spot: Spot, path: Path, values: tuple[Any, ...]) -> None:
    """Words that count; without any the condition is gone."""
    attribute = str(path[-1])
    said = [str(value) for value in values]
    key = state.hold(field_forms.key_of(spot.role, path), said)
    st.multiselect(
        t("form.is_one_of", what=forms.word_text(attribute)),
        list(dict.fromkeys([*spot.names.deal_groups.get(attribute, ()), *said])),
        key=key,
        help=t("form.is_one_of_help"),
        on_change=_values_changed,
        args=(spot.role, path, key),
    )


def _values_changed(role: str, path: Path, key: str) -> None:
    field_forms.edit_value(role, path, list(state.value_of(key)) or None)


def _no_longer(role: str, path: Path) -> None:
    st.button(
        t("remove.where"),
        key=f"remove/{role}/{'.'.join(map(str, path))}",
        icon=":material/delete:",
        type="tertiary",
        on_click=_condition_removed,
        args=(role, path),
    )


def _condition_removed(role: str, path: Path) -> None:
    forms.edit(lambda scenario: editing.change(scenario, role, {path: None}), field_forms.place_of(role, path))
    forms.show()
