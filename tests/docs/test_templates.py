"""The templates: three variants of each, from one definition, whose formulas come to what the library works out."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from macros.templates import action_plan, library
from macros.templates.page import page, shown
from macros.templates.shape import VARIANTS, Grid, Template, Value, fields_of, grids_of
from macros.templates.workbook import workbook
from openpyxl.workbook.workbook import Workbook
from playwright.sync_api import Browser

from compsim.planning.action_plan import load_action_plan, plan_of_year, read_action_plan, with_targets
from compsim.planning.process import step_cost
from compsim.planning.quantity import payback_months
from compsim.planning.year import year_plan
from compsim.population.example.company import example_tables
from tests.docs.built import Handbook

ALL = {template.name: template for template in library.templates()}
EXPECTED = (
    "action-plan lead-sheet call-sheet forecast-gate clean-up-list one-to-one-sheet discovery-report return-sheet "
    "win-loss-sheet training-plan consultation-sheet department-commitments objective-letter account-map go-no-go "
    "process-loop facilitator-sheet"
)
Changes = Mapping[str, Value | Sequence[Value]]  # name of a cell or column -> what is typed

needs_soffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")


def opened(template: Template, variant: str, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(workbook(template, variant)), data_only=values)


def place_of(book: Workbook, name: str) -> tuple[Any, str]:
    """The sheet of a name, and its cell or cells."""
    sheet, cells = next(iter(book.defined_names[name].destinations))
    return book[sheet], cells.replace("$", "")


def value_of(book: Workbook, name: str) -> Any:
    sheet, cells = place_of(book, name)
    found = sheet[cells]
    return [row[0].value for row in found] if isinstance(found, tuple) else found.value


def typed(template: Template, changes: Changes, variant: str = "blank") -> Workbook:
    """A template with something typed in; openpyxl keeps no results, so whoever opens it has to calculate."""
    book = opened(template, variant)
    for name, value in changes.items():
        sheet, cells = place_of(book, name)
        if isinstance(value, list):
            for (cell,), each in zip(sheet[cells], value, strict=False):
                cell.value = each
        else:
            sheet[cells].value = value
    return book


def recalculated(books: Mapping[str, Workbook], folder: Path) -> Mapping[str, Path]:
    """The workbooks as LibreOffice saves them once it has calculated everything."""
    (folder / "in").mkdir()
    for name, book in books.items():
        book.save(folder / "in" / f"{name}.xlsx")
    files = sorted(map(str, (folder / "in").iterdir()))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", str(folder / "out"), *files]
    subprocess.run(command, capture_output=True, check=True)
    return {name: folder / "out" / f"{name}.xlsx" for name in books}


def calculated(books: Mapping[str, Workbook], folder: Path) -> Mapping[str, Workbook]:
    return {name: openpyxl.load_workbook(path, data_only=True) for name, path in recalculated(books, folder).items()}


def formulas(book: Workbook) -> Iterator[tuple[str, str]]:
    """Sheet and cell of every formula."""
    for sheet in book:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate) for cell in row if str(cell.value or "").startswith("="))


def plain(value: Any) -> Any:
    """A value as it can be compared: a day as a day, nothing as empty text, a number without the dust of floats."""
    if isinstance(value, datetime | time):
        return value.isoformat()[:16]
    return "" if value is None else round(value, 9) if isinstance(value, float | int) else value


def test_every_template_of_the_plan_is_there_once() -> None:
    assert sorted(template.name for template in library.templates()) == sorted(EXPECTED.split())


@pytest.mark.parametrize("name", ALL)
def test_the_same_definition_gives_the_same_bytes(name: str) -> None:
    for variant in VARIANTS:
        assert workbook(ALL[name], variant) == workbook(ALL[name], variant)


@pytest.mark.parametrize("name", ALL)
def test_names_are_unique_and_lead_to_their_cells(name: str) -> None:
    template = ALL[name]
    names = [each.name for each in fields_of(template)]
    names += [f"{grid.name}_{column.name}" for grid in grids_of(template) for column in grid.columns]
    assert len(names) == len(set(names))
    assert not [each for each in names if re.fullmatch(r"[a-z]{1,3}\d+|r\d*c?\d*|c\d*", each)], "reads as a cell"
    assert set(opened(template, "blank").defined_names) == set(names)


@pytest.mark.parametrize("name", ALL)
def test_a_filled_row_has_only_columns_that_exist_and_choices_that_are_offered(name: str) -> None:
    for grid in grids_of(ALL[name]):
        columns = {column.name: column for column in grid.columns}
        assert len(grid.filled) <= grid.rows
        for row in grid.filled:
            assert row.keys() <= columns.keys()
            assert all(row.get(each.name) in (None, "", *each.choices) for each in grid.columns if each.choices)
    assert all(each.filled in each.choices for each in fields_of(ALL[name]) if each.choices and not each.formula)


@pytest.mark.parametrize("name", ALL)
def test_the_blank_variant_tells_nothing_of_the_example_and_the_help_one_all_the_help(name: str) -> None:
    template = ALL[name]
    blank, helped = (_texts(opened(template, variant, values=True)) for variant in ("blank", "help"))
    fixed = {str(value) for grid in grids_of(template) for value in _fixed(grid)}
    told = {str(each.filled) for each in fields_of(template) if isinstance(each.filled, str) and not each.formula}
    assert {text for text in told if len(text) > 3} & (blank - fixed) == set()
    help_texts = {each.help for each in fields_of(template) if each.help}
    help_texts |= {column.help for grid in grids_of(template) for column in grid.columns if column.help}
    assert help_texts
    assert help_texts <= helped
    assert not help_texts & blank


@pytest.mark.parametrize("name", ALL)
def test_what_is_typed_is_checked_and_what_matters_takes_a_colour(name: str) -> None:
    template, book = ALL[name], opened(ALL[name], "blank")
    checked = {rule.formula1 for sheet in book for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    offered = {f'"{",".join(each.choices)}"' for each in fields_of(template) if each.choices}
    offered |= {f'"{",".join(c.choices)}"' for grid in grids_of(template) for c in grid.columns if c.choices}
    assert checked == offered
    assert all(len(each) <= 257 for each in offered), "more than a list may hold"
    alerts = [each for each in fields_of(template) if each.alerts]
    alerts += [column for grid in grids_of(template) for column in grid.columns if column.alerts]
    assert bool(alerts) == any(len(sheet.conditional_formatting) for sheet in book)


@needs_soffice
def test_every_formula_comes_to_the_number_saved_with_it(tmp_path: Path) -> None:
    kinds = {f"{name}-{variant}": (ALL[name], variant) for name in ALL for variant in VARIANTS}
    found = calculated({key: opened(*kind) for key, kind in kinds.items()}, tmp_path)
    wrong, many = [], 0
    for key, kind in kinds.items():
        saved = opened(*kind, values=True)
        for sheet, cell in formulas(opened(*kind)):
            many += 1
            if plain(saved[sheet][cell].value) != plain(found[key][sheet][cell].value):
                wrong.append((key, sheet, cell, saved[sheet][cell].value, found[key][sheet][cell].value))
    assert wrong == []
    assert many > 700


YEARS: Mapping[str, dict[str, Any]] = {
    "plain": {"seasons": ["1/12"] * 12, "days_off": [0] * 12, "cycle_months": 0},
    "uneven": {
        "seasons": ["0.07", "0.01", "0.13", "0.02", "0.17", "0.05", "0.11", "0", "0.19", "0.03", "0.09", "0.13"]
    },
    "long cycle": {"cycle_months": 7, "no_show_rate": "1/3", "close_rate": "2/7", "meetings_per_opportunity": "2.2"},
    "other year": {"first_month": "2027-07", "revenue_target": 1_188_000, "deal_value": 4_200},
}


@needs_soffice
def test_the_action_plan_calculates_what_compsim_does_and_is_read_back(tmp_path: Path) -> None:
    asked = {name: action_plan.INPUTS | changes for name, changes in YEARS.items()}
    books = {name: typed(ALL["action-plan"], _year_typed(inputs)) for name, inputs in asked.items()}
    for name, path in recalculated(books, tmp_path).items():
        plan, book = year_plan(**asked[name]), openpyxl.load_workbook(path, data_only=True)
        for field in ("deals", "opportunities", "meetings", "meetings_to_book", "meetings_a_week", "busiest_week"):
            assert value_of(book, field) == getattr(plan, field), (name, field)
        assert value_of(book, "working_weeks") == pytest.approx(plan.working_weeks)
        for column, field in (
            ("deals", "deals"),
            ("to_book", "meetings_to_book"),
            ("days", "working_days"),
            ("a_week", "meetings_a_week"),
        ):
            assert value_of(book, f"months_{column}") == [getattr(month, field) for month in plan.months], (
                name,
                column,
            )
        read, expected = load_action_plan(path), plan_of_year(plan, "Rep 1", "calls")
        assert [(each.rep, each.measure, each.period, each.target) for each in read.targets] == [
            (each.rep, each.measure, each.period, each.target) for each in expected.targets
        ]


def _year_typed(inputs: Mapping[str, Any]) -> Changes:
    won, of = Fraction(inputs["close_rate"]).as_integer_ratio()
    simple = ("revenue_target", "deal_value", "cycle_months")
    return {
        **{name: inputs[name] for name in simple},
        "meetings_per_opportunity": float(inputs["meetings_per_opportunity"]),
        "no_show_rate": float(Fraction(str(inputs["no_show_rate"]))),
        "won_deals": won,
        "of_opportunities": of,
        "first_month": datetime.fromisoformat(f"{inputs['first_month']}-01"),
        "rep": "Rep 1",
        "measure": "calls",
        "months_share": [float(Fraction(share)) for share in inputs["seasons"]],
        "months_off": list(inputs["days_off"]),
    }


def test_the_filled_action_plan_gives_targets_to_the_invented_company() -> None:
    plan = read_action_plan(workbook(ALL["action-plan"], "filled"), "action-plan-filled.xlsx")
    results = with_targets(example_tables()["results"], plan.moved(-12))
    mine = results[(results["rep"] == action_plan.REP) & (results["measure"] == action_plan.MEASURE)]
    assert dict(zip(mine["period"], mine["target"], strict=True)) == {
        f"2025-{place:02d}": month.meetings_to_book for place, month in enumerate(action_plan.example().months, start=1)
    }


STEPS: Mapping[str, dict[str, Any]] = {
    "pays": {"cost_once": 900, "minutes": 12.5},
    "never": {"minutes_after": 12, "cost_a_year": 100},
    "free": {"cost_once": 0},
}


@needs_soffice
def test_the_process_loop_and_the_return_sheet_calculate_what_compsim_does(tmp_path: Path) -> None:
    base = {"people": 3, "times_a_week": 10, "minutes": 12, "minutes_after": 3, "weeks": 42, "hourly_cost": 50}
    base |= {"cost_once": 1200, "cost_a_year": 600}
    books = {name: typed(ALL["process-loop"], base | change) for name, change in STEPS.items()}
    problem = {"problem": 50_000, "before": 0.2, "after": 0.05, "running": 9_000, "once": 12_500, "years": 4}
    books["return"] = typed(ALL["return-sheet"], problem | {"cases_works": [0.2, 1, 1.4]})
    found = calculated(books, tmp_path)
    for name, change in STEPS.items():
        cost = step_cost(**(base | change))
        assert value_of(found[name], "saved_a_year") == pytest.approx(cost.saved_a_year)
        payback = "never" if cost.payback_months is None else pytest.approx(cost.payback_months)
        assert value_of(found[name], "payback") == payback
    # 50,000 × 15/20 = 37,500 go away; 20 % of it is 7,500, less than the 9,000 a year: never
    assert value_of(found["return"], "cases_saved") == pytest.approx([7_500, 37_500, 52_500])
    months = payback_months(Fraction(12_500), Fraction(37_500 - 9_000))
    assert value_of(found["return"], "cases_months")[:2] == ["never", pytest.approx(months)]
    assert value_of(found["return"], "cases_left")[1] == 4 * 28_500 - 12_500
    assert value_of(found["return"], "break_even") == pytest.approx((9_000 + 12_500 / 4) / 50_000)


GRADES: Mapping[str, tuple[list[int | None], str, str]] = {
    "all": ([2, 2, 2, 2, 2], "opens", "none"),
    "least": ([1, 1, 1, 2, 2], "opens", "none"),
    "guess": ([2, 2, 0, 2, 2], "stays shut", "3 Goal"),
    "late is weak": ([2, 2, 2, 1, 2], "stays shut", "none"),
    "money is weak": ([2, 2, 2, 2, 1], "stays shut", "none"),
    "empty": ([2, 2, 2, 2, None], "fill in all five", "none"),
}


@needs_soffice
def test_the_gate_opens_as_the_page_says(tmp_path: Path) -> None:
    books = {name: typed(ALL["forecast-gate"], {"gate_grade": grades}) for name, (grades, _, _) in GRADES.items()}
    found = calculated(books, tmp_path)
    said = {name: (value_of(book, "verdict"), value_of(book, "first_gap")) for name, book in found.items()}
    assert said == {name: (verdict, gap) for name, (_, verdict, gap) in GRADES.items()}


def test_a_value_is_written_as_people_read_it() -> None:
    assert shown(date(2026, 1, 1), "month") == "2026-01"
    assert shown(0.375, "share") == "37.5\u00a0%"
    assert shown(9.5 / 24, "time") == "09:30"
    assert shown(None, "money") == ""


def test_the_page_offers_every_file_and_every_section(handbook: Handbook) -> None:
    index = handbook.page("templates/")
    linked = {index.target(link)[0] for link in index.links}
    assert set(library.files()) <= linked
    for address, content in library.files().items():
        assert handbook.file(address).read_bytes() == content


@pytest.mark.browser
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", ALL)
def test_a_page_to_print_is_short_and_everybody_can_read_it(browser: Browser, name: str, variant: str) -> None:
    tab = browser.new_page()
    tab.set_content(page(ALL[name], variant))
    faults = [each["id"] for each in Axe().run(tab).response["violations"] if each["impact"] in ("serious", "critical")]
    pages = len(re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True)))
    tab.close()
    assert faults == []
    assert pages <= 2 + len(ALL[name].sheets)


def _texts(book: Workbook) -> set[str]:
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}


def _fixed(grid: Grid) -> Iterator[Value]:
    yield from (row.get(column.name) for row in grid.filled for column in grid.columns if column.fixed)
