"""What became of every row, as a picture and in words: from the input rows to what is credited, reason by reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import pandas as pd
import plotly.graph_objects as go

from compsim.population.crediting.report import Account, Flow, Report
from compsim.present.charts.figure import (
    Chart,
    Layout,
    drawn,
    empty,
    in_two_lines,
    money_axis,
    names_axis,
    plain_axis,
    safe,
)
from compsim.present.headings import Kind
from compsim.present.numbers import counted, listed, money, number, spoken
from compsim.present.tables import Table
from compsim.present.theme import GREY, ORANGE, TEAL

BAR = 34  # pixels a bar
MOST_BARS = 12  # reasons with a bar of their own; the smallest are told together
KINDS = {"in": "In the file", "shared": "Added by shares", "credited": "Credited"}
OTHERS = "other reasons"


def conservation(
    report: Report, measure: str | None = None, currency: str = "", *, dark: bool = False, by_rows: bool = False
) -> Chart:
    """One measure's way from input rows to credited ones, as a waterfall; without a name, the first measure's.

    Bars are amounts in the measure's unit, or rows where it counts whole rows or `by_rows` asks for them. ValueError if
    the report has no such measure.
    """
    name = report.accounts[0].measure if measure is None and report.accounts else measure
    flows = [flow for flow in report.flows() if flow.measure == name]
    if not flows:
        raise ValueError(f"the report has no measure '{name}'")
    title = f"What became of every row: {spoken(name)}"
    if not flows[0].rows:
        return empty("conservation", title, "the file holds no rows", dark)
    rows = by_rows or flows[0].amount is None
    bars = _largest(flows, rows)
    figure = drawn(
        "conservation", title, [_waterfall(bars, rows, currency)], dark=dark, **_layout(bars, rows, currency)
    )
    return Chart(figure, f"{title}. {conservation_in_words(flows, currency)}")


def conservation_table(report: Report, measure: str, currency: str = "") -> Table:
    """The same as a table: what came in, what shares added, each reason, what is credited; rows and amounts add up.

    Amounts have cents where one of them has.
    """
    flows = [flow for flow in report.flows() if flow.measure == measure]
    amount = f"Amount ({currency})" if currency else "Amount"
    cents = max((_cents(flow.amount) for flow in flows if flow.amount is not None), default=0)
    frame = pd.DataFrame(
        {
            "": [_label(flow) for flow in flows],
            "Rows": [number(flow.rows) for flow in flows],
            amount: ["" if flow.amount is None else number(float(flow.amount), cents) for flow in flows],
        }
    )
    return Table(f"What became of every row: {spoken(measure)}", frame, ("text", "written", "written"))


def targets_table(report: Report, currency: str = "") -> Table:
    """What became of the targets, a line for each measure and reason; targets and sums of a measure add up.

    Sums are in the measure's own unit, money in `currency`; they have cents where one of them has.
    """
    lines = [line for account in report.targets for line in _target_lines(account)]
    cents = max((_cents(amount) for *_, amount in lines), default=0)
    frame = pd.DataFrame(
        {
            "Measure": [spoken(measure) for measure, *_ in lines],
            "What became of them": [label for _, label, *_ in lines],
            "Targets": [number(rows) for _, _, rows, _ in lines],
            "Sum": [number(float(amount), cents) for *_, amount in lines],
        }
    )
    unit = f" (money in {currency})" if currency else ""
    return Table(f"What became of the targets{unit}", frame, ("text", "text", "written", "written"))


def _target_lines(account: Account) -> Iterator[tuple[str, str, int, Decimal]]:
    """Measure, label, targets and their sum: what came in, what was given to somebody, and each reason."""
    name = account.measure
    yield name, "In the file", account.rows_in, account.amount_in or Decimal(0)
    yield name, "Given to a person on the plan", account.rows_credited, account.amount_credited or Decimal(0)
    for part in account.set_aside:
        yield name, f"Set aside: {part.reason}", part.rows, part.amount or Decimal(0)


def targets_in_words(report: Report) -> str:
    """How many targets came in, were given to a person and were set aside, over all measures."""
    came, given = (sum(getattr(each, name) for each in report.targets) for name in ("rows_in", "rows_credited"))
    aside = came - given
    told = "none was set aside" if not aside else f"{number(aside)} {'was' if aside == 1 else 'were'} set aside"
    said = f"{counted(came, 'target', 'targets')} came in"
    return f"{said}; {number(given)} {'was' if given == 1 else 'were'} given to a person on the plan, {told}."


def set_aside_table(rows: pd.DataFrame) -> Table:
    """The rows that nobody is credited for, one a line, with their reason and what stands in them."""
    headings = {name: str(name).strip("_").replace("_", " ").capitalize() for name in rows}
    kinds: tuple[Kind, ...] = tuple("money" if rows[name].dtype.kind == "f" else "text" for name in rows)
    texts = {str(name): rows[name].fillna("") for name, kind in zip(rows, kinds, strict=True) if kind == "text"}
    return Table("Rows that nobody is credited for", rows.assign(**texts).rename(columns=headings), kinds)


def conservation_in_words(flows: Sequence[Flow], currency: str = "") -> str:
    """The same numbers as a sentence; they add up."""
    first, *between, last = flows
    told = [f"{_label(flow)} {_figure(flow, currency)}" for flow in between]
    aside = f"; {listed(told)}" if told else ""
    return f"{_label(first)} {_figure(first, currency)}{aside}; {_label(last).lower()} {_figure(last, currency)}."


def _largest(flows: Sequence[Flow], rows: bool) -> list[Flow]:
    """The flows with the smallest reasons as one, so that every bar can be read."""
    reasons = sorted((flow for flow in flows if flow.kind == "set_aside"), key=lambda flow: _size(flow, rows))
    few, many = reasons[: MOST_BARS - 1], reasons[MOST_BARS - 1 :]
    if len(many) < 2:
        return list(flows)
    amounts = [flow.amount for flow in many if flow.amount is not None]
    total = sum(amounts, Decimal(0)) if amounts else None
    rest = Flow(many[0].measure, many[0].table, "set_aside", OTHERS, sum(flow.rows for flow in many), total)
    kept = [flow for flow in flows if flow.kind != "set_aside" or flow in few]
    return [*kept[:-1], rest, kept[-1]]


def _size(flow: Flow, rows: bool) -> float:
    """How far the bar reaches to the left; returns that are set aside reach to the right."""
    return -abs(_value(flow, rows))


def _waterfall(bars: Sequence[Flow], rows: bool, currency: str) -> go.Waterfall:
    values = [_value(flow, rows) for flow in bars]
    told = [f"{_label(flow)}: {_figure(flow, currency)}" for flow in bars]
    return go.Waterfall(
        orientation="h",
        measure=["absolute", *("relative" for _ in bars[1:-1]), "total"],
        x=[*values[:-1], None],
        y=list(range(len(bars))),
        connector={"line": {"color": GREY, "width": 1}},
        increasing={"marker": {"color": TEAL}},
        decreasing={"marker": {"color": ORANGE}},
        totals={"marker": {"color": TEAL}},
        hovertext=[safe(line) for line in told],
        hoverinfo="text",
        showlegend=False,
    )


def _layout(bars: Sequence[Flow], rows: bool, currency: str) -> Layout:
    names = names_axis([_beside(flow) for flow in bars], written_as=in_two_lines) | {"autorange": "reversed"}
    across = plain_axis("Rows") if rows else money_axis("Amount", currency)
    return {"xaxis": across, "yaxis": names, "height": 120 + BAR * len(bars)}


def _label(flow: Flow) -> str:
    return f"Set aside: {flow.reason}" if flow.kind == "set_aside" else KINDS[flow.kind]


def _beside(flow: Flow) -> str:
    """The label where there is little room: a bar to the left says by itself that it is set aside."""
    return flow.reason if flow.kind == "set_aside" else KINDS[flow.kind]


def _value(flow: Flow, rows: bool) -> float:
    return float(flow.rows if rows or flow.amount is None else flow.amount)


def _figure(flow: Flow, currency: str) -> str:
    """Rows, and the amount where there is one, to the cent where it has cents."""
    rows = (
        counted(flow.rows, "row", "rows")
        if flow.rows >= 0
        else f"{number(flow.rows)} {'row' if flow.rows == -1 else 'rows'}"
    )
    if flow.amount is None:
        return rows
    return f"{rows}, {money(float(flow.amount), currency, decimals=_cents(flow.amount))}"


def _cents(amount: Decimal) -> int:
    return 0 if amount == amount.to_integral_value() else 2
