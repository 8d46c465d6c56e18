"""What a sweep factors into: for each role the money that each objective pays at a weight of 1, found by evaluation.

S settings of an objective, G settings of the gates, T settlements, B buckets in which a payout cap counts, N rows of
the role. An objective that is settled once a stretch pays curve(attainment) × incentive × open share: two probes and
one for each setting of the gates tell all three for any number of curves. Other objectives and all commissions are
evaluated once for each combination of their own levers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compsim.calendar import stretch_of
from compsim.engine.evaluation import Kept
from compsim.engine.payouts import Payouts
from compsim.engine.sweep.bench import Bench, Unit
from compsim.engine.sweep.curves import curve_table, may_be_negative
from compsim.engine.sweep.numpy_kernels import CurveTable
from compsim.engine.sweep.probes import open_share, probed
from compsim.engine.sweep.rules import capped_each_settlement, is_direct, settlement_of
from compsim.plan.levers import Sweep
from compsim.plan.quantity import parse_ratio
from compsim.population.people import Population

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Plain = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Direct:
    """An objective as probes: its money is curve(attained) × base × open share."""

    curves: CurveTable
    attained: Floats  # (S, N, T) ratio
    base: Floats  # (S, N, T) money
    keeps_negative: Ints  # (S) 1 where pay may be taken back


@dataclass(frozen=True, eq=False)
class Fixed:
    """An objective, or all commissions, evaluated for each combination of curve, setting and gates."""

    money: Floats  # (V, N, B), the gates fastest
    settings: int
    gates: int

    def at(self, variants: Ints) -> Ints:
        """Which of the V each variant (curve, setting, gates) is; (m, 3) -> (m)."""
        return (variants[:, 0] * self.settings + variants[:, 1]) * self.gates + variants[:, 2]


@dataclass(frozen=True, eq=False)
class Term:
    """One summand of a role's pay."""

    weight: int | None  # column of the role's weights; None: it counts whole
    units: tuple[Unit, Unit, Unit]  # curve, setting, gates
    pays: Direct | Fixed


@dataclass(frozen=True, eq=False)
class Role:
    """One role of the sweep."""

    rows: Ints  # (N) positions on the roster
    bucket_of: Ints  # (T) where each settlement's money is added up
    incentive: Floats  # (N, B) money
    share: Floats  # (G, N, T) open share
    terms: tuple[Term, ...]
    weights: Floats  # (W, K) of each code of the unit
    weights_unit: Unit
    caps: Floats  # (C) of each code of the unit; infinite where there is none
    caps_unit: Unit
    attained: tuple[Floats, ...]  # K × (S, N) over all evaluated periods
    settings: tuple[Unit, ...]  # K

    @property
    def buckets(self) -> int:
        """How many buckets (B)."""
        return int(self.incentive.shape[1])

    @property
    def units(self) -> tuple[Unit, ...]:
        """Every unit that changes the role's pay."""
        return (self.weights_unit, self.caps_unit, *(unit for term in self.terms for unit in term.units))


class NotFactoredError(Exception):
    """The sum would not be exact; the message says why."""


def role_of(sweep: Sweep, population: Population, own: Payouts, role: str, kept: Kept) -> Role:
    """Everything about one role of the sweep; `own` are the payouts of its scenario. Raises NotFactoredError."""
    plan: dict[str, Any] = sweep.scenario.to_plain()["plans"][role]
    rows = np.flatnonzero(own.on_plan[0] & (own.population.roster["role"] == role).to_numpy())
    groups = stretch_of(own.periods, settlement_of(plan), sweep.scenario.first_month)
    bench = Bench(sweep, population, role, own.population, rows, _numbered(groups), kept)
    bucket_of = _buckets(bench, plan, own)
    weights_unit, caps_unit = bench.unit("weights"), bench.unit("caps")
    terms, share, attained = _terms(bench, plan, bucket_of)
    return Role(
        rows,
        bucket_of,
        _added(_by_settlement(own.incentive[0, rows], bench.settlements), bucket_of),
        share,
        terms,
        _weights(sweep, weights_unit, plan),
        weights_unit,
        _caps(sweep, caps_unit, plan),
        caps_unit,
        attained,
        tuple(bench.unit(f"objective.{name}") for name in plan.get("objectives", {})),
    )


