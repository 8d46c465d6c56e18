"""What a proposal does not decide, what a choice changes, and a YAML that runs or asks whatever it is given."""

import json
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.errors import MappingError
from compsim.marked_yaml import read_yaml
from compsim.population.mapping.reading import read_mapping
from compsim.population.proposal.propose import Proposal, propose_mapping
from compsim.population.proposal.words import as_dict, lines_of, write_proposal

PEOPLE = "name,role,team,base_salary,target_incentive\nRep Ahorn,hunter,North,1,1\nRep Birke,hunter,South,1,1\n"
DEALS = """\
order id,sales rep,order date,amount,status
1,Rep Ahorn,2025-01-14,100.50,Won
2,Rep Birke,2025-02-14,200,Won
3,Rep Birke,2025-03-14,300,Lost
"""


def proposed(deals: str = DEALS, people: str = PEOPLE, **others: str) -> Proposal:
    files = {"orders.csv": deals, "people.csv": people, **{f"{name}.csv": text for name, text in others.items()}}
    return propose_mapping({name: text.encode() for name, text in files.items()})


def asked(proposal: Proposal) -> dict[str, str]:
    return {question.column: question.asks for question in proposal.questions}


def test_what_is_clear_leaves_nothing_open() -> None:
    proposal = proposed()
    assert asked(proposal) == {}
    assert read_mapping(proposal.yaml()).measures["revenue"].sum == "amount"


@pytest.mark.parametrize(
    ("header", "column", "says"),
    [
        ("order id,sales rep,order date,net amount,gross amount,status", "amount", "'net amount', 'gross amount'"),
        ("order id,sales rep,order date,invoice date,amount,status", "closed_on", "'order date', 'invoice date'"),
        ("order id,sales rep,seller,order date,amount,status", "rep", "'sales rep', 'seller'"),
    ],
)
def test_two_columns_with_equal_right_are_not_decided(header: str, column: str, says: str) -> None:
    rows = {
        "amount": ["1,Rep Ahorn,2025-01-14,100,119,Won", "2,Rep Birke,2025-02-14,200,238,Won"],
        "closed_on": ["1,Rep Ahorn,2025-01-14,2025-01-31,100,Won", "2,Rep Birke,2025-02-14,2025-02-28,200,Won"],
        "rep": ["1,Rep Ahorn,Rep Birke,2025-01-14,100,Won", "2,Rep Birke,Rep Ahorn,2025-02-14,200,Won"],
    }[column]
    proposal = proposed("\n".join([header, *rows]))
    assert says in asked(proposal)[column]
    with pytest.raises(MappingError, match=f"'{column}'"):
        read_mapping(proposal.yaml())


def test_columns_that_hold_the_same_are_no_question() -> None:
    deals = DEALS.replace("order date,", "order date,invoice date,").replace("-14,", "-14,2025-0X-14,")
    for month in "123":
        deals = deals.replace("2025-0X", f"2025-0{month}", 1)
    assert asked(proposed(deals)) == {}


def test_a_named_column_of_the_wrong_kind_is_not_taken() -> None:
    deals = DEALS.replace("100.50", "a lot").replace("200", "little").replace("300", "much")
    assert set(asked(proposed(deals))) == {"amount"}


def test_the_people_decide_between_two_columns_that_could_name_the_rep() -> None:
    header = DEALS.replace("sales rep,", "sales rep,seller,")
    deals = header.replace("1,Rep Ahorn,", "1,Agency,Rep Ahorn,").replace("Rep Birke,2", "Agency,Rep Birke,2")
    assert proposed(deals.replace("3,Rep Birke", "3,Agency")).tables["deals"].columns["rep"].column == "seller"


def test_a_column_without_a_telling_name_is_found_by_the_people_in_it() -> None:
    choice = proposed(DEALS.replace("sales rep", "column 7")).tables["deals"].columns["rep"]
    assert (choice.column, choice.confidence) == ("column 7", "likely")
    assert "people.csv" in choice.evidence


