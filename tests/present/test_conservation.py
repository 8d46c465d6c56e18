"""The picture of what became of every row: each bar is a number of the report, and they add up."""

from decimal import Decimal

import pytest

from compsim.population.crediting.report import Account, Report, SetAside
from compsim.present.conservation import conservation, conservation_in_words, conservation_table


def report_of(*reasons: SetAside, amount: Decimal | None = Decimal("100.50")) -> Report:
    aside = sum((part.amount or Decimal(0) for part in reasons), Decimal(0))
    account = Account(
        measure="revenue",
        table="deals",
        rows_in=20,
        amount_in=amount,
        rows_credited=20 - sum(part.rows for part in reasons),
        amount_credited=None if amount is None else amount - aside,
        set_aside=reasons,
        parts_in=20,
        on_top=Decimal(0),
        returns=0,
        returned=Decimal(0),
    )
    return Report((account,), (), (), (), (), (), (), ("2025-01",), ())


LOST = SetAside("stage is <b>Lost</b>", 4, Decimal("30.25"))
RETURN = SetAside("rep is blank", 1, Decimal(-5))


def test_the_bars_are_the_reports_figures_and_end_at_what_is_credited() -> None:
    [bars] = conservation(report_of(LOST, RETURN), currency="EUR").figure.data
    assert list(bars.measure) == ["absolute", "relative", "relative", "total"]
    assert list(bars.x[:-1]) == [100.5, -30.25, 5]
    assert sum(bars.x[:-1]) == 75.25


def test_the_words_say_the_same_and_markup_in_names_stays_text() -> None:
    report = report_of(LOST, RETURN)
    words = conservation_in_words(report.flows(), "EUR")
    for told in (
        "In the file 20\N{NO-BREAK SPACE}rows, €100.50",
        "−4 rows, −€30.25",
        "−1 row, €5",
        "15\N{NO-BREAK SPACE}rows, €75.25",
    ):
        assert told in words
    chart = conservation(report)
    assert "<b>" not in str(chart.figure.layout.yaxis.ticktext) + str(chart.figure.data[0].hovertext)
    assert "stage is <b>Lost</b>" in chart.alt


def test_amounts_of_the_table_have_cents_all_or_none() -> None:
    with_cents = conservation_table(report_of(LOST, RETURN), "revenue", "EUR").frame
    assert list(with_cents["Amount (EUR)"]) == ["100.50", "−30.25", "5.00", "75.25"]
    whole = conservation_table(report_of(RETURN, amount=Decimal(100)), "revenue", "EUR").frame
    assert list(whole["Amount (EUR)"]) == ["100", "5", "105"]


def test_many_small_reasons_are_one_bar_and_nothing_is_lost() -> None:
    reasons = [SetAside(f"stage is {n}", 1, Decimal(n)) for n in range(1, 15)]
    [bars] = conservation(report_of(*reasons)).figure.data
    assert len(bars.x) == 14  # in, eleven reasons, the others, credited
    assert sum(bars.x[:-1]) == pytest.approx(100.5 - sum(range(1, 15)))
    assert min(bars.x[1:-1]) == -14


def test_a_count_shows_rows() -> None:
    counted = report_of(SetAside("stage is Lost", 4, None), amount=None)
    [bars] = conservation(counted).figure.data
    assert list(bars.x[:-1]) == [20, -4]
    assert conservation(report_of(LOST), by_rows=True).figure.data[0].x[0] == 20


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="no measure 'margin'"):
        conservation(report_of(LOST), "margin")


def test_long_reasons_that_begin_alike_are_told_apart_beside_their_bars() -> None:
    reasons = [SetAside(f"rep is not on the roster {when} the day", 1, Decimal(1)) for when in ("before", "after")]
    figure = conservation(report_of(*reasons)).figure
    labels = figure.layout.yaxis.ticktext
    assert labels[1] == "rep is not on the roster<br>before the day"
    assert len(set(labels)) == len(labels)
