r"""A proposed mapping in words: the lines that a command prints, and the same as plain data.

proposal = propose_mapping(files)
print("\\n".join(lines_of(proposal)))       or json.dumps(as_dict(proposal))
write_proposal(proposal, Path("mapping.yaml"))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.parts import TableProposal
from compsim.population.proposal.propose import Proposal
from compsim.population.proposal.yaml import strays_of

MARKS = {"sure": "  ", "likely": "~ ", "unsure": "? "}


def lines_of(proposal: Proposal) -> list[str]:
    """What is proposed, what is open and what to do next; money and counts as in the files."""
    return list(_lines(proposal))


def as_dict(proposal: Proposal) -> dict[str, Any]:
    """The proposal as plain data, for JSON: tables, columns with evidence, joins, stages, measures, questions, yaml."""
    return {
        "tables": {name: _table_data(table) for name, table in proposal.tables.items()},
        "joins": [asdict(join) for join in proposal.joins],
        "people": [asdict(join) for join in proposal.people],
        "spellings": [asdict(offer) for offer in proposal.offers],
        "won": asdict(proposal.won),
        "measures": {m.name: {**m.rule, "title": m.title, "why": m.why} for m in proposal.measures},
        "currency": asdict(proposal.currency),
        "questions": [asdict(question) for question in proposal.questions],
        "unused": [{"file": guess.file, "why": guess.evidence} for guess in proposal.unused],
        "notes": [note.as_dict() for note in proposal.notes],
        "problems": [problem.as_dict() for problem in proposal.problems],
        "extra_files": sorted(proposal.extra_files()),
        "yaml": proposal.yaml(),
    }


def write_proposal(proposal: Proposal, path: Path, folder: Path | None = None) -> list[Path]:
    """Write mapping.yaml and, into the folder of the export, the files that it lacks (None: beside the mapping).

    A file that is there already stays as it is. Returns what was written; FileExistsError if the mapping itself is
    there already.
    """
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(proposal.yaml())
    written = [path]
    for name, text in proposal.extra_files().items():
        beside = (folder or path.parent) / name
        if not beside.exists():
            beside.write_text(text, encoding="utf-8", newline="")
            written.append(beside)
    return written


def _lines(proposal: Proposal) -> Iterator[str]:
    for table in proposal.tables.values():
        file = f"{table.file.name}, {table.file.rows:,} rows, {table.file.written}"
        yield f"{table.table}: {file} ({table.guess.evidence})"
        yield from (f"  {_column(choice)}" for choice in table.columns.values() if choice.given or choice.blocks)
        if table.left_out:
            yield f"    left out: {', '.join(table.left_out[:20])}" + (" …" if len(table.left_out) > 20 else "")
    for join in proposal.joins:
        yield f"join {join.table}: {join.evidence}{strays_of(join)}" + (
            f"; not applied: {join.question}" if join.question else ""
        )
    for join in proposal.people:
        if join.strays:
            yield f"people of {join.to}: {join.evidence}{strays_of(join)}"
    yield from (
        f"  close: {o.on} '{o.spelt}' in {o.table} may be '{o.known}' ({o.rows:,} rows)" for o in proposal.offers
    )
    if "deals" in proposal.tables:
        yield f"won: {proposal.won.question or proposal.won.evidence}"
    yield "measures: " + ", ".join(measure.name for measure in proposal.measures)
    yield from (f"  {measure.name}: {measure.why}" for measure in proposal.measures if measure.why)
    yield from (f"not used: {guess.file} ({guess.evidence})" for guess in proposal.unused)
    yield from (f"not read: {problem}" for problem in proposal.problems)
    yield from (f"note: {note}" for note in proposal.notes)
    yield from (f"made: {name}, the people of the deals; complete it" for name in proposal.extra_files())
    yield from _open(proposal)


def _open(proposal: Proposal) -> Iterator[str]:
    questions = proposal.questions
    if not questions:
        yield "nothing is open: the mapping can run"
        return
    yield f"{len(questions)} open:"
    for question in questions:
        place = ".".join(filter(None, (question.table, question.column)))
        command = f" Or here: {question.command}" if question.command else ""
        yield f"  ? {place}: {question.asks}. {question.fix}{command}"


def _column(choice: ColumnChoice) -> str:
    if not choice.given:
        return f"? {choice.name}: open"
    source = f"'{choice.column}'" if choice.column is not None else f"always {choice.value}"
    mark = "? " if choice.blocks else MARKS[choice.confidence]
    return f"{mark}{choice.name}: {source} ({choice.evidence})"


def _table_data(table: TableProposal) -> dict[str, Any]:
    return {
        "file": table.file.file,
        "sheet": table.file.sheet,
        "rows": table.file.rows,
        "written": table.file.written,
        "made": table.file.made,
        "confidence": table.guess.confidence,
        "evidence": table.guess.evidence,
        "columns": {name: asdict(choice) for name, choice in table.columns.items()},
        "left_out": list(table.left_out),
    }
