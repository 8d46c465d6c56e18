"""What a proposed mapping leaves open: each question with the way to answer it."""

from __future__ import annotations

from collections.abc import Iterator

from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.parts import Proposed, Question, TableProposal

WHAT_IS_MISSING = {
    "deals": "Add the file whose rows are deals, orders or invoices, or say which file it is.",
    "roster": "Add a file that lists the people, or say which column of the deals names who sold.",
}


def questions_of(proposed: Proposed) -> tuple[Question, ...]:
    """Everything that keeps the mapping from running, in the mapping's order."""
    return tuple(_all(proposed))


def answer_to(table: str, choice: ColumnChoice) -> str:
    """How a mapping answers a column's question: the line to write."""
    if "?" in (choice.format, choice.decimal):
        formats = choice.question.partition(" fit ")[2].split(" and ")
        word = f"format: '{formats[0] or '%d/%m/%Y'}'" if choice.format else "decimal: comma"
        return f"tables.{table}.columns.{choice.name}: {{column: {choice.column}, {word}}}"
    first = next((offer.column for offer in choice.alternatives), "the export's column")
    constant = "{value: ...}" if table == "roster" and choice.name != "rep" else ""
    return f"tables.{table}.columns.{choice.name}: {first}" + (f", or {constant}" if constant else "")


def _all(proposed: Proposed) -> Iterator[Question]:
    for table, fix in WHAT_IS_MISSING.items():
        if table not in proposed.tables:
            yield Question(table, "", f"no file looks like the {table}", fix)
    for table_proposal in proposed.tables.values():
        yield from _columns(table_proposal)
    if proposed.won.question:
        values = [tally.value for tally in proposed.won.tallies if tally.value]
        shown = ", ".join(f"'{value}'" for value in values[:10])
        yield Question("deals", proposed.won.name, proposed.won.question, f"Say which of them count: {shown}.")
    if proposed.currency.question:
        fix = "Convert the amounts, or keep the rows of one currency."
        yield Question("deals", "currency", proposed.currency.question, fix)


def _columns(proposal: TableProposal) -> Iterator[Question]:
    for choice in proposal.columns.values():
        if choice.blocks:
            asks = choice.question or f"{proposal.file.name} has no column for it: {choice.missing}"
            yield Question(proposal.table, choice.name, asks, f"Write {answer_to(proposal.table, choice)}.")
