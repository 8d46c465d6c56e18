"""Any plan a file can say, on a small company that can answer all of it: strategies for properties of the whole."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from compsim.plan.quantity import write_ratio
from compsim.population.people import Population
from compsim.population.reading import population_from_tables

MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
SUMMED = ("revenue", "meetings")
percents = st.integers(0, 40).map(lambda n: write_ratio(n * 0.05))
REPS = ("ann", "ben", "cem", "dee", "eve")


@cache
def company() -> Population:
    """Five sellers in two teams and their manager over two years; one changes to part time, one joins late."""
    rng = np.random.default_rng(7)
    seller = {"role": "seller", "manager": "max", "target_incentive": 24000, "base_salary": 36000}
    roster = [
        {"rep": "ann", "team": "one", "region": "north", **seller},
        {"rep": "ben", "team": "one", "region": "south", **seller, "end": "2025-06-30"},
        {"rep": "ben", "team": "one", "region": "south", **seller, "start": "2025-07-01", "fte": 0.5},
        {"rep": "cem", "team": "two", "region": "north", **seller},
        {"rep": "dee", "team": "two", "region": "west", **seller, "start": "2025-03-10"},
        {"rep": "eve", "team": "", "region": "west", **seller},
        {"rep": "max", "team": "one", "role": "lead", "target_incentive": 30000, "base_salary": 50000},
    ]
    results, deals = [], []
    for rep in REPS:
        for place, month in enumerate(MONTHS):
            late = rep == "dee" and month < "2025-03"
            if late:
                continue
            target = 0 if (rep, month) == ("cem", "2025-02") else 100
            results.append({"rep": rep, "measure": "revenue", "period": month, "actual": None, "target": target})
            row = {"rep": rep, "measure": "meetings", "period": month, "actual": int(rng.integers(0, 40)), "target": 20}
            results.append(row)
            for n in range(int(rng.integers(1, 4))):
                amount = float(rng.integers(-10, 90))
                line = "services" if (place + n) % 3 else "devices"
                day = "2025-03-15" if rep == "dee" and month == "2025-03" else f"{month}-12"
                deal = {"deal": f"{rep}{place}{n}", "rep": rep, "measure": "revenue", "period": month, "day": day}
                deals.append({**deal, "amount": amount, "product_line": line, "years": 1 + (place + n) % 3})
    measures = [
        {"measure": "revenue", "combine": "sum", "unit": "money"},
        {"measure": "meetings", "combine": "sum"},
        {"measure": "yield", "combine": "ratio", "numerator": "revenue", "denominator": "meetings"},
    ]
    frames = {"roster": roster, "results": results, "deal_credits": deals, "measures": measures}
    return population_from_tables({name: pd.DataFrame(rows) for name, rows in frames.items()})


@st.composite
def curve_tables(draw: st.DrawFn, most_edges: int = 4) -> dict[str, str]:
    """Pairs of percentages with rising edges."""
    edges = sorted(draw(st.lists(st.integers(0, 40), min_size=1, max_size=most_edges, unique=True)))
    return {write_ratio(edge * 0.05): draw(percents) for edge in edges}


@st.composite
def objective_curves(draw: st.DrawFn) -> dict[str, Any]:
    """A pay curve on attainment."""
    kind = draw(st.sampled_from(["points", "steps", "rates"]))
    curve: dict[str, Any] = {kind: draw(curve_tables())}
    if kind == "rates":
        curve["tiers"] = draw(st.sampled_from(["marginal", "whole", "reached"]))
    if kind == "points":
        curve["beyond"] = draw(st.sampled_from(["flat", "nothing", "continue"]))
        curve["below"] = draw(st.sampled_from(["zero", "first"]))
    curve["edge"] = draw(st.sampled_from(["upper", "lower"]))
    return curve


multipliers = st.sampled_from(
    [
        {"roster": "region", "factors": {"north": "110%", "south": "80%"}, "otherwise": "90%"},
        {"measure": "yield", "curve": {"points": {"0": "80%", "3": "120%"}}},
        {
            "measure": "meetings",
            "on": "attainment",
            "measured": "year",
            "curve": {"steps": {"50%": "90%", "100%": "1"}},
        },
        {
            "matrix": {
                "down": {"measure": "revenue", "at": ["80%", "120%"]},
                "across": {"measure": "yield", "on": "value", "at": [1, 3]},
                "factors": [["50%", "80%"], ["100%", "130%"]],
                "between": "lines",
            }
        },
    ]
)


@st.composite
def objectives(draw: st.DrawFn, timing: dict[str, Any], with_curve: bool) -> dict[str, Any]:
    """One objective without its weight."""
    part: dict[str, Any] = {"measure": draw(st.sampled_from(SUMMED)), **timing}
    part["credit"] = draw(st.sampled_from(["individual", "individual", "team", "company"]))
    if part["credit"] != "individual" and draw(st.booleans()):
        part["shared"] = draw(st.sampled_from(["equally", "by_incentive", "by_result"]))
    if draw(st.booleans()):
        part["target"] = draw(
            st.sampled_from(
                [{"every_month": 30}, {"last_year_plus": "5%"}, {"every_year": 240, "ramp": {0: "50%", 6: 1}}]
            )
        )
    if part["measure"] == "revenue" and draw(st.booleans()):
        part["where"] = {"product_line": "services"}
    if draw(st.booleans()):
        part["multiplier"] = draw(multipliers)
    if draw(st.booleans()):
        caps = {"attainment": "120%", "factor": "150%", "money": 1500}
        part["caps"] = {name: caps[name] for name in draw(st.lists(st.sampled_from(sorted(caps)), unique=True))}
    return {**part, "curve": draw(objective_curves())} if with_curve else part


@st.composite
def timings(draw: st.DrawFn) -> dict[str, Any]:
    """Over which stretch, against what, and when it pays."""
    return {
        "measured": draw(st.sampled_from(["month", "quarter", "half_year", "year"])),
        "against": draw(st.sampled_from(["to_date", "full"])),
        "pays": draw(st.sampled_from(["true_up", "rate_only", "at_end"])),
        "take_back": draw(st.booleans()),
    }


commissions = st.sampled_from(
    [
        {"measure": "revenue", "rates": {0: "2%", 100: "5%"}, "measured": "deal"},
        {"measure": "revenue", "rates": {0: "2%", 100: "5%"}, "measured": "deal", "deal_factor": True},
        {"measure": "revenue", "rates": {0: "2%", 300: "5%"}, "tiers": "whole", "take_back": True},
        {"measure": "revenue", "rates": {0: "50%", 10: "10%"}, "by": "payout"},
        {"measure": "revenue", "rates": {0: "1%", 500: "3%"}, "tiers": "whole", "by": {"credit": "team"}},
        {"measure": "meetings", "rates": {0: "5 each"}, "where_lines": False},
        {"measure": "revenue", "points": {0: 0, 400: 900}},
        {"measure": "revenue", "on": "attainment", "rates": {"100%": "10%"}, "measured": "year"},
        {"measure": "revenue", "on": "attainment", "steps": {"100%": "20%"}, "of": "target_incentive"},
        {"measure": "revenue", "on": "attainment", "steps": {"90%": "2%"}, "of": "base_salary"},
    ]
)
gates = st.sampled_from(
    [
        {"measure": "revenue", "hurdle": "90%", "credit": "team", "otherwise": "50%"},
        {"measure": "meetings", "hurdle": 18, "on": "value", "holds": "everything", "measured": "year"},
        {"measure": "revenue", "hurdle": "110%", "holds": "above_target", "measured": "year", "otherwise": "25%"},
        {"measure": "revenue", "hurdle": "95%", "holds": ["first"], "measured": "year"},
    ]
)
plan_caps = st.sampled_from(
    [{"payout": "120%", "per": "year"}, {"money": 2500}, {"total_pay": 60000, "per": "year"}, {"pool": 9000}]
)
draws = st.sampled_from(
    [
        {"every_month": 900},
        {"every_month": 900, "kind": "recoverable"},
        {"every_month": 900, "kind": "recoverable", "recovered_from": "commission", "first_months": 5},
    ]
)


@st.composite
def plans(draw: st.DrawFn, settled: str = "") -> dict[str, Any]:
    """One role's plan as its file says it."""
    plan: dict[str, Any] = {"settled": settled or draw(st.sampled_from(["monthly", "quarterly", "yearly"]))}
    blended = draw(st.booleans())
    count = draw(st.integers(1, 3))
    common = draw(timings())
    weights = {1: ["100%"], 2: ["65%", "35%"], 3: ["50%", "30%", "20%"]}[count]
    plan["objectives"] = {
        name: {"weight": weight, **draw(objectives(common if blended else draw(timings()), not blended))}
        for name, weight in zip(("first", "second", "third"), weights, strict=False)
    }
    if blended:
        plan |= {"mix": "blended", "curve": draw(objective_curves())}
    if draw(st.booleans()):
        plan["commissions"] = {"extra": _commission(draw(commissions))}
    plan["gates"] = draw(st.lists(gates, max_size=2))
    plan["caps"] = draw(st.lists(plan_caps, max_size=2, unique_by=str))
    if draw(st.booleans()):
        plan["draw"] = draw(draws)
    if draw(st.booleans()):
        how = draw(st.sampled_from(["half_up", "half_even", "down"]))
        plan["rounding"] = {"how": how, "each": draw(st.sampled_from(["component", "settlement"]))}
    plan["proration"] = draw(st.sampled_from(["days", "full_months", "started_months"]))
    return {key: value for key, value in plan.items() if value}


def _commission(drawn: dict[str, Any]) -> dict[str, Any]:
    part = {key: value for key, value in drawn.items() if key not in ("deal_factor", "where_lines")}
    return (
        {**part, "multiplier": {"deal": "years", "factors": {"1": 1, "2": "110%"}}} if "deal_factor" in drawn else part
    )


@st.composite
def scenarios(draw: st.DrawFn, settled: str = "") -> dict[str, Any]:
    """A scenario for the small company: the sellers' plan, and their manager paid on what they were paid."""
    lead = {
        "settled": "quarterly",
        "commissions": {"override": {"measure": "payout", "credit": "reports", "rates": {0: "5%"}}},
    }
    return {
        "scenario": "any",
        "currency": "EUR",
        "periods": {"from": "2025-01", "to": "2025-12"},
        "plans": {"lead": lead, "seller": draw(plans(settled))},
    }
