"""From what a form shows to what a plan says, and back: rows of a curve, percentages, changes to a scenario.

Forms show percents (50 means 50 %), plans hold ratios. Everything here is pure and returns plain data or a new
scenario; a mistake comes back as PlanError with all problems at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from compsim.errors import PlanError, Problem
from compsim.plan.components import Commission, Curve, CurveShape, Gate, Objective
from compsim.plan.quantity import write_number, write_ratio
from compsim.plan.scenario import Plan, Scenario, scenario_from_plain
from compsim.plan.weights import respread

Drawing = Literal["points", "steps", "rates"]
Unit = Literal["percent", "number"]
Row = tuple[float, float]  # what the curve reads, what it pays, both in the unit the form shows
DRAWINGS: tuple[Drawing, ...] = ("points", "steps", "rates")
EDITED = "_edited"


@dataclass(frozen=True)
class CurveForm:
    """A curve as a table: one row a point (two for a jump), a step or a rate."""

    drawing: Drawing
    rows: tuple[Row, ...]
    x_unit: Unit  # of the first column
    y_unit: Unit  # of the second column


def drawing_of(curve: CurveShape) -> Drawing:
    """Which of the three ways the curve is drawn in."""
    return next(drawing for drawing in DRAWINGS if getattr(curve, drawing) is not None)


def curve_form(part: Objective | Commission) -> CurveForm:
    """The curve of an objective or a commission as a table."""
    curve = curve_of(part)
    drawing = drawing_of(curve)
    x_unit, y_unit = _units(curve, drawing)
    rows = [(_shown(x, x_unit), _shown(side, y_unit)) for x, value in curve.table().items() for side in _sides(value)]
    return CurveForm(drawing, tuple(rows), x_unit, y_unit)


def curve_of(part: Objective | Commission) -> CurveShape:
    """The drawing that pays: an objective holds one, a commission is one."""
    return part.curve if isinstance(part, Objective) else part


def table_from_rows(form: CurveForm, rows: Sequence[tuple[float | None, float | None]], source: str) -> dict[str, Any]:
    """The rows as the plan file writes them, sorted; empty rows are dropped, half-filled ones are a problem.

    Two rows with the same first value are a jump in `points`; anything more is refused.
    """
    filled = [row for row in rows if row != (None, None)]
    if any(x is None or y is None for x, y in filled):
        raise PlanError([Problem(source, "a row of the curve is half empty", "Fill in both cells, or delete the row.")])
    table: dict[str, list[str]] = {}
    for x, y in sorted(((float(x or 0.0), float(y or 0.0)) for x, y in filled), key=lambda row: row[0]):
        table.setdefault(_written(x, form.x_unit), []).append(_written(y, form.y_unit))
    most = 2 if form.drawing == "points" else 1
    crowded = [x for x, values in table.items() if len(values) > most]
    if crowded:
        says = f"{crowded[0]} stands in {len(table[crowded[0]])} rows"
        raise PlanError([Problem(source, says, "Give each value once; two rows at one point make a jump.")])
    if not table:
        raise PlanError([Problem(source, "the curve has no rows", "Add at least one row.")])
    return {x: values if len(values) > 1 else values[0] for x, values in table.items()}


def edited_rows(
    base: Sequence[Row], edits: Mapping[str, Any], x: str, y: str
) -> list[tuple[float | None, float | None]]:
    """The rows of a table (columns x and y) after its edits: cells changed by position, rows deleted and added."""
    rows: list[tuple[float | None, float | None]] = [*base]
    for position, cells in edits.get("edited_rows", {}).items():
        old = rows[int(position)]
        rows[int(position)] = (cells.get(x, old[0]), cells.get(y, old[1]))
    gone = set(edits.get("deleted_rows", ()))
    kept = [row for position, row in enumerate(rows) if position not in gone]
    return [*kept, *((cells.get(x), cells.get(y)) for cells in edits.get("added_rows", ()))]


def weights_of(scenario: Scenario, role: str) -> dict[str, float]:
    """The weights of a role's objectives, as ratios."""
    return {name: part.weight for name, part in scenario.plans[role].objectives.items()}


