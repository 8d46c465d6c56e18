"""The year of a pay plan: what is done how many weeks before or after its first day, and on which day that is.

One list feeds every table, so that the page on announcing and the page on the calendar cannot part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from macros.company import AFTER
from macros.formats import pct

import compsim
from compsim.errors import InputError, Problem, did_you_mean

_YEAR = 2027  # of the days shown; nothing hangs on it but a leap day
_STARTS = (1, 4, 7, 10)  # months in which a plan year may begin


@dataclass(frozen=True)
class Step:
    """One step of the year."""

    week: int  # after the plan's first day; below zero, before it
    name: str
    who: str
    done: str  # what lies on the table when it is done
    page: str  # where it is explained, from the root of the docs; "" for nowhere
    announces: bool = False  # belongs to the announcement


STEPS = (
    Step(
        -16,
        "Look back",
        "Sales operations",
        "Last plan replayed; it agrees with the payroll to the cent",
        "comp/simulate-before-launch.md",
    ),
    Step(
        -13,
        "Open the talks that take long",
        "Head of sales, people team",
        "Works council, finance and counsel know that a change is coming",
        "",
    ),
    Step(
        -12, "Consult", "Managers", "Six questions asked of each person, answers on file", "comp/setting-objectives.md"
    ),
    Step(-10, "Choose criteria and weights", "Managers", "Two to four for each role", "comp/criteria-and-weights.md"),
    Step(
        -9,
        "Simulate, look at fairness",
        "Sales operations",
        "Three checks passed, each loser explained",
        "comp/is-it-fair.md",
    ),
    Step(-8, "Hand in the draft", "Head of sales", "Works council and counsel have the rules and the figures", ""),
    Step(
        -6,
        "Decide",
        "Leadership",
        "Rules, budget and plan file are fixed",
        "reference/plan-file.md",
        announces=True,
    ),
    Step(
        -5,
        "Brief the managers",
        "Head of sales",
        "Each has played the talk once",
        "comp/announce-in-two-steps.md",
        announces=True,
    ),
    Step(
        -4,
        "Step one: the team meeting",
        "Head of sales",
        "Summary in their hands the same day",
        "comp/announce-in-two-steps.md",
        announces=True,
    ),
    Step(
        -3,
        "Step two: the talks",
        "Direct managers",
        "Letters in their hands, questions noted",
        "comp/announce-in-two-steps.md",
        announces=True,
    ),
    Step(
        -2,
        "Close",
        "Head of sales",
        "Questions answered, letters back",
        "comp/announce-in-two-steps.md",
        announces=True,
    ),
    Step(0, "The plan starts", "Everybody", "First actions under way", "", announces=True),
    Step(5, "First figures", "Sales operations", "All can look up their own attainment", ""),
    Step(
        14,
        "First quarter talk",
        "Direct managers",
        "Gap, help, next action",
        "lead/coaching-not-control.md",
    ),
    Step(
        27,
        "Half-time",
        "Head of sales",
        "Share at target against the band; what we would change next year",
        "comp/setting-objectives.md",
    ),
)


def plan_calendar(up: str) -> str:
    """The whole year of a plan that starts in January, as a Markdown table; `up` leads to the root of the docs."""
    head = "| When | Step | Who | Done when |\n|---|---|---|---|"
    return "\n".join([head, *(_calendar_row(step, up) for step in STEPS)])


def announce_timing() -> str:
    """The steps of the announcement with the day for a start in January, as a Markdown table."""
    head = "| Week | For 1\N{NO-BREAK SPACE}January | What | Who | Done when |\n|---|---|---|---|---|"
    rows = (
        f"| {_weeks(step.week)} | {day_of(step.week)} | {step.name} | {step.who} | {step.done} |"
        for step in STEPS
        if step.announces
    )
    return "\n".join([head, *rows])


def shifted_calendar() -> str:
    """The day of each step before the start, for plan years that begin in each quarter, as a Markdown table."""
    starts = [date(_YEAR, month, 1) for month in _STARTS]
    head = f"| Step | {' | '.join(f'Starts {_day(start)}' for start in starts)} |\n|---|{'---|' * len(starts)}"
    rows = (
        f"| {step.name} | {' | '.join(day_of(step.week, start.month) for start in starts)} |"
        for step in STEPS
        if step.week < 0
    )
    return "\n".join([head, *rows])


def weeks_before(name: str) -> int:
    """How many weeks before the start a step is done, by its name; InputError for a name that is none."""
    return -_step(name).week


def day_for(name: str, month: int = 1) -> str:
    """The day of a step for a plan that starts on the first of a month; InputError for a name that is none."""
    return day_of(_step(name).week, month)


def day_of(week: int, month: int = 1) -> str:
    """The day so many weeks after the first of a month, such as "4 December"."""
    return _day(date(_YEAR, month, 1) + timedelta(weeks=week))


def share_gone(day: str) -> str:
    """How much of the invented company's year had gone when targets were told on a day, as the plan lint says it."""
    plan = compsim.example_scenarios()[AFTER].model_copy(update={"targets_told": day})
    advice = compsim.lint_with_results(compsim.evaluate(plan, compsim.example_population()))
    [late] = [each for each in advice if each.rule == "targets_told_late"]
    return pct(late.figures["gone"], 0)


def _step(name: str) -> Step:
    known = {step.name: step for step in STEPS}
    if name not in known:
        raise InputError(
            [Problem("plan year", f"no step '{name}'", did_you_mean(name, tuple(known), limit=len(known)))]
        )
    return known[name]


def _calendar_row(step: Step, up: str) -> str:
    name = f"[{step.name}]({up}{step.page})" if step.page else step.name
    month = f"{date(_YEAR, 1, 1) + timedelta(weeks=step.week):%B}"
    return f"| {month}, week\N{NO-BREAK SPACE}{_weeks(step.week)} | **{name}** | {step.who} | {step.done} |"


def _weeks(week: int) -> str:
    return "0" if week == 0 else f"{week:+d}".replace("-", "\N{MINUS SIGN}")


def _day(day: date) -> str:
    return f"{day.day}\N{NO-BREAK SPACE}{day:%B}"
