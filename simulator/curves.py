"""A pay curve as a table of rows and back: what a form shows of it, and the plan after its rows or drawing changed.

Forms show percents (50 means 50 %), plans hold ratios. Everything here is pure; a mistake comes back as PlanError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from compsim.errors import PlanError, Problem
from compsim.marked_yaml import Path
from compsim.plan.components import Commission
from compsim.plan.curve_shape import Curve, CurveShape, Drawn, MultiplierCurve, RateBy, edges_read
from compsim.plan.multiplier import Multiplier
from compsim.plan.part import Reads
from compsim.plan.quantity import write_ratio
from compsim.plan.scenario import Plan, Scenario
from simulator.editing import change, part_at
from simulator.fields import Unit, shown, written

Drawing = Literal["points", "steps", "rates"]
RatePays = Literal["attained", "share", "each"]
Row = tuple[Any, Any]  # what the curve reads, what it pays, both in the unit the form shows
DRAWINGS: tuple[Drawing, ...] = ("points", "steps", "rates")
OF_A_PART = ("objectives", "commissions")  # where a path that leads to one begins
KEPT = {"below", "edge", "on", "by"}  # what a curve says beside its drawing, whatever that is


@dataclass(frozen=True)
class CurveForm:
    """A curve as a table: one row a point (two for a jump), a step or a rate."""

    drawing: Drawing
    rows: tuple[Row, ...]
    x_unit: Unit  # of the first column
    y_unit: Unit  # of the second column


def drawing_of(curve: Drawn) -> Drawing:
    """Which of the three ways the curve is drawn in."""
    return next(drawing for drawing in drawings_of(curve) if getattr(curve, drawing) is not None)


def drawings_of(curve: Drawn) -> list[Drawing]:
    """The ways in which such a curve can be drawn: a factor has no rates."""
    return [drawing for drawing in DRAWINGS if drawing in type(curve).model_fields]


def curve_at(plan: Plan, path: Path) -> Drawn:
    """The curve that stands at a path: of an objective, a blended plan or a multiplier, or a commission itself."""
    curve = part_at(plan, path)
    if isinstance(curve, Drawn):
        return curve
    raise LookupError(f"no curve at {path}")


def picked_by(plan: Plan, path: Path) -> RateBy | None:
    """What else picks the rate of the curve at a path; None where its own amount or its payout does."""
    by = getattr(curve_at(plan, path), "by", None)
    return by if isinstance(by, RateBy) else None


def picking_measure(plan: Plan, path: Path) -> str:
    """The measure whose result picks the rate; empty where it is all objectives of a blended plan together."""
    by = picked_by(plan, path)
    named = by.measure if by else ""
    return named or (plan.measure(str(path[1])) if path[0] in OF_A_PART else "")


def rate_pays(curve: Drawn) -> RatePays:
    """What a rate is multiplied by: each percent of attainment, or the amount; and in which unit it is."""
    if isinstance(curve, Commission):
        amount = curve.of is None
        return ("share" if _rate_unit(curve) == "percent" else "each") if amount else "attained"
    return "attained"


def curve_form(plan: Plan, path: Path) -> CurveForm:
    """The curve at a path as a table."""
    curve = curve_at(plan, path)
    drawing = drawing_of(curve)
    x_unit, y_unit = _units(curve, drawing, reads_at(plan, path))
    rows = [(shown(x, x_unit), shown(side, y_unit)) for x, value in curve.table().items() for side in _sides(value)]
    return CurveForm(drawing, tuple(rows), x_unit, y_unit)


def reads_at(plan: Plan, path: Path) -> Reads:
    """Whether the edges of the curve at a path are attainment or values."""
    curve, holder = part_at(plan, path), part_at(plan, path[:-1])
    if isinstance(holder, Multiplier):
        return holder.on if holder.measure else "value"
    return edges_read(curve) if isinstance(curve, CurveShape) else "value"


def table_from_rows(form: CurveForm, rows: Sequence[Row], source: str) -> dict[str, Any]:
    """The rows as the plan file writes them, sorted; empty rows are dropped, half-filled ones are a problem.

    Two rows with the same first value are a jump in `points`; anything more is refused.
    """
    filled = [row for row in rows if row != (None, None)]
    if any(x is None or y is None for x, y in filled):
        raise PlanError([Problem(source, "a row of the curve is half empty", "Fill in both cells, or delete the row.")])
    table: dict[str, list[str]] = {}
    for x, y in sorted(((float(x), float(y)) for x, y in filled), key=lambda row: row[0]):
        table.setdefault(str(written(x, form.x_unit)), []).append(str(written(y, form.y_unit)))
    most = 2 if form.drawing == "points" else 1
    crowded = [x for x, values in table.items() if len(values) > most]
    if crowded:
        says = f"{crowded[0]} stands in {len(table[crowded[0]])} rows"
        raise PlanError([Problem(source, says, "Give each value once; two rows at one point make a jump.")])
    if not table:
        raise PlanError([Problem(source, "the curve has no rows", "Add at least one row.")])
    return {x: values if len(values) > 1 else values[0] for x, values in table.items()}


def edited_rows(base: Sequence[Row], edits: Mapping[str, Any], x: str, y: str) -> list[Row]:
    """The rows of a table (columns x and y) after its edits: cells changed by position, rows deleted and added."""
    rows: list[Row] = [*base]
    for position, cells in edits.get("edited_rows", {}).items():
        old = rows[int(position)]
        rows[int(position)] = (cells.get(x, old[0]), cells.get(y, old[1]))
    gone = set(edits.get("deleted_rows", ()))
    kept = [row for position, row in enumerate(rows) if position not in gone]
    return [*kept, *((cells.get(x), cells.get(y)) for cells in edits.get("added_rows", ()))]


def set_rows(scenario: Scenario, role: str, path: Path, rows: Sequence[Row]) -> Scenario:
    """The curve at a path redrawn from the rows of its table."""
    form = curve_form(scenario.plans[role], path)
    table = table_from_rows(form, rows, ".".join(map(str, (role, *path))))
    return change(scenario, role, {(*path, form.drawing): table})


def set_drawing(scenario: Scenario, role: str, path: Path, drawing: Drawing) -> Scenario:
    """The curve drawn another way, as close to the old one as the new way can be."""
    plan = scenario.plans[role]
    old = curve_at(plan, path)
    if drawing_of(old) == drawing:
        return scenario
    reads = reads_at(plan, path)
    x_unit, _ = _units(old, drawing_of(old), reads)
    table = {str(written(shown(x, x_unit), x_unit)): y for x, y in _redrawn(old, drawing, reads).items()}
    cleared = {(*path, other): None for other in (*DRAWINGS, "tiers", "beyond", *(["below"] * (drawing == "rates")))}
    return change(scenario, role, {**cleared, (*path, drawing): table})


def set_curve(scenario: Scenario, role: str, path: Path, curve: Drawn) -> Scenario:
    """The curve at a path replaced by one it had before; what else a commission says stays."""
    plain = curve.model_dump(by_alias=True, exclude_defaults=True, include={*DRAWINGS, "tiers", "beyond", *KEPT})
    cleared = {(*path, way): None for way in (*DRAWINGS, "tiers", "beyond", *KEPT)}
    return change(scenario, role, {**cleared, **{(*path, name): value for name, value in plain.items()}})


def share_of(plan: Plan, path: Path) -> tuple[str, float]:
    """The column of the roster that a curve pays a share of, and how much of it hangs on the curve at 100 % (ratio).

    Nothing of an empty column for a curve that pays money by itself.
    """
    curve = curve_at(plan, path)
    if isinstance(curve, Commission):
        return (curve.of or "", 1.0) if curve.rates is None else ("", 0.0)
    if path[0] == "objectives":
        return "target_incentive", plan.objectives[str(path[1])].weight
    return "target_incentive", 1.0


def _redrawn(old: Drawn, drawing: Drawing, reads: Reads) -> dict[float, str]:
    """What the compiled curve says at its edges, in the words of another drawing."""
    curve = old.compile()
    if drawing == "rates":
        return {edge: _rate_text(old, slope) for edge, slope in zip(curve.edges, curve.slopes, strict=True)}
    edges = [*curve.edges]
    if drawing == "points" and curve.slopes[-1]:
        edges.append(edges[-1] + (0.5 if reads == "attainment" else max(edges[-1], 1.0)))
    unit = _units(old, drawing, reads)[1]
    return {edge: str(written(shown(float(curve(edge)), unit), unit)) for edge in edges}


def _rate_text(old: Drawn, slope: float) -> str:
    shares = isinstance(old, Curve | MultiplierCurve) or abs(slope) <= 1
    return write_ratio(round(slope, 9)) if shares else f"{slope:.10g} each"


def _units(curve: Drawn, drawing: Drawing, reads: Reads) -> tuple[Unit, Unit]:
    """Units of the two columns: attainment and factors in percent, a measure's own figures, money and rates plain."""
    x_unit: Unit = "percent" if reads == "attainment" else "number"
    if drawing == "rates":
        return x_unit, _rate_unit(curve) if isinstance(curve, Commission) else "number"
    money = isinstance(curve, Commission) and curve.of is None
    return x_unit, "number" if money else "percent"


def _rate_unit(curve: Commission) -> Unit:
    """Rates up to 1 are shares of the amount, larger ones money for a piece."""
    return "percent" if all(abs(rate) <= 1 for rate in (curve.rates or {}).values()) else "number"


def _sides(value: Any) -> tuple[float, ...]:
    if isinstance(value, tuple):
        left, right = value
        return (left,) if left == right else (left, right)
    return (float(value),)
