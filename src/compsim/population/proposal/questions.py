"""What a proposed mapping leaves open: each question with the way to answer it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from compsim.population.mapping.parts import TARGETS
from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.parts import Proposed, Question, TableProposal
from compsim.population.proposal.won import WonProposal

WHAT_IS_MISSING = {
    "deals": "Add the file whose rows are deals, orders or invoices, or say which file it is",
    "roster": "Add a file that lists the people, or say which column of the deals names who sold",
}
MOST_SHOWN = 10


def questions_of(proposed: Proposed) -> tuple[Question, ...]:
    """Everything that keeps the mapping from running, in the mapping's order."""
    return tuple(_all(proposed))


def answer_to(table: str, choice: ColumnChoice) -> str:
    """How a mapping answers a column's question: the line to write."""
    if "?" in (choice.format, choice.decimal):
        word = f"format: '{_formats(choice)[0]}'" if choice.format else "decimal: comma"
        return f"tables.{table}.columns.{choice.name}: {{column: {choice.column}, {word}}}"
    if choice.times == "?":
        source = f"tables.{table}.columns.{choice.name}: {{column: {choice.column}, times: ...}}"
        return f"{source} ({'; '.join(way.words for way in choice.ways)})" if choice.ways else source
    first = next((offer.column for offer in choice.alternatives), "the export's column")
    constant = "{value: ...}" if one_value_will_do(table, choice.name) else ""
    return f"tables.{table}.columns.{choice.name}: {first}" + (f", or {constant}" if constant else "")


def _formats(choice: ColumnChoice) -> list[str]:
    """The ways to write a date that a question names."""
    return [form for form in choice.question.partition(" fit ")[2].split(" and ") if form] or ["%d/%m/%Y"]


def one_value_will_do(table: str, name: str) -> bool:
    """Whether a column may have one value for every row."""
    return (table == "roster" and name != "rep") or (table == TARGETS and name in ("measure", "period", "year"))


def command_for(proposal: TableProposal, choice: ColumnChoice) -> str:
    """The same answer as an option of the command line."""
    table, place = proposal.table, f"{proposal.table}.{choice.name}"
    if "?" in (choice.format, choice.decimal):
        style = f"dates={_formats(choice)[0]}" if choice.format == "?" else "decimal=comma"
        return f"--read {shlex.quote(f'{proposal.file.name}:{style}')}"
    if choice.times == "?":
        return f"--times {place}={choice.ways[0].times}" if choice.ways else ""
    offers = [f"--choose {shlex.quote(f'{place}={offer.column}')}" for offer in choice.alternatives[:1]]
    said = [f"--say {place}=..."] if one_value_will_do(table, choice.name) else []
    return " or ".join([*offers, *said])


def _all(proposed: Proposed) -> Iterator[Question]:
    for table, fix in WHAT_IS_MISSING.items():
        if table not in proposed.tables:
            yield _missing(table, fix, proposed)
    for table_proposal in proposed.tables.values():
        yield from _columns(table_proposal)
    if proposed.won.question:
        yield _stages(proposed.won)
    if proposed.currency.question:
        fix = "Convert the amounts, or keep the rows of one currency."
        yield Question("deals", "currency", proposed.currency.question, fix)


def _columns(proposal: TableProposal) -> Iterator[Question]:
    for choice in proposal.columns.values():
        if choice.blocks:
            asks = choice.question or f"{proposal.file.name} has no column for it: {choice.missing}"
            fix, command = f"Write {answer_to(proposal.table, choice)}.", command_for(proposal, choice)
            yield Question(
                proposal.table, choice.name, asks, fix, " or ".join(filter(None, (command, _without(proposal))))
            )


def _without(proposal: TableProposal) -> str:
    """How to do without a file that nobody needs."""
    return f"--choose {shlex.quote(f'none={proposal.file.name}')}" if proposal.table == TARGETS else ""


def _missing(table: str, fix: str, proposed: Proposed) -> Question:
    """That no file is a table, with the files that could be."""
    taken = {known.file.name for known in proposed.tables.values()}
    free = [file.name for file in proposed.looked.files if file.name not in taken]
    shown = ", ".join(f"'{name}'" for name in free[:MOST_SHOWN])
    unread = "; first mend what could not be read" if proposed.problems else ""
    example = next(iter(free), "FILE")
    offer = f" ({shown} are left)" if len(free) > 1 else f" ({shown} is left)" if free else ""
    command = "" if proposed.problems else f"--choose {shlex.quote(f'{table}={example}')}"
    return Question(table, "", f"no file looks like the {table}", f"{fix}{offer}{unread}.", command)


def _stages(won: WonProposal) -> Question:
    """Which stages count, with those that say so or read like it as the answer to begin with."""
    values = [tally.value for tally in won.tallies if tally.value]
    shown = ", ".join(f"'{value}'" for value in values[:MOST_SHOWN])
    fix = f"Say which of them count: {shown}." if values else "Name another column as stage, or none."
    offered = won.offered or tuple(values[:1])
    command = f"--won {shlex.quote(','.join(offered))}" if values else "--choose deals.stage=none"
    return Question("deals", won.name, won.question, fix, command)
