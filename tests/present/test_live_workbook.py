"""The workbook with formulas: recalculated by a spreadsheet, it pays everybody what compsim pays, to the cent."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook.workbook import Workbook

import compsim as cs
from compsim.cases import load_case
from compsim.engine.evaluation import evaluate
from compsim.plan.scenario import Scenario
from compsim.population.people import Population
from compsim.present.live_workbook import role
from compsim.present.live_workbook.book import live_workbook
from compsim.present.live_workbook.people import labels_of
from tests.analysis.really import LINEAR, plan, sellers

CASES = sorted((Path(__file__).parents[1] / "cases").rglob("*.yaml"))
SOME = CASES[::6]
CENT = 0.005
AT_ONCE = 100  # files that one run of LibreOffice takes
WHOLE = f"weight: 100%, {LINEAR}"
ERRORS = ("#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "Err:")
needs_soffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")

# What formulas do not cover, by folder; every other golden case has nothing without a formula.
DECLARED = {
    "pay for each deal",
    "a rate that another figure picks",
    "draw",
    "pay that is shared",
    "a gate on pay above target",
    "the factor by a matrix of two measures",
    "the factor by region",
    "the factor by grade",
    "everybody's pay together decides what is left of it",
    "pay on what others were paid",
    "a result is missing in a blended plan",
    "the mean so far of margin rate",
    "the mean so far of delivery days",
    "the mean so far of discount",
}
Asked = Mapping[str, tuple[Scenario, Population]]


# --- choosing, recalculating, reading


def opened(content: bytes | Path, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content) if isinstance(content, bytes) else content, data_only=values)


def named(book: Workbook, name: str) -> Any:
    [(sheet, cell)] = book.defined_names[name].destinations
    return book[sheet][cell.replace("$", "")]


def roles_in(book: Workbook) -> list[str]:
    """The ends of the names of cells: one a role."""
    return [name.removeprefix("person_") for name in book.defined_names if name.startswith("person_")]


def people_in(book: Workbook, of: str) -> list[str]:
    """Everybody who can be chosen on a role's sheet."""
    [rule] = named(book, f"person_{of}").parent.data_validations.dataValidation
    sheet, _, cells = rule.formula1.lstrip("=").rpartition("!")
    found = book[sheet.strip("'").replace("''", "'")][cells.replace("$", "")]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


def with_chosen(content: bytes, chosen: Mapping[str, str]) -> bytes:
    """The file with other people in the cells to choose in (by the sheet's title), everything else as it is."""
    titles = [sheet.title for sheet in opened(content)]
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            place = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", entry.filename)
            person = chosen.get(titles[int(place[1]) - 1]) if place else None
            if person is not None:
                text = _with_words(text.decode(), f"B{role.CHOICE + 1}", person).encode()
            new.writestr(entry, text)
    return out.getvalue()


def _with_words(sheet: str, cell: str, words: str) -> str:
    """A sheet's XML with other words in a cell that holds some."""
    inside = f'<is><t xml:space="preserve">{escape(words)}</t></is>'
    changed, times = re.subn(
        rf'(<c r="{cell}"[^>]*?) t="s"><v>\d+</v>', lambda found: f'{found[1]} t="inlineStr">{inside}', sheet
    )
    assert times == 1
    return changed


