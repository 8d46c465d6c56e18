"""The tables a population is made of: which columns they have and what a cell may hold.

roster    rep, role, target_incentive (money a year); optional team, manager, start, end (days), fte (ratio, 1),
          base_salary (money a year, 0); every other column is an attribute of the row
results   rep, measure, period, actual; optional target, stretch and credit (only for distinct counts); not needed
          beside deal_credits
deal_credits  optional: deal, rep, measure, period, amount (of the whole deal, in the measure's unit; negative is a
          return); optional day, share (ratio, 1), allocation (ratio the shares of a deal add to, 1); every other column
          is an attribute of the deal
paid      rep, paid (money); optional period
measures  measure; optional combine, numerator, denominator, unit, better, title, and where its figures come from:
          source (a system), entered_by (who), known_after_days (days after the end of a period)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pandas as pd

from compsim.calendar import STRETCHES
from compsim.population.people import Combine, Credit

TABLES = ("roster", "results", "deal_credits", "paid", "measures", "assumptions")
WITH_ATTRIBUTES = frozenset({"roster", "deal_credits"})  # their other columns are kept
PAY = frozenset({"base_salary", "target_incentive", "paid"})  # figures that no message repeats

Kind = Literal["text", "number", "day", "period"]


@dataclass(frozen=True)
class Rule:
    """What the cells of one column must hold, and what to tell where they do not."""

    holds: Callable[[pd.Series], Any]
    says: str  # {value} stands for the cell
    fix: str = ""
    known: tuple[str, ...] = ()  # the words that are allowed, for a hint


@dataclass(frozen=True)
class Field:
    """One column: how it is read, whether it must be there, and what an empty cell or an absent column stands for."""

    kind: Kind = "text"
    needed: bool = False  # the column must be there
    filled: bool = False  # and no cell may be empty
    default: Any = None  # None: empty text, NaN or NaT
    rules: tuple[Rule, ...] = ()
    means: str = ""  # for readers, with its unit


def _one_of(what: str, *words: str) -> Rule:
    return Rule(lambda text: text.isin(["", *words]), f"'{{value}}' is not {what}", known=words)


def _key(means: str) -> Field:
    return Field(needed=True, filled=True, means=means)


def _needed_figure(means: str, *rules: Rule) -> Field:
    return Field("number", needed=True, filled=True, rules=rules, means=means)


_PERIOD = "The month, quarter, half-year or year: 2025-03, 2025-Q1, 2025-H1 or 2025"
_NOT_NEGATIVE = Rule(lambda x: x.isna() | (x >= 0), "the figure is negative", "Write zero or a positive figure.")
_FTE = Rule(
    lambda x: x.isna() | ((x > 0) & (x <= 1.5)),
    "an fte must be above 0 and at most 1.5",
    "Write the share of a full-time job, such as 0.8; leave out rows of people without a job.",
)
_SHARE = Rule(
    lambda x: x.isna() | ((x > 0) & (x <= 1)),
    "a share must be above 0 and at most 1",
    "Write the rep's part of the deal, such as 0.5 or 50%; leave out rows of people without a part.",
)
_ALLOCATION = Rule(
    lambda x: x.isna() | (x > 0), "an allocation must be above 0", "Write what the shares of the deal are to add to."
)
FIELDS: Mapping[str, Mapping[str, Field]] = {
    "roster": {
        "rep": _key("The person, always spelt alike. A change of role, team or incentive is a second row"),
        "role": _key("The plan the person is on: the name under `plans` in the plan file"),
        "team": Field(means="Whose results count for team credit"),
        "manager": Field(means="The person they report to, spelt as in `rep`"),
        "start": Field("day", means="First day of this row"),
        "end": Field("day", means="Last day of this row"),
        "fte": Field("number", default=1.0, rules=(_FTE,), means="Share of a full-time job, such as 0.8"),
        "base_salary": Field(
            "number", default=0.0, rules=(_NOT_NEGATIVE,), means="Money a year, for a full-time job and a whole year"
        ),
        "target_incentive": _needed_figure(
            "Variable pay at target: money a year, for a full-time job and a whole year", _NOT_NEGATIVE
        ),
    },
    "results": {
        "rep": Field(needed=True, means="Who it counts for"),  # empty for company credit only: see the cross checks
        "measure": _key("The name that objectives use, such as revenue"),
        "period": Field("period", needed=True, filled=True, means=_PERIOD),
        "actual": Field(
            "number", needed=True, means="The result, in the measure's own unit; empty where it is unknown"
        ),
        "target": Field("number", means="The target for the same period, in the same unit"),
        "stretch": Field(
            rules=(_one_of("a stretch", *STRETCHES),),
            means="Only for distinct counts: over which time things count once",
        ),
        "credit": Field(
            rules=(_one_of("a kind of credit", *get_args(Credit)),),
            means="Only for distinct counts: among whom things count once",
        ),
    },
    "deal_credits": {
        "deal": _key("The deal's own mark"),
        "rep": _key("Who is credited; several people of one deal have a row each"),
        "measure": _key("The measure it counts for"),
        "period": Field("period", needed=True, filled=True, means=_PERIOD),
        "day": Field("day", means="The day it counts on; it decides between two rows of one person"),
        "amount": _needed_figure("Of the whole deal, in the measure's unit; below zero is a return"),
        "share": Field("number", default=1.0, rules=(_SHARE,), means="The person's part of the deal"),
        "allocation": Field(
            "number",
            default=1.0,
            rules=(_ALLOCATION,),
            means="What the shares of the deal add up to; 2 credits it twice",
        ),
    },
    "paid": {
        "rep": _key("Who was paid"),
        "period": Field("period", means="When; left out, the whole year"),
        "paid": _needed_figure("What last year's plan really paid: money"),
    },
    "measures": {
        "measure": _key("The name in the results"),
        "combine": Field(
            default="sum",
            rules=(_one_of("a way to combine", *get_args(Combine)),),
            means="How figures of several months or people become one: sum, ratio, distinct or mean",
        ),
        "numerator": Field(means="Of a ratio: the measure above the line"),
        "denominator": Field(means="Of a ratio: the measure below the line"),
        "unit": Field(rules=(_one_of("a unit", "money", "count", "ratio"),), means="money, count or ratio"),
        "better": Field(
            default="higher", rules=(_one_of("a direction", "higher", "lower"),), means="higher or lower is better"
        ),
        "title": Field(means="What readers see"),
        "source": Field(means="The system that has the figure, such as CRM"),
        "entered_by": Field(means="Who enters it: a role, not a name"),
        "known_after_days": Field(
            "number", rules=(_NOT_NEGATIVE,), means="Days after the end of a period until it is known"
        ),
    },
    "assumptions": {"assumption": _key("What was stated because the data do not have it, in a sentence")},
}


def needed_tables(there: Collection[str]) -> tuple[str, ...]:
    """The tables that a population cannot do without, given those that are there: deals bring results of their own."""
    return ("roster",) if "deal_credits" in there else ("roster", "results")
