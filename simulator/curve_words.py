"""What the two sides of a curve are called: what it reads, what it pays, in which unit."""

from __future__ import annotations

from compsim.marked_yaml import Path
from compsim.plan.curve_shape import Drawn, MultiplierCurve
from compsim.plan.scenario import Plan
from simulator.curves import OF_A_PART, curve_at, drawing_of, picked_by, picking_measure, rate_pays, reads_at
from simulator.figures import in_words
from simulator.text import plain


def read_title(plan: Plan, path: Path) -> str:
    """What the first column holds, with the measure where it is not the part's own."""
    attained, by = reads_at(plan, path) == "attainment", picked_by(plan, path)
    measure = picking_measure(plan, path)
    if by is not None and measure:
        return plain("curve.x_of", measure=in_words(measure))
    if getattr(curve_at(plan, path), "by", None) == "payout":
        return plain("curve.x_paid")
    return plain("curve.x_attainment" if attained else "curve.x_value")


def pays_title(plan: Plan, path: Path) -> str:
    """What the second column holds."""
    curve = curve_at(plan, path)
    if isinstance(curve, MultiplierCurve):
        return plain("curve.y_factor")
    if drawing_of(curve) != "rates":
        return plain("curve.y_pays")
    return plain(f"curve.y_{_counts_for(curve)}_{'attained' if rate_pays(curve) == 'attained' else 'amount'}")


def rate_title(plan: Plan, path: Path, currency: str) -> str:
    """What a rate that something else picks is a rate of, as the title of an axis."""
    curve = curve_at(plan, path)
    of = getattr(curve, "of", None) or "target_incentive"
    measure = plan.measure(str(path[1])) if path[0] in OF_A_PART else ""
    known = {"of": in_words(of).lower(), "measure": in_words(measure), "currency": currency}
    return plain(f"rate.{rate_pays(curve)}", **known).strip()


def picked_title(plan: Plan, path: Path, currency: str) -> str:
    """What picks the rate, as the title of an axis; money is told with its currency."""
    measure = in_words(picking_measure(plan, path)) or plain("rate.together")
    by = picked_by(plan, path)
    credit = "" if by is None or by.credit == "individual" else plain("rate.of_credit", credit=by.credit)
    key = "rate.by_attainment" if reads_at(plan, path) == "attainment" else "rate.by_value"
    return plain(key, measure=measure, credit=credit, currency=f" ({currency})" if currency else "")


def _counts_for(curve: Drawn) -> str:
    """Whether a rate pays each further slice, or everything so far, or what is above target."""
    return str(getattr(curve, "tiers", "marginal"))
