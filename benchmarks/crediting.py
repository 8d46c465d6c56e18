"""Crediting: a million deals from CSV and a hundred million from Parquet to credited results, beside bare aggregates.

Each side runs in a process of its own, so that its peak memory is its own; the amounts credited are first compared.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time

from memory import peak_memory
from peers.timing import UnavailableError

MILLION, HUNDRED_MILLION = 1_000_000, 100_000_000
REPS, CUSTOMERS, SEED = 2_000, 1_000_000, 20_250_101
ROOM = 10 * 2**30  # bytes that the large file and what is laid out beside it may need
MEMORY = "2500MB"  # of bare DuckDB too; the rest of a process comes on top
ROUNDS = {"csv": 5, "parquet": 1}
BARS = {"csv": (1.0, 1_000), "parquet": (20.0, 4_000)}  # seconds, MB
CUSTOMERS_TOO = "  customers: {count_distinct: customer, where: {stage: Won}}\n"
MAPPING = """\
mapping: large
currency: EUR
tables:
  roster:
    file: people.csv
    columns: {{rep: name, role: {{value: rep}}, team: team, base_salary: {{value: 1}}, target_incentive: {{value: 1}}}}
  deals:
    file: deals.{kind}
    columns: {{deal: deal, rep: rep, stage: stage, day: closed, amount: amount, customer: customer}}
period: {{date: day}}
measures:
  revenue: {{sum: amount, where: {{stage: Won}}}}
  wins: {{count: deals, where: {{stage: Won}}}}
