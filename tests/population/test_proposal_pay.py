"""Pay by the month, shares in per cent, hours a week: asked about, and read as a person says."""

import pytest

from compsim.errors import MappingError
from compsim.population.mapping.reading import read_mapping
from compsim.population.proposal.propose import Proposal, propose_mapping
from compsim.population.proposal.words import lines_of

DEALS = "order id,sales rep,order date,amount,status\n1,Rep A,2025-01-14,100.50,Won\n2,Rep B,2025-02-14,200,Won\n"
ROWS = [("Rep A", "4800", "24000", "1.0"), ("Rep B", "4500", "18000", "0.5")]


def proposed(salary: str = "Base salary", incentive: str = "Target incentive", time: str = "FTE",
             rows: list[tuple[str, str, str, str]] = ROWS) -> Proposal:  # fmt: skip
    header = ["name", "role", "team", salary, incentive, time]
    lines = [[name, "hunter", "North", base, target, fte] for name, base, target, fte in rows]
    people = "\n".join(",".join(line) for line in [header, *lines])
    return propose_mapping({"people.csv": people.encode(), "orders.csv": DEALS.encode()})


def asked(proposal: Proposal) -> dict[str, str]:
    return {question.column: question.asks for question in proposal.questions}


def yearly(base: str = "57600") -> list[tuple[str, str, str, str]]:
    return [(name, base, target, fte) for name, _, target, fte in ROWS]


@pytest.mark.parametrize(
    "heading",
    ["Grundgehalt/Monat", "Base salary (monthly)", "Base salary /mo", "Fixgehalt p.m.", "Fixum mtl.", "Monatsgehalt",
     "Salaire de base par mois", "Sueldo base al mes", "Basissalaris per maand"],
)  # fmt: skip
def test_a_heading_that_speaks_of_a_month_is_a_question(heading: str) -> None:
    proposal = proposed(salary=heading, rows=yearly())
    assert set(asked(proposal)) == {"base_salary"}
    assert "speaks of a month, and base salary is money a year" in asked(proposal)["base_salary"]
    with pytest.raises(MappingError, match="expected a number above 0"):
        read_mapping(proposal.yaml())


@pytest.mark.parametrize("heading", ["Base salary", "Jahresgrundgehalt", "Grundgehalt p.a.", "Annual base salary"])
def test_a_heading_of_a_year_with_salaries_above_the_incentives_is_none(heading: str) -> None:
    assert asked(proposed(salary=heading, rows=yearly())) == {}


def test_salaries_below_the_incentives_of_the_same_people_are_a_question() -> None:
    assert asked(proposed())["base_salary"].startswith("2 of 2 people have a base salary below their target incentive")
    nobody_paid_a_salary = [(name, "0", target, fte) for name, _, target, fte in ROWS]
    assert asked(proposed(rows=nobody_paid_a_salary)) == {}


def test_the_answer_is_a_number_of_months_and_stands_in_the_mapping() -> None:
    proposal = proposed(salary="Grundgehalt/Monat")
    assert [way.times for way in proposal.tables["roster"].columns["base_salary"].ways] == ["12", "13", "14", "1"]
    assert "--times roster.base_salary=12" in "\n".join(lines_of(proposal))
    answered = proposal.with_times("roster", "base_salary", "13")
    assert asked(answered) == {}
    assert [shown.read for shown in answered.preview("roster", "base_salary")] == ["62400", "58500"]
    column = read_mapping(answered.yaml()).tables["roster"].columns["base_salary"]
    assert (column.column, column.times) == ("Grundgehalt/Monat", 13)


def test_a_year_is_an_answer_too() -> None:
    answered = proposed(salary="Grundgehalt/Monat").with_times("roster", "base_salary", "1")
    assert asked(answered) == {}
    assert read_mapping(answered.yaml()).tables["roster"].columns["base_salary"].times is None


