"""Amounts below zero: taken off the money, and no deals won."""

from pathlib import Path

from compsim.population.crediting.credit import credit_deals
from compsim.population.mapping.reading import read_mapping
from compsim.population.proposal.propose import Proposal, propose_mapping
from compsim.population.proposal.words import lines_of
from tests.population.small_export import figures

PEOPLE = """\
name,role,team,base_salary,target_incentive
Rep A,hunter,North,60000,20000
Rep B,hunter,South,60000,20000
"""
HEADER = "order id,sales rep,order date,amount,status,customer\n"
SALES = ["1,Rep A,2025-01-14,100.50,Won,K", "2,Rep B,2025-02-14,200,Won,L", "3,Rep B,2025-03-14,300,Lost,L"]
RETURN = "4,Rep A,2025-02-20,-40,Won,K"


def proposed(*rows: str) -> Proposal:
    deals = HEADER + "\n".join(rows)
    return propose_mapping({"orders.csv": deals.encode(), "people.csv": PEOPLE.encode()})


def test_returns_lower_revenue_and_are_no_deals_won(tmp_path: Path) -> None:
    proposal = proposed(*SALES, RETURN)
    rules = {measure.name: measure.rule for measure in proposal.measures}
    assert rules["wins"] == {"count": "deals", "where": {"stage": "Won", "amount": {"at_least": 0}}}
    assert rules["closed"] == {"count": "deals", "where": {"stage": ["Won", "Lost"], "amount": {"at_least": 0}}}
    (tmp_path / "orders.csv").write_text(HEADER + "\n".join([*SALES, RETURN]), encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    credited = credit_deals(tmp_path, read_mapping(proposal.yaml()))
    assert figures(credited, "revenue") == {
        ("Rep A", "2025-01"): 100.5,
        ("Rep A", "2025-02"): -40,
        ("Rep B", "2025-02"): 200,
    }
    assert figures(credited, "wins") == {("Rep A", "2025-01"): 1, ("Rep B", "2025-02"): 1}
    assert figures(credited, "customers", "month", "individual") == {("Rep A", "2025-01"): 1, ("Rep B", "2025-02"): 1}


def test_it_is_said_where_it_is_proposed() -> None:
    proposal = proposed(*SALES, RETURN)
    says = "1 of 3 rows that count are below zero"
    assert any(says in note.says and note.column == "amount" for note in proposal.notes)
    assert any(line.startswith("  wins:") and says in line for line in lines_of(proposal))


def test_without_returns_every_row_that_counts_is_a_deal_won() -> None:
    proposal = proposed(*SALES)
    assert next(m.rule for m in proposal.measures if m.name == "wins") == {"count": "deals", "where": {"stage": "Won"}}
    assert proposal.notes == ()
    lost_below = SALES[2].replace("300", "-300")
    assert proposed(*SALES[:2], lost_below).notes == ()  # it does not count, so it is no return


def test_no_win_rate_where_lost_deals_have_no_amount() -> None:
    """Held to amounts of zero or more, lost deals without one would fall out and each rate be 100 %."""
    blank = SALES[2].replace("300", "")
    assert "win_rate" not in {measure.name for measure in proposed(*SALES[:2], blank, RETURN).measures}
    assert "win_rate" in {measure.name for measure in proposed(*SALES[:2], blank).measures}


def test_a_mark_that_stands_in_several_rows_counts_once_however_the_column_is_called() -> None:
    rows = [row.replace(row[0], f"VK-{row[0]}", 1) for row in (SALES[0], SALES[0], SALES[1])]
    deals = HEADER.replace("order id", "Vorgang") + "\n".join(rows)
    proposal = propose_mapping({"orders.csv": deals.encode(), "people.csv": PEOPLE.encode()})
    assert next(m.rule for m in proposal.measures if m.name == "wins")["count_distinct"] == "deal"
    names = deals.replace("VK-1", "New roof").replace("VK-2", "New wall")  # a name is no mark: two deals may share it
    proposal = propose_mapping({"orders.csv": names.encode(), "people.csv": PEOPLE.encode()})
    assert next(m.rule for m in proposal.measures if m.name == "wins")["count"] == "deals"
