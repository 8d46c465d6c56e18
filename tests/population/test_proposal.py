"""A mapping proposed for exports in the shape of five systems, a German one and the CRM example.

Expectations are written by hand from the files in exports/; totals are added up on paper.
"""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from compsim.errors import MappingError
from compsim.population.crediting.credit import Credited, credit_deals
from compsim.population.mapping.reading import read_mapping
from compsim.population.proposal.propose import Proposal, propose_mapping
from tests.population.proposal_expectations import EXPECTED, OPEN, REVENUE, WON

EXPORTS = Path(__file__).parent / "exports"

SYSTEMS = sorted(EXPECTED)


def answered(proposal: Proposal) -> Proposal:
    """The proposal with one figure or word for everybody where the export has none."""
    for question in proposal.questions:
        value = {"role": "account_manager", "team": "everybody"}.get(question.column, 20_000)
        proposal = proposal.with_choice(question.table, question.column, value=value)
    return proposal


def sources(proposal: Proposal) -> dict[str, dict[str, str]]:
    """Table -> our column -> the export's column, of everything that is proposed."""
    return {
        name: {label: choice.column for label, choice in table.columns.items() if choice.column is not None}
        for name, table in proposal.tables.items()
    }


def credited(proposal: Proposal, folder: Path, beside: Path) -> Credited:
    """The export credited by the proposed mapping, in a folder that has the files the export lacks."""
    for file in folder.iterdir():
        (beside / file.name).write_bytes(file.read_bytes())
    for name, text in proposal.extra_files().items():
        (beside / name).write_text(text, encoding="utf-8", newline="")
    return credit_deals(beside, read_mapping(proposal.yaml()))


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_column_is_found_and_the_rest_is_asked(system: str) -> None:
    proposal = propose_mapping(EXPORTS / system)
    assert sources(proposal) == EXPECTED[system]
    assert {question.column for question in proposal.questions} == OPEN[system]
    assert proposal.won.counted == (WON[system],)
    assert not proposal.problems


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_yaml_runs_exactly_when_nothing_is_open(system: str) -> None:
    proposal = propose_mapping(EXPORTS / system)
    if proposal.questions:
        with pytest.raises(MappingError) as caught:
            read_mapping(proposal.yaml())
        told = "\n".join(str(problem) for problem in caught.value.problems)
        assert all(f"'{column}'" in told for column in OPEN[system])
    mapping = read_mapping(answered(proposal).yaml())
    for name, columns in EXPECTED[system].items():
        read = {label: column.column for label, column in mapping.tables[name].columns.items() if column.column}
        assert read == columns


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_answered_mapping_credits_what_was_added_up_by_hand(system: str, tmp_path: Path) -> None:
    proposal = answered(propose_mapping(EXPORTS / system))
    results = credited(proposal, EXPORTS / system, tmp_path).results
    found = {
        measure: {(row.rep, row.period): row.actual for row in part[part["actual"] != 0].itertuples()}
        for measure, part in results[results["measure"].isin(["revenue", "wins"])].groupby("measure")
    }
    assert found["revenue"] == {key: money for key, (money, _) in REVENUE[system].items()}
    assert found["wins"] == {key: deals for key, (_, deals) in REVENUE[system].items() if deals}


def test_a_german_export_is_read_with_its_commas_and_days() -> None:
    proposal = propose_mapping(EXPORTS / "german")
    first = proposal.preview("deals", "amount", rows=3)
    assert [(shown.row, shown.written, shown.read) for shown in first] == [
        (2, "1.234,50", "1234.5"),
        (3, "500,00", "500"),
        (4, "-250,25", "-250.25"),
    ]
    assert proposal.preview("deals", "closed_on", rows=1)[0].read == "2025-03-14"
    assert proposal.currency.code == "EUR"


def test_a_date_with_a_time_of_day_gets_the_format_it_needs() -> None:
    proposal = propose_mapping(EXPORTS / "dynamics")
    assert proposal.preview("deals", "closed_on", rows=1)[0].read == "2025-02-14"
    created = proposal.tables["deals"].columns["created_on"]
    assert created.column is None  # 1/2/2025 and 1/9/2025 do not say which is the month
    assert "fit" in created.question


def test_a_win_rate_is_proposed_only_where_lost_deals_have_the_date() -> None:
    names = {system: {m.name for m in propose_mapping(EXPORTS / system).measures} for system in ("pipedrive", "german")}
    assert "win_rate" not in names["pipedrive"]  # a lost deal has no won time: each would be set aside, the rate be 1
    assert "win_rate" in names["german"]


