"""Whether a worked case pays what its source says: every figure that it states, held against what was worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from compsim.engine.explanation import explain
from compsim.engine.payouts import Payouts
from compsim.errors import PopulationError
from compsim.plan.curve import PayCurve
from compsim.plan.quantity import parse_ratio
from compsim.population.people import Population

HALF_A_CENT = 0.005
STEP_TOLERANCE = HALF_A_CENT / 100  # figures beside pay are ratios too
Place = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One figure that is not what the case expects."""

    kind: str  # which of `cases.EXPECTED`
    place: Place  # rep, period, component or step, as far as they apply
    expected: float | None  # None: nothing was expected there
    found: float | None  # None: there is no such figure

    def as_dict(self) -> dict[str, Any]:
        """The difference as plain data, for JSON."""
        return asdict(self)


def differences(payouts: Payouts, expect: Mapping[str, Any], population: Population) -> list[Difference]:
    """What of a case's `expect` is not so, to half a cent; empty where all of it holds.

    `payouts` are those of the case's one scenario, `population` is the one they were worked out for.
    """
    found: list[Difference] = []
    for kind, expected in expect.items():
        if kind == "explains":
            found += _compared(kind, _flat(expected), _steps(payouts, expected, population), STEP_TOLERANCE)
        else:
            found += _CHECKS[kind](payouts, expected)
    return found


def _compared(
    kind: str, expected: Mapping[Place, float], found: Mapping[Place, float], tolerance: float = HALF_A_CENT
) -> Iterator[Difference]:
    for place in dict.fromkeys((*expected, *found)):
        wanted, there = expected.get(place), found.get(place)
        if wanted is None or there is None or not abs(wanted - there) <= tolerance:
            yield Difference(kind, place, wanted, there)


def _flat(nested: Mapping[str, Any], place: Place = ()) -> dict[Place, float]:
    """Every figure of nested mappings by its names."""
    flat: dict[Place, float] = {}
    for name, inner in nested.items():
        here = (*place, str(name))
        flat |= _flat(inner, here) if isinstance(inner, Mapping) else {here: float(inner)}
    return flat


def _pay(payouts: Payouts) -> dict[str, float]:
    return {str(rep): float(pay) for rep, pay in payouts.per_rep().iloc[:, 0].items()}


def _money_by(payouts: Payouts, *columns: str) -> dict[Place, float]:
    sums = payouts.long().groupby(list(columns))["money"].sum().reset_index()
    return {tuple(str(row[name]) for name in columns): float(row["money"]) for row in sums.to_dict("records")}


def _pays(payouts: Payouts, expected: Mapping[str, float]) -> Iterator[Difference]:
    return _compared("pays", _flat(expected), _flat(_pay(payouts)))


def _total_pay(payouts: Payouts, expected: Mapping[str, float]) -> Iterator[Difference]:
    base = pd.Series(payouts.base_salary.sum(axis=1), index=payouts.population.roster["rep"].astype(str).to_numpy())
    total = {rep: pay + float(base.loc[[rep]].sum()) for rep, pay in _pay(payouts).items()}
    return _compared("total_pay", _flat(expected), _flat(total))


def _pays_less_tax(payouts: Payouts, expected: Mapping[str, Any]) -> Iterator[Difference]:
    kept = 1 - parse_ratio(expected["tax"])
    after = {rep: pay * kept for rep, pay in _pay(payouts).items()}
    stated = {rep: pay for rep, pay in expected.items() if rep != "tax"}
    return _compared("pays_less_tax", _flat(stated), _flat(after))


def _pays_by_period(payouts: Payouts, expected: Mapping[str, Any]) -> Iterator[Difference]:
    return _compared("pays_by_period", _flat(expected), _money_by(payouts, "rep", "period"))


def _components(payouts: Payouts, expected: Mapping[str, Any]) -> Iterator[Difference]:
    paid = _money_by(payouts, "rep", "component")
    return _compared("components", _flat(expected), {place: m for place, m in paid.items() if place[0] in expected})


def _incomplete(payouts: Payouts, expected: list[str]) -> Iterator[Difference]:
    """Somebody who should be marked, or should not, counts as 1 against nothing."""
    reps = payouts.population.roster["rep"].astype(str).to_numpy()
    marked: dict[Place, float] = {(rep,): 1.0 for rep in reps[payouts.incomplete[0]]}
    return _compared("incomplete", {(str(rep),): 1.0 for rep in expected}, marked)


def _curve(payouts: Payouts, name: str) -> PayCurve | None:
    commission = next(iter(payouts.scenarios[0].plans.values())).commissions.get(name)
    return None if commission is None else commission.compile()


def _amount_needed(payouts: Payouts, expected: Mapping[str, Any]) -> Iterator[Difference]:
    curve, variable = _curve(payouts, expected["component"]), expected["total_pay"] - expected["base_salary"]
    place: Place = (str(expected["component"]),)
    needed = None if curve is None else curve.needed_for(variable)
    found = {} if needed is None else {place: needed}
    return _compared("amount_needed", {place: expected["is"]}, found, expected["within"])


def _slice_pays(payouts: Payouts, expected: Mapping[str, Any]) -> Iterator[Difference]:
    curve = _curve(payouts, expected["component"])
    place: Place = (str(expected["component"]), f"slice {expected['slice']}")
    slices = [] if curve is None else curve.slices(expected["at"])
    paid = {place: slices[expected["slice"]][3]} if expected["slice"] < len(slices) else {}
    return _compared("slice_pays", {place: expected["is"]}, paid)


def _steps(payouts: Payouts, expected: Mapping[str, Any], population: Population) -> dict[Place, float]:
    """The figures beside pay that the case names, as the calculation has them."""
    found: dict[Place, float] = {}
    for rep in expected:
        try:
            told = {each.periods[-1]: each for each in explain(payouts.scenarios[0], population, rep)}
        except PopulationError:
            continue  # somebody who is not there has no figures
        for place in _flat(expected[rep], (rep,)):
            _, period, part, step = place
            figures = {(s.part or "plan", str(s.name)): s.value for s in told[period].steps} if period in told else {}
            if (part, step) in figures:
                found[place] = figures[part, step]
    return found


_CHECKS: dict[str, Callable[[Payouts, Any], Iterator[Difference]]] = {
    "pays": _pays,
    "total_pay": _total_pay,
    "pays_less_tax": _pays_less_tax,
    "pays_by_period": _pays_by_period,
    "components": _components,
    "incomplete": _incomplete,
    "amount_needed": _amount_needed,
    "slice_pays": _slice_pays,
}
