"""Parts of a plan that hold fields of their own: switched on and off, listed, in tables; and what no form shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from compsim.marked_yaml import Path
from compsim.plan.curve_shape import Drawn
from compsim.plan.multiplier import Matrix, Multiplier
from compsim.plan.part import PlanPart
from compsim.plan.scenario import Scenario
from simulator import condition_forms, curve_forms, curves, editing, field_forms, forms, memory, offered, starts
from simulator.field_forms import Spot
from simulator.fields import Field, field_of, shown, written
from simulator.text import t

KEY, SHARE = "key", "share"  # columns of a table of ratios
OTHER = "other"  # a part of its own, where a word may stand instead


def draw(spot: Spot, names: Iterable[str]) -> None:
    """Fields of a part: short ones beside each other, then those that have fields of their own."""
    ways = offered.ONE_OF.get(type(spot.part), ())
    if ways:
        _one_way(spot, ways)
    for field in field_forms.draw_short(spot, names):
        match field.control:
            case "part":
                _part(spot, field)
            case "parts":
                listed(spot, field)
            case "names":
                field_forms.draw_one(spot, field)
            case "table":
                _table(spot, field)
            case "conditions":
                condition_forms.conditions(spot, field)
            case _:
                field_forms.only_text(spot, field)


# --- one part


def _part(spot: Spot, field: Field) -> None:
    """A part that may be left out has a switch; one that may be a word has a choice."""
    part = getattr(spot.part, field.name)
    if field.model is Matrix:
        field_forms.only_text(spot, field)
        return
    if field.words:
        _word_or_part(spot, field)
    elif field.optional and not isinstance(part, Drawn):
        key = memory.hold(spot.key(field.name), part is not None)
        args = (spot, field, key)
        st.toggle(field.title, key=key, help=field.means, on_change=_part_switched, args=args)
    elif not isinstance(part, Drawn):
        st.markdown(t("form.heading", what=field.title), help=field.means)
    if isinstance(part, Drawn):
        curve_forms.curve_with_settings(spot.inside(part, field.name))
    elif isinstance(part, PlanPart):
        with st.container(border=True):
            draw(spot.inside(part, field.name), offered.offered(part))


def _word_or_part(spot: Spot, field: Field) -> None:
    """Nothing, a word, or a part of its own."""
    value = getattr(spot.part, field.name)
    key = memory.hold(spot.key(field.name), OTHER if isinstance(value, PlanPart) else value or field_forms.UNSAID)
    st.selectbox(
        field.title,
        [field_forms.UNSAID, *field.words, OTHER],
        key=key,
        help=field.means,
        format_func=lambda word: t("by.other") if word == OTHER else forms.choice_text(field.name, word),
        on_change=_word_or_part_chosen,
        args=(spot, field, key),
    )


def _word_or_part_chosen(spot: Spot, field: Field, key: str) -> None:
    chosen = memory.value_of(key)
    field_forms.edit_value(spot.role, spot.at(field.name), {} if chosen == OTHER else chosen or None)


def _part_switched(spot: Spot, field: Field, key: str) -> None:
    """On: as it was before, or a beginning. Off: remembered."""
    path = spot.at(field.name)
    if memory.value_of(key):
        _put_back(spot, path, starts.start_of(field.model or PlanPart, spot.names, spot.measure))
    else:
        memory.keep(field_forms.key_of(spot.role, path), _plain(spot.part, field.name))
        field_forms.edit_value(spot.role, path, None)


def _put_back(spot: Spot, path: Path, start: Any) -> None:
    """What stood here before; if that does not fit any more, or nothing stood here, a beginning."""
    before = memory.kept(field_forms.key_of(spot.role, path))
    field_forms.edit_value(spot.role, path, start if before is None else before)


def _plain(part: PlanPart, name: str) -> Any:
    return part.model_dump(exclude_defaults=True, include={name}).get(name)


# --- one of several ways


def _one_way(spot: Spot, ways: Iterable[str]) -> None:
    """A choice of the way, and the field that belongs to it."""
    model = type(spot.part)
    now = next((way for way in ways if getattr(spot.part, way) is not None), "")
    key = memory.hold(spot.key("way"), now)
    left, right = st.columns(2)
    with left:
        st.selectbox(
            t("form.way"),
            list(dict.fromkeys([now, *ways])),
            key=key,
            format_func=lambda way: str(model.model_fields[way].title) if way else t("unset.any"),
            on_change=_way_chosen,
            args=(spot, now, key),
        )
    field = field_of(model, now) if now else None
    if field is not None and field.control == "part":
        _ways_part(spot, field)
    elif field is not None:
        with right:
            field_forms.draw_one(spot, field)


def _ways_part(spot: Spot, field: Field) -> None:
    part = getattr(spot.part, field.name)
    with st.container(border=True):
        draw(spot.inside(part, field.name), offered.offered(part))


def _way_chosen(spot: Spot, now: str, key: str) -> None:
    """Another way; what was said in the old one comes back with it."""
    chosen = str(memory.value_of(key))
    place = field_forms.key_of(spot.role, spot.path)
    plain = spot.part.model_dump(exclude_defaults=True)
    memory.keep(f"{place}/{now}", plain)
    stays = {name: plain[name] for name in ("floor",) if name in plain}
    start = memory.kept(f"{place}/{chosen}") or {**starts.way_start(chosen, spot.names, spot.measure), **stays}
    field_forms.edit_value(spot.role, spot.path, start)


# --- lists of parts


def listed(spot: Spot, field: Field, beside: Callable[[Path], object] = lambda path: None) -> None:
    """Each part in a frame of its own, with what stands `beside` it, and buttons for one more."""
    st.markdown(t("form.heading", what=field.title), help=field.means)
    there = getattr(spot.part, field.name)
    for place, part in enumerate(there):
        with st.container(border=True):
            inner = spot.inside(part, field.name, place)
            draw(inner, offered.offered(part))
            beside(inner.path)
            _place_buttons(spot.role, inner.path, len(there))
    _add_buttons(spot, field)


def _place_buttons(role: str, path: Path, many: int) -> None:
    """Where one of several stands, and that it can go."""
    with st.container(horizontal=True, gap="small"):
        if many > 1:
            forms.move_buttons(
                f"move/{role}/{'.'.join(map(str, path))}", int(path[-1]), many, partial(_moved, role, path)
            )
        field_forms.remove_button(role, path)


def _moved(role: str, path: Path, by: int) -> None:
    forms.edit(lambda scenario: editing.move(scenario, role, path, by), field_forms.place_of(role, path))
    forms.show()


def _add_buttons(spot: Spot, field: Field) -> None:
    offers = starts.added(field.model or Multiplier, spot.names, by_deal=spot.by_deal)
    with st.container(horizontal=True, gap="small"):
        for what, plain in offers.items():
            st.button(
                t(f"add.{what}"),
                key=f"add/{spot.role}/{'.'.join(map(str, spot.at(field.name)))}/{what}",
                icon=":material/add:",
                on_click=_added,
                args=(spot.role, spot.at(field.name), plain),
            )


def _added(role: str, path: Path, plain: Mapping[str, Any]) -> None:
    forms.edit(lambda scenario: editing.add(scenario, role, path, plain), field_forms.place_of(role, path))
    forms.show()


# --- tables of ratios


def _table(spot: Spot, field: Field) -> None:
    """Keys and shares, to be changed cell by cell; one that may be left out has a switch."""
    ratios = getattr(spot.part, field.name)
    if field.name in starts.TABLES:
        key = memory.hold(f"{spot.key(field.name)}/on", ratios is not None)
        args = (spot, field, key)
        st.toggle(field.title, key=key, help=field.means, on_change=_table_switched, args=args)
    else:
        st.markdown(t("form.heading", what=field.title), help=field.means)
    if ratios is not None:
        _ratios(spot, field, ratios)


def _table_switched(spot: Spot, field: Field, key: str) -> None:
    path = spot.at(field.name)
    if memory.value_of(key):
        _put_back(spot, path, starts.TABLES[field.name])
    else:
        memory.keep(field_forms.key_of(spot.role, path), _plain(spot.part, field.name))
        field_forms.edit_value(spot.role, path, None)


def _ratios(spot: Spot, field: Field, ratios: Mapping[Any, float]) -> None:
    table = memory.table_edit(spot.key(field.name), _rows(ratios))
    frame = pd.DataFrame(table.base, columns=[KEY, SHARE])
    numbers = all(isinstance(key, float) for key in ratios)
    first = st.column_config.NumberColumn if numbers else st.column_config.TextColumn
    st.data_editor(
        frame,
        key=table.key,
        num_rows="dynamic",
        hide_index=True,
        alt=field.title,
        height="content",
        column_config={
            KEY: first(t(f"table.{field.name}"), required=True),
            SHARE: st.column_config.NumberColumn(t(f"share.{field.name}"), format="%g %%", required=True),
        },
        on_change=_ratios_changed,
        args=(spot, field, table.key),
    )
    forms.say_refused(spot.key(field.name))


def _rows(ratios: Mapping[Any, float]) -> tuple[curves.Row, ...]:
    return tuple((key, shown(share, "percent")) for key, share in ratios.items())


def _ratios_changed(spot: Spot, field: Field, key: str) -> None:
    name, path = spot.key(field.name), spot.at(field.name)
    rows = curves.edited_rows(memory.table_base(name), memory.value_of(key), KEY, SHARE)
    table = {row: written(share, "percent") for row, share in rows if row is not None and share is not None}

    def changed(scenario: Scenario) -> Scenario:
        return editing.set_field(scenario, spot.role, path, table)

    edited = forms.edit(changed, name)
    if edited is not None:
        memory.accept_table(name, _rows(editing.part_at(edited.plans[spot.role], path)))
    forms.show()
