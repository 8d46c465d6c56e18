"""Risk and stress in words and as tables: what was drawn, what was assumed, how sure the figures are; no forecast."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from compsim.analysis.risk.risk import Risk
from compsim.analysis.risk.stress import MOVED, Stress
from compsim.present.headings import Kind
from compsim.present.numbers import listed, money, number, people, percent, percent_range, signed_percent
from compsim.present.tables import Table, table_text

Row = Mapping[Hashable, Any]
_AMOUNTS = ("last_year", "p10", "p50", "p90")
_MODELS = {
    "resampled": "colleagues of the same role and last year's months, drawn again",
    "fitted": "lognormal levels with the role's spread and correlations, and a common market factor",
}


def risk_in_words(found: Risk) -> str:
    """What next year may cost under each scenario, how many may reach target, and on which assumptions."""
    return " ".join(
        [*(one_risk_in_words(found, name) for name in found.cost["scenario"]), *assumptions_in_words(found)]
    )


def one_risk_in_words(found: Risk, name: str) -> str:
    """What drawn years cost under one scenario, how many reach target, and how often a budget is not enough."""
    if not (found.rows["scenario"] == name).any():
        return f"Nobody is on a plan of {name}."
    [row], currency = found.cost[found.cost["scenario"] == name].to_dict("records"), found.currency
    reached = found.at_target[found.at_target["scenario"] == name].to_dict("records")[0]
    spread = f"{money(row['p10'], currency)} to {money(row['p90'], currency)}"
    before = f"last year's results cost {money(row['last_year'], currency)}"
    half = f"half of them {money(row['p50'], currency)} or more ({before})"
    told = [
        f"Under {name}, eight in ten drawn years cost {spread}, {half}.",
        f"Eight in ten bring {percent(reached['p10'])} to {percent(reached['p90'])} of the people to target.",
        *(_band(each) for each in found.bands[found.bands["scenario"] == name].to_dict("records")[:1]),
        *(_budget(each, currency) for each in found.over_budget.to_dict("records") if each["scenario"] == name),
    ]
    return " ".join(told)


def _band(row: Row) -> str:
    band = percent_range(row["low"], row["high"])
    return f"In {percent(row['probability'])} of them {band} reach target."


def _budget(row: Row, currency: str) -> str:
    return f"In {percent(row['probability'], 1)} of them the budget of {money(row['budget'], currency)} is not enough."


def assumptions_in_words(found: Risk) -> list[str]:
    """On what the drawn years rest, one sentence each."""
    assumed, error = found.assumed, float(found.cost["error_p90"].max())
    told = [
        f"Drawn {number(assumed.draws)} times from seed {assumed.seed}: {_MODELS[assumed.model]}; targets stay.",
        f"Assumed: {percent(assumed.own)} of what sets a person apart from the role stays.",
    ]
    if assumed.model == "fitted":
        told.append(f"Assumed: the market moves everybody together by {percent(assumed.market)} (standard deviation).")
    if assumed.effort:
        told.append(f"Assumed about behaviour, which no data tell: everybody reaches {signed_percent(assumed.effort)}.")
    if not math.isnan(error):
        told.append(f"With more draws the upper end of cost may move by about {money(2 * error, found.currency)}.")
    if found.unmoved:
        told.append(f"{people(found.unmoved)} without any result stay as they were.")
    told.append("This is what last year's people and plan can tell, not a forecast.")
    return told


def risk_text(found: Risk) -> str:
    """The paragraph, cost, the published bands, and how the figures settle with more draws."""
    bands = [
        (
            row["scenario"],
            row["band"],
            percent_range(row["low"], row["high"]),
            f"{percent(row['probability'], 1)} ± {percent(1.96 * row['error'], 1)}",
        )
        for row in found.bands.to_dict("records")
    ]
    settles = [
        (row["scenario"], number(row["draws"]), money(row["p50"], found.currency), money(row["p90"], found.currency))
        for row in found.convergence.to_dict("records")
    ]
    tables = [
        cost_of_risk_table(found),
        _written("Share at target in published bands", bands, ["Scenario", "Band", "Range", "How often"]),
        _written("How the figures settle", settles, ["Scenario", "Draws", "Half above", "A tenth above"]),
    ]
    return "\n\n".join([risk_in_words(found), *map(table_text, tables)])


def cost_of_risk_table(found: Risk) -> Table:
    """One row a scenario: cost of the drawn years, with standard errors."""
    columns = {
        "scenario": "Scenario",
        "last_year": "Last year's results",
        "mean": "Mean",
        "p10": "A tenth below",
        "p50": "Half below",
        "p90": "A tenth above",
        "error_p50": "Error of half",
        "error_p90": "Error of tenth",
    }
    frame = found.cost[list(columns)].rename(columns=columns)
    amounts: list[Kind] = ["money"] * (len(columns) - 1)
    return Table(
        f"Variable pay in drawn years ({found.currency})" if found.currency else "Cost", frame, ("text", *amounts)
    )


def pay_of_risk_table(found: Risk) -> Table:
    """One row a scenario and rep: pay of last year's results and in drawn years."""
    columns: dict[Hashable, str] = {
        "scenario": "Scenario",
        "rep": "Rep",
        "role": "Role",
        "team": "Team",
        "last_year": "Last year's results",
        "p10": "A tenth below",
        "p50": "Half below",
        "p90": "A tenth above",
    }
    unit = f" ({found.currency})" if found.currency else ""
    frame = found.rows[[name for name in columns if name in found.rows]]
    kinds: tuple[Kind, ...] = tuple("money" if name in _AMOUNTS else "text" for name in frame)
    headings = {name: f"{columns[name]}{unit if name in _AMOUNTS else ''}" for name in frame}
    return Table("Pay in drawn years, per rep", frame.rename(columns=headings), kinds)


