"""Forms for objectives and commissions: weights, pay curves, and what counts when."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from compsim.plan.components import Commission, CurveShape, Objective
from compsim.plan.scenario import Plan, Scenario
from simulator import editing, forms, state, widgets
from simulator.text import plain, t

X, Y = "x", "y"  # columns of the curve table


def weight_sliders(role: str, plan: Plan) -> None:
    """One slider an objective; the others follow so that the weights add to 100 %."""
    if not plan.objectives:
        widgets.quiet(t("weights.none"))
    alone = len(plan.objectives) == 1
    for name, part in plan.objectives.items():
        key = state.hold(f"weight/{role}/{name}", editing.whole_percent(part.weight))
        st.slider(
            t("weights.label", name=forms.part_title(name, part), facts=facts_of(plan, part)),
            0,
            100,
            key=key,
            format="%d %%",
            disabled=alone,
            on_change=_weight_moved,
            args=(role, name, key),
        )


def facts_of(plan: Plan, part: Objective) -> str:
    """What kind an objective is, whose result counts and over which time, in three words."""
    return plain(
        "weights.facts", kind=part.kind, credit=part.credit, stretch=forms.word_text(plan.stretch(part)).lower()
    )


def _weight_moved(role: str, name: str, key: str) -> None:
    def move(scenario: Scenario) -> Scenario:
        before = state.weights_before(role, name, editing.weights_of(scenario, role))
        return editing.set_weight(scenario, role, name, state.value_of(key), before)

    changed = forms.edit(move, f"weights/{role}")
    if changed is not None:
        state.accept_weights(editing.weights_of(changed, role))
    forms.show()


def drawing_choice(role: str, name: str, part: Objective | Commission) -> None:
    """Points, steps or rates."""
    key = state.hold(f"drawing/{role}/{name}", editing.curve_form(part).drawing)
    st.segmented_control(
        t("curve.drawing"),
        list(editing.DRAWINGS),
        key=key,
        required=True,
        help=t("curve.drawing_help"),
        format_func=lambda drawing: t(f"curve.{drawing}"),
        on_change=_drawing_chosen,
        args=(role, name, key),
    )


def _drawing_chosen(role: str, name: str, key: str) -> None:
    drawing = state.value_of(key)
    if drawing:
        _redraw(role, name, drawing)
    forms.show()


def _redraw(role: str, name: str, drawing: editing.Drawing) -> None:
    """Draw the curve in another way; going back to a way it was drawn in before gives that very curve."""
    place, curves = f"curve/{role}/{name}", {}

    def changed(scenario: Scenario) -> Scenario:
        now = editing.curve_of(scenario.plans[role].parts()[name])
        curves.update({**state.earlier_drawings(place, now), editing.drawing_of(now): now})
        if drawing in curves:
            return editing.set_curve(scenario, role, name, curves[drawing])
        return editing.set_drawing(scenario, role, name, drawing)

    redrawn = forms.edit(changed, place)
    if redrawn is not None:
        state.note_redrawn(place, curves, editing.curve_of(redrawn.plans[role].parts()[name]))


def curve_table(role: str, name: str, part: Objective | Commission) -> None:
    """The curve's rows, to be changed cell by cell; rows can be added and deleted."""
    form = editing.curve_form(part)
    table = state.table_edit(f"curve/{role}/{name}", form.rows)
    frame = pd.DataFrame(table.base, columns=[X, Y], dtype="float64")
    st.data_editor(
        frame,
        key=table.key,
        num_rows="dynamic",
        hide_index=True,
        alt=t("curve.table_alt"),
        height="content",
        column_config={X: _column(_x_title(form), form.x_unit), Y: _column(t(f"curve.y_{form.drawing}"), form.y_unit)},
        on_change=_rows_changed,
        args=(role, name, table.key),
    )


def _x_title(form: editing.CurveForm) -> str:
    return t("curve.x_attainment") if form.x_unit == "percent" else t("curve.x_value")


def _column(title: str, unit: editing.Unit) -> Any:
    shown = "%g %%" if unit == "percent" else "localized"
    return st.column_config.NumberColumn(title, format=shown, required=True)


def _rows_changed(role: str, name: str, key: str) -> None:
    table_name = f"curve/{role}/{name}"
    rows = editing.edited_rows(state.table_base(table_name), state.value_of(key), X, Y)
    changed = forms.edit(lambda scenario: editing.set_rows(scenario, role, name, rows), table_name)
    if changed is not None:
        state.accept_table(table_name, editing.curve_form(changed.plans[role].parts()[name]).rows)
    forms.show()


def part_settings(role: str, name: str, part: Objective | Commission) -> None:
    """Whose result counts, over which time, against what, and when it is paid."""
    within = "objectives" if isinstance(part, Objective) else "commissions"
    path, model = f"{within}.{name}", type(part)
    left, right = st.columns(2)
    with left:
        if isinstance(part, Objective):
            forms.choice(model, "kind", role, f"{path}.kind", part.kind)
        forms.choice(model, "credit", role, f"{path}.credit", part.credit)
        forms.choice(model, "measured", role, f"{path}.measured", part.measured, unset=t("measured.unset"))
    with right:
        if isinstance(part, Objective):
            forms.choice(model, "against", role, f"{path}.against", part.against)
            forms.choice(model, "pays", role, f"{path}.pays", part.pays)
        curve_settings(role, path, part)
    forms.say_refused(f"{role}/{within}")


def curve_settings(role: str, path: str, part: Objective | Commission) -> None:
    """What holds short of the curve's first edge and past its last, and how rates count."""
    curve = editing.curve_of(part)
    inside = f"{path}.curve" if isinstance(part, Objective) else path
    if curve.rates is not None:
        forms.choice(CurveShape, "tiers", role, f"{inside}.tiers", curve.tiers)
    else:
        forms.choice(CurveShape, "below", role, f"{inside}.below", curve.below)
    if curve.points is not None:
        forms.choice(CurveShape, "beyond", role, f"{inside}.beyond", curve.beyond, unset=t("beyond.unset"))
