"""Which stages count: nothing is settled before each value that is not surely won, lost or open has an answer."""

import pytest

from compsim.errors import MappingError
from compsim.population.mapping.reading import read_mapping
from compsim.population.proposal.propose import Proposal, propose_mapping
from compsim.population.proposal.words import lines_of

PEOPLE = """\
name,role,team,base_salary,target_incentive
Rep A,hunter,North,60000,20000
Rep B,hunter,South,60000,20000
"""
HEADER = "order id,sales rep,order date,amount,status"
ROWS = [
    "1,Rep A,2025-01-14,100.50,Gewonnen",
    "2,Rep B,2025-02-14,200,Auftrag erteilt",
    "3,Rep B,2025-03-14,300,Verloren",
    "4,Rep A,2025-03-15,40,Auftrag erteilt",
    "5,Rep A,2025-03-16,7,Stufe 7",
    "6,Rep A,2025-03-17,9,Angebot",
]


def proposed(header: str = HEADER, rows: list[str] = ROWS) -> Proposal:
    files = {"orders.csv": "\n".join([header, *rows]), "people.csv": PEOPLE}
    return propose_mapping({name: text.encode() for name, text in files.items()})


def test_a_stage_nobody_knows_is_asked_about_with_its_rows_and_its_money() -> None:
    question = next(question for question in proposed().questions if question.column == "stage")
    assert "'Auftrag erteilt' (2 rows, 240.00; reads like won)" in question.asks
    assert "'Stufe 7' (1 row, 7.00)" in question.asks
    assert "Angebot" not in question.asks
    assert "Verloren" not in question.asks


def test_what_reads_like_won_is_offered_and_counts_only_once_a_person_says_so() -> None:
    proposal = proposed()
    assert proposal.won.offered == ("Auftrag erteilt", "Gewonnen")
    assert proposal.won.counted == ()
    with pytest.raises(MappingError, match="a filter is either values or bounds"):
        read_mapping(proposal.yaml())
    assert "--won 'Auftrag erteilt,Gewonnen'" in "\n".join(lines_of(proposal))
    answered = proposal.with_won("Gewonnen", "Auftrag erteilt")
    assert answered.questions == ()
    where = read_mapping(answered.yaml()).measures["revenue"].where["stage"]
    assert set(where.equals or ()) == {"Gewonnen", "Auftrag erteilt"}


def test_known_stages_leave_nothing_open() -> None:
    rows = [row.replace("Auftrag erteilt", "Closed Won").replace("Stufe 7", "Negotiation/Review") for row in ROWS]
    proposal = proposed(rows=rows)
    assert proposal.questions == ()
    assert set(proposal.won.counted) == {"Gewonnen", "Closed Won"}


def test_a_flag_that_says_won_settles_what_the_names_of_stages_leave_open() -> None:
    flags = ["true", "true", "false", "true", "false", "false"]
    rows = [f"{row},{flag}" for row, flag in zip(ROWS, flags, strict=True)]
    proposal = proposed(f"{HEADER},IsWon", rows)
    assert proposal.questions == ()
    assert (proposal.won.column, proposal.won.counted) == ("IsWon", ("true",))
    contrary = [row.replace("Gewonnen,true", "Gewonnen,false") for row in rows]
    assert any(
        "call different deals won" in question.asks for question in proposed(f"{HEADER},IsWon", contrary).questions
    )


def test_an_answer_belongs_to_the_column_that_has_it() -> None:
    """Two columns could say it; the answer names a value of the second."""
    rows = [f"{row},Step {place % 2}" for place, row in enumerate(ROWS)]
    proposal = proposed(f"{HEADER},stage", rows).with_won("Gewonnen")
    assert (proposal.won.column, proposal.won.counted, proposal.won.question) == ("status", ("Gewonnen",), "")


def test_a_stage_that_no_deal_has_is_refused() -> None:
    with pytest.raises(MappingError, match="Did you mean 'Gewonnen'"):
        proposed().with_won("Gewonen")


def test_no_stage_at_all_is_an_open_question() -> None:
    assert "is said to count" in proposed().with_won().questions[0].asks


def test_a_stage_with_too_many_values_is_asked_about_and_does_not_count_every_row() -> None:
    rows = [f"{number},Rep A,2025-01-14,1,free text {number}" for number in range(70)]
    proposal = proposed(rows=rows)
    assert "'status' has 70 different values" in proposal.questions[0].asks
    with pytest.raises(MappingError):
        read_mapping(proposal.yaml())
    assert proposal.with_choice("deals", "stage").questions == ()