def test_choosing_the_column_by_hand_does_not_answer_how_it_counts() -> None:
    chosen = proposed(salary="Grundgehalt/Monat").with_choice("roster", "base_salary", "Grundgehalt/Monat")
    assert set(asked(chosen)) == {"base_salary"}


@pytest.mark.parametrize(("heading", "times"), [("Zielbonus pro Quartal", "4"), ("Target bonus per month", "12")])
def test_an_incentive_by_month_or_quarter_is_a_question(heading: str, times: str) -> None:
    proposal = proposed(incentive=heading, rows=yearly())
    assert set(asked(proposal)) == {"target_incentive"}
    assert proposal.tables["roster"].columns["target_incentive"].ways[0].times == times


def test_a_monthly_salary_is_held_against_the_incentive_of_the_year() -> None:
    """An incentive of 2,000 a month is 24,000 a year, more than a salary of 4,800: then that is asked about."""
    rows = [(name, base, "2000", fte) for name, base, _, fte in ROWS]
    proposal = proposed(incentive="Bonus at target per month", rows=rows)
    assert set(asked(proposal)) == {"target_incentive"}
    assert set(asked(proposal.with_times("roster", "target_incentive", "12"))) == {"base_salary"}


@pytest.mark.parametrize("heading", ["Zielbonus Gehalt", "Bonus p.a.", "Variables Gehalt", "Commission"])
def test_a_word_of_bonus_beats_one_of_salary(heading: str) -> None:
    columns = proposed(salary=heading, incentive="x", rows=yearly()).tables["roster"].columns
    assert columns["base_salary"].column is None
    assert heading not in [offer.column for offer in columns["base_salary"].alternatives]


@pytest.mark.parametrize(
    ("heading", "cells", "first"),
    [("FTE", ("100", "80"), "0.01"), ("FTE %", ("100", "50"), "0.01"), ("Wochenstunden", ("40", "20"), "1/40"),
     ("Weekly hours", ("38.5", "30"), "1/38.5")],
)  # fmt: skip
def test_working_time_in_per_cent_or_hours_is_asked_about(heading: str, cells: tuple[str, str], first: str) -> None:
    rows = [(name, "57600", target, cell) for (name, _, target, _), cell in zip(ROWS, cells, strict=True)]
    proposal = proposed(time=heading, rows=rows)
    assert set(asked(proposal)) == {"fte"}
    choice = proposal.tables["roster"].columns["fte"]
    assert choice.ways[0].times == first
    with pytest.raises(MappingError):
        read_mapping(proposal.yaml())
    answered = proposal.with_times("roster", "fte", first)
    assert asked(answered) == {}
    assert answered.preview("roster", "fte")[0].read == "1"
    assert asked(proposal.with_choice("roster", "fte")) == {}  # or it is left out, and everybody works full time


def test_shares_written_with_a_sign_are_no_question() -> None:
    rows = [(name, "57600", target, cell) for (name, _, target, _), cell in zip(ROWS, ("100 %", "80 %"), strict=True)]
    proposal = proposed(rows=rows)
    assert asked(proposal) == {}
    assert [shown.read for shown in proposal.preview("roster", "fte")] == ["1", "0.8"]


def test_shares_of_two_kinds_have_to_be_written_alike() -> None:
    rows = [(name, "57600", target, cell) for (name, _, target, _), cell in zip(ROWS, ("0.8", "80"), strict=True)]
    assert "write all of them alike" in asked(proposed(rows=rows))["fte"]


@pytest.mark.parametrize("said", ["0", "-12", "twelve", "1/0", "?"])
def test_what_is_no_number_above_zero_is_refused(said: str) -> None:
    with pytest.raises(MappingError, match="is no number above 0"):
        proposed(salary="Grundgehalt/Monat").with_times("roster", "base_salary", said)


def test_nothing_can_be_multiplied_before_its_column_is_chosen() -> None:
    with pytest.raises(MappingError, match="there is no column to multiply yet"):
        proposed(salary="x", rows=yearly()).with_times("roster", "base_salary", "12")