def everybody_in_turn(content: bytes) -> Iterator[bytes]:
    """The file as often as it takes to choose everybody once."""
    book = opened(content)
    people = {named(book, f"person_{of}").parent.title: people_in(book, of) for of in roles_in(book)}
    for turn in range(max(map(len, people.values()), default=0)):
        yield with_chosen(content, {title: names[min(turn, len(names) - 1)] for title, names in people.items()})


ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def recalculated(books: Mapping[str, bytes], folder: Path) -> Mapping[str, Path]:
    """The files as LibreOffice saves them once it has worked everything out anew."""
    (folder / "in").mkdir()
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS)
    for name, content in books.items():
        (folder / "in" / f"{name}.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    names = list(books)
    for start in range(0, len(names), AT_ONCE):
        files = [str(folder / "in" / f"{name}.xlsx") for name in names[start : start + AT_ONCE]]
        command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", str(folder / "out"), *files]
        subprocess.run(command, capture_output=True, check=True)
    return {name: folder / "out" / f"{name}.xlsx" for name in books}


def faults(path: Path, paid: Mapping[str, Sequence[float]], turn: int) -> Iterator[str]:
    """Where a file recalculated is not what compsim pays; `paid` has everybody of a role in order."""
    book = opened(path, values=True)
    for sheet in book:
        for row in sheet.iter_rows():
            wrong = [cell for cell in row if str(cell.value).startswith(ERRORS)]
            yield from (f"{sheet.title}!{cell.coordinate}: {cell.value}" for cell in wrong)
    for of, amounts in paid.items():
        expected = amounts[min(turn, len(amounts) - 1)]
        pays, person = named(book, f"pay_{of}").value, named(book, f"person_{of}")
        if abs(pays - expected) >= CENT:
            yield f"{of}, {person.value}: {pays} by formulas, {expected} by compsim"
        yield from (f"{of}, {person.value}: {label} differs" for label in _differing(person.parent))


def _differing(sheet: Any) -> Iterator[str]:
    """Cells in which a difference is not nothing."""
    for row in sheet.iter_rows():
        if row[0].value == "Difference":
            figures = [cell for cell in row[1:] if isinstance(cell.value, int | float)]
            yield from (cell.coordinate for cell in figures if abs(cell.value) >= CENT)


def paid_by_role(scenario: Scenario, population: Population) -> dict[str, list[float]]:
    """What compsim pays everybody on a plan, by role as cells are named, in the order of the roster."""
    payouts = evaluate(scenario, population)
    total, roles, there = payouts.total()[0], payouts.population.roster["role"].to_numpy(), payouts.on_plan[0]
    on_plan = {name: there & (roles == name) for name in scenario.plans}
    return {re.sub(r"\W", "_", name): list(total[rows]) for name, rows in on_plan.items() if rows.any()}


def all_faults(asked: Asked, folder: Path) -> list[str]:
    """Everything that a spreadsheet works out otherwise than compsim."""
    books = {
        f"{name}~{turn}": content
        for name, each in asked.items()
        for turn, content in enumerate(everybody_in_turn(live_workbook(*each)))
    }
    found = []
    for name, path in recalculated(books, folder).items():
        case, _, turn = name.rpartition("~")
        found += [f"{case}: {fault}" for fault in faults(path, paid_by_role(*asked[case]), int(turn))]
    return found


@cache
def company() -> Population:
    return cs.example_population()


@cache
def book_of(name: str) -> bytes:
    return live_workbook(cs.example_scenarios()[name], company())


def case(path: Path) -> tuple[Scenario, Population]:
    found = load_case(path)
    return found.scenario, found.population


def cases(paths: Sequence[Path]) -> Asked:
    return {f"{path.parent.name}-{path.stem}": case(path) for path in paths}


# --- the same cent


@needs_soffice
@pytest.mark.parametrize("name", ["last_year", "next_year"])
def test_a_spreadsheet_pays_everybody_in_the_invented_company_the_same_cent(name: str, tmp_path: Path) -> None:
    assert all_faults({name: (cs.example_scenarios()[name], company())}, tmp_path) == []


@needs_soffice
def test_a_spreadsheet_pays_what_golden_cases_pay(tmp_path: Path) -> None:
    assert len(SOME) > 40
    assert {path.parent.name for path in SOME} == {path.parent.name for path in CASES}, "cases of every folder"
    assert all_faults(cases(SOME), tmp_path) == []


@needs_soffice
@pytest.mark.long
def test_a_spreadsheet_pays_what_every_golden_case_pays(tmp_path: Path) -> None:
    assert all_faults(cases(CASES), tmp_path) == []


@needs_soffice
def test_a_change_of_the_rules_goes_through_to_the_pay(tmp_path: Path) -> None:
    """50 % pay nothing and 100 % all; at 90 % the line gives 80 %. Half the weight of 100 % leaves half."""
    steep = plan("steep", {"a": "weight: 100%, curve: {points: {50%: 0%, 100%: 100%}}"})
    book = opened(live_workbook(steep, sellers({"a": [90.0]}, target_incentive=[10_000.0])))
    [weight] = [row[1] for row in book["Rules"].iter_rows() if str(row[0].value).endswith(": weight")]
    assert weight.value == 1.0
    weight.value = 0.5
    content = BytesIO()
    book.save(content)
    [path] = recalculated({"changed": content.getvalue()}, tmp_path).values()
    found = opened(path, values=True)
    assert named(found, "pay_seller").value == pytest.approx(4_000.0)
    assert named(found, "compsim_seller").value == pytest.approx(8_000.0)
    assert named(found, "difference_seller").value == pytest.approx(-4_000.0)
    assert "not the same" in named(found, "difference_seller").offset(row=1).value


# --- what is said about what formulas do not cover


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=() if path in SOME else pytest.mark.long) for path in CASES],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_what_has_no_formula_is_one_of_the_declared_things_and_said_beside_the_value(path: Path) -> None:
    book = opened(live_workbook(*case(path)), values=True)
    lines = [[cell.value for cell in row] for row in book["Start"].iter_rows(max_col=2)]
    head = next(place for place, line in enumerate(lines) if line[0] == "Without a formula")
    said = {str(line[1]) for line in lines[head + 1 :] if line[1]}
    assert said <= DECLARED
    beside = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if _by_compsim(cell.value)}
    assert {text.partition(": ")[2] for text in beside} == said
    if not said:
        assert lines[head + 1][0] == "Everything of these plans is worked out by formulas."


