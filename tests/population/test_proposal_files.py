"""Which file is which, where its header is, and headings that stand twice."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from compsim.errors import MappingError
from compsim.population.files.formats import FileHow
from compsim.population.mapping.reading import read_mapping
from compsim.population.proposal.propose import Proposal, propose_mapping
from compsim.population.proposal.reading import OF_ALL
from compsim.population.proposal.words import lines_of

PEOPLE = "Name,Role,Team,Base salary,Target incentive\nRep A,hunter,North,60000,20000\nRep B,hunter,South,60000,20000\n"
DEALS = "order id,sales rep,order date,amount,status\n1,Rep A,2025-01-14,100.50,Won\n2,Rep B,2025-02-14,200,Won\n"


def proposed(how: dict[str, FileHow] | None = None, **files: str) -> Proposal:
    texts = {f"{name}.csv": text for name, text in {"orders": DEALS, "people": PEOPLE, **files}.items()}
    return propose_mapping({name: text.encode() for name, text in texts.items()}, how)


def workbook(folder: Path) -> Path:
    """People below a title of two rows, and a second sheet of changes below a title of one."""
    book = Workbook()
    staff = book.active
    staff.title = "Staff"
    for row in (
        ["People of the year"],
        ["as of December"],
        ["Name", "Role", "Team", "Base salary", "Target incentive"],
    ):
        staff.append(row)
    for name in ("Rep A", "Rep B"):
        staff.append([name, "hunter", "North", 60_000, 20_000])
    changes = book.create_sheet("Changes")
    changes.append(["Changes of role"])
    changes.append(["Name", "Role", "Start"])
    changes.append(["Rep A", "farmer", "2025-07-01"])
    path = folder / "people.xlsx"
    book.save(path)
    (folder / "orders.csv").write_text(DEALS, encoding="utf-8")
    return path


def test_a_header_row_said_of_all_is_not_forced_on_a_file_it_does_not_fit() -> None:
    titled = "Orders\nof the year\n" + DEALS
    proposal = proposed({OF_ALL: FileHow(header_row=3)}, orders=titled)
    assert proposal.tables["deals"].file.rows == 2
    assert proposal.tables["roster"].file.rows == 2
    mapping = read_mapping(proposal.yaml())
    assert (mapping.tables["deals"].header_row, mapping.tables["roster"].header_row) == (3, None)
    told = [str(note) for note in proposal.notes if "does not fit" in note.says]
    assert len(told) == 1
    assert "--read 'people.csv:header_row=3'" in told[0]


def test_a_header_row_said_of_one_file_is_taken_as_it_is() -> None:
    proposal = proposed({"people.csv": FileHow(header_row=2)})
    assert "Rep A" in next(file for file in proposal.looked.files if file.name == "people.csv").columns
    assert not [note for note in proposal.notes if "does not fit" in note.says]


def test_each_sheet_has_a_header_row_of_its_own(tmp_path: Path) -> None:
    workbook(tmp_path)
    how = {"people.xlsx": FileHow(header_row=3), "people.xlsx: Changes": FileHow(header_row=2)}
    looked = {file.name: list(file.columns) for file in propose_mapping(tmp_path, how).looked.files}
    assert looked["people.xlsx: Staff"][0] == "Name"
    assert looked["people.xlsx: Changes"] == ["Name", "Role", "Start"]


def test_a_second_sheet_of_people_says_what_to_do_with_it(tmp_path: Path) -> None:
    workbook(tmp_path)
    how = {"people.xlsx: Staff": FileHow(header_row=3), "people.xlsx: Changes": FileHow(header_row=2)}
    proposal = propose_mapping(tmp_path, how)
    guess = next(guess for guess in proposal.unused if guess.file == "people.xlsx: Changes")
    assert "a change is a second row of the same person in the people's file" in guess.evidence
    assert "a start and an end" in guess.evidence


@pytest.mark.parametrize(
    ("header", "places"),
    [("order id,sales rep,order date,amount,amount,status", "D and E"),
     ("order id,sales rep,order date,amount,status,status", "E and F")],
)  # fmt: skip
def test_a_needed_heading_that_stands_twice_is_told_at_once(header: str, places: str) -> None:
    rows = "1,Rep A,2025-01-14,100,119,Won\n2,Rep B,2025-02-14,200,238,Won\n"
    proposal = proposed(orders=f"{header}\n{rows}")
    assert len(proposal.problems) == 1
    assert f"2 columns have this name, {places}" in str(proposal.problems[0])
    assert "Rename or delete all but one" in str(proposal.problems[0])
    question = next(question for question in proposal.questions if question.table == "deals")
    assert "first mend what could not be read" in question.fix
    with pytest.raises(MappingError):
        read_mapping(proposal.yaml())


def test_a_heading_nobody_needs_is_told_and_left_out() -> None:
    deals = DEALS.replace("status", "status,remark,remark").replace("Won", "Won,a,b")
    proposal = proposed(orders=deals)
    assert proposal.questions == ()
    assert any(note.column == "remark" and "F and G" in note.says for note in proposal.notes)
    assert "remark" not in proposal.tables["deals"].file.columns
    with pytest.raises(MappingError, match="there is no column 'remark'"):
        proposal.with_choice("deals", "source", "remark")


def test_a_heading_that_stands_twice_in_a_workbook_is_told_with_its_letters() -> None:
    book = Workbook()
    sheet = book.active
    for row in (["Deal ID", "Owner", "Amount", "Close Date", "Owner"], ["D1", "Rep A", 5, "2025-01-14", "Rep B"]):
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    proposal = propose_mapping({"deals.xlsx": content.getvalue(), "people.csv": PEOPLE.encode()})
    assert "2 columns have this name, B and E" in str(proposal.problems[0])


def test_an_open_table_names_the_files_that_are_left() -> None:
    strange = "a,b\n1,2\n"
    proposal = propose_mapping({"people.csv": PEOPLE.encode(), "Export.csv": strange.encode()})
    line = next(line for line in lines_of(proposal) if line.startswith("  ? deals:"))
    assert "('Export.csv' is left)" in line
    assert "--choose deals=Export.csv" in line


def test_another_file_for_a_table_takes_its_answers_back() -> None:
    """An answer names a column of the file that was there; the other file does not have it."""
    other = DEALS.replace("amount", "net value")
    chosen = proposed(history=other).with_choice("deals", "amount", "amount").with_table("history.csv", "deals")
    assert chosen.tables["deals"].columns["amount"].column == "net value"
    assert chosen.with_table("orders.csv", "deals").tables["deals"].columns["amount"].column == "amount"


def test_dates_with_the_names_of_months_are_dates() -> None:
    deals = DEALS.replace("2025-01-14", "14-Jan-2025").replace("2025-02-14", "14-Feb-2025")
    assert proposed(orders=deals).tables["deals"].columns["closed_on"].column == "order date"
