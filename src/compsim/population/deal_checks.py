"""Checks of credited deals: shares that do not add up, keys that contradict each other, and results that say otherwise.

Each takes converted tables (see `tables`) and returns problems that must be mended before anything can be computed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compsim.calendar import MONTHS_IN, STRETCHES
from compsim.errors import Problem
from compsim.population.cells import problems_at
from compsim.population.coding import DealKeys, Flags, ResultKeys
from compsim.population.people import Measure

SHARE_DIGITS = 1e-9  # by how much shares may miss their allocation
CENT = 0.005  # by how much results and deals may differ, in the measure's unit


def deal_problems(credits_: pd.DataFrame, keys: DealKeys, source: str) -> list[Problem]:
    """What is wrong with the deals alone: repeated rows, days outside the period, allocations and shares."""
    return [
        *_repeated(credits_, source),
        *_days_outside(credits_, keys, source),
        *_several_allocations(credits_, source),
        *_wrong_sums(credits_, source),
    ]


def measure_problems(credits_: pd.DataFrame, definitions: dict[str, Measure], source: str) -> list[Problem]:
    """Deals of measures that do not add up."""
    firsts = credits_[credits_["measure"].isin(definitions)].drop_duplicates("measure")
    combined = [definitions[name].combine for name in firsts["measure"]]
    wrong = firsts.assign(combine=combined)[[combine != "sum" for combine in combined]]
    fix = "Only summed measures come from deals: declare combine as sum, or give the figures in the results."

    def tell(i: int) -> tuple[str, str]:
        name, combine = wrong["measure"].iloc[i], wrong["combine"].iloc[i]
        return f"'{name}' is combined by {combine} and cannot be credited from deals", fix

    return problems_at(source, "measure", wrong.index.to_numpy(), tell)


def results_problems(
    results: pd.DataFrame, keys: ResultKeys, credits_: pd.DataFrame, deal_keys: DealKeys, source: str
) -> list[Problem]:
    """Actuals beside deals that differ from the sum of the deals of the same rep, measure and period."""
    usable = keys.usable & keys.measure.rows_of(set(deal_keys.measure.names)) & results["actual"].notna().to_numpy()
    found = pd.concat(
        [_differing(results, keys, usable, credits_, deal_keys, MONTHS_IN[stretch]) for stretch in STRETCHES]
    ).sort_index()
    fix = "Correct one of the two, or leave the actual empty: it comes from the deals."

    def tell(i: int) -> tuple[str, str]:
        row = found.iloc[i]
        figures = f"is {_figure(row['actual'])}, and the deals add to {_figure(row['deals'])}"
        return f"'{row['measure']}' of '{row['rep']}' in {row['period']} {figures}", fix

    return problems_at(source, "actual", found.index.to_numpy(), tell)


def _repeated(credits_: pd.DataFrame, source: str) -> list[Problem]:
    names = ["deal", "rep", "measure", "period"]
    filled = credits_[(credits_[names] != "").all(axis=1)]
    same = filled.groupby([*names, "day"], dropna=False).ngroup()
    again = same[same.duplicated()]
    firsts = same[~same.duplicated()].reset_index().set_index(0)["row"]

    def tell(i: int) -> tuple[str, str]:
        first = firsts[again.iloc[i]]
        return f"the row has the same deal, rep, measure and time as row {first}", "Add the two up, or delete one."

    return problems_at(source, "", again.index.to_numpy(), tell)


def _days_outside(credits_: pd.DataFrame, keys: DealKeys, source: str) -> list[Problem]:
    first, months = keys.spans
    month = keys.moments[0]
    outside = credits_[~np.isnat(keys.day) & (months > 0) & ((month < first) | (month >= first + months))]
    fix = "Correct one of the two; without a day the deal counts in its period."

    def tell(i: int) -> tuple[str, str]:
        row = outside.iloc[i]
        return f"the day {row['day'].date()} is not in the period {row['period']}", fix

    return problems_at(source, "day", outside.index.to_numpy(), tell)


def _several_allocations(credits_: pd.DataFrame, source: str) -> list[Problem]:
    known = credits_[credits_["allocation"].notna() & (credits_["deal"] != "")]
    first = known.groupby(["deal", "measure"])["allocation"].transform("first")
    wrong = known[known["allocation"] != first].drop_duplicates("deal")
    firsts = first[wrong.index]

    def tell(i: int) -> tuple[str, str]:
        deal, other = wrong["deal"].iloc[i], wrong["allocation"].iloc[i]
        says = f"deal '{deal}' has the allocations {firsts.iloc[i]:.10g} and {other:.10g}"
        return says, "Give every row of a deal and measure the same one: what its shares are meant to add to."

    return problems_at(source, "allocation", wrong.index.to_numpy(), tell)


def _wrong_sums(credits_: pd.DataFrame, source: str) -> list[Problem]:
    """Deals whose shares do not add to their allocation; deals with a figure that is wrong in itself are left out."""
    unclear = ~(credits_["share"].between(0, 1, inclusive="right") & (credits_["allocation"] > 0))
    unclear |= credits_.groupby(["deal", "measure"])["allocation"].transform("nunique") > 1
    doubtful = set(credits_.loc[unclear, "deal"]) | {""}
    clear = credits_[~credits_["deal"].isin(doubtful) & (credits_["measure"] != "")]
    groups = clear.groupby(["deal", "measure"])
    sums = groups["share"].transform("sum")
    wrong = clear.assign(sum=sums)[(sums - clear["allocation"]).abs() > SHARE_DIGITS]
    wrong = wrong.drop_duplicates(["deal", "measure"])

    def tell(i: int) -> tuple[str, str]:
        row = wrong.iloc[i]
        says = f"the shares of deal '{row['deal']}' for '{row['measure']}' add to {row['sum']:.10g}"
        return f"{says}, not to {row['allocation']:.10g}", _MORE if row["sum"] > row["allocation"] else _LESS

    return problems_at(source, "share", wrong.index.to_numpy(), tell)


_LESS = "Add the rows that are missing, or state under allocation what the shares are meant to add to."
_MORE = (
    "Lower the shares, or state double crediting under allocation, such as 2 for twice the deal; "
    "a return is a deal with a name of its own."
)


def _differing(
    results: pd.DataFrame, keys: ResultKeys, usable: Flags, credits_: pd.DataFrame, deal_keys: DealKeys, length: int
) -> pd.DataFrame:
    """Rows of one length of period whose actual is not the sum of the deals that end in it."""
    first, months = keys.spans
    begin, long = deal_keys.moments
    ends = begin + long - 1
    amounts = credits_[["rep", "measure"]].assign(
        month=ends - ends % length, deals=credits_["amount"] * credits_["share"]
    )
    sums = amounts.groupby(["rep", "measure", "month"])["deals"].sum()
    chosen = usable & (months == length)
    rows = results[chosen].assign(month=first[chosen]).join(sums, on=["rep", "measure", "month"])
    rows["deals"] = rows["deals"].fillna(0.0)
    differing: pd.DataFrame = rows[(rows["actual"] - rows["deals"]).abs() > CENT]
    return differing


def _figure(amount: float) -> str:
    return f"{amount:,.3f}".rstrip("0").rstrip(".")
