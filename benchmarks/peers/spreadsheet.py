"""Against LibreOffice Calc: a workbook with the same plan in live formulas, recalculated without a window.

Both ways to write a pay curve into a cell are measured: nested IFs with the figures in them, and a look-up in a table
of tiers, where a plan can be changed without touching a formula.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import xlsxwriter
from peers.conversation import conversation
from peers.one_plan import MONTHS, OBJECTIVES, YEARLY_INCENTIVE, Tiers, money, pay_in_arrays, people, scenario
from peers.timing import Ratio, UnavailableError, hot_spots, in_turns, timed
from xlsxwriter.utility import xl_rowcol_to_cell

import compsim
from compsim.engine.evaluation import get_engine

REPS = 1_000
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's own has UNO, the bridge into LibreOffice
PACKAGES = ("libreoffice-calc", "python3-uno")
SIDE = Path(__file__).with_name("spreadsheet_side.py")
HEADER, INCENTIVE, FIRST = 1, 2, 3  # rows above the figures; columns: rep, month, incentive, then five an objective
FIVE = 5  # actual, target, attainment, factor, pay
CENT = 0.005


def spreadsheet_ratios(folder: Path) -> Iterator[Ratio]:
    """The plan in arrays and a whole evaluation against both workbooks; UnavailableError without LibreOffice."""
    _install(folder / "apt.log")
    population, plan = people(REPS), scenario("monthly")
    evaluated, expected = partial(compsim.evaluate, plan, population), money(compsim.evaluate(plan, population))
    arrays = partial(pay_in_arrays, population, get_engine("numba"))
    why = f"it also checks, prorates, accumulates and settles. Profile: {hot_spots(evaluated)}."
    for way in ("look-up", "nested IF"):
        book = folder / f"{way.replace(' ', '-')}.xlsx"
        _write(book, population, way)
        command = [SYSTEM_PYTHON, str(SIDE), str(book), str(folder / "office-profile"), _pay_column(len(expected) * 12)]
        with conversation(command, folder / "office.log") as (about, peer):
            _same_to_the_cent(np.array(about["pay"]), expected.reshape(-1))
            name = f"LibreOffice {about['version']}, {way}"
            what = f"{REPS:,} reps × {len(MONTHS)} months × {len(OBJECTIVES)} objectives"
            yield Ratio(f"the plan in arrays, {what}", name, *in_turns(timed(arrays), peer), 100)
            yield Ratio(f"a whole `evaluate`, {what}", name, *in_turns(timed(evaluated), peer), 100, why)


def _same_to_the_cent(theirs: np.ndarray, ours: np.ndarray) -> None:
    apart = float(np.abs(theirs - ours).max())
    if apart >= CENT or abs(theirs.sum() - ours.sum()) >= CENT:
        raise AssertionError("the worksheet and evaluate pay different money")


def _install(log: Path) -> None:
    """LibreOffice and its bridge, from Debian if they are missing and we may."""
    if _usable():
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise UnavailableError(f"install {' and '.join(PACKAGES)} (as root: apt-get install), then measure again.")
    with log.open("w", encoding="utf-8") as says:
        for words in (("update",), ("install", "-y", "--no-install-recommends", *PACKAGES)):
            quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run([apt, *words], stdout=says, stderr=says, check=False, env=quiet)
    if not _usable():
        raise UnavailableError(f"apt-get could not install {' and '.join(PACKAGES)}; .make/peers/{log.name} says why.")


def _usable() -> bool:
    bridge = [SYSTEM_PYTHON, "-c", "import uno"]
    there = shutil.which("soffice") is not None and Path(SYSTEM_PYTHON).exists()
    return there and subprocess.run(bridge, capture_output=True, check=False).returncode == 0


def _write(book: Path, population: compsim.Population, way: str) -> None:
    """One row a rep and month: the figures, and for each objective attainment, factor and pay as formulas."""
    with xlsxwriter.Workbook(book) as workbook:
        sheet, plan = workbook.add_worksheet("pay"), workbook.add_worksheet("plan")
        formulas = [
            _look_up(plan, n, tiers) if way == "look-up" else _nested(tiers) for n, tiers in enumerate(OBJECTIVES)
        ]
        for row in range(population.eligible.size):
            rep, month = divmod(row, len(MONTHS))
            sheet.write_row(row + HEADER, 0, (f"rep_{rep}", MONTHS[month], YEARLY_INCENTIVE / len(MONTHS)))
            for n, (tiers, formula) in enumerate(zip(OBJECTIVES, formulas, strict=True)):
                figures = (
                    float(table[tiers.measure][rep, month]) for table in (population.results, population.targets)
                )
                _write_objective(sheet, row + HEADER, FIRST + FIVE * n, tuple(figures), (formula, tiers.weight))
            parts = (xl_rowcol_to_cell(row + HEADER, FIRST + FIVE * n + 4) for n in range(len(OBJECTIVES)))
            sheet.write_formula(row + HEADER, FIRST + FIVE * len(OBJECTIVES), "=" + "+".join(parts))


def _write_objective(
    sheet: xlsxwriter.workbook.Worksheet, row: int, column: int, figures: tuple[float, ...], plan: tuple[str, float]
) -> None:
    formula, weight = plan
    actual, target, attained, factor = (xl_rowcol_to_cell(row, column + offset) for offset in range(4))
    sheet.write_row(row, column, figures)
    sheet.write_formula(row, column + 2, f"={actual}/{target}")
    sheet.write_formula(row, column + 3, formula.format(a=attained))
    sheet.write_formula(row, column + 4, f"={weight}*{factor}*{xl_rowcol_to_cell(row, INCENTIVE)}")


def _nested(tiers: Tiers) -> str:
    """=IF(a<edge, what the segment before pays, IF(…))."""
    formula = ""
    for (edge, _, _), before in zip(tiers.rows, ("0", *map(_line, tiers.rows)), strict=False):
        formula += f"IF({{a}}<{edge},{before},"
    return f"={formula}{_line(tiers.rows[-1])}{')' * len(tiers.rows)}"


def _line(row: tuple[float, float, float]) -> str:
    edge, level, slope = row
    return f"{level}+{slope}*({{a}}-{edge})" if slope else str(level)


def _look_up(plan: xlsxwriter.workbook.Worksheet, number: int, tiers: Tiers) -> str:
    """Write the tiers into the plan sheet; level + slope × (a − edge) of the tier that MATCH finds."""
    rows = (*([(0.0, 0.0, 0.0)] if tiers.rows[0][0] > 0 else []), *tiers.rows)
    for position, row in enumerate(rows):
        plan.write_row(position, 4 * number, row)
    edges, levels, slopes = (
        f"plan!{xl_rowcol_to_cell(0, column, True, True)}:{xl_rowcol_to_cell(len(rows) - 1, column, True, True)}"
        for column in range(4 * number, 4 * number + 3)
    )
    tier = f"MATCH({{a}},{edges},1)"
    return f"=INDEX({levels},{tier})+INDEX({slopes},{tier})*({{a}}-INDEX({edges},{tier}))"


def _pay_column(rows: int) -> str:
    """The range that holds each rep's pay in each month."""
    column = FIRST + FIVE * len(OBJECTIVES)
    return f"{xl_rowcol_to_cell(HEADER, column)}:{xl_rowcol_to_cell(rows + HEADER - 1, column)}"
