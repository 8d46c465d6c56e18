"""Answers that cannot be: a table, column, stage or number that a proposal does not know; each says what is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pydantic import ValidationError

from compsim.errors import MappingError, Problem, did_you_mean
from compsim.population.mapping.tables import Column
from compsim.population.proposal.files import FileLook
from compsim.population.proposal.measures import CurrencyProposal
from compsim.population.proposal.vocabulary import TABLES
from compsim.population.proposal.won import WonProposal

MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
CODE = re.compile(r"[A-Z]{3}")


def check_table(table: str, there: Collection[str]) -> None:
    """MappingError for a table that no file is."""
    if table in there:
        return
    if table in TABLES:
        says, fix = f"no file is {table} yet", f"Say which one is: --choose {table}=FILE."
        raise MappingError([Problem("proposal", says, fix)])
    raise MappingError([Problem("proposal", f"there is no table '{table}'", did_you_mean(table, list(there)))])


def check_column(source: str | None, file: FileLook) -> None:
    """MappingError for a column that the file does not have."""
    if source is not None and source not in file.columns:
        hint = did_you_mean(source, list(file.columns))
        raise MappingError([Problem(file.name, f"there is no column '{source}'", hint)])


def check_stages(values: Sequence[str], won: WonProposal) -> None:
    """MappingError for every value that no deal has."""
    known = [tally.value for tally in won.tallies if tally.value]
    strange = [value for value in values if known and value not in known]
    if strange:
        says = f"'{won.column}' has no value "
        raise MappingError([Problem("proposal", f"{says}'{value}'", did_you_mean(value, known)) for value in strange])


def check_times(times: str, place: str) -> None:
    """MappingError for what no figure can be multiplied by."""
    try:
        Column(column="any", times=times or None)
    except ValidationError:
        raise MappingError([Problem(place, f"'{times}' is no number above 0", "Write 12, 0.01 or 1/40.")]) from None


def check_months(first: str, last: str) -> None:
    """MappingError for what is no month, and for a last month before the first."""
    strange = [month for month in (first, last) if month and MONTH.fullmatch(month) is None]
    if strange:
        raise MappingError([Problem("proposal", f"'{month}' is no month", "Write 2025-01.") for month in strange])
    if first and last and last < first:
        says = f"the last month, {last}, is before the first, {first}"
        raise MappingError([Problem("proposal", says, "Write the first month of the year, then its last.")])


def check_currency(code: str, known: CurrencyProposal) -> None:
    """MappingError for what is no code of a currency, and for another one than the rows name."""
    if code and CODE.fullmatch(code) is None:
        raise MappingError([Problem("proposal", f"'{code}' is no currency", "Write its three letters, such as EUR.")])
    if code and known.found and known.found != (code,):
        says = f"the rows name {', '.join(known.found)}, not {code}"
        raise MappingError([Problem("proposal", says, "Convert the amounts, or leave the currency as the rows say.")])
