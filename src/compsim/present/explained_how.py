"""How a figure of the calculation comes about, written with the figures it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from compsim.engine.explanation import ExplainedDeal
from compsim.engine.trace import StepName
from compsim.plan.components import Commission, Objective, rate_picker
from compsim.plan.curve_shape import CurveShape, edges_read
from compsim.plan.scenario import Plan
from compsim.population.people import Measure
from compsim.present.numbers import Writing, exact_percent, money, number

TIMES, OVER, MINUS = " × ", " ÷ ", " − "


@dataclass(frozen=True)
class Figured:
    """The figures of one part at one time, and the plan they come from."""

    plan: Plan
    part: str  # empty for the whole plan
    values: Mapping[str, float]
    definitions: Mapping[str, Measure]
    currency: str
    language: Writing
    about: str = ""  # which of several, such as which cap

    def money(self, name: str) -> str:
        """A figure of this name as money."""
        return money(self.values[name], self.currency, decimals=2, language=self.language)

    def percent(self, name: str) -> str:
        """A figure of this name as a percentage."""
        return exact_percent(self.values[name], self.language)

    def plain(self, value: float) -> str:
        """A figure in its own unit."""
        return number(value, 0 if float(value).is_integer() else 2, self.language)

    @property
    def capped(self) -> str:
        """The name of the attainment that the curve reads."""
        return "capped_attainment" if "capped_attainment" in self.values else "attainment"

    @property
    def factor(self) -> str:
        """The name of the factor that counts."""
        return "capped_factor" if "capped_factor" in self.values else "factor"


def how(figured: Figured, step: StepName) -> str:
    """How a step comes about; empty where it is simply read."""
    told = _WRITTEN.get(step)
    return told(figured) if told else ""


def how_of_deal(figured: Figured, deal: ExplainedDeal) -> str:
    """How the pay of one deal comes about: its amount at a rate, or the curve at its amount, times its factor."""
    sign, amount = ("−", -deal.amount) if deal.amount < 0 else ("", deal.amount)
    if np.isfinite(deal.rate):
        told = f"{figured.plain(deal.amount)}{TIMES}{_rate_text(figured, deal.rate)}"
    elif figured.plan.curve_of(figured.part).rates is None:
        told = f"{_curve_name(figured)} at {figured.plain(deal.amount)}"
    else:
        told = _slices(figured, figured.plan.curve_of(figured.part), amount)
        told = f"{sign}({told})" if sign and " + " in told else f"{sign}{told}"
    if deal.factor == 1.0:
        return told
    whole = f"({told})" if " + " in told and not sign else told
    return f"{whole}{TIMES}{exact_percent(deal.factor, figured.language)}"


def _attainment(figured: Figured) -> str:
    values, plain = figured.values, figured.plain
    if not {"result", "target"} <= set(values) or not values["target"]:
        return "no target" if not values.get("target") else ""
    if "floor" in values:
        above = f"({plain(values['result'])}{MINUS}{plain(values['floor'])})"
        return f"{above}{OVER}({plain(values['target'])}{MINUS}{plain(values['floor'])})"
    ratio = f"{plain(values['result'])}{OVER}{plain(values['target'])}"
    measure = figured.definitions.get(figured.plan.measure(figured.part))
    return f"2{MINUS}{ratio}, lower is better" if measure is not None and measure.better == "lower" else ratio


def _capped_attainment(figured: Figured) -> str:
    return _at_most(figured.plan.parts()[figured.part].caps.attainment, figured.language)


def _capped_factor(figured: Figured) -> str:
    return _at_most(figured.plan.parts()[figured.part].caps.factor, figured.language)


def _at_most(limit: float | None, language: Writing) -> str:
    return "" if limit is None else f"at most {exact_percent(limit, language)}"


def _factor(figured: Figured) -> str:
    if not figured.part:
        return f"pay curve at {figured.percent('blended_attainment')}"
    part = figured.plan.parts()[figured.part]
    if rate_picker(part) is not None:
        return f"{figured.percent('rate')}{TIMES}{figured.percent(figured.capped)}"
    if part.on == "value":
        return f"{_curve_name(figured)} at {figured.plain(_amount(figured))}"
    return f"{_curve_name(figured)} at {figured.percent(figured.capped)}"


def _curve_name(figured: Figured) -> str:
    curve = figured.plan.curve_of(figured.part)
    return "steps" if curve.steps is not None else "rates" if curve.rates is not None else "pay curve"


def _rate(_figured: Figured) -> str:
    return "the rate that is reached there"


def _product(figured: Figured, names: tuple[str, ...]) -> str:
    """The figures of these names multiplied; what is 100 % is left out, except the first."""
    ratios = {"multiplier", "sharing"}
    kept = [name for name in names if name in figured.values and not (name in ratios and figured.values[name] == 1.0)]
    return TIMES.join(figured.money(n) if n in ("incentive", "salary") else figured.percent(n) for n in kept)


def _earned(figured: Figured) -> str:
    part = figured.plan.parts()[figured.part]
    if isinstance(part, Objective):
        if figured.plan.mix == "blended":
            return _blended(figured)
        return _product(figured, ("weight", figured.factor, "multiplier", "sharing", "incentive"))
    if part.of is not None:
        return _product(figured, (figured.factor, "multiplier", "sharing", "incentive", "salary"))
    extra = _product(figured, ("multiplier", "sharing"))
    return _commission(figured, part) + (f"{TIMES}{extra}" if extra else "")


def _blended(figured: Figured) -> str:
    """The part's weighted attainment, of the weighted attainment of all, times factor and incentive."""
    if figured.values.get("plan_blended_attainment", 0.0) <= 0:
        return _product(figured, ("weight", "plan_factor", "multiplier", "sharing", "incentive"))
    own = f"{figured.percent('weight')}{TIMES}{figured.percent(figured.capped)}"
    rest = _product(figured, ("plan_factor", "multiplier", "sharing", "incentive"))
    return f"{own}{OVER}{figured.percent('plan_blended_attainment')}{TIMES}{rest}"


