"""Results as a paragraph: what is, in neutral words, without judging it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from compsim.analysis.attainment import Attainment
from compsim.analysis.cost import TotalCost
from compsim.analysis.groups import Grouped
from compsim.analysis.impact import PAID, ChangeBand, Impact
from compsim.analysis.norms import SHARE_AT_TARGET_BANDS, Band, placed_in
from compsim.analysis.rows import of_scenario
from compsim.present.numbers import (
    MINUS,
    SPACE,
    counted,
    listed,
    money,
    number,
    people,
    percent,
    share_in_words,
    signed_percent,
    spoken,
)

BAND_NAMES: dict[ChangeBand, str] = {
    "falls_over_5": f"below {MINUS}5{SPACE}%",
    "falls": f"{MINUS}5 to {MINUS}0.5{SPACE}%",
    "same": f"±0.5{SPACE}%",
    "rises": f"0.5 to 5{SPACE}%",
    "rises_over_5": f"above 5{SPACE}%",
    "nothing_before": "nothing before",
}
Row = Mapping[Hashable, Any]  # one row of a result


def cost_in_words(cost: TotalCost) -> str:
    """What each scenario pays, against target incentive and sales, and how it differs from the first."""
    first, *others = cost.frame.to_dict("records")
    told = [_one_cost(row, cost.currency) for row in (first, *others)]
    withheld = parts_withheld_in_words(cost.hidden_components)
    return " ".join((*told, *(_against_first(row, first, cost.currency) for row in others), withheld)).strip()


def attainment_in_words(attainment: Attainment) -> str:
    """Who is at target, who is paid the target incentive, who nothing, and how far apart people stand."""
    told = [_one_attainment(attainment, row) for row in attainment.frame.to_dict("records")]
    return " ".join((*told, parts_withheld_in_words(attainment.hidden_objectives))).strip()


def impact_in_words(impact: Impact) -> str:
    """Whose pay each scenario raises and lowers, what it costs, and who could not be compared."""
    told = [one_impact_in_words(impact, str(name)) for name in impact.totals["scenario"]]
    return " ".join((*told, *([hidden_in_words(impact.groups)] if impact.groups else []))).strip()


def one_impact_in_words(impact: Impact, name: str) -> str:
    """The same for one scenario."""
    total = of_scenario(impact.totals, name).to_dict("records")[0]
    reference = "what was paid" if impact.baseline == PAID else impact.baseline
    if not total["people"]:
        return f"Nobody can be compared between {reference} and {name}."
    first = (
        f"Against {reference}, {name} raises the pay of {people(total['raised'])}, lowers that of "
        f"{number(total['lowered'])} and leaves that of {number(total['unchanged'])} within 0.5{SPACE}%."
    )
    return " ".join(
        part for part in (first, _pot(total, impact.currency), _far(impact, name), _left_out(impact, name)) if part
    )


def norms_in_words(figure: float, bands: Sequence[Band] = SHARE_AT_TARGET_BANDS) -> str:
    """Where a figure (ratio) stands against each published band, without a verdict."""
    placed = placed_in(figure, tuple(bands))
    told = [f"{item.position} “{item.band.name}” ({_published(item.band)})" for item in placed]
    if not told:
        return "Nobody could be counted."
    return f"{percent(figure)} is {listed(told)}. The published ranges disagree; none of them is a verdict."


def hidden_in_words(grouped: Grouped) -> str:
    """Which groups are withheld, and why; empty if none is."""
    if not grouped.hidden:
        return ""
    shown = counted(len(grouped.hidden), "group is", "groups are")
    return f"{shown} not shown, to protect groups of fewer than five people."


def parts_withheld_in_words(hidden: Sequence[str]) -> str:
    """Which parts of plans are not shown by themselves, and why; empty if none is."""
    if not hidden:
        return ""
    shown = f"{listed([spoken(name) for name in hidden])} {'is' if len(hidden) == 1 else 'are'} not shown apart"
    return f"{shown}, to protect groups of fewer than five people."


def _one_cost(row: Row, currency: str) -> str:
    pays = f"{row['scenario']} pays {people(row['people'])} {money(row['payout'], currency)}"
    against = (
        f", {percent(row['payout_ratio'], 1)} of their target incentive" if math.isfinite(row["payout_ratio"]) else ""
    )
    base = f", and {money(row['total_pay'], currency)} with base salaries"
    sales = ""
    if math.isfinite(row["cost_of_sales"]):
        with_base = percent(row["cost_of_sales_with_base"], 1)
        share = f"{percent(row['cost_of_sales'], 1)} of sales of {money(row['sales'], currency)}"
        sales = f" Variable pay is {share}; with base salaries {with_base}."
    return f"{pays}{against}{base}.{sales}{_without_plan(row)}"


def _without_plan(row: Row) -> str:
    n = row["people_without_plan"]
    return f" {people(n)} on the roster {'has' if n == 1 else 'have'} no plan in it; sales include theirs." if n else ""


def _against_first(row: Row, first: Row, currency: str) -> str:
    difference = row["payout"] - first["payout"]
    amount = money(abs(difference), currency)
    if amount == money(0.0, currency):
        return f"{row['scenario']} pays the same in total as {first['scenario']}."
    change = f" ({signed_percent(difference / first['payout'])})" if first["payout"] > 0 else ""
    return f"{row['scenario']} pays {amount} {'more' if difference > 0 else 'less'} than {first['scenario']}{change}."


def _one_attainment(attainment: Attainment, row: Row) -> str:
    name = str(row["scenario"])
    told = [
        f"Under {name}, {_these(row['at_target'], row['with_objectives'], 'reach')} 100{SPACE}% attainment or more.",
        f"{_these(row['paid_target'], row['with_incentive'], 'get')} their target incentive or more,",
        f"and {_these(row['without_pay'], row['n'], 'get')} no pay.",
        _spread(attainment, name),
        _objectives(attainment, name),
    ]
    if row["incomplete"]:
        told.append(f"A result is missing for {number(row['incomplete'])}, whose pay is therefore a lower bound.")
    return " ".join(part for part in told if part)


def _these(part: float, whole: float, verb: str) -> str:
    """`52 of 70 (74 %) reach`, `1 of 70 (1 %) reaches`."""
    return f"{share_in_words(part, whole)} {verb}{('es' if verb.endswith('ch') else 's') if part == 1 else ''}"


def _spread(attainment: Attainment, name: str) -> str:
    found = {row["figure"]: row for row in of_scenario(attainment.quantiles, name).to_dict("records")}
    of_one = found["attainment"]
    if math.isnan(of_one["p50"]):
        return ""
    return (
        f"Half of them stand at {percent(of_one['p50'])} or above; a tenth at {percent(of_one['p10'])} or below, "
        f"a tenth at {percent(of_one['p90'])} or above."
    )


def _objectives(attainment: Attainment, name: str) -> str:
    part = attainment.by_objective[attainment.by_objective["scenario"] == name]
    told = [f"{spoken(row['objective'])} {percent(row['share_at_target'])}" for row in part.to_dict("records")]
    return f"At target by objective: {listed(told)}." if told else ""


def _pot(total: Row, currency: str) -> str:
    amount = money(abs(total["difference"]), currency)
    if amount == money(0.0, currency):
        return "In total it pays the same."
    change = f" ({signed_percent(total['change'])})" if math.isfinite(total["change"]) else ""
    return f"In total it pays {amount} {'more' if total['difference'] > 0 else 'less'}{change}."


def _far(impact: Impact, name: str) -> str:
    n = {row["band"]: row["people"] for row in of_scenario(impact.bands, name).to_dict("records")}
    far = f"by more than 5{SPACE}%"
    told = f"The pay of {number(n['falls_over_5'])} falls {far}, that of {number(n['rises_over_5'])} rises {far}."
    return f"{told} {people(n['nothing_before'])} had nothing before." if n["nothing_before"] else told


def _left_out(impact: Impact, name: str) -> str:
    reasons = impact.left_out[impact.left_out["scenario"] == name]["reason"].value_counts(sort=False)
    told = [f"{number(n)} with {reason}" for reason, n in reasons.items()]
    return f"Not compared: {listed(told)}." if told else ""


def _published(band: Band) -> str:
    return f"{band.kind}, {band.year or 'undated'}"
