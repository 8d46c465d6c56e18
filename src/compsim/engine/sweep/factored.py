"""A factored sweep: prepared once by a few evaluations, then any stretch of its plans by arithmetic alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compsim.engine.evaluation import Kept
from compsim.engine.payouts import Payouts
from compsim.engine.sweep.bench import Unit
from compsim.engine.sweep.figures import REACHED, Figures, baseline_pay, rep_codes
from compsim.engine.sweep.groups import Group, groups_of, in_blocks
from compsim.engine.sweep.rules import why_not
from compsim.engine.sweep.terms import Direct, Fixed, NotFactoredError, Role, role_of
from compsim.plan.levers import Sweep
from compsim.population.people import Population

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Arithmetic = Callable[[], ModuleType]  # numpy_kernels or kernels

PLANS_IN_A_TASK = 2_048
TABLES_IN_A_TASK = 64
PLANS_AT_ONCE = 131_072
FEWER_AT_ONCE = 512  # where nearly every plan needs tables of its own
TABLES_AT_MOST = 4_096
TABLE_BYTES = 32 * 2**20
LARGEST_CODE = 2.0**62


@dataclass(frozen=True, eq=False)
class Prepared:
    """All that a sweep's arithmetic reads; it does not need the population any more."""

    sweep: Sweep
    roles: tuple[Role, ...]
    groups: tuple[Group, ...]
    with_objectives: int  # roster rows
    compared: int  # reps with a plan before and now


@dataclass(frozen=True, eq=False)
class Desk:
    """Who does the arithmetic, and who is told how far it is."""

    arithmetic: Arithmetic
    pool: ThreadPoolExecutor
    told: Callable[[float], None]  # the share done, 0..1; raises to stop

    def part(self, at: int, parts: int) -> Desk:
        """The same desk for one of several equal parts of the work."""
        return replace(self, told=lambda share: self.told((at + share) / parts))


def prepare(sweep: Sweep, population: Population, payouts: Payouts, kept: Kept) -> Prepared | str:
    """The sweep ready for its arithmetic, or why it goes plan by plan; `payouts` of its scenario and the baseline.

    `kept` holds what plans have read so far, and is filled further.
    """
    reason = why_not(sweep)
    if reason:
        return reason
    there = [role for role in sweep.scenario.plans if (payouts.population.roster["role"] == role).any()]
    try:
        roles = tuple(role_of(sweep, population, payouts, role, kept) for role in there)
    except NotFactoredError as error:
        return str(error)
    return _of_people(sweep, roles, rep_codes(payouts.population.roster)[0], baseline_pay(payouts))


def for_rows(prepared: Prepared, payouts: Payouts, rows: NDArray[np.intp]) -> Prepared:
    """The same sweep for the people of some roster rows (n), ascending and all of each rep; `payouts` as prepared."""
    roles = tuple(_role_of_rows(role, rows) for role in prepared.roles)
    codes, reps = np.unique(rep_codes(payouts.population.roster)[0][rows], return_inverse=True)
    return _of_people(prepared.sweep, roles, reps.astype(np.int64), baseline_pay(payouts)[codes])


def _of_people(sweep: Sweep, roles: tuple[Role, ...], reps: Ints, before: Floats) -> Prepared:
    """A sweep of the people on some rows: the rep of each row (R), and their pay before (reps), NaN if not compared."""
    groups = tuple(groups_of(roles, reps, before))
    measured = sum(len(role.rows) for role in roles if role.attained)
    return Prepared(sweep, roles, groups, measured, int(np.isfinite(before).sum()))


def _role_of_rows(role: Role, rows: NDArray[np.intp]) -> Role:
    mine = np.flatnonzero(np.isin(role.rows, rows))
    return replace(
        role,
        rows=np.searchsorted(rows, role.rows[mine]),
        incentive=role.incentive[mine],
        share=role.share[:, mine],
        terms=tuple(replace(term, pays=_pay_of_rows(term.pays, mine)) for term in role.terms),
        attained=tuple(each[:, mine] for each in role.attained),
    )


