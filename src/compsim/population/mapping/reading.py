"""A mapping.yaml, read: how the files of an export become roster and results. It is data, never code or SQL.

tables     our name -> file, columns (our name -> the export's name, or a constant), rows that count, spellings
joins      a look-up table (products, accounts) attached to the rows that are credited
period     the date that decides the month
measures   sum | count | count_distinct of rows that pass `where`, or the ratio of two measures
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from compsim.errors import InputError, MappingError, Problem
from compsim.marked_yaml import model_problems, read_yaml
from compsim.population.mapping.checks import mapping_problems
from compsim.population.mapping.parts import Mapping

__all__ = ["Mapping", "load_mapping", "read_mapping"]

MOST_BYTES = 1_000_000  # a mapping is a page of text; a larger file is something else


def load_mapping(path: str | Path) -> Mapping:
    """Read a mapping.yaml; MappingError lists every mistake in it with its line."""
    place = Path(path)
    try:
        text = place.read_text(encoding="utf-8-sig") if place.stat().st_size <= MOST_BYTES else None
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError([Problem(place.name, *_unread(error))]) from None
    if text is None:
        raise MappingError([Problem(place.name, "the file is far too large for a mapping", "Name a mapping.yaml.")])
    return read_mapping(text, place.name)


def _unread(error: Exception) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "there is no such file", "Name a mapping.yaml; `compsim map EXPORT --out mapping.yaml` proposes one."
    says = "the file cannot be read" if isinstance(error, OSError) else "the file is not UTF-8 text"
    return says, "Name a mapping.yaml saved as UTF-8."


def read_mapping(text: str, source: str = "mapping") -> Mapping:
    """Parse the text of a mapping.yaml; MappingError lists every mistake in it with its line."""
    try:
        marked = read_yaml(text, source)
    except InputError as error:
        raise MappingError(error.problems) from None
    try:
        mapping = Mapping.model_validate(marked.data)
    except ValidationError as error:
        raise MappingError(model_problems(error, source, marked.lines, Mapping)) from None
    mapping.remember(source, marked.lines)
    problems = mapping_problems(mapping)
    if problems:
        raise MappingError(problems)
    return mapping
