"""People whose name is spelt otherwise: offered with what they would credit, and the year and the money as answers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from compsim.errors import MappingError
from compsim.population.crediting.credit import credit_deals
from compsim.population.mapping.reading import read_mapping
from compsim.population.proposal.months import months_offered, rows_by_month
from compsim.population.proposal.propose import Proposal, propose_mapping

FILES = {
    "people.csv": "Mitarbeiter;Funktion;Team;Grundgehalt p.a.;Zielbonus p.a.\n"
    "Dörte Föhre;AE;Nord;50.000,00;15.000,00\nJürn Lärche;AE;Nord;52.000,00;15.000,00\n"
    "Ivo Eiche;AM;Süd;48.000,00;9.000,00\n",
    "deals.csv": "Auftragsnummer;Verkäufer;Phase;Abschlussdatum;Auftragswert\n"
    "A-1;Dörte Föhre;Gewonnen;14.01.2025;1.000,50\nA-2;Doerte Före;Gewonnen;20.02.2025;2.000,25\n"
    "A-3;Doerte Före;Verloren;21.03.2025;500,00\nA-4;Jürn Lärche;Gewonnen;30.11.2024;100,00\n"
    "A-5;Ivo Eiche;Gewonnen;24.12.2025;300,00\nA-6;Wer Anders;Gewonnen;24.05.2025;7,00\n",
    "Ziele.csv": "Mitarbeiter;Monat;Umsatzziel\nDörte Föhre;01/2025;900,00\nLärche, Jürn;02/2025;1.500,00\n"
    "Ivo Eiche;12/2025;250,00\n",
}
DOERTE = ("deals", "rep", "Doerte Före", "Dörte Föhre")


@pytest.fixture(name="proposal", scope="module")
def _fixture_proposal() -> Proposal:
    return propose_mapping({name: text.encode() for name, text in FILES.items()})


def credited_revenue(proposal: Proposal, folder: Path) -> Decimal | None:
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    report = credit_deals(folder, read_mapping(proposal.yaml())).report
    return next(account.amount_credited for account in report.accounts if account.measure == "revenue")


def test_a_person_spelt_otherwise_is_offered_with_rows_and_money_that_count(proposal: Proposal) -> None:
    offers = {(o.table, o.on, o.spelt, o.known): (o.rows, o.counted, o.amount) for o in proposal.offers}
    assert offers == {DOERTE: (2, 1, 2_000.25), ("targets", "rep", "Lärche, Jürn", "Jürn Lärche"): (1, None, 1_500.0)}
    deals = next(join for join in proposal.people if join.to == "deals")
    assert (deals.rows, deals.met, set(deals.strays)) == (6, 3, {"Doerte Före", "Wer Anders"})
    assert deals.loose_money == pytest.approx(2_007.25)


def test_only_what_a_person_accepts_is_applied(proposal: Proposal, tmp_path: Path) -> None:
    assert proposal.accepted == ()
    assert credited_revenue(proposal, tmp_path) == Decimal("1400.50")  # 1,000.50 + 100 + 300
    said = proposal.with_spelling("rep", "Doerte Före")
    assert [offer.known for offer in said.accepted] == ["Dörte Föhre"]
    assert credited_revenue(said, tmp_path) == Decimal("3400.75")  # and 2,000.25
    assert said.with_spelling("rep", "Doerte Före", applied=False).yaml() == proposal.yaml()
    assert said.with_spelling("rep", "Lärche, Jürn", table="targets").yaml().count("a person has confirmed") == 2


def test_a_name_between_two_people_stands_for_the_last_that_was_said() -> None:
    others = {"Dörte Föhre": "Anna Ulme", "Jürn Lärche": "Anne Ulme", "Doerte Före": "Ann Ulme"}
    texts = {name: FILES[name] for name in ("people.csv", "deals.csv")}
    for one, other in others.items():
        texts = {name: text.replace(one, other) for name, text in texts.items()}
    proposal = propose_mapping({name: text.encode() for name, text in texts.items()})
    known = {offer.known for offer in proposal.offers if offer.spelt == "Ann Ulme"}
    assert known == {"Anna Ulme", "Anne Ulme"}
    both = proposal.with_spelling("rep", "Ann Ulme", "Anna Ulme").with_spelling("rep", "Ann Ulme", "Anne Ulme")
    assert [(offer.spelt, offer.known) for offer in both.accepted] == [("Ann Ulme", "Anne Ulme")]
    with pytest.raises(MappingError, match="no close spelling is offered"):
        proposal.with_spelling("rep", "Ann Ulme", "Ivo Eiche")


def test_the_year_and_the_currency_stand_in_the_mapping(proposal: Proposal, tmp_path: Path) -> None:
    rows = rows_by_month(proposal)
    assert rows["2025-01"] == 1
    assert list(rows) == ["2024-11", "2025-01", "2025-02", "2025-03", "2025-05", "2025-12"]
    assert months_offered(rows)[0] == "2024-01"
    assert months_offered(rows)[-1] == "2025-12"
    said = proposal.with_months("2025-01", "2025-11").with_currency("CHF")
    mapping = read_mapping(said.yaml())
    assert (mapping.period.first, mapping.period.last, mapping.year_starts) == ("2025-01", "2025-11", "2025-01")
    assert mapping.currency == "CHF"
    assert credited_revenue(said, tmp_path) == Decimal("1000.50")


@pytest.mark.parametrize(("first", "last"), [("2025-13", ""), ("2025-02", "2025-01"), ("January", "")])
def test_months_that_cannot_be_are_refused(proposal: Proposal, first: str, last: str) -> None:
    with pytest.raises(MappingError):
        proposal.with_months(first, last)


def test_the_currency_of_the_rows_cannot_be_talked_away() -> None:
    lines = FILES["deals.csv"].splitlines()
    paid = "\n".join([f"{lines[0]};Währung", *(f"{line};EUR" for line in lines[1:])])
    proposal = propose_mapping({name: text.encode() for name, text in {**FILES, "deals.csv": paid}.items()})
    assert proposal.currency.found == ("EUR",)
    with pytest.raises(MappingError, match="the rows name EUR"):
        proposal.with_currency("USD")
    with pytest.raises(MappingError, match="is no currency"):
        proposal.with_currency("Euro")


def test_answers_hold_for_the_same_files_given_again_and_the_rest_is_asked_anew(proposal: Proposal) -> None:
    said = (
        proposal.with_spelling("rep", "Doerte Före").with_months("2025-01").with_choice("roster", "team", value="all")
    )
    later = {**FILES, "people.csv": f"{FILES['people.csv']}Neu Hier;AM;Süd;48.000,00;9.000,00\n"}
    again = propose_mapping({name: text.encode() for name, text in later.items()}).answered(said.answers)
    assert again.tables["roster"].columns["team"].value == "all"
    assert again.answers.months == ("2025-01", "")
    assert [offer.spelt for offer in again.accepted] == ["Doerte Före"]
    gone = {name: text.encode() for name, text in later.items() if name != "people.csv"}
    assert propose_mapping(gone).answered(said.answers).accepted == ()