def _pay_of_rows(pays: Direct | Fixed, mine: NDArray[np.intp]) -> Direct | Fixed:
    if isinstance(pays, Fixed):
        return replace(pays, money=pays.money[:, mine])
    return replace(pays, attained=pays.attained[:, mine], base=pays.base[:, mine])


def figures_of(prepared: Prepared, first: int, last: int, desk: Desk) -> Figures:
    """The figures of the plans from `first` up to before `last`; they do not hang on where a stretch begins."""
    at_once = PLANS_AT_ONCE if _table_count(prepared) <= TABLES_AT_MOST else FEWER_AT_ONCE
    begins = range(first, last, at_once)
    slabs = [prepared.sweep.positions(begin, min(begin + at_once, last)) for begin in begins]
    return Figures.joined([_of_slab(prepared, slab, desk.part(at, len(slabs))) for at, slab in enumerate(slabs)])


def available_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work_of(prepared: Prepared) -> int:
    """Cells that the sweep adds up: plans × reps × buckets."""
    return len(prepared.sweep) * sum(group.incentive.size for group in prepared.groups)


def _table_count(prepared: Prepared) -> float:
    """How many different tables the sweep has at most."""
    counts = [[float(unit.count) for unit in term.units] for role in prepared.roles for term in role.terms]
    return float(sum(np.prod(each) for each in counts))


def _of_slab(prepared: Prepared, positions: Ints, desk: Desk) -> Figures:
    cost, least = np.zeros(len(positions)), np.zeros(len(positions))
    winners, reached = np.zeros(len(positions), dtype=np.int64), np.zeros(len(positions), dtype=np.int64)
    for at, group in enumerate(prepared.groups):
        roles = [prepared.roles[role] for role in group.roles]
        some, back = _different([unit for role in roles for unit in role.units], positions)
        found = _of_group(roles, group, positions[some], desk.part(at, len(prepared.groups)))
        cost += found[0][back]
        least = np.minimum(least, found[1][back])
        winners += found[2][back]
    for role in prepared.roles:
        some, back = _different([role.weights_unit, *role.settings], positions)
        reached += _at_target(role, positions[some], desk)[back]
    return Figures.of_counts(cost, least, winners, reached, prepared.compared, prepared.with_objectives)


def _different(units: Sequence[Unit], positions: Ints) -> tuple[Ints, Ints]:
    """Plans that differ in some of the units (m), and which of them each plan is like (n)."""
    sizes = {lever: size for unit in units for lever, size in zip(unit.levers, unit.sizes, strict=True)}
    merged = Unit(tuple(sizes), tuple(sizes.values()))
    if len(sizes) == positions.shape[1]:
        return np.arange(len(positions)), np.arange(len(positions))
    if np.prod([float(size) for size in merged.sizes]) < LARGEST_CODE:
        _, some, back = np.unique(merged.codes(positions), return_index=True, return_inverse=True)
    else:
        _, some, back = np.unique(positions[:, merged.levers], axis=0, return_index=True, return_inverse=True)
    return some, back.ravel()


