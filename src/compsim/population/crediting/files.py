"""Credited results as files: tables that load again as they are, and the conservation report as JSON and as a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from compsim.population.crediting.report import Account, JoinAccount, Report
from compsim.population.files.formulas import harmless_frame

if TYPE_CHECKING:
    from compsim.population.crediting.credit import Credited


def write_credited(credited: Credited, out_dir: str | Path) -> tuple[Path, ...]:
    """Write roster, results, measures, assumptions and rows set aside as CSV, the report as JSON and as a page.

    Answers the files.
    """
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{name}.csv": harmless_frame(frame).to_csv(index=False) for name, frame in credited.tables().items()}
    stated = pd.DataFrame({"assumption": list(credited.report.assumptions)})
    texts |= {"assumptions.csv": harmless_frame(stated).to_csv(index=False)} if len(stated) else {}
    if credited.set_aside is not None and len(credited.set_aside):
        texts["set_aside.csv"] = harmless_frame(credited.set_aside).to_csv(index=False)
    texts["conservation.json"] = json.dumps(credited.as_dict(), indent=2, ensure_ascii=False) + "\n"
    texts["conservation.md"] = conservation_page(credited.report)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in texts)


def conservation_page(report: Report) -> str:
    """The report as a Markdown page: assumptions, rows, joins, people, files. Shares are ratios, 1 means all."""
    parts = (_assumptions, _accounts, *([_targets] if report.targets else []), _joins, _people, _files)
    return "# What became of every row\n\n" + "\n".join("\n".join(part(report)) + "\n" for part in parts)


def _assumptions(report: Report) -> Iterator[str]:
    yield "## Assumptions\n"
    yield from (f"- {_safe(line)}" for line in report.assumptions or ("None: everything stands in the export.",))


def _accounts(report: Report) -> Iterator[str]:
    yield "## Rows and amounts\n"
    yield f"Periods: {report.periods[0]} to {report.periods[-1]}. Shares are ratios: 1 means all."
    for account in report.accounts:
        yield f"\n### {_safe(account.measure)} (from {_safe(account.table)})\n"
        yield "| rows | amount | what became of them |\n|---:|---:|---|"
        yield from _account_lines(account)


def _targets(report: Report) -> Iterator[str]:
    yield "## Targets\n"
    yield "Each target is given to the person it names, as it stands, or set aside."
    for account in report.targets:
        yield f"\n### {_safe(account.measure)} (from {_safe(account.table)})\n"
        yield "| rows | target | what became of them |\n|---:|---:|---|"
        yield from _account_lines(account, "given to a person on the plan")


def _account_lines(account: Account, credited: str = "credited") -> Iterator[str]:
    yield _row(account.rows_in, account.amount_in, "in the file")
    yield _row(account.rows_credited, account.amount_credited, credited)
    for part in account.set_aside:
        yield _row(part.rows, part.amount, f"set aside: {part.reason}")


def _joins(report: Report) -> Iterator[str]:
    yield "## Joins\n"
    for join in report.joins:
        met = join.rows - join.blank - join.unmatched_rows
        counts = f"{met:,} rows met, {join.blank:,} blank, {join.unmatched_rows:,} without a partner"
        yield f"- {_safe(join.to)} to {_safe(join.table)} on {_safe(join.on)}: {counts}"
        yield from _loose_lines(join)


def _loose_lines(join: JoinAccount) -> Iterator[str]:
    for item in join.unmatched:
        figures = ", ".join(f"{_safe(measure)} {_figure(amount)}" for measure, amount in item.amounts.items())
        offer = f"; close to {_safe(item.close)}, not applied" if item.close else ""
        yield f"    - {_safe(item.value)}: {item.rows:,} rows ({figures}){offer}"
    if join.unmatched_values > len(join.unmatched):
        yield f"    - and {join.unmatched_values - len(join.unmatched):,} more values"
    if join.unmatched_rows:
        shares = ", ".join(f"{_safe(measure)} {share:.3f}" for measure, share in join.shares.items())
        yield f"    - share of each measure: {shares}"


def _people(report: Report) -> Iterator[str]:
    yield "## People\n"
    lists = (
        ("On the roster without a row in the export", report.without_rows),
        ("With rows of which none is credited", report.without_credit),
        ("In the export and not on the roster", tuple(item.value for item in report.not_on_roster)),
    )
    for title, names in lists:
        yield f"- {title}: {len(names)}" + (f" ({', '.join(map(_safe, names))})" if names else "")


def _files(report: Report) -> Iterator[str]:
    yield "## Files\n"
    for form in report.formats:
        columns = "".join(f"; {_safe(name)}: {_safe(how)}" for name, how in form.columns.items())
        yield f"- {_safe(form.file)} ({_safe(form.table)}): {form.rows:,} rows, {form.written}{columns}"
    yield f"- Not named in the mapping: {', '.join(map(_safe, report.unnamed_files)) or 'none'}"
    yield from (f"- Note: {_safe(str(note))}" for note in report.notes)


def _row(rows: int, amount: Decimal | None, what: str) -> str:
    return f"| {rows:,} | {'' if amount is None else _figure(amount)} | {_safe(what)} |"


def _figure(amount: Decimal) -> str:
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def _safe(text: str) -> str:
    """Text of the export as Markdown shows it literally: no tables, links, tags or new lines from a cell."""
    return "".join(f"\\{sign}" if sign in "\\|<>[]`*" else sign for sign in " ".join(text.split()))