def stress_in_words(found: Stress) -> str:
    """What each case changes under each scenario, and what moving deals would pay."""
    told = [
        _one_case(row, found.currency)
        for _, part in found.cases.groupby("scenario", sort=False)
        for row in part.to_dict("records")
    ]
    told += [_gaming(row) for row in found.gaming.to_dict("records")]
    if found.hidden:
        told.append(f"Not shown, fewer than five people: {listed(list(found.hidden))}.")
    return " ".join(told)


def _one_case(row: Row, currency: str) -> str:
    what = case_in_words(row)
    cost = "cost not told, it would be one person's pay" if math.isnan(row["payout"]) else _cost(row, currency)
    reached = f"{percent(row['share_at_target_before'])} to {percent(row['share_at_target'])} at target"
    moved = f"pay falls by more than {percent(MOVED)} for {number(row['falls'])} and rises for {number(row['rises'])}"
    return f"{row['scenario']}, {what}: {cost}, {reached}, {moved}."


def case_in_words(row: Row) -> str:
    """What goes otherwise, where and by how much."""
    size = "" if math.isnan(row["size"]) else signed_percent(row["size"], 0)
    parts = (row["case"], f"({row['about']})" if row["about"] else "", size)
    return " ".join(str(part) for part in parts if part)


def _cost(row: Row, currency: str) -> str:
    sales = f", cost of sales {percent(row['cost_of_sales'], 1)}" if math.isfinite(row["cost_of_sales"]) else ""
    return f"{money(row['payout'], currency)} ({signed_percent(row['change'])}){sales}"


def _gaming(row: Row) -> str:
    if not row["people"]:
        return f"{row['scenario']}: what moving a deal would pay cannot be told without single deals."
    median = row["median_gain"]
    by = "" if math.isnan(median) else f", the middle one by {percent(median, 1)} of a year's target incentive"
    return (
        f"{row['scenario']}: moving one own deal into the period after or before would have paid "
        f"{number(row['gain'])} of {people(row['people'])} more{by}."
    )


def stress_text(found: Stress) -> str:
    """The cases as a table, then what moving deals would pay."""
    counts = f"Falls and rises: people whose pay moves by more than {percent(MOVED)}."
    hidden = [f"Not shown, fewer than five people: {listed(list(found.hidden))}."] if found.hidden else []
    return "\n\n".join([table_text(cases_table(found)), counts, *gaming_in_words(found), *hidden, _TOLD])


def gaming_in_words(found: Stress) -> list[str]:
    """What moving a deal would have paid, one sentence a scenario."""
    return [_gaming(row) for row in found.gaming.to_dict("records")]


def cases_table(found: Stress) -> Table:
    """One row a scenario and case."""
    lines = [
        (
            row["scenario"],
            case_in_words(row),
            "not told" if math.isnan(row["payout"]) else money(row["payout"], found.currency),
            "not told" if math.isnan(row["payout"]) else signed_percent(row["change"]),
            "" if math.isnan(row["cost_of_sales"]) else percent(row["cost_of_sales"], 2),
            f"{percent(row['share_at_target_before'])} → {percent(row['share_at_target'])}",
            number(row["falls"]),
            number(row["rises"]),
        )
        for row in found.cases.to_dict("records")
    ]
    heads = ["Scenario", "Case", "Variable pay", "Change", "Cost of sales", "At target", "Falls", "Rises"]
    return _written("One thing goes otherwise, everything else as last year", lines, heads)


_TOLD = (
    "People are taken to do what they did: nobody works more or less because of the plan. Raised targets that lower "
    "the cost of sales do so because people are paid less for the same work."
)


def _written(title: str, lines: Sequence[tuple[str, ...]], heads: list[str]) -> Table:
    kinds: tuple[Kind, ...] = tuple("text" for _ in heads)
    return Table(title, pd.DataFrame(lines, columns=heads), kinds)