def _terms(bench: Bench, plan: Plain, bucket_of: Ints) -> tuple[tuple[Term, ...], Floats, tuple[Floats, ...]]:
    names = list(plan.get("objectives", {}))
    settings = {name: list(bench.unit(f"objective.{name}").all_changes(bench.sweep)) for name in names}
    parts = {name: [bench.plan(each)["objectives"][name] for each in settings[name]] for name in names}
    direct = {name: parts[name] for name in names if _all_direct(bench, plan, name, parts[name])}
    share, found = _probe(bench, plan, direct)
    attained = {name: each for name, (_, each) in found.items()}
    terms = []
    for column, name in enumerate(names):
        if name in found:
            terms.append(Term(column, _units(bench, name), found[name][0]))
        else:
            money, attained[name] = _evaluated(bench, name, bucket_of)
            units = _units(bench, name)
            terms.append(Term(column, units, Fixed(money, units[1].count, units[2].count)))
    if any(_commissions(bench)):
        unit, gates = bench.unit("commissions"), bench.unit("gates")
        pays = Fixed(_all_commissions(bench, bucket_of), unit.count, gates.count)
        terms.append(Term(None, (Unit(), unit, gates), pays))
    return tuple(terms), share, tuple(attained[name] for name in names)


def _units(bench: Bench, name: str) -> tuple[Unit, Unit, Unit]:
    return bench.unit(f"curve.{name}"), bench.unit(f"objective.{name}"), bench.unit("gates")


def _all_direct(bench: Bench, plan: Plain, name: str, parts: Sequence[Plain]) -> bool:
    curves = [*_curves(bench, plan, name), *(part["curve"] for part in parts)]
    reads_attainment = all(curve.get("on", "attainment") == "attainment" for curve in curves)
    moved_inside = len({str(part["curve"]) for part in parts}) > 1
    return reads_attainment and not moved_inside and all(is_direct(plan, part) for part in parts)


def _curves(bench: Bench, plan: Plain, name: str) -> Sequence[Any]:
    """Every curve of an objective, in the order of the unit's codes."""
    unit = bench.unit(f"curve.{name}")
    return bench.sweep.levers[unit.levers[0]].values if unit.levers else (plan["objectives"][name]["curve"],)


def _probe(
    bench: Bench, plan: Plain, direct: Mapping[str, Sequence[Plain]]
) -> tuple[Floats, dict[str, tuple[Direct, Floats]]]:
    """Open share (G, N, T), and for each direct objective its probes and its overall attainment (S, N)."""
    parts = [{**part, "measure": part.get("measure", name)} for name, each in direct.items() for part in each]
    gates = [bench.plan(each).get("gates", []) for each in bench.unit("gates").all_changes(bench.sweep)]
    if not parts:
        return np.ones((len(gates), len(bench.rows), bench.count)), {}
    tried, found, at = probed(bench, plan, parts), {}, 0
    for name, each in direct.items():
        some = slice(at, at := at + len(each))
        curves = curve_table(_curves(bench, plan, name))
        if capped_each_settlement(plan, bench.sweep.levers, bench.role) and may_be_negative(curves):
            raise NotFactoredError(f"a pay curve of '{name}' can pay less than nothing under a cap")
        keeps = np.array([int(part.get("take_back", False)) for part in each], dtype=np.int64)
        found[name] = Direct(curves, tried.attained[some], tried.base[some], keeps), tried.overall[some]
    return open_share(bench, plan, parts, gates), found