def _of_group(roles: Sequence[Role], group: Group, positions: Ints, desk: Desk) -> tuple[Floats, Floats, Ints]:
    """Cost, least change and winners of each plan (n) in one group of reps."""
    variants, picks, weights = _picked(roles, positions)
    caps = np.stack([role.caps[role.caps_unit.codes(positions)] for role in roles], axis=1)
    order = _side_by_side(picks)
    picks, weights, caps = picks[order], weights[order], caps[order]
    out = np.zeros(len(positions)), np.full(len(positions), np.inf), np.zeros(len(positions), dtype=np.int64)
    (blocks, buckets, lanes), count = group.incentive.shape, sum(map(len, variants))
    at_once = max(1, TABLE_BYTES // (8 * buckets * lanes * count))
    for begin in range(0, blocks, at_once):
        some = slice(begin, min(begin + at_once, blocks))
        tables = np.empty((some.stop - begin, count, buckets, lanes))
        _fill(tables, group, some, variants, desk)
        people = group.role_of, group.incentive[some], group.before[some], group.wins_above[some]
        plans = _parts(len(positions), PLANS_IN_A_TASK)
        _all_done(
            desk.pool.submit(
                _call, desk, "reduce_pay", tables, picks[p], weights[p], caps[p], *people, *(each[p] for each in out)
            )
            for p in plans
        )
        desk.told(some.stop / blocks)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return out[0][back], out[1][back], out[2][back]


def _side_by_side(picks: Ints) -> NDArray[np.intp]:
    """An order in which plans that read the same tables follow one another, so that these stay in the cache."""
    return np.argsort(picks[:, 0] * (picks.max() + 1) + picks[:, min(1, picks.shape[1] - 1)], kind="stable")


def _picked(roles: Sequence[Role], positions: Ints) -> tuple[list[Ints], Ints, Floats]:
    """Variants (m, 3) that each of K terms needs, and each plan's table among all of them and its weight (n, K)."""
    variants: list[Ints] = []
    picks, weights = [], []
    for role in roles:
        shares = role.weights[role.weights_unit.codes(positions)]
        for term in role.terms:
            some, back = _variants(term.units, positions)
            picks.append(back + sum(map(len, variants)))
            variants.append(some)
            weights.append(np.ones(len(positions)) if term.weight is None else shares[:, term.weight])
    return variants, np.stack(picks, axis=1), np.stack(weights, axis=1)


def _variants(units: tuple[Unit, Unit, Unit], positions: Ints) -> tuple[Ints, Ints]:
    """The combinations (curve, setting, gates) that occur (m, 3), and which of them each plan has (n)."""
    _, settings, gates = (unit.count for unit in units)
    curve, setting, gate = (unit.codes(positions) for unit in units)
    found, back = np.unique((curve * settings + setting) * gates + gate, return_inverse=True)
    return np.stack([found // (settings * gates), found // gates % settings, found % gates], axis=1), back.ravel()


def _fill(tables: Floats, group: Group, some: slice, variants: Sequence[Ints], desk: Desk) -> None:
    """Work out every table (blocks, M, B, LANES) that the plans need, for some of the blocks."""
    tasks: list[Future[None]] = []
    offset = 0
    terms = [(each, share) for pays, share in zip(group.terms, group.share, strict=True) for each in pays]
    for (pays, share), wanted in zip(terms, variants, strict=True):
        if isinstance(pays, Direct):
            probes = [np.ascontiguousarray(each[:, some]) for each in (pays.attained, pays.base, share)]
            rest = pays.keeps_negative, group.bucket_of
            tasks += [
                desk.pool.submit(
                    _call, desk, "curve_tables", pays.curves, *probes, wanted[p], *rest, offset + p.start, tables
                )
                for p in _parts(len(wanted), TABLES_IN_A_TASK)
            ]
        else:
            tables[:, offset : offset + len(wanted)] = pays.money[pays.at(wanted), some].swapaxes(0, 1)
        offset += len(wanted)
    _all_done(tasks)


def _at_target(role: Role, positions: Ints, desk: Desk) -> Ints:
    """Rows of the role at target under each plan (n)."""
    counted = np.zeros(len(positions), dtype=np.int64)
    if not role.attained:
        return counted
    tables = in_blocks(np.concatenate(role.attained)[:, :, None])[:, :, 0].swapaxes(0, 1).copy()
    first = np.cumsum([0, *(len(each) for each in role.attained[:-1])])
    picks = np.stack([unit.codes(positions) + at for unit, at in zip(role.settings, first, strict=True)], axis=1)
    weights = role.weights[role.weights_unit.codes(positions)]
    _all_done(
        desk.pool.submit(_call, desk, "count_at_target", tables, picks[p], weights[p], REACHED, counted[p])
        for p in _parts(len(positions), PLANS_IN_A_TASK)
    )
    return counted


def _call(desk: Desk, function: str, *arguments: Any) -> None:
    getattr(desk.arithmetic(), function)(*arguments)


def _all_done(tasks: Iterator[Future[None]] | Sequence[Future[None]]) -> None:
    for task in list(tasks):
        task.result()


def _parts(count: int, size: int) -> list[slice]:
    return [slice(begin, min(begin + size, count)) for begin in range(0, count, size)]