def _by_compsim(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("worked out by compsim, not by a formula here")


def test_formulas_that_do_not_come_to_the_same_cent_are_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    real = role.earnings

    def wrong(desk: Any) -> Any:
        found = real(desk)
        earned = found[0].earned
        end = max(earned.cells)
        earned.cells[end].value[0] += 1.0  # somebody's formula comes to something else
        return found

    monkeypatch.setattr(role, "earnings", wrong)
    people = sellers({"a": [90.0, 100.0]}, target_incentive=[10_000.0, 10_000.0])
    book = opened(live_workbook(plan("plain", {"a": WHOLE}), people))
    sheet = named(book, "person_seller").parent
    remarks = {str(row[1].value) for row in sheet.iter_rows()}
    assert any("not by a formula here: the formulas did not come to the same cent" in text for text in remarks)
    assert not any("Attainment" in str(row[0].value) for row in sheet.iter_rows())
    paid = opened(live_workbook(plan("plain", {"a": WHOLE}), people), values=True)
    assert named(paid, "pay_seller").value == pytest.approx(9_000.0)


# --- a file that people can use


def test_figures_are_saved_with_the_formulas_for_the_person_who_is_chosen() -> None:
    payouts = evaluate(cs.example_scenarios()["next_year"], company())
    book = opened(book_of("next_year"), values=True)
    rows = payouts.population.roster["role"].to_numpy() == "hunter"
    assert named(book, "pay_hunter").value == pytest.approx(payouts.total()[0, rows][0])
    assert named(book, "compsim_hunter").value == pytest.approx(payouts.total()[0, rows][0])
    assert named(book, "difference_hunter").value == 0
    assert named(book, "person_hunter").value == people_in(book, "hunter")[0]


def test_the_same_plan_and_people_are_the_same_bytes() -> None:
    assert live_workbook(cs.example_scenarios()["next_year"], company()) == book_of("next_year")


def test_sheets_can_be_read_and_printed() -> None:
    book = opened(book_of("next_year"))
    assert book.sheetnames[:4] == ["Start", "Hunters", "Account managers", "Inside sales"]
    for sheet in book:
        assert sheet.page_setup.paperSize == 9, "A4"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    hunters = book["Hunters"]
    assert hunters.freeze_panes == f"C{role.HEAD + 2}"
    assert hunters.page_setup.orientation == "landscape"
    assert hunters.print_title_rows == f"$1:${role.HEAD + 1}"
    assert named(book, "pay_hunter").number_format.startswith('"€"#,##0.00')
    assert hunters.column_dimensions["A"].width >= 30
    assert {rule.type for rule in hunters.data_validations.dataValidation} == {"list"}


def test_names_are_never_formulas_jokers_or_the_same_for_two() -> None:
    names = ["=HYPERLINK(1)", "+1", "@x", "-2", "\t=3", "'=4", "a*", "A*", "who?", "~", "ann", "ANN", "1001", ""]
    labels = labels_of(pd.DataFrame({"rep": names}))
    assert len({label.casefold() for label in labels}) == len(names)
    assert not [label for label in labels if label.startswith(tuple("=+-@\t'")) or set(label) & set("*?~")]
    book = opened(live_workbook(plan("plain", {"a": WHOLE}), sellers({"a": [1.0] * 2}, rep=["=1+1", "=1+2"])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {"“=1+1”", "“=1+2”"} <= {cell.value for cell in cells if cell.data_type == "s"}
    assert not [cell.value for cell in cells if cell.data_type == "f" and "1+1" in str(cell.value)]


@needs_soffice
def test_odd_names_can_be_chosen(tmp_path: Path) -> None:
    odd = ["=1+1", "a*", "ab", "A~", "1001", "Zoë & <Söhne>", "' x"]
    people = sellers({"a": [10.0 * n for n in range(1, len(odd) + 1)]}, rep=odd, target_incentive=[1_000.0] * len(odd))
    assert all_faults({"odd": (plan("plain", {"a": WHOLE}), people)}, tmp_path) == []


def test_somebody_with_two_lines_is_told_apart_by_the_day() -> None:
    roster = pd.DataFrame({"rep": ["a", "a", "b"], "start": pd.to_datetime(["2025-01-01", "2025-07-01", None])})
    assert labels_of(roster) == ["a, from 2025-01-01", "a, from 2025-07-01", "b"]
