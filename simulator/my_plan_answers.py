"""What the page My plan asks of the library; loaded with that page.

What a person supposes is worked out anew and kept nowhere: only the line as it was stands in the caches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compsim.analysis.own_pay import Lever, Own, OwnPay, as_it_was, at_target, own_of, own_rows, pay_along, place_of
from compsim.analysis.own_plan import OwnPlan, own_plans
from compsim.engine.evaluation import Kept
from compsim.errors import InputError, Problem
from compsim.plan.scenario import Scenario
from compsim.present.letter import handed_out
from compsim.present.letter.handed_out import File, Format
from compsim.present.letter.sheet import Stated
from compsim.present.own_pay import most_pictured, places_of
from simulator import caches, memory
from simulator.caches import Plans
from simulator.figures import role_titles
from simulator.sources import Data
from simulator.text import plain

Told = Callable[[int, int, float], None]  # how many of how many, and which share that is
MOST, MORE_ROOM, TEN_POINTS = 200, 20, 0.1
WIDEST = 1000.0  # points
CASES = ("target", "was", "more")
LINE = "my_plan/line"  # the picture that was drawn last
MIMES: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, eq=False)
class Line:
    """Pay over one lever, the others held."""

    places: Sequence[float]  # attainment, ratios
    pay: NDArray[np.float64]  # money


def people_of(data: Data, scenario: Scenario) -> dict[int, str]:
    """Roster rows with a plan, and what each is called: the person, with the role where somebody had several."""
    rows, roles = own_rows(scenario, data.population), role_titles(scenario)
    lines = Counter(rep for rep, _ in rows.values())
    return {
        row: _named(rep)
        if lines[rep] == 1
        else plain("own.in_role", rep=_named(rep), role=f"{roles[role]} ({row + 2})")
        for row, (rep, role) in rows.items()
    }


def _named(rep: str) -> str:
    return rep if rep.strip() else plain("own.no_name")


def own_in(data: Data, scenario: Scenario, row: int) -> Own:
    """One person's line; raises InputError."""
    kept = caches.ask(_shared, data, (scenario,))

    def _own(asked: Data, scenarios: Plans) -> Own:
        return own_of(scenarios[0], asked.population, row, kept)

    return caches.ask(_own, data, (scenario,), about=str(row))


def _shared(data: Data, scenarios: Plans) -> Kept:
    """What the plans read of everybody, for all lines of the roster together."""
    return {}


def plan_in(data: Data, scenario: Scenario, row: int) -> OwnPlan:
    """What the plan asks of one line and pays at 80, 100 and 120 % of every target; raises InputError."""

    def _own_plan(asked: Data, scenarios: Plans) -> OwnPlan:
        return next(own_plans(scenarios[0], asked.population, [row]))

    return caches.ask(_own_plan, data, (scenario,), about=str(row))


def line_in(own: Own, plan: str, at: Mapping[str, float], lever: Lever) -> Line:
    """Pay over one lever of a plan (its id); worked out anew when anything but that lever moved."""
    most = most_pictured(lever, place_of(lever, at))
    others = {name: value for name, value in at.items() if name != lever.name}
    asked = (own.population, plan, own.row, lever.name, most, others)
    known: tuple[object, Line] | None = memory.kept(LINE)
    if known is None or known[0] != asked:
        places = places_of(own, others, lever, most)
        known = (asked, Line(places, pay_along(own, others, lever.name, places)))
        memory.keep(LINE, known)
    return known[1]


def start_of(lever: Lever) -> int:
    """Where a slider begins: what was reached, in whole points."""
    return round(lever.attainment * 100)


def least_of(lever: Lever) -> int:
    """Where a slider ends below: nothing, or what was reached where that is less."""
    return min(0, start_of(lever))


def most_of(lever: Lever) -> int:
    """Where a slider ends above: where less is better, at a result of nothing."""
    wide = max(MOST, start_of(lever) + MORE_ROOM)
    return wide if np.isinf(lever.highest) else max(min(wide, round(lever.highest * 100)), start_of(lever))


def attainment_of(lever: Lever, points: int) -> float:
    """What a slider says: where it was left alone exactly what was reached, else whole points."""
    return lever.attainment if points == start_of(lever) else points / 100


def begins_with(own: Own, case: str) -> dict[str, float]:
    """The attainments that a what-if begins with, ratios."""
    return {"target": at_target(own), "was": as_it_was(own), "more": as_it_was(own, TEN_POINTS)}[case]


def in_points(attainment: float) -> float:
    """An attainment as a field shows it: points with one decimal."""
    return round(attainment * 100, 1)


def bounds_of(lever: Lever, begin: float) -> tuple[float, float]:
    """The smallest and the largest attainment that a field takes, in points."""
    most = WIDEST if np.isinf(lever.highest) else in_points(lever.highest)
    return min(0.0, in_points(begin)), max(most, in_points(begin))


def as_typed(begin: float, points: float) -> float:
    """What a field says: exactly what it began with where it was left alone, else what was typed."""
    return begin if points == in_points(begin) else points / 100


def difference(own: Own, pay: OwnPay) -> float:
    """What it pays more than the results as they were, money."""
    return pay.total - own.as_was.total


def file_names(data: Data, own: Own, ending: Format) -> tuple[str, str]:
    """What the files of one line are called: the summary, the letter."""
    summary = handed_out.summary_file(own.scenario, own.role, ending)
    return summary, handed_out.letter_file(own.scenario, data.population, own.row, ending)


def summary_of(data: Data, own: Own, ending: Format, stated: Stated) -> bytes:
    """The summary of a line's role."""
    return handed_out.summary_of(own.scenario, data.population, own.role, ending, stated).content


def letter_of(data: Data, own: Own, ending: Format, stated: Stated) -> bytes:
    """The letter of one line."""
    return handed_out.letter_of(own.scenario, data.population, own.row, ending, stated).content


def not_shown(data: Data, own: Own, ending: Format, stated: Stated) -> tuple[Problem, ...]:
    """What stands against the documents of one line in this kind of file; nothing for nearly all names."""
    return handed_out.not_shown(own.scenario, data.population, own.row, ending, stated)


def roles_not_shown(data: Data, scenario: Scenario, ending: Format, stated: Stated) -> tuple[Problem, ...]:
    """What stands against the summaries of all roles in this kind of file."""
    return handed_out.roles_not_shown(scenario, data.population, ending, stated)


def all_summaries(data: Data, scenario: Scenario, ending: Format, stated: Stated) -> bytes:
    """Every role's summary in one zip."""
    return handed_out.in_one(handed_out.summaries(scenario, data.population, (), ending, stated))


def tried_letters(
    data: Data, scenario: Scenario, ending: Format, stated: Stated, told: Told
) -> tuple[bytes, Sequence[Problem]]:
    """Everybody's letter in one zip, or what stands against it; `told` hears how many of how many are written."""
    many = len(handed_out.whom(scenario, data.population))
    files = handed_out.letters(scenario, data.population, (), ending, stated)
    try:
        return handed_out.in_one(_heard(files, many, told)), ()
    except InputError as error:
        return b"", error.problems


def _heard(files: Iterator[File], many: int, told: Told) -> Iterator[File]:
    for count, file in enumerate(files, 1):
        told(count, many, count / many)
        yield file