def _evaluated(bench: Bench, name: str, bucket_of: Ints) -> tuple[Floats, Floats]:
    """Money of one objective at a weight of 1 by curve, setting and gates (V, N, B), and its attainment (S, N)."""
    units = _units(bench, name)
    money, attained = [], {}
    for curve, (setting, changes), gates in product(
        units[0].all_changes(bench.sweep),
        enumerate(units[1].all_changes(bench.sweep)),
        units[2].all_changes(bench.sweep),
    ):
        changed = bench.plan({**changes, **gates, **curve})
        alone = {**changed, "objectives": {name: {**changed["objectives"][name], "weight": 1.0}}, "commissions": {}}
        _refuse_negative(bench, alone)
        paid, overall = bench.pay(alone)
        money.append(_added(paid, bucket_of))
        attained[setting] = overall[name]
    return np.stack(money), np.stack(list(attained.values()))


def _all_commissions(bench: Bench, bucket_of: Ints) -> Floats:
    """Money of all commissions together by setting and gates (V, N, B)."""
    money = []
    for own, gates in product(
        bench.unit("commissions").all_changes(bench.sweep), bench.unit("gates").all_changes(bench.sweep)
    ):
        alone = {**bench.plan({**own, **gates}), "objectives": {}}
        if not alone.get("commissions"):
            money.append(np.zeros((len(bench.rows), int(bucket_of.max()) + 1)))
            continue
        _refuse_negative(bench, alone)
        money.append(_added(bench.pay(alone)[0], bucket_of))
    return np.stack(money)


def _commissions(bench: Bench) -> Iterator[bool]:
    """Whether the plan has commissions, for each setting."""
    for changes in bench.unit("commissions").all_changes(bench.sweep):
        yield bool(bench.plan(changes).get("commissions"))


def _refuse_negative(bench: Bench, plan: Plain) -> None:
    """A cap on a settlement looks at all amounts, also those below zero that are not paid: then no sum is exact."""
    if not capped_each_settlement(bench.plan({}), bench.sweep.levers, bench.role):
        return
    parts = {
        kind: {name: {**part, "take_back": True} for name, part in plan.get(kind, {}).items()}
        for kind in ("objectives", "commissions")
    }
    settled = bench.settled({**plan, **parts, "gates": []})
    if any((money < 0).any() for _, _, lines in settled for money in lines.values()):
        raise NotFactoredError(f"a part of '{bench.role}' falls below zero under a cap")


def _buckets(bench: Bench, plan: Plain, own: Payouts) -> Ints:
    """Where each settlement's money is added up (T): by itself, by plan year, or all in one."""
    ends = np.flatnonzero(np.append(bench.settlements[1:] != bench.settlements[:-1], True))
    if capped_each_settlement(plan, bench.sweep.levers, bench.role):
        return np.arange(len(ends), dtype=np.int64)
    return _numbered(stretch_of(own.periods, "year", bench.sweep.scenario.first_month))[ends]


def _weights(sweep: Sweep, unit: Unit, plan: Plain) -> Floats:
    objectives = plan.get("objectives", {})
    given = sweep.levers[unit.levers[0]].values if unit.levers else ({n: o["weight"] for n, o in objectives.items()},)
    return np.array([[parse_ratio(each[name]) for name in objectives] for each in given]).reshape(len(given), -1)


def _caps(sweep: Sweep, unit: Unit, plan: Plain) -> Floats:
    given = sweep.levers[unit.levers[0]].values if unit.levers else (plan.get("caps", {}).get("payout"),)
    return np.array([np.inf if cap is None else parse_ratio(cap) for cap in given])


def _by_settlement(values: Floats, settlements: Ints) -> Floats:
    starts = np.flatnonzero(np.append(True, settlements[1:] != settlements[:-1]))
    return np.asarray(np.add.reduceat(values, starts, axis=1), dtype=np.float64)


def _added(money: Floats, bucket_of: Ints) -> Floats:
    """Settlements (N, T) added up in their buckets (N, B)."""
    out = np.zeros((len(money), int(bucket_of.max()) + 1))
    for t, bucket in enumerate(bucket_of.tolist()):
        out[:, bucket] += money[:, t]
    return out


def _numbered(groups: Ints) -> Ints:
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)