def test_deals_of_people_nobody_knows_are_asked_about() -> None:
    strangers = PEOPLE.replace("Rep Ahorn", "A. Horn").replace("Rep Birke", "B. Irke")
    assert "fewer than half of the rows" in asked(proposed(people=strangers))["rep"]


def test_dates_that_can_be_read_two_ways_ask_and_are_read_as_told() -> None:
    deals = DEALS.replace("2025-01-14", "03/04/2025").replace("2025-02-14", "05/06/2025")
    proposal = proposed(deals.replace("2025-03-14", "07/08/2025"))
    assert "%d/%m/%Y and %m/%d/%Y" in asked(proposal)["closed_on"]
    with pytest.raises(MappingError, match="does not say how to read a date"):
        read_mapping(proposal.yaml())
    told = proposal.with_choice("deals", "closed_on", "order date", format="%m/%d/%Y")
    assert asked(told) == {}
    assert [shown.read for shown in told.preview("deals", "closed_on")] == ["2025-03-04", "2025-05-06", "2025-07-08"]
    assert read_mapping(told.yaml()).tables["deals"].columns["closed_on"].format == "%m/%d/%Y"


def test_decimals_that_can_be_read_two_ways_ask_and_are_read_as_told() -> None:
    deals = DEALS.replace(",", ";").replace("100.50", "1.234").replace("200", "2.345").replace("300", "3.456")
    proposal = proposed(deals)
    assert "decimal point or a decimal comma" in asked(proposal)["amount"]
    with pytest.raises(MappingError, match="decimal"):
        read_mapping(proposal.yaml())
    told = proposal.with_choice("deals", "amount", "amount", decimal="comma")
    assert told.preview("deals", "amount", rows=1)[0].read == "1234"
    assert told.won.tallies[0].amount == pytest.approx(1_234 + 2_345)
    assert read_mapping(told.yaml()).tables["deals"].columns["amount"].decimal == "comma"


def test_unknown_stages_are_asked_and_a_person_says_which_count() -> None:
    proposal = proposed(DEALS.replace("Won", "Stufe 7").replace("Lost", "Stufe 9"))
    assert "no value of 'status'" in asked(proposal)["stage"]
    with pytest.raises(MappingError, match="a filter is either values or bounds"):
        read_mapping(proposal.yaml())
    where = read_mapping(proposal.with_won("Stufe 7").yaml()).measures["revenue"].where
    assert where["stage"].equals == ("Stufe 7",)


def test_two_stage_columns_that_disagree_are_asked_about() -> None:
    deals = DEALS.replace("status", "status,stage").replace("Lost", "Lost,Lost").replace("Won", "Won,Won")
    assert asked(proposed(deals)) == {}
    assert "call different deals won" in asked(proposed(deals.replace("Won,Won", "Won,Lost", 1)))["stage"]


def test_ids_are_resolved_through_the_list_of_people() -> None:
    people = (
        PEOPLE.replace("name,", "id,name,")
        .replace("\nRep Ahorn", "\n17,Rep Ahorn")
        .replace("\nRep Birke", "\n18,Rep Birke")
    )
    deals = DEALS.replace("sales rep", "owner_id").replace("Rep Ahorn", "17").replace("Rep Birke", "18")
    tables = proposed(deals, people).tables
    assert (tables["deals"].columns["rep"].column, tables["roster"].columns["rep"].column) == ("owner_id", "id")
    assert tables["roster"].columns["name"].column == "name"


def test_ids_that_only_a_third_file_explains_are_translated_value_by_value() -> None:
    deals = DEALS.replace("sales rep", "OwnerId").replace("Rep Ahorn", "005A").replace("Rep Birke", "005B")
    users = "Id,Name,Email\n005A,Rep Ahorn,a@example.org\n005B,Rep Birke,b@example.org\n005C,Rep Linde,c@example.org\n"
    proposal = proposed(deals, users=users)
    assert asked(proposal) == {}
    assert proposal.tables["roster"].file.name == "people.csv"
    assert proposal.tables["deals"].columns["rep"].confidence == "likely"
    values = read_mapping(proposal.yaml()).tables["deals"].values
    assert values == {"rep": {"005A": "Rep Ahorn", "005B": "Rep Birke"}}


