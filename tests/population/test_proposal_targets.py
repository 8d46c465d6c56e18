"""A file of targets is recognised, and what it leaves open is asked: the time, the year, the measure."""

from decimal import Decimal
from pathlib import Path

import pytest

from compsim.errors import MappingError
from compsim.population.crediting.credit import credit_deals
from compsim.population.mapping.reading import read_mapping
from compsim.population.proposal.propose import Proposal, propose_mapping

PEOPLE = """\
id,name,role,team,base_salary,target_incentive
7,Rep A,hunter,North,60000,20000
8,Rep B,hunter,South,60000,20000
"""
DEALS = """\
order id,sales rep,order date,amount,status,customer,type
1,Rep A,2025-01-14,100.50,Won,K,New Business
2,Rep B,2025-02-14,200,Won,L,Existing Business
3,Rep B,2025-03-14,300,Lost,L,New Business
"""
TARGETS = "Mitarbeiter;Quartal;Umsatzziel\nRep A;Q1/2025;1.000,50\nRep B;Q1/2025;2.000,00\n"


def proposed(targets: str, name: str = "Ziele_2025.csv", **others: str) -> Proposal:
    files = {"orders.csv": DEALS, "people.csv": PEOPLE, name: targets, **others}
    return propose_mapping({file: text.encode() for file, text in files.items()})


def asked(proposal: Proposal) -> dict[str, str]:
    return {question.column: question.asks for question in proposal.questions if question.table == "targets"}


def columns(proposal: Proposal) -> dict[str, str | float]:
    choices = proposal.tables["targets"].columns.values()
    return {c.name: c.column if c.value is None else c.value for c in choices if c.given}  # type: ignore[misc]


def test_a_file_of_targets_is_found_and_its_heading_names_the_measure(tmp_path: Path) -> None:
    proposal = proposed(TARGETS)
    assert proposal.questions == ()
    assert columns(proposal) == {
        "rep": "Mitarbeiter",
        "measure": "revenue",
        "period": "Quartal",
        "target": "Umsatzziel",
    }
    for file, text in (("orders.csv", DEALS), ("people.csv", PEOPLE), ("Ziele_2025.csv", TARGETS)):
        (tmp_path / file).write_text(text, encoding="utf-8")
    credited = credit_deals(tmp_path, read_mapping(proposal.yaml()))
    account = credited.report.targets[0]
    assert (account.rows_in, account.rows_credited, account.amount_credited) == (2, 2, Decimal("3000.50"))


def test_targets_by_the_year_have_a_column_or_one_value_for_the_time() -> None:
    assert columns(proposed("rep,Year,Sales target\nRep A,2025,10\nRep B,2025,20\n"))["period"] == "Year"
    proposal = proposed("rep,Sales target\nRep A,10\nRep B,20\n")
    assert "does not say when" in asked(proposal)["period"]
    with pytest.raises(MappingError, match="does not say when a target is for"):
        read_mapping(proposal.yaml())
    answered = proposal.with_choice("targets", "period", value=2025)
    assert answered.questions == ()
    assert read_mapping(answered.yaml()).tables["targets"].columns["period"].value == 2025


def test_periods_without_a_year_ask_for_it() -> None:
    proposal = proposed("rep,Quarter,Sales target\nRep A,Q1,10\nRep B,Q1,20\n")
    assert asked(proposal) == {"year": "periods such as 'Q1' do not say the year"}
    with pytest.raises(MappingError):
        read_mapping(proposal.yaml())
    assert proposal.with_choice("targets", "year", value=2025).questions == ()
    beside = proposed("rep,Year,Quarter,Sales target\nRep A,2025,Q1,10\nRep B,2025,Q1,20\n")
    assert columns(beside) == {
        "rep": "rep",
        "measure": "revenue",
        "period": "Quarter",
        "year": "Year",
        "target": "Sales target",
    }


def test_days_are_taken_for_the_month_they_lie_in() -> None:
    found = columns(proposed("rep,Month,Sales target\nRep A,2025-01-01,10\nRep B,2025-02-01,20\n"))
    assert (found.get("date"), found.get("period")) == ("Month", None)


@pytest.mark.parametrize(
    ("cells", "says"),
    [(("1/2025", "2/2025"), "can be a month or a quarter"), (("Q1/2025", "spring 2025"), "'spring 2025' names no")],
)
def test_a_time_that_cannot_be_read_is_asked_about(cells: tuple[str, str], says: str) -> None:
    proposal = proposed(f"rep,Quarter,Sales target\nRep A,{cells[0]},10\nRep B,{cells[1]},20\n")
    assert says in asked(proposal)["period"]
    with pytest.raises(MappingError):
        read_mapping(proposal.yaml())


def test_a_heading_that_names_no_measure_asks_which_it_is() -> None:
    proposal = proposed("rep,Quarter,Target\nRep A,Q1/2025,10\nRep B,Q1/2025,20\n")
    assert "which measure are these the targets of? One of revenue, wins" in asked(proposal)["measure"]
    with pytest.raises(MappingError):
        read_mapping(proposal.yaml())
    wrong = proposal.with_choice("targets", "measure", value="revenu")
    assert "Did you mean 'revenue'" in asked(wrong)["measure"]
    right = proposal.with_choice("targets", "measure", value="wins")
    assert right.questions == ()
    assert read_mapping(right.yaml()).tables["targets"].columns["measure"].value == "wins"


def test_columns_for_several_measures_stand_side_by_side() -> None:
    text = "rep,Quarter,Umsatzziel,Neukundenziel\nRep A,Q1/2025,10,1\nRep B,Q1/2025,20,2\n"
    proposal = proposed(text)
    assert proposal.questions == ()
    assert columns(proposal) == {
        "rep": "rep",
        "period": "Quarter",
        "revenue": "Umsatzziel",
        "new_customers": "Neukundenziel",
    }
    read_mapping(proposal.yaml())


def test_a_column_of_measures_is_translated_and_strange_ones_are_told() -> None:
    rows = ["Rep A,Umsatz,Q1/2025,10", "Rep B,revenue,Q1/2025,20", "Rep B,Zufriedenheit,Q1/2025,5"]
    proposal = proposed("\n".join(["rep,Kennzahl,Quarter,Target", *rows]))
    assert proposal.questions == ()
    assert read_mapping(proposal.yaml()).tables["targets"].values == {"measure": {"Umsatz": "revenue"}}
    assert any("'Zufriedenheit'" in note.says for note in proposal.notes)


def test_targets_by_number_meet_the_people_as_the_deals_do() -> None:
    """The deals know names; targets that know numbers only meet nobody under the name, and that is asked."""
    proposal = proposed("id,Quarter,Sales target\n7,Q1/2025,10\n8,Q1/2025,20\n")
    assert "whose target it is" in asked(proposal)["rep"]


def test_a_file_of_targets_that_nobody_needs_can_be_left_out() -> None:
    proposal = proposed("rep,Quarter,Target\nRep A,Q1/2025,10\nRep B,Q1/2025,20\n")
    assert any("--choose none=Ziele_2025.csv" in question.command for question in proposal.questions)
    assert proposal.with_table("Ziele_2025.csv", "").questions == ()