def set_weight(
    scenario: Scenario, role: str, objective: str, percent: float, proportions: Mapping[str, float] | None = None
) -> Scenario:
    """One weight (in percent) changed, the others of the role spread so that they add to 100 %.

    `proportions` are the weights before the first of several changes in a row: rounding then does not pile up.
    """
    spread = respread(proportions or weights_of(scenario, role), objective, percent / 100)
    return change(scenario, {f"{role}.objectives.{name}.weight": write_ratio(w) for name, w in spread.items()})


def set_rows(scenario: Scenario, role: str, name: str, rows: Sequence[tuple[float | None, float | None]]) -> Scenario:
    """The curve of a part redrawn from the rows of its table."""
    part = scenario.plans[role].parts()[name]
    form = curve_form(part)
    table = table_from_rows(form, rows, f"{role}.{name}")
    return _with_table(scenario, role, name, form.drawing, table)


def set_drawing(scenario: Scenario, role: str, name: str, drawing: Drawing) -> Scenario:
    """The curve drawn another way, as close to the old one as the new way can be."""
    part = scenario.plans[role].parts()[name]
    old = curve_of(part)
    if drawing_of(old) == drawing:
        return scenario
    x_unit, _ = _units(old, drawing_of(old))
    table = {_written(_shown(x, x_unit), x_unit): y for x, y in _redrawn(old, drawing).items()}
    return _with_table(scenario, role, name, drawing, table)


def set_curve(scenario: Scenario, role: str, name: str, curve: CurveShape) -> Scenario:
    """The curve of a part replaced by one it had before."""
    drawing = drawing_of(curve)
    plain = curve.model_dump(by_alias=True, exclude_defaults=True)
    if isinstance(curve, Curve):
        return change(scenario, {f"{role}.objectives.{name}.curve": plain})
    ways = {f"{role}.commissions.{name}.{way}": None for way in DRAWINGS}
    return change(scenario, {**ways, f"{role}.commissions.{name}.{drawing}": plain[drawing]})


def set_field(scenario: Scenario, role: str, path: str, value: Any) -> Scenario:
    """One value of a role's plan replaced, addressed from the role on; None takes it away."""
    within, _, field = path.rpartition(".curve.")
    if not within:
        return change(scenario, {f"{role}.{path}": value})
    curve = scenario.plans[role].objectives[within.removeprefix("objectives.")].curve
    plain = {**curve.model_dump(by_alias=True, exclude_defaults=True), field: value}
    kept = {key: inner for key, inner in plain.items() if inner is not None}
    return change(scenario, {f"{role}.{within}.curve": kept})


def set_fields(scenario: Scenario, role: str, values: Mapping[str, Any]) -> Scenario:
    """Several values of a role's plan replaced at once."""
    return change(scenario, {f"{role}.{path}": value for path, value in values.items()})


def add_gate(scenario: Scenario, role: str, measure: str) -> Scenario:
    """One more gate, on this measure."""
    return set_gates(scenario, role, [*gates_of(scenario.plans[role]), new_gate(measure)])


def remove_gate(scenario: Scenario, role: str, index: int) -> Scenario:
    """The gate at this place taken away."""
    gates = gates_of(scenario.plans[role])
    return set_gates(scenario, role, gates[:index] + gates[index + 1 :])


def set_gates(scenario: Scenario, role: str, gates: Sequence[Mapping[str, Any]]) -> Scenario:
    """All gates of a role replaced."""
    return change(scenario, {f"{role}.gates": [dict(gate) for gate in gates] or None})


def gates_of(plan: Plan) -> list[dict[str, Any]]:
    """The gates of a plan as plain data, ready to be changed."""
    return [gate.model_dump(exclude_defaults=True) for gate in plan.gates]


def new_gate(measure: str) -> dict[str, Any]:
    """A gate to begin with: nothing is paid below 80 % of target."""
    return Gate.model_validate({"measure": measure, "hurdle": "80%"}).model_dump(exclude_defaults=True)


