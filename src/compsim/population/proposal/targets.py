"""Targets of an export: when each is for, and which measure it is the target of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace

from compsim.errors import Problem, did_you_mean
from compsim.population.export.periods import WRITE, has_year, periods_of
from compsim.population.proposal.columns import FITS, ColumnChoice, as_read
from compsim.population.proposal.files import ColumnLook, FileLook
from compsim.population.proposal.measures import Columns
from compsim.population.proposal.names import fold

MOST_WORDS = 200  # periods and names of measures that are looked through
WHEN = "a column such as 2025-Q1, or one value such as 2025 for all"
YEAR = "the year of the targets, such as 2025"
WORDS_OF_MEASURES = {  # what a heading or a cell says of a measure
    "new_customers": "neukunde|new customer|new logo|new business|neugeschäft|nouveaux client|clientes nuevos|"
    "nieuwe klant",
    "margin": "marge|margin|margen|deckungsbeitrag|rohertrag|db ziel|db-ziel",
    "wins": "abschlüsse|abschlussziel|auftragszahl|anzahl aufträge|anzahl abschlüsse|deals|wins|won deals",
    "activities": "aktivität|activities|activity|besuche|termine|meetings|calls|anrufe",
    "win_rate": "win rate|abschlussquote|erfolgsquote|hit rate",
    "revenue": "umsatz|revenue|sales|turnover|auftragswert|verkaufsziel|vertriebsziel|chiffre d'affaires|objectif ca|"
    "objectif de vente|ventas|ingresos|omzet|verkoopdoel|erlös",
}


@dataclass(frozen=True)
class TargetProposal:
    """The columns of the table of targets, and what the names in its column measure mean."""

    columns: MappingOf[str, ColumnChoice]
    words: tuple[tuple[str, str], ...] = ()  # as the file spells a measure -> the measure
    remarks: tuple[Problem, ...] = field(default=())


def targets_proposed(file: FileLook, columns: Columns, measures: Sequence[str]) -> TargetProposal:
    """The choices for targets, with what is open: the time, the measure, or a column for each of several measures."""
    timed = {**columns, **_time(file, columns)}
    said = {name: columns[name] for name in measures if name in columns and columns[name].given}
    across = said or _across(timed["target"], measures)
    if across:
        gone = {name: replace(timed[name], column=None, missing="", question="") for name in ("measure", "target")}
        return TargetProposal({**timed, **gone, **across})
    named = timed["measure"]
    if named.column is not None:
        words = _meant(file.columns[named.column], measures)
        told = tuple((word, measure) for word, measure in words.items() if measure and word != measure)
        return TargetProposal(timed, told, _strange(file, named.column, words))
    return TargetProposal({**timed, "measure": _measure(named, timed["target"], measures)})


def measure_said(text: str, measures: Sequence[str]) -> str:
    """The measure that a heading or a cell names; empty where it names none of them, or several."""
    exact = [name for name in measures if fold(name) == fold(text)]
    if exact:
        return exact[0]
    plain = text.casefold()
    said = [name for name, words in WORDS_OF_MEASURES.items() if any(word in plain for word in words.split("|"))]
    return said[0] if len(said) == 1 and said[0] in measures else ""


def _strange(file: FileLook, column: str, words: MappingOf[str, str]) -> tuple[Problem, ...]:
    """A remark on the names that are no measure."""
    strange = [f"'{word}'" for word, measure in words.items() if not measure]
    if not strange:
        return ()
    says = f"targets of {', '.join(strange[:5])} belong to no measure and would be set aside"
    fix = "Add a measure of that name, or say under values which one is meant."
    return (Problem(file.name, says, fix, column=column, severity="warning"),)


def _measure(choice: ColumnChoice, target: ColumnChoice, measures: Sequence[str]) -> ColumnChoice:
    """The one measure of all targets: said by a person, or by the heading of the target."""
    known = ", ".join(measures)
    needed = replace(choice, missing=f"one of {known}")
    if choice.value is not None and str(choice.value) not in measures:
        hint = did_you_mean(str(choice.value), measures)
        return replace(needed, value=None, question=f"'{choice.value}' is not a measure. {hint}".rstrip(". "))
    if choice.given:
        return choice
    said = measure_said(target.column or "", measures)
    if said:
        return replace(choice, value=said, confidence="likely", evidence=f"'{target.column}' names it")
    return replace(needed, question=f"which measure are these the targets of? One of {known}")


def _across(target: ColumnChoice, measures: Sequence[str]) -> dict[str, ColumnChoice]:
    """A column of targets for each measure, where several columns could be the target and name different ones."""
    if target.given or target.chosen or not target.question:
        return {}
    equal = [offer for offer in target.alternatives if offer.group == target.alternatives[0].group]
    said = [measure_said(offer.column, measures) for offer in equal]
    if len(equal) < 2 or not all(said) or len(set(said)) < len(said):
        return {}
    return {
        name: ColumnChoice(name, "number", offer.column, None, "likely", f"'{offer.column}' names it; {offer.evidence}")
        for name, offer in zip(said, equal, strict=True)
    }


def _meant(column: ColumnLook, measures: Sequence[str]) -> dict[str, str]:
    """Each name in a column of measures, and the measure it stands for; empty where it stands for none."""
    return {word: measure_said(word, measures) for word in sorted(column.words(MOST_WORDS))}


# ── the time ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _time(file: FileLook, columns: Columns) -> dict[str, ColumnChoice]:
    """Period, year and date: one of period and date stays, and the year only where periods lack it."""
    period, year, date = (columns[name] for name in ("period", "year", "date"))
    if date.chosen and date.given:
        return {"period": _without(period), "year": _without(year), "date": date}
    if not period.given and not period.chosen and year.column is not None and not date.given:
        period = replace(year, name="period")  # a year is a period of its own
    if period.column is not None and not period.chosen and _holds_days(file.columns[period.column]):
        days = replace(period, name="date", kind="date", missing=WHEN, evidence=f"'{period.column}' holds days")
        dated = as_read(days, file.columns[period.column])
        return {"period": _without(period), "year": _without(year), "date": dated}
    if period.given:
        return dict(_with_year(file, period, year)) | {"date": _without(date)}
    if date.given:
        return {"period": _without(period), "year": _without(year), "date": date}
    asks = date.question or "the file does not say when each target is for"
    return {"period": replace(period, missing=WHEN, question=asks), "year": _without(year), "date": _without(date)}


def _with_year(file: FileLook, period: ColumnChoice, year: ColumnChoice) -> Iterator[tuple[str, ColumnChoice]]:
    """The period as it can be read, with the year beside it where it needs one."""
    words = [str(period.value)] if period.column is None else file.columns[period.column].words(MOST_WORDS)
    if all(map(has_year, words)):
        yield "period", _readable(period, words, "")
        yield "year", _without(year)
        return
    beside = year if year.column != period.column else _without(year)
    if not beside.given:
        yield "year", _needed_year(beside, words)
        yield "period", replace(_without(period), alternatives=period.alternatives)  # nothing without its year
        return
    yield "year", beside
    yield "period", _readable(period, words, "2025")  # any year does: the texts are what is looked at


def _needed_year(year: ColumnChoice, words: Sequence[str]) -> ColumnChoice:
    lacking = next(word for word in words if not has_year(word))
    return replace(year, missing=YEAR, question=f"periods such as '{lacking}' do not say the year")


def _readable(period: ColumnChoice, words: Sequence[str], year: str) -> ColumnChoice:
    """The period, or a question where some of its texts name none."""
    years = ["" if has_year(word) else year for word in words]
    found = periods_of(words, years)
    bad = [word for word, label in zip(words, found.labels, strict=True) if label is None]
    if not bad:
        return period if year else replace(period, evidence=f"{period.evidence}; '{words[0]}' is {found.labels[0]}")
    asks = found.ask or f"'{bad[0]}' names no month, quarter, half-year or year"
    return replace(period, column=None, value=None, missing=WHEN, question=f"{asks}. {WRITE}".rstrip("."))


def _holds_days(column: ColumnLook) -> bool:
    return column.date_share >= FITS and not any(periods_of([word]).labels[0] for word in column.words(1))


def _without(choice: ColumnChoice) -> ColumnChoice:
    return replace(choice, column=None, value=None, question="", missing="")
