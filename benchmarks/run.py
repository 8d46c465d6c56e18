"""Ratios against peers, measured side by side on this machine and written to RESULTS.md.

Seconds belong to one machine; a ratio of two things measured in turns travels better. Nothing here is part of a test.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import numpy as np
from crediting import crediting_section
from lighthouse import ABOUT as OF_LIGHTHOUSE
from lighthouse import lighthouse_section
from numpy.typing import NDArray
from peers.growth import compile_section, growth_section
from peers.rowwise import rowwise_ratios
from peers.spreadsheet import spreadsheet_ratios
from peers.tax_scale import tax_scale_ratios
from peers.timing import Ratio, UnavailableError, in_turns, table, timed
from risk import ABOUT as OF_DRAWN_YEARS
from risk import risk_section
from search import ABOUT as OF_SEARCHES
from search import search_section
from workshop import ABOUT as OF_THE_WORKSHOP
from workshop import workshop_section

import compsim
from compsim.engine.evaluation import get_engine

RESULTS = Path(__file__).with_name("RESULTS.md")
FOLDER = Path(__file__).parents[1] / ".make" / "peers"  # what the peers need and leave behind
CELLS = 5_000_000
SWEEP = 40
ABOUT = """Written by `make bench`. Both sides of a row run in turns on the same machine, in one run, and are first
shown to answer the same. Seconds are medians after a round to warm up; what takes less than 20 ms is repeated and
averaged. "Ours is 50 ×" means fifty times as fast: a fiftieth of the peer's time."""


def start_ratios() -> Iterator[Ratio]:
    """What importing costs, whole interpreter starts compared."""
    for statement, bar in (("import compsim", 1 / 1.5), ("import compsim; compsim.evaluate", None)):
        peer = fresh_python("import pandas")
        yield Ratio(f"`{statement}`", "`import pandas`", *in_turns(timed(fresh_python(statement)), timed(peer)), bar)


def fresh_python(statement: str) -> Callable[[], object]:
    """A call that starts an interpreter, runs the statement and waits for its end."""
    return lambda: subprocess.run([sys.executable, "-c", statement], check=True)


def kernel_ratios() -> Iterator[Ratio]:
    """One pay curve on many cells: both engines against NumPy's own interpolation of the same points."""
    attained: NDArray[np.float64] = np.random.default_rng(1).uniform(0.0, 1.5, CELLS)
    interpolate = partial(np.interp, attained, [0.5, 1.0, 1.5], [0.0, 1.0, 2.5])
    curve = compsim.PayCurve((0.5, 1.0, 1.5), (0.0, 1.0, 2.5), (2.0, 3.0, 0.0))
    for engine in ("numpy", "numba"):
        factors = partial(get_engine(engine), curve, attained)
        np.testing.assert_allclose(factors(), interpolate(), atol=1e-12)
        yield Ratio(
            f"pay curve, {CELLS:,} cells, {engine}", "`numpy.interp`", *in_turns(timed(factors), timed(interpolate))
        )


def together_ratios() -> Iterator[Ratio]:
    """The invented company: many scenarios at once against one at a time."""
    company, scenario = compsim.example_population(), compsim.example_scenarios()["next_year"]
    sweep = [scenario.reform(f"variant {number}", {}) for number in range(SWEEP)]
    together = timed(lambda: compsim.evaluate(sweep, company))
    one_by_one = timed(lambda: [compsim.evaluate(each, company) for each in sweep])
    what, peer = f"{SWEEP} scenarios, one `evaluate`", f"{SWEEP} scenarios, one `evaluate` each"
    yield Ratio(what, peer, *in_turns(together, one_by_one, 3))


def ratios_section(measure: Callable[[], Iterable[Ratio]]) -> str:
    """A table of ratios, or why they could not be measured."""
    try:
        return table(list(measure()))
    except UnavailableError as reason:
        return f"Not measured: {reason}"


def sweep_section() -> str:
    """How the cost grows with the number of plans, if its module is there."""
    return str(import_module("sweep").sweep_section()) if find_spec("sweep") else "Not measured."