def _commission(figured: Figured, part: Commission) -> str:
    """What a commission pays before factors, slice by slice where it has slices."""
    if part.measured == "deal":
        return "the pay of the deals added up"
    if rate_picker(part) is not None:
        if part.tiers == "marginal":
            return "what each period added, at its rate"
        return f"{figured.percent('rate')}{TIMES}{figured.plain(_amount(figured))}"
    if part.rates is None:
        return f"{_curve_name(figured)} at {_reached(figured, part)}"
    if part.on == "attainment":
        needed = figured.values["target"] - figured.values.get("floor", 0.0)
        return f"{figured.percent('factor')}{TIMES}{figured.plain(needed)}"
    return _slices(figured, part, _amount(figured))


def _amount(figured: Figured) -> float:
    return figured.values["amount"] if "amount" in figured.values else figured.values["result"]


def _reached(figured: Figured, part: Commission) -> str:
    if edges_read(part) == "attainment":
        return figured.percent(figured.capped)
    return figured.plain(_amount(figured))


def _slices(figured: Figured, curve: CurveShape, amount: float) -> str:
    """`10,000 × 2 % + 5,000 × 3 %`, or the one rate that pays from the first unit."""
    compiled = curve.compile()
    slices = [each for each in compiled.slices(amount) if each[2] or len(compiled.edges) == 1]
    if curve.tiers == "whole":
        return (
            f"{figured.plain(amount)}{TIMES}{_rate_text(figured, slices[-1][2])}" if slices else "below the first edge"
        )
    told = [f"{figured.plain(end - start)}{TIMES}{_rate_text(figured, rate)}" for start, end, rate, _ in slices]
    return " + ".join(told) or "below the first edge"


def _rate_text(figured: Figured, rate: float) -> str:
    if abs(rate) > 1:
        return money(rate, figured.currency, decimals=2, language=figured.language)
    return exact_percent(rate, figured.language)


def _paid(figured: Figured) -> str:
    """What the part stands at, times what the payout cap keeps of it, less what was paid before."""
    before, kept = figured.values.get("already_paid", 0.0), figured.values.get("plan_payout_cap", 1.0)
    if kept < 1.0 and figured.plan.payout_cap.per == "year":
        return _kept(figured, figured.values["paid"], kept)
    so_far = _kept(figured, figured.values["paid"] + before, kept)
    return f"{so_far}{MINUS}{figured.money('already_paid')}" if abs(before) >= 1e-9 else so_far * (kept < 1.0)


def _kept(figured: Figured, amount: float, kept: float) -> str:
    """An amount as it was before the payout cap, and what is kept of it; where nothing is, that."""
    if kept == 0.0:
        return "nothing is left under the payout cap"
    whole = money(amount / kept, figured.currency, decimals=2, language=figured.language)
    return whole if kept == 1.0 else f"{whole}{TIMES}{exact_percent(kept, figured.language)} (payout cap)"


def _standing(figured: Figured) -> str:
    return "what the stretches in this settlement earned" if "earned" in figured.values else ""


def _cap_bound(figured: Figured) -> str:
    """What a cap is worked out from; the caps in money say it themselves."""
    if figured.about == "payout":
        share = exact_percent(figured.plan.payout_cap.payout, figured.language)
        return f"{share} of the target incentive" + (" of the year" if figured.plan.payout_cap.per == "year" else "")
    return "what the cap leaves beside the base salary" if figured.about == "total_pay" else ""


def _left_under_cap(figured: Figured) -> str:
    return f"{figured.money('cap_bound')}{MINUS}{figured.money('paid_in_the_year')}"


def _payout_cap(figured: Figured) -> str:
    most = "left_under_cap" if "left_under_cap" in figured.values else "cap_bound"
    return f"{figured.money(most)}{OVER}{figured.money('before_cap')}"


def _share_of_pool(_figured: Figured) -> str:
    return "of what everybody earned, the part that the pool holds"


def _draw(figured: Figured) -> str:
    draw = figured.plan.draw
    return (
        ""
        if draw is None
        else f"{draw.kind}, {money(draw.every_month, figured.currency, language=figured.language)} a month"
    )


def _rounding(figured: Figured) -> str:
    rounding = figured.plan.rounding
    return "" if rounding is None else f"{rounding.how.replace('_', ' ')} to the cent, each {rounding.each}"


def _total_pay(figured: Figured) -> str:
    return f"{figured.money('settled')} + {figured.money('base_salary')}"


_WRITTEN: dict[StepName, Callable[[Figured], str]] = {
    "attainment": _attainment,
    "capped_attainment": _capped_attainment,
    "factor": _factor,
    "capped_factor": _capped_factor,
    "rate": _rate,
    "earned": _earned,
    "standing": _standing,
    "paid": _paid,
    "cap_bound": _cap_bound,
    "left_under_cap": _left_under_cap,
    "payout_cap": _payout_cap,
    "share_of_pool": _share_of_pool,
    "draw": _draw,
    "rounding": _rounding,
    "total_pay": _total_pay,
}
