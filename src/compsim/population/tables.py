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


def _one_of(what: str, *words: str) -> Rule:
    return Rule(lambda text: text.isin(["", *words]), f"'{{value}}' is not {what}", known=words)


_KEY = Field(needed=True, filled=True)
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
        "rep": _KEY,
        "role": _KEY,
        "team": Field(),
        "manager": Field(),
        "start": Field("day"),
        "end": Field("day"),
        "fte": Field("number", default=1.0, rules=(_FTE,)),
        "base_salary": Field("number", default=0.0, rules=(_NOT_NEGATIVE,)),
        "target_incentive": Field("number", needed=True, filled=True, rules=(_NOT_NEGATIVE,)),
    },
    "results": {
        "rep": Field(needed=True),  # empty for company credit only: see the cross checks
        "measure": _KEY,
        "period": Field("period", needed=True, filled=True),
        "actual": Field("number", needed=True),
        "target": Field("number"),
        "stretch": Field(rules=(_one_of("a stretch", *STRETCHES),)),
        "credit": Field(rules=(_one_of("a kind of credit", *get_args(Credit)),)),
    },
    "deal_credits": {
        "deal": _KEY,
        "rep": _KEY,
        "measure": _KEY,
        "period": Field("period", needed=True, filled=True),
        "day": Field("day"),
        "amount": Field("number", needed=True, filled=True),
        "share": Field("number", default=1.0, rules=(_SHARE,)),
        "allocation": Field("number", default=1.0, rules=(_ALLOCATION,)),
    },
    "paid": {"rep": _KEY, "period": Field("period"), "paid": Field("number", needed=True, filled=True)},
    "measures": {
        "measure": _KEY,
        "combine": Field(default="sum", rules=(_one_of("a way to combine", *get_args(Combine)),)),
        "numerator": Field(),
        "denominator": Field(),
        "unit": Field(rules=(_one_of("a unit", "money", "count", "ratio"),)),
        "better": Field(default="higher", rules=(_one_of("a direction", "higher", "lower"),)),
        "title": Field(),
        "source": Field(),
        "entered_by": Field(),
        "known_after_days": Field("number", rules=(_NOT_NEGATIVE,)),
    },
    "assumptions": {"assumption": _KEY},
}


def needed_tables(there: Collection[str]) -> tuple[str, ...]:
    """The tables that a population cannot do without, given those that are there: deals bring results of their own."""
    return ("roster",) if "deal_credits" in there else ("roster", "results")