"""
WHERE = """Seconds of all cores are what counts where others use the machine too: divided by the cores that are free,
they are the least it can take. Of those of the large file, half go into who met which customer in which month (one
grouping of all won rows by rep and customer, which takes bare DuckDB nearly as long), a quarter into the amounts by
rep, month and reason, the rest into teams, company and the check against the file. A customer who buys from one rep
is the usual case; where every rep sells to every customer, groups are many times as many and take twice as long."""
# one customer's deals go to one rep, a tenth of them to anybody; ids come in no order
DEALS = """
select 'D' || h as deal,
  'R' || case when h % 10 = 0 then h // 1000 % {reps} else c % {reps} end as rep,
  case when h // 10 % 5 = 0 then 'Lost' else 'Won' end as stage,
  date '2025-01-01' + (h // 100000 % 365)::int as closed,
  ((h // 7 % 1000000) / 100)::decimal(12, 2) as amount,
  'C' || c as customer,
  'P' || h // 3 % 50 as product,
  case h // 11 % 3 when 0 then 'inbound' when 1 then 'outbound' else 'partner' end as source
from (select h, h // 1000003 % {customers} as c from (select hash(i + {seed}) // 2 as h from range({rows}) t(i)))
"""
WON = """
select rep, month(closed) as month, sum(amount::decimal(12, 2)) as amount, count(*) from '{file}' where stage = 'Won'
group by all
"""


@dataclass(frozen=True)
class Run:
    """What one process told of its rounds."""

    seconds: float  # the best round
    first: float  # the first round, imports of libraries' parts on first use included
    processor: float  # seconds of all cores in the best round
    peak: float  # MB
    amount: Decimal  # of all won deals of people on the roster


def crediting_section() -> str:
    """The part of the page on crediting, as Markdown."""
    about = (
        f"{REPS:,} reps, 8 columns, text ids in no order, cents, a fifth not won. Each cell is the best of "
        f"{ROUNDS['csv']} rounds (CSV) or one round (Parquet) of a process of its own. Ours credits revenue and wins "
        "by rep, team, company and month, checks every row and cent against the file and reports what it set aside; "
        "the large file also counts distinct customers of each rep, team and company by month, quarter, half-year and "
        "year. Bare: one aggregate by rep and month of the won rows; of the large file, with distinct customers by "
        f"rep. DuckDB has {MEMORY} and both cores on either side. "
        f"Load of the machine before: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores."
    )
    return "\n\n".join([about, _table(_rows()), WHERE])


def _table(rows: Iterator[list[str]]) -> str:
    head = ["deals", "who", "seconds", "first round", "seconds of all cores", "peak memory", "ours is", "bar"]
    return "\n".join(["| " + " | ".join(cells) + " |" for cells in [head, ["---", "---", *["---:"] * 5, "---"], *rows]])


def _rows() -> Iterator[list[str]]:
    with _export("csv", MILLION) as folder:
        yield from _compared(f"{MILLION:,}, CSV", "csv", folder, ("ours", "duckdb", "pandas"))
    try:
        with _export("parquet", HUNDRED_MILLION) as folder:
            yield from _compared(f"{HUNDRED_MILLION:,}, Parquet", "parquet", folder, ("ours", "duckdb"))
    except UnavailableError as reason:
        yield [f"{HUNDRED_MILLION:,}, Parquet", f"Not measured: {reason}", *[""] * 6]


def _compared(deals: str, kind: str, folder: Path, who: tuple[str, ...]) -> Iterator[list[str]]:
    runs = {name: _child(name, kind, folder) for name in who}
    if len({run.amount for run in runs.values()}) != 1:
        raise RuntimeError(f"the sides disagree: {runs}")
    names = {"ours": "compsim", "duckdb": "bare DuckDB", "pandas": "pandas, `read_csv` and `groupby`"}
    seconds, peak = BARS[kind]
    for name, run in runs.items():
        ratio = "" if name == "ours" else f"{runs['ours'].seconds / run.seconds:.1f} × its time"
        missed = ", missed" if run.seconds > seconds or run.peak > peak else ""
        bar = f"{seconds:.0f} s, {peak:,} MB{missed}" if name == "ours" else ""
        told = [f"{run.seconds:.2f} s", f"{run.first:.2f} s", f"{run.processor:.2f} s", f"{run.peak:,.0f} MB"]
        yield [deals, names[name], *told, ratio, bar]


@contextmanager
def _export(kind: str, rows: int) -> Iterator[Path]:
    """A folder with an invented export, gone afterwards; UnavailableError where the disk is too full."""
    import duckdb  # noqa: PLC0415 - the child that measures pandas does without

    with tempfile.TemporaryDirectory(prefix="compsim-bench-") as name:
        folder = Path(name)
        if rows > MILLION and shutil.disk_usage(folder).free < ROOM:
            raise UnavailableError(f"less than {ROOM // 2**30} GB are free where temporary files go")
        deals = DEALS.format(reps=REPS, customers=CUSTOMERS, seed=SEED, rows=rows)
        with duckdb.connect() as database:
            database.execute("set preserve_insertion_order = false")
            database.execute(f"copy ({deals}) to '{folder}/deals.{kind}'")
        people = "".join(f"R{rep},T{rep // 10}\n" for rep in range(REPS))
        (folder / "people.csv").write_text(f"name,team\n{people}", encoding="utf-8")
        yield folder


def _child(name: str, kind: str, folder: Path) -> Run:
    answer = subprocess.run(
        [sys.executable, __file__, name, kind, str(folder)], check=True, capture_output=True, text=True
    )
    told = json.loads(answer.stdout.splitlines()[-1])
    return Run(**{**told, "amount": Decimal(told["amount"])})


# ── in a process of its own ──────────────────────────────────────────────────────────────────────────────────────────


def measured(kind: str, credit: Callable[[], Decimal]) -> str:
    """Time and peak memory of crediting some rounds, as JSON."""
    rounds = []
    amount = Decimal(0)
    for _ in range(ROUNDS[kind]):
        begin, busy = perf_counter(), process_time()
        amount = credit()
        rounds.append((perf_counter() - begin, process_time() - busy))
    seconds, processor = min(rounds)
    peak = peak_memory() / 1024
    told = {"seconds": seconds, "first": rounds[0][0], "processor": processor, "peak": peak, "amount": str(amount)}
    return json.dumps(told)


def ours(kind: str, folder: Path) -> Callable[[], Decimal]:
    """Crediting by this library."""
    from compsim.population.crediting.credit import credit_deals  # noqa: PLC0415 - only in this child
    from compsim.population.mapping.reading import read_mapping  # noqa: PLC0415

    text = MAPPING.format(kind=kind) + (CUSTOMERS_TOO if kind == "parquet" else "")
    mapping = read_mapping(text)

    def credit() -> Decimal:
        credited = credit_deals(folder, mapping)
        revenue = credited.report.accounts[0]
        if not revenue.balanced or revenue.rows_in not in (MILLION, HUNDRED_MILLION):
            raise RuntimeError("a row is lost")
        return Decimal(revenue.amount_credited or 0)

    return credit


def bare_duckdb(kind: str, folder: Path) -> Callable[[], Decimal]:
    """One aggregate: by rep and month; of the large file by rep, with distinct customers."""
    import duckdb  # noqa: PLC0415 - only in this child

    question = WON.format(file=folder / f"deals.{kind}")
    if kind == "parquet":
        question = question.replace("month(closed) as month", "count(distinct customer) as customers")

    def credit() -> Decimal:
        with duckdb.connect() as database:
            database.execute(f"set memory_limit = '{MEMORY}'")
            database.execute(f"set temp_directory = '{folder}/spill'")
            database.execute("set preserve_insertion_order = false")
            return sum((row[2] for row in database.execute(question).fetchall()), Decimal(0))

    return credit


def plain_pandas(kind: str, folder: Path) -> Callable[[], Decimal]:
    """Read and group by rep and month; amounts are doubles."""
    import pandas as pd  # noqa: PLC0415 - only in this child

    def credit() -> Decimal:
        deals = pd.read_csv(folder / f"deals.{kind}", parse_dates=["closed"])
        won = deals[deals["stage"] == "Won"]
        sums = won.groupby(["rep", won["closed"].dt.month])["amount"].agg(["sum", "count"])
        return Decimal(f"{sums['sum'].sum():.2f}")

    return credit


SIDES = {"ours": ours, "duckdb": bare_duckdb, "pandas": plain_pandas}

if __name__ == "__main__":
    side, kind, folder = sys.argv[1:]
    print(measured(kind, SIDES[side](kind, Path(folder))))
