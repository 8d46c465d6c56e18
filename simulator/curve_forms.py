"""A curve as a table that can be changed cell by cell, drawn as points, steps or rates, wherever it stands."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from compsim.marked_yaml import Path
from compsim.plan.curve_shape import Drawn
from compsim.plan.scenario import Plan, Scenario
from simulator import curve_words, curves, field_forms, forms, memory, offered, widgets
from simulator.field_forms import Spot
from simulator.fields import Unit
from simulator.text import t

X, Y = "x", "y"  # columns of the curve table


def curve(role: str, plan: Plan, path: Path) -> None:
    """How the curve is drawn, its rows, and why the last change of it was not accepted."""
    form = curves.curve_form(plan, path)
    _drawing_choice(role, path, form.drawing, curves.drawings_of(curves.curve_at(plan, path)))
    _rows(role, path, form, (curve_words.read_title(plan, path), curve_words.pays_title(plan, path)))
    picked = curves.picked_by(plan, path) is not None
    widgets.quiet(t("curve.hint_picked" if picked else f"curve.hint_{form.drawing}"))
    forms.say_refused(_place(role, path))


def curve_with_settings(spot: Spot) -> None:
    """The curve of a multiplier, with what holds short of its rows and past them."""
    scenario = forms.current()
    if scenario is None or not isinstance(spot.part, Drawn):
        return
    curve(spot.role, scenario.plans[spot.role], spot.path)
    field_forms.draw_short(spot, offered.shape_fields(spot.part))


def _place(role: str, path: Path) -> str:
    return f"curve/{role}/{'.'.join(map(str, path))}"


def _drawing_choice(role: str, path: Path, drawing: curves.Drawing, ways: list[curves.Drawing]) -> None:
    key = memory.hold(f"drawing/{role}/{'.'.join(map(str, path))}", drawing)
    st.segmented_control(
        t("curve.drawing"),
        ways,
        key=key,
        required=True,
        help=t("curve.drawing_help"),
        format_func=lambda way: t(f"curve.{way}"),
        on_change=_drawing_chosen,
        args=(role, path, key),
    )


def _drawing_chosen(role: str, path: Path, key: str) -> None:
    drawing = memory.value_of(key)
    if drawing:
        _redraw(role, path, drawing)
    forms.show()


def _redraw(role: str, path: Path, drawing: curves.Drawing) -> None:
    """Draw the curve in another way; going back to a way it was drawn in before gives that very curve."""
    place, known = _place(role, path), {}

    def changed(scenario: Scenario) -> Scenario:
        now = curves.curve_at(scenario.plans[role], path)
        known.update({**memory.earlier_drawings(place, now), curves.drawing_of(now): now})
        if drawing in known:
            return curves.set_curve(scenario, role, path, known[drawing])
        return curves.set_drawing(scenario, role, path, drawing)

    redrawn = forms.edit(changed, place)
    if redrawn is not None:
        memory.note_redrawn(place, known, curves.curve_at(redrawn.plans[role], path))


def _rows(role: str, path: Path, form: curves.CurveForm, titles: tuple[str, str]) -> None:
    table = memory.table_edit(_place(role, path), form.rows)
    st.data_editor(
        pd.DataFrame(table.base, columns=[X, Y], dtype="float64"),
        key=table.key,
        num_rows="dynamic",
        hide_index=True,
        alt=t("curve.table_alt"),
        height="content",
        column_config={X: _column(titles[0], form.x_unit), Y: _column(titles[1], form.y_unit)},
        on_change=_rows_changed,
        args=(role, path, table.key),
    )


def _column(title: str, unit: Unit) -> Any:
    shown = "%g %%" if unit == "percent" else "localized"
    return st.column_config.NumberColumn(title, format=shown, required=True)


def _rows_changed(role: str, path: Path, key: str) -> None:
    name = _place(role, path)
    rows = curves.edited_rows(memory.table_base(name), memory.value_of(key), X, Y)
    changed = forms.edit(lambda scenario: curves.set_rows(scenario, role, path, rows), name)
    if changed is not None:
        memory.accept_table(name, curves.curve_form(changed.plans[role], path).rows)
    forms.show()