def rename(scenario: Scenario, title: str) -> Scenario:
    """The scenario under another title; an empty one leaves it as it was."""
    wanted = title.strip() or scenario.title
    if wanted == scenario.title:
        return scenario
    return scenario_from_plain({**change(scenario, {}).to_plain(), "title": wanted})


def change(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario with some values replaced, under a name that says it was edited."""
    name = scenario.name if scenario.name.endswith(EDITED) else f"{scenario.name}{EDITED}"
    return scenario.reform(name, changes)


def percent(ratio: float) -> float:
    """A ratio in percent as a form shows it, free of float dust."""
    return round(ratio * 100, 6)


def whole_percent(ratio: float) -> int:
    """A ratio in whole percents, for a slider."""
    return round(ratio * 100)


def ratio_text(shown: float) -> str:
    """A percentage from a form as the plan file writes it."""
    return _written(shown, "percent")


def _with_table(scenario: Scenario, role: str, name: str, drawing: Drawing, table: dict[str, Any]) -> Scenario:
    """The part's curve with one drawing kept and the other two taken away; what only fits the old one goes too."""
    part = scenario.plans[role].parts()[name]
    within = "objectives" if isinstance(part, Objective) else "commissions"
    kept = curve_of(part).model_dump(by_alias=True, exclude_defaults=True, include={"below", "edge", "on"})
    old = curve_of(part)
    if drawing == "rates" and old.rates is not None:
        kept["tiers"] = old.tiers
    if drawing_of(old) == drawing and old.beyond is not None:
        kept["beyond"] = old.beyond
    if isinstance(part, Objective):
        return change(scenario, {f"{role}.{within}.{name}.curve": {drawing: table, **kept}})
    cleared = {f"{role}.{within}.{name}.{other}": None for other in (*DRAWINGS, "tiers", "beyond")}
    filled = {f"{role}.{within}.{name}.{key}": value for key, value in {drawing: table, **kept}.items()}
    return change(scenario, {**cleared, **filled})


def _redrawn(old: CurveShape, drawing: Drawing) -> dict[float, str]:
    """What the compiled curve says at its edges, in the words of another drawing."""
    curve = old.compile()
    if drawing == "rates":
        return {edge: _rate_text(old, slope) for edge, slope in zip(curve.edges, curve.slopes, strict=True)}
    edges = [*curve.edges]
    if drawing == "points" and curve.slopes[-1]:
        edges.append(edges[-1] + (0.5 if _units(old, drawing_of(old))[0] == "percent" else max(edges[-1], 1.0)))
    unit = _units(old, drawing)[1]
    return {edge: _written(_shown(float(curve(edge)), unit), unit) for edge in edges}


def _rate_text(old: CurveShape, slope: float) -> str:
    return write_ratio(round(slope, 9)) if isinstance(old, Curve) or abs(slope) <= 1 else f"{slope:.10g} each"


def _units(curve: CurveShape, drawing: Drawing) -> tuple[Unit, Unit]:
    """Units of the two columns: attainment and factors in percent, a measure's own figures, money and rates plain."""
    on_attainment = getattr(curve, "on", "attainment") == "attainment"
    x_unit: Unit = "percent" if on_attainment else "number"
    if drawing == "rates":
        return x_unit, "number" if isinstance(curve, Curve) else _rate_unit(curve)
    return x_unit, "percent" if isinstance(curve, Curve) else "number"


def _rate_unit(curve: CurveShape) -> Unit:
    """Rates up to 1 are shares of the amount, larger ones money for a piece."""
    return "percent" if all(abs(rate) <= 1 for rate in (curve.rates or {}).values()) else "number"


def _sides(value: Any) -> tuple[float, ...]:
    if isinstance(value, tuple):
        left, right = value
        return (left,) if left == right else (left, right)
    return (float(value),)


def _shown(value: float, unit: Unit) -> float:
    return percent(value) if unit == "percent" else float(value)


def _written(value: float, unit: Unit) -> str:
    return f"{value:.10g}%" if unit == "percent" else str(write_number(value))