def test_shared_credit_is_offered_and_not_applied() -> None:
    proposal = proposed(splits="order id,sales rep,share\n1,Rep Ahorn,0.7\n1,Rep Birke,0.3\n")
    assert {name: choice.column for name, choice in proposal.offered["credits"].columns.items()} == {
        "deal": "order id",
        "rep": "sales rep",
        "share": "share",
    }
    assert set(read_mapping(proposal.yaml()).tables) == {"roster", "deals"}
    assert "# ? Shared credit" in proposal.yaml()


def test_a_join_says_what_finds_no_partner_in_rows_and_money() -> None:
    deals = DEALS.replace("status", "product,status").replace("Won", "Roof,Won").replace("Lost", "Wall,Lost")
    deals = deals.replace("200,Roof", "200,Door")
    join = proposed(deals, products="product,category\nRoof,A\nGate,B\n").joins[0]
    assert (join.rows, join.met, set(join.strays), join.loose_money) == (3, 1, {"Door", "Wall"}, 200.0)
    assert "33 %" in join.question  # fewer than half: asked, not attached


def test_a_look_up_table_with_a_key_twice_is_not_joined() -> None:
    deals = DEALS.replace("status", "product,status").replace("Won", "Roof,Won").replace("Lost", "Wall,Lost")
    once, twice = "product,category\nRoof,A\nWall,B\n", "product,category\nRoof,A\nRoof,B\nWall,B\n"
    assert [join.question for join in proposed(deals, products=once).joins] == [""]
    proposal = proposed(deals, products=twice)
    assert "several rows" in proposal.joins[0].question
    assert read_mapping(proposal.yaml()).joins == ()


def test_several_lines_of_one_deal_count_once() -> None:
    rule = next(m.rule for m in proposed(DEALS.replace("\n2,", "\n1,")).measures if m.name == "wins")
    assert rule == {"count_distinct": "deal", "where": {"stage": "Won"}}


def test_mixed_currencies_are_asked_about() -> None:
    deals = DEALS.replace("status", "currency,status").replace("Won", "EUR,Won").replace("Lost", "USD,Lost")
    assert "EUR, USD" in asked(proposed(deals))["currency"]


def test_a_choice_gives_a_new_proposal_and_leaves_the_old_one() -> None:
    before = proposed(DEALS.replace("status", "note,status").replace("Won", "x,Won").replace("Lost", "y,Lost"))
    after = before.with_choice("deals", "source", "note").with_choice("roster", "role", value="hunter")
    assert before.tables["deals"].columns["source"].column is None
    assert after.tables["deals"].columns["source"].column == "note"
    assert read_mapping(after.yaml()).tables["roster"].columns["role"].value == "hunter"
    without = after.with_choice("deals", "source")
    assert "source" not in read_mapping(without.yaml()).tables["deals"].columns


def test_a_file_can_be_said_to_be_another_table() -> None:
    proposal = proposed(history=DEALS)
    first, second = proposal.tables["deals"].file.name, {"orders.csv": "history.csv", "history.csv": "orders.csv"}
    assert [guess.file for guess in proposal.unused] == [second[first]]
    assert proposal.with_table(second[first], "deals").tables["deals"].file.name == second[first]
    assert "deals" not in {q.table for q in proposal.questions}
    assert "deals" in {q.table for q in proposed().with_table("orders.csv", "").questions}


@pytest.mark.parametrize(("table", "source", "says"), [("deal", "amount", "'deals'"), ("deals", "amuont", "'amount'")])
def test_a_choice_that_cannot_be_is_told(table: str, source: str, says: str) -> None:
    with pytest.raises(MappingError, match=f"Did you mean {says}"):
        proposed().with_choice(table, "amount", source)


