"""A proposal as mapping.yaml: each line with its reason, each question as a comment that begins with `# ?`.

What is open is never filled in: a column that is not decided is not there, an undecided date order or decimal sign is
written as `?`, undecided stages as an empty list. A mapping refuses all of these and says which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from compsim.population.export.cells import MARK_NAMES
from compsim.population.files.formats import DELIMITERS, FileHow
from compsim.population.mapping.parts import TARGETS
from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.files import SAMPLE
from compsim.population.proposal.links import JoinProposal
from compsim.population.proposal.parts import LOOKUPS, Proposed, Question, TableProposal
from compsim.population.proposal.pay import AS_IT_IS
from compsim.population.proposal.questions import answer_to

PLAIN = re.compile(r"[A-Za-zÄÖÜäöü_][\wÄÖÜäöüß .()/&+-]*[\wÄÖÜäöüß)]|[A-Za-z]")
WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off"}
MOST_LISTED = 40  # columns left out, stages: what a person reads
WIDE = 34  # where the reasons begin


def mapping_yaml(proposed: Proposed, questions: Sequence[Question]) -> str:
    """The text of the mapping."""
    return "\n".join(_lines(proposed, questions)) + "\n"


def scalar(value: str | float) -> str:
    """A value as YAML: bare where nothing can be misread, else in quotes."""
    if not isinstance(value, str):
        return json.dumps(value)
    if PLAIN.fullmatch(value) and value.casefold() not in WORDS_OF_YAML:
        return value
    return json.dumps(value, ensure_ascii=not value.isprintable())


def comment(text: str) -> str:
    """Any text as one line of a comment: what a file holds may have line breaks and control signs."""
    line = " ".join(text.split())
    return line if line.isprintable() else json.dumps(line)


def _lines(proposed: Proposed, questions: Sequence[Question]) -> Iterator[str]:
    yield from _head(proposed, questions)
    yield "mapping: proposed"
    yield from _currency(proposed)
    first = proposed.answers.months[0]
    if first:
        yield f"year_starts: {first}    # the first month that is credited, as a person said"
    else:
        yield "# year_starts: 2025-01           a year in which the plan year begins; January where nothing is said"
    yield ""
    yield "tables:" if proposed.tables else "tables: {}"
    for table in proposed.tables.values():
        yield from _table(table, proposed)
    yield from _joins(proposed)
    yield ""
    yield f"period: {{date: closed_on, granularity: month{_months(proposed)}}}{_span(proposed)}"
    yield ""
    yield from _measures(proposed)
    yield from _rest(proposed)


def _months(proposed: Proposed) -> str:
    """The months that a person said, as they stand in a mapping."""
    first, last = proposed.answers.months
    return (f", from: {first}" if first else "") + (f", to: {last}" if last else "")


def _head(proposed: Proposed, questions: Sequence[Question]) -> Iterator[str]:
    yield "# A proposal. Read it line by line: what stands here is sure or likely and says why; `# ?` asks."
    yield f"# Kinds were judged from {SAMPLE:,} rows a column, stages and joins from all rows."
    if questions:
        yield (
            f"# It runs once {len(questions)} questions are answered:"
            if len(questions) > 1
            else "# It runs once this is answered:"
        )
        for question in questions:
            place = ".".join(filter(None, (question.table, question.column)))
            yield f"#   {place}: {comment(question.asks)}"
    for problem in proposed.problems[:MOST_LISTED]:
        yield f"# not read: {comment(str(problem))}"
    yield ""


def _currency(proposed: Proposed) -> Iterator[str]:
    currency = proposed.currency
    if currency.code:
        yield f"currency: {currency.code}    # {comment(currency.evidence)}"
    else:
        line = "? currency: EUR   " if currency.question or not currency.found else "currency:"
        yield f"# {line} {comment(currency.question or currency.evidence)}"


def _table(table: TableProposal, proposed: Proposed) -> Iterator[str]:
    yield f"{f'  {table.table}:':<{WIDE}}# {table.guess.confidence}: {comment(table.guess.evidence)}"
    rows = f"{table.file.rows:,} rows: {table.file.written}"
    made = "; not in the export yet: write it and complete it" if table.file.made else ""
    yield f"    file: {scalar(table.file.file)}{'':6}# {comment(rows + made)}"
    if table.file.sheet:
        yield f"    sheet: {scalar(table.file.sheet)}"
    yield from (f"    {word}: {scalar(said)}    # as stated" for word, said in stated_of(table.file.how).items())
    given = [choice for choice in table.columns.values() if choice.given]
    yield "    columns:" if given else "    columns: {}"
    for choice in table.columns.values():
        yield from _column(table.table, choice)
    yield from _spellings(table.table, proposed)
    if table.left_out:
        more = f" and {len(table.left_out) - MOST_LISTED:,} more" if len(table.left_out) > MOST_LISTED else ""
        yield f"    # left out: {comment(', '.join(table.left_out[:MOST_LISTED]))}{more}"


def stated_of(how: FileHow) -> dict[str, str | int]:
    """What a person stated about a file, in the words of a mapping; the sheet is written where it is one of several."""
    said: dict[str, str | int | None] = {
        "encoding": how.encoding,
        "delimiter": DELIMITERS.get(how.delimiter or "", how.delimiter),
        "header_row": how.header_row,
        "dates": how.dates,
        "decimal": MARK_NAMES[how.decimal] if how.decimal else None,
    }
    return {word: value for word, value in said.items() if value is not None}


def _column(table: str, choice: ColumnChoice) -> Iterator[str]:
    if choice.given:
        line = f"      {choice.name}: {_source(choice)}"
        why = comment(f"{choice.confidence}: {choice.evidence}" if choice.evidence else choice.confidence)
        yield f"{line:<{WIDE}}  # {why}"
        if choice.blocks:
            yield f"      # ? {comment(choice.question)}; write {comment(answer_to(table, choice))}"
        elif choice.alternatives and choice.confidence != "sure":
            yield f"      #   or: {_offers(choice)}"
    elif choice.missing and not choice.chosen:
        asks = choice.question or f"the export has none: {choice.missing}"
        yield f"      # ? {choice.name}: {_offers(choice)}    {comment(asks)}"
    elif choice.question:
        yield f"      # ? {choice.name}: {_offers(choice)}    {comment(choice.question)}"


def _source(choice: ColumnChoice) -> str:
    if choice.column is None:
        return f"{{value: {scalar(choice.value if choice.value is not None else '')}}}"
    said = (("format", choice.format), ("decimal", choice.decimal), ("times", _counted(choice.times)))
    stated = [f"{word}: {scalar(value)}" for word, value in said if value]
    return f"{{column: {_in_flow(choice.column)}, {', '.join(stated)}}}" if stated else scalar(choice.column)


def _counted(times: str) -> str | float:
    """What figures are multiplied by as it stands in a mapping; nothing where they stay as they are."""
    if times in ("", AS_IT_IS):
        return ""
    return int(times) if times.isdecimal() else times


def _in_flow(text: str) -> str:
    """A scalar inside braces, where commas and brackets mean something."""
    return (
        scalar(text)
        if text.replace(" ", "").isalnum() and text.isascii()
        else json.dumps(text, ensure_ascii=not text.isprintable())
    )


def _offers(choice: ColumnChoice) -> str:
    offers = " | ".join(comment(scalar(offer.column)) for offer in choice.alternatives[:5])
    return offers or "{value: ...}"


def _spellings(table: str, proposed: Proposed) -> Iterator[str]:
    translation = proposed.translations.get(table)
    mine = [offer for offer in proposed.offers if offer.table == table]
    said = [offer for offer in proposed.accepted if offer.table == table]
    settled = {(offer.on, offer.spelt) for offer in said}
    near = [offer for offer in mine if (offer.on, offer.spelt) not in settled]
    words = proposed.target_words if table == TARGETS else ()
    if translation is not None or said or words:
        yield "    values:"
    if translation is not None:
        yield f"      rep:    # from {comment(translation.file)}"
        yield from (f"        {_in_flow(code)}: {scalar(name)}" for code, name in translation.words)
    if words:
        yield "      measure:    # what these names say"
        yield from (f"        {_in_flow(word)}: {scalar(measure)}" for word, measure in words)
    for column in dict.fromkeys(offer.on for offer in said):
        yield f"      {column}:    # spellings that a person has confirmed"
        yield from (f"        {_in_flow(o.spelt)}: {scalar(o.known)}" for o in said if o.on == column)
    if near:
        yield "    # values: these spellings are close; a mapping applies them once they stand here:"
        for offer in near[:MOST_LISTED]:
            yield f"    #   {offer.on}: {{{comment(_in_flow(offer.spelt))}: {comment(_in_flow(offer.known))}}}"


def _joins(proposed: Proposed) -> Iterator[str]:
    applied = [join for join in proposed.joins if not join.question]
    yield ""
    yield "joins:" if applied else "joins: []"
    for join in applied:
        yield f"  - {{table: {join.table}, to: deals, on: {join.on}}}    # {comment(join.evidence + strays_of(join))}"
    for join in proposed.joins:
        if join.question:
            yield f"  # ? - {{table: {join.table}, to: deals, on: {join.on}}}    {comment(join.question)}"
    for table, on in LOOKUPS.items():
        if table in proposed.tables and not any(join.table == table for join in proposed.joins):
            yield f"  # {table} is not attached: no column of the deals has its {on}s"


def strays_of(join: JoinProposal) -> str:
    """The deals without a partner in words: how many, which keys, and the money of those that count."""
    if not join.strays:
        return ""
    shown = ", ".join(f"'{value}'" for value in join.strays[:3])
    money = "" if join.loose_money is None else f" ({join.loose_money:,.2f} of what counts)"
    return f"; {join.rows - join.met:,} do not{money}, such as {shown}"


def _measures(proposed: Proposed) -> Iterator[str]:
    yield "measures:"
    yield from _stages(proposed)
    for measure in proposed.measures:
        yield f"  {measure.name}:" + (f"    # {comment(measure.why)}" if measure.why else "")
        for word, said in measure.rule.items():
            yield f"    {word}: {_flow(said)}"
        yield f"    title: {scalar(measure.title)}"


def _stages(proposed: Proposed) -> Iterator[str]:
    won = proposed.won
    yield f"  # {'? ' if won.question else ''}{comment(won.question or f'{won.confidence}: {won.evidence}')}"
    if won.question:
        yield f"  #   write the values that count into each where: {{{won.name}: ...}}"
    for tally in won.tallies[:MOST_LISTED]:
        counts = " <- counts" if tally.value in won.counted else ""
        money = "" if tally.amount is None else f", {tally.amount:,.2f}"
        yield f"  #   {comment(scalar(tally.value) if tally.value else 'blank')}: {tally.rows:,} rows{money}{counts}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(said)}" for name, said in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value) if isinstance(value, int | float) else _in_flow(str(value))


def _span(proposed: Proposed) -> str:
    deals = proposed.tables.get("deals")
    choice = deals.columns.get("closed_on") if deals is not None else None
    if deals is None or choice is None or choice.column is None or choice.format == "?":
        return ""
    told = deals.file.columns[choice.column].dates.values_by_text
    days = [day for day in told.values() if day is not None]
    return f"    # {choice.column} runs from {min(days)} to {max(days)} in the sample" if days else ""


def _rest(proposed: Proposed) -> Iterator[str]:
    used = [guess for guess in proposed.unused if guess.table]
    if proposed.unused:
        yield ""
        yield "# Files that are not used:"
    for guess in proposed.unused:
        told = f"looks like {guess.table}, which no mapping is proposed for" if guess in used else guess.evidence
        yield f"#   {comment(guess.file)}: {comment(told)}"
    for table in proposed.offered.values():
        columns = ", ".join(f"{c.name}: {_in_flow(c.column)}" for c in table.columns.values() if c.column is not None)
        yield f"# ? Shared credit: to use it, write under tables, and `{table.table}: {table.table}` into deals:"
        yield f"#   {table.table}: {{file: {comment(_in_flow(table.file.file))}, columns: {{{comment(columns)}}}}}"