def test_new_customers_need_a_column_that_says_so() -> None:
    proposal = propose_mapping(EXPORTS / "hubspot")
    rule = next(measure.rule for measure in proposal.measures if measure.name == "new_customers")
    assert rule == {"count_distinct": "account", "where": {"stage": "Closed won", "type": "New Business"}}
    assert {m.name for m in propose_mapping(EXPORTS / "odoo").measures} == {"revenue", "wins", "customers"}


def test_stages_are_offered_with_rows_and_money() -> None:
    tallies = {t.value: (t.rows, t.amount, t.meaning) for t in propose_mapping(EXPORTS / "german").won.tallies}
    assert tallies == {
        "gewonnen": (4, 13_484.25, "won"),
        "verloren": (1, 800.0, "lost"),
        "offen": (1, 3_000.0, "open"),
    }


def test_a_workbook_with_several_sheets_is_proposed_sheet_by_sheet(tmp_path: Path) -> None:
    book = Workbook()
    deals = book.active
    deals.title = "Aufträge"
    deals.append(["Auftragsnr.", "Vertriebsmitarbeiter", "Auftragsdatum", "Betrag (EUR)", "Status"])
    deals.append(["A-1", "Rep Grün", date(2025, 3, 14), 1_234.5, "gewonnen"])
    deals.append(["A-2", "Rep Weiß", date(2025, 4, 2), -250.25, "gewonnen"])
    deals.append(["A-3", "Rep Weiß", date(2025, 4, 3), 800, "verloren"])
    people = book.create_sheet("Mitarbeiter")
    people.append(["Name", "Rolle", "Team", "Grundgehalt", "Zielprovision"])
    people.append(["Rep Grün", "aussendienst", "Süd", 48_000, 12_000])
    people.append(["Rep Weiß", "aussendienst", "Nord", 45_500, 10_000])
    book.save(tmp_path / "vertrieb.xlsx")
    proposal = propose_mapping(tmp_path)
    assert proposal.questions == ()
    assert {name: table.file.sheet for name, table in proposal.tables.items()} == {
        "roster": "Mitarbeiter",
        "deals": "Aufträge",
    }
    results = credit_deals(tmp_path, read_mapping(proposal.yaml())).results
    revenue = results[(results["measure"] == "revenue") & (results["actual"] != 0)]
    assert {(row.rep, row.period): row.actual for row in revenue.itertuples()} == {
        ("Rep Grün", "2025-03"): 1_234.5,
        ("Rep Weiß", "2025-04"): -250.25,
    }


def test_people_come_from_the_deals_where_no_file_lists_them() -> None:
    proposal = propose_mapping(EXPORTS / "hubspot")
    assert proposal.extra_files() == {"people.csv": "rep,team\r\nRep Ahorn,Inbound\r\nRep Birke,Outbound\r\n"}


def test_the_crm_example_joins_and_offers_the_close_spelling(crm_folder: Path, tmp_path: Path) -> None:
    proposal = propose_mapping(crm_folder)
    assert sources(proposal)["deals"] == {
        "deal": "opportunity_id",
        "rep": "sales_agent",
        "amount": "close_value",
        "closed_on": "close_date",
        "stage": "deal_stage",
        "account": "account",
        "product": "product",
        "created_on": "engage_date",
    }
    joins = {join.table: join for join in proposal.joins}
    assert joins["accounts"].met == joins["accounts"].rows
    assert joins["products"].spellings == (("GTXPro", "GTX Pro"),)
    assert "values: {" not in proposal.yaml()  # offered as a comment, not applied
    assert [guess.file for guess in proposal.unused] == ["data_dictionary.csv"]
    team = next(question for question in proposal.questions if question.column == "team")
    assert "'manager', 'regional_office'" in team.asks
    chosen = answered(proposal.with_choice("roster", "team", "manager"))
    report = credited(chosen, crm_folder, tmp_path).report
    assert {account.measure for account in report.accounts} == {"revenue", "wins", "closed", "customers"}


def test_the_crm_example_credits_what_the_published_mapping_credits(
    crm_folder: Path, credited_by_hand: Credited, tmp_path: Path
) -> None:
    proposal = answered(propose_mapping(crm_folder).with_choice("roster", "team", "manager"))
    ours = credited(proposal, crm_folder, tmp_path).results
    theirs = credited_by_hand.results
    for measure in ("revenue", "wins", "closed"):
        one, other = (frame[frame["measure"] == measure]["actual"].sum() for frame in (ours, theirs))
        assert one == pytest.approx(other, abs=1e-6)


@pytest.fixture
def credited_by_hand(request: pytest.FixtureRequest) -> Credited:
    """The invented CRM export, credited by the mapping that is published with the example."""
    result: Credited = request.getfixturevalue("credited")
    return result