def test_a_file_that_cannot_be_read_is_listed_and_the_others_are_proposed() -> None:
    proposal = propose_mapping({"orders.csv": DEALS.encode(), "people.csv": PEOPLE.encode(), "bad.csv": b"a,b\n1\n"})
    assert [problem.source for problem in proposal.problems] == ["bad.csv"]
    assert set(proposal.tables) == {"deals", "roster"}


def test_nothing_at_all_asks_for_everything() -> None:
    proposal = propose_mapping({})
    assert {question.table for question in proposal.questions} == {"deals", "roster"}
    with pytest.raises(MappingError):
        read_mapping(proposal.yaml())


def test_the_words_say_what_is_open_and_the_data_is_plain() -> None:
    proposal = proposed(DEALS.replace("order date", "order date,invoice date").replace("-14,", "-14,2025-05-05,"))
    lines = lines_of(proposal)
    assert any(line.startswith("  ? deals.closed_on: 2 columns could be it") for line in lines)
    data = json.loads(json.dumps(as_dict(proposal)))
    assert data["tables"]["deals"]["columns"]["amount"]["column"] == "amount"
    assert lines_of(proposed())[-1] == "nothing is open: the mapping can run"


def test_a_mapping_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    proposal = propose_mapping({"orders.csv": DEALS.encode()})
    written = write_proposal(proposal, tmp_path / "mapping.yaml")
    assert [path.name for path in written] == ["mapping.yaml", "people.csv"]
    assert (tmp_path / "people.csv").read_text() == "rep\nRep Ahorn\nRep Birke\n"
    with pytest.raises(FileExistsError):
        write_proposal(proposal, tmp_path / "mapping.yaml")


HEADERS = st.one_of(
    st.sampled_from(
        ["Amount", "Amount", "Betrag (EUR)", "Close Date", "Datum", "Owner", "OwnerId", "Id", "Name", "Stage", "Status",
         "Kunde", "Produkt", "Role", "Team", "Manager", "Base Salary", "Target Incentive", "FTE", "Share", "Type"]
    ),
    st.text(alphabet=string.printable + "äöüß€\u2028\x85", max_size=12),
)  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(["", "Won", "Lost", "Rep Ahorn", "1.234", "1,5", "01/02/2025", "31.12.2025", "2025-03-04", "true"]),
    st.text(max_size=8),
)
NAMES = st.sampled_from(
    ["deals.csv", "users.csv", "accounts.csv", "products.csv", "activities.csv", "x: {y}.csv", "#.csv"]
)


DEALS_LIKE = ["Id", "Amount", "Close Date", "Owner", "Stage", "Account Name"]
PEOPLE_LIKE = ["Name", "Role", "Team", "Base Salary", "Target Incentive"]


@st.composite
def exports(draw: st.DrawFn) -> dict[str, bytes]:
    """Some files with any headers, or those of deals and people, and any cells; written as CSV in quotes."""
    files = {}
    for name in draw(st.lists(NAMES, max_size=3, unique=True)):
        header = draw(st.one_of(st.sampled_from([DEALS_LIKE, PEOPLE_LIKE]), st.lists(HEADERS, min_size=1, max_size=6)))
        cells = st.lists(CELLS, min_size=len(header), max_size=len(header))
        rows = [header, *draw(st.lists(cells, max_size=5))]
        quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
        files[name] = "\n".join(quoted).encode("utf-8", "surrogatepass")
    return files


@settings(max_examples=60)
@given(files=exports())
def test_whatever_is_given_the_yaml_runs_or_asks(files: dict[str, bytes]) -> None:
    proposal = propose_mapping(files)
    text = proposal.yaml()
    assert read_yaml(text, "mapping.yaml").data["mapping"] == "proposed"
    try:
        read_mapping(text)
    except MappingError:
        assert proposal.questions
    else:
        assert not [q for q in proposal.questions if q.column != "currency"]