SECTIONS: tuple[tuple[str, str, Callable[[], str]], ...] = (
    (
        "Rules as code: policyengine-core",
        """`calc` of one marginal rate scale, in an environment of its own, against one pay curve on the same values and
tiers. The last row compares what is not equal: an evaluation reads three curves, prorates and settles.""",
        lambda: ratios_section(lambda: tax_scale_ratios(FOLDER)),
    ),
    (
        "A notebook: pandas, row by row",
        """Three objectives. The apply runs on a part of the rows and its time is multiplied; a row costs the same in
any number. "In arrays" is the arithmetic of the row: attainment, factor, weight × factor × incentive, added up.""",
        lambda: ratios_section(rowwise_ratios),
    ),
    (
        "A spreadsheet: LibreOffice Calc",
        """Live formulas for attainment, factor and pay of each objective and for their sum. Timed inside LibreOffice
(`calculateAll`), without its start and without opening the file. Same money to the cent in every row.""",
        lambda: ratios_section(lambda: spreadsheet_ratios(FOLDER)),
    ),
    ("NumPy's own interpolation", "One curve of points.", lambda: ratios_section(kernel_ratios)),
    (
        "More people",
        """Where a step costs more than ten-fold, an array of one measure (reps × 12 × 8 bytes) has outgrown what the
allocator keeps at hand, and each new one is paged in anew.""",
        growth_section,
    ),
    ("More plans", "The invented company.", lambda: f"{ratios_section(together_ratios)}\n\n{sweep_section()}"),
    ("Drawn years", OF_DRAWN_YEARS, risk_section),
    ("Searching", OF_SEARCHES, search_section),
    ("A workshop", OF_THE_WORKSHOP, workshop_section),
    (
        "Crediting an export",
        "From files to results, every row and cent accounted for. Not in turns: each side has a process of its own.",
        crediting_section,
    ),
    (
        "The first compile",
        "Both engines answer the same, bit for bit: which one is used is a question of time only.",
        compile_section,
    ),
    ("Starting", "Whole interpreters.", lambda: ratios_section(start_ratios)),
    ("The handbook on a phone", OF_LIGHTHOUSE, lighthouse_section),
)


def machine() -> str:
    """What this was measured on: processor, cores, system, versions."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "numba"))
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{processor()}, {os.cpu_count()} cores; {system}; {packages}; compsim {version('compsim')}."


def processor() -> str:
    """The processor's name as the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def measured(title: str, about: str, section: Callable[[], str]) -> str:
    """One section of the page; says how long it took, for whoever waits."""
    begin = perf_counter()
    text = f"## {title}\n\n{about}\n\n{section()}\n"
    print(f"bench: {title}: {perf_counter() - begin:.0f} s", flush=True)
    return text


def whole_page() -> str:
    """Everything, measured anew."""
    parts = [measured(*section) for section in SECTIONS]
    return "\n".join(["# Measured ratios\n", f"{ABOUT}\n", f"{machine()}\n", *parts])


def with_one_anew(page: str, title: str) -> str:
    """The page with one section measured anew on this machine, in its place; one that is not there yet comes last."""
    section = next((section for section in SECTIONS if section[0] == title), None)
    if section is None:
        raise SystemExit(f"bench: no section is called '{title}'; there are {', '.join(name for name, *_ in SECTIONS)}")
    before, _, after = page.partition(f"\n## {title}\n")
    _, mark, rest = after.partition("\n## ")
    return f"{before.rstrip()}\n\n{measured(*section)}{mark}{rest}"


def main(titles: list[str]) -> None:
    """Measure everything, or the sections of these titles, print it and write it down."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = RESULTS.read_text(encoding="utf-8") if titles else whole_page()
    for title in titles:
        page = with_one_anew(page, title)
    RESULTS.write_text(page, encoding="utf-8")
    print(f"\n{page}")


if __name__ == "__main__":
    main(sys.argv[1:])
