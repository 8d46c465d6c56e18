"""A curve as a table that can be changed cell by cell, drawn as points, steps or rates, wherever it stands."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from compsim.marked_yaml import Path
from compsim.plan.curve_shape import Drawn, MultiplierCurve
from compsim.plan.scenario import Plan, Scenario
from simulator import curves, field_forms, forms, offered, state, widgets
from simulator.field_forms import Spot
from simulator.fields import Unit
from simulator.text import t

X, Y = "x", "y"  # columns of the curve table


def curve(role: str, plan: Plan, path: Path) -> None:
    """How the curve is drawn, its rows, and why the last change of it was not accepted."""
    form = curves.curve_form(plan, path)
    _drawing_choice(role, path, form.drawing, curves.drawings_of(curves.curve_at(plan, path)))
    factor = isinstance(curves.curve_at(plan, path), MultiplierCurve)
    _rows(role, path, form, t("curve.y_factor") if factor else t(f"curve.y_{form.drawing}"))
    widgets.quiet(t(f"curve.hint_{form.drawing}"))
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
    key = state.hold(f"drawing/{role}/{'.'.join(map(str, path))}", drawing)
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
    drawing = state.value_of(key)
    if drawing:
        _redraw(role, path, drawing)
    forms.show()


def _redraw(role: str, path: Path, drawing: curves.Drawing) -> None:
    """Draw the curve in another way; going back to a way it was drawn in before gives that very curve."""
    place, known = _place(role, path), {}

    def changed(scenario: Scenario) -> Scenario:
        now = curves.curve_at(scenario.plans[role], path)
        known.update({**state.earlier_drawings(place, now), curves.drawing_of(now): now})
        if drawing in known:
            return curves.set_curve(scenario, role, path, known[drawing])
        return curves.set_drawing(scenario, role, path, drawing)

    redrawn = forms.edit(changed, place)
    if redrawn is not None:
        state.note_redrawn(place, known, curves.curve_at(redrawn.plans[role], path))


def _rows(role: str, path: Path, form: curves.CurveForm, pays: str) -> None:
    table = state.table_edit(_place(role, path), form.rows)
    st.data_editor(
        pd.DataFrame(table.base, columns=[X, Y], dtype="float64"),
        key=table.key,
        num_rows="dynamic",
        hide_index=True,
        alt=t("curve.table_alt"),
        height="content",
        column_config={X: _column(_x_title(form), form.x_unit), Y: _column(pays, form.y_unit)},
        on_change=_rows_changed,
        args=(role, path, table.key),
    )


def _x_title(form: curves.CurveForm) -> str:
    return t("curve.x_attainment") if form.x_unit == "percent" else t("curve.x_value")


def _column(title: str, unit: Unit) -> Any:
    shown = "%g %%" if unit == "percent" else "localized"
    return st.column_config.NumberColumn(title, format=shown, required=True)


def _rows_changed(role: str, path: Path, key: str) -> None:
    name = _place(role, path)
    rows = curves.edited_rows(state.table_base(name), state.value_of(key), X, Y)
    changed = forms.edit(lambda scenario: curves.set_rows(scenario, role, path, rows), name)
    if changed is not None:
        state.accept_table(name, curves.curve_form(changed.plans[role], path).rows)
    forms.show()
