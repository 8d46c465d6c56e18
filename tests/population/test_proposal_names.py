"""How the names of columns, their units and the names of stages are understood."""

import pytest

from compsim.population.proposal.names import currency_in, fold, meaning_of


@pytest.mark.parametrize(
    ("one", "other"),
    [("CloseDate", "close_date"), ("Schließdatum", "SCHLIESSDATUM"), ("Währung", "Waehrung"), ("E-Mail", "email")],
)
def test_names_are_compared_without_their_dress(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("header", "code"),
    [("Betrag (EUR)", "EUR"), ("Amount [USD]", "USD"), ("Umsatz in CHF", "CHF"), ("value_gbp", "GBP"),
     ("Wert €", "EUR"), ("Betrag (netto)", ""), ("Amount", ""), ("neur", "")],
)  # fmt: skip
def test_a_header_names_its_currency(header: str, code: str) -> None:
    assert currency_in(header) == code


@pytest.mark.parametrize(
    ("value", "said"),
    [("Closed Won", ("won", "sure")), ("gewonnen", ("won", "sure")), ("Closed won (Sales Pipeline)", ("won", "likely")),
     ("Won - in delivery", ("won", "unsure")), ("not won", ("open", "likely")), ("wonderful", ("open", "likely")),
     ("verloren", ("lost", "sure")), ("Negotiation", ("open", "likely"))],
)  # fmt: skip
def test_a_stage_says_what_became_of_a_deal(value: str, said: tuple[str, str]) -> None:
    assert meaning_of(value) == said
