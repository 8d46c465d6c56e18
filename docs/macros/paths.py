"""The four readers' paths through the handbook, from paths.yaml: the doors of the front page, and what comes next."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from macros.words import AUDIENCES
from markdown.extensions.toc import slugify
from ruamel.yaml import YAML

from compsim.errors import InputError, Problem, did_you_mean

_FILE = "paths.yaml"
_FEWEST = 2  # one page is no path


@dataclass(frozen=True)
class ReaderPath:
    """The pages one kind of reader goes through, in order."""

    audience: str  # one of AUDIENCES
    door: str  # the heading of its door
    reader: str  # as the line at a page's foot calls them
    asks: str  # what they come with
    pages: tuple[str, ...]  # addresses of Markdown files below the docs folder

    @property
    def anchor(self) -> str:
        """The door's place on the front page, as the table of contents makes it from the heading."""
        return str(slugify(self.door, "-"))


@dataclass(frozen=True)
class Step:
    """Where a page stands on a path."""

    path: ReaderPath
    number: int  # from 1
    of: int
    following: str  # the address of the next page; empty at the end


@cache
def paths() -> Sequence[ReaderPath]:
    """All paths in the order of the doors, as paths.yaml has them."""
    return read_paths((Path(__file__).parent / _FILE).read_text("utf-8"))


def read_paths(text: str) -> Sequence[ReaderPath]:
    """Paths from YAML; InputError lists every path that is incomplete, misspelt, too short or names a page twice."""
    rows: list[dict[str, Any]] = YAML(typ="safe").load(text) or []
    problems = [problem for row in rows for problem in _problems(row)]
    if problems:
        raise InputError(problems)
    return [ReaderPath(**{**row, "pages": tuple(row["pages"])}) for row in rows]


def doors(known: Sequence[ReaderPath], titles: Mapping[str, str]) -> str:
    """The doors of the front page in Markdown: the reader, the question, the pages in order."""
    return "\n\n".join(['<div class="doors" markdown>', *(_door(path, titles) for path in known), "</div>"])


def steps_on(address: str, known: Sequence[ReaderPath], there: Container[str]) -> Sequence[Step]:
    """Where a page stands on each path that leads over it; pages that the site does not have are passed over."""
    walked = [(path, [page for page in path.pages if page in there]) for path in known]
    return [_step(path, pages, pages.index(address)) for path, pages in walked if address in pages]


def _step(path: ReaderPath, pages: Sequence[str], place: int) -> Step:
    following = pages[place + 1] if place + 1 < len(pages) else ""
    return Step(path, place + 1, len(pages), following)


def _door(path: ReaderPath, titles: Mapping[str, str]) -> str:
    lines = [f"{number}. [{_shown(page, path, titles)}]({page})" for number, page in enumerate(path.pages, start=1)]
    return "\n\n".join(["<section markdown>", f"## {path.door}", f"*{path.asks}*", "\n".join(lines), "</section>"])


def _shown(page: str, path: ReaderPath, titles: Mapping[str, str]) -> str:
    """The page's title without the name of the door; its address where it has none, so that the dead link is seen."""
    title = titles.get(page, page).removeprefix(f"{path.door}: ")
    return title[:1].upper() + title[1:]


def _problems(row: Mapping[str, Any]) -> list[Problem]:
    known = [field.name for field in fields(ReaderPath)]
    place = str(row.get("door", "a path without a door"))
    missing = [Problem(_FILE, f"'{name}' is missing", path=place) for name in known if not row.get(name)]
    strange = [
        Problem(_FILE, f"'{name}' is not known here", did_you_mean(name, known), path=place)
        for name in row
        if name not in known
    ]
    return missing + strange + _page_problems(row.get("pages") or [], place) + _audience_problems(row, place)


def _page_problems(pages: Sequence[str], place: str) -> list[Problem]:
    twice = sorted({page for page in pages if pages.count(page) > 1})
    problems = [Problem(_FILE, f"{page} stands on the path twice", path=place) for page in twice]
    short = [Problem(_FILE, "a path has at least two pages", path=place)] if 0 < len(pages) < _FEWEST else []
    return problems + short


def _audience_problems(row: Mapping[str, Any], place: str) -> list[Problem]:
    name = str(row.get("audience") or "")
    if not name or name in AUDIENCES:
        return []
    return [Problem(_FILE, f"'{name}' is no audience", did_you_mean(name, AUDIENCES), path=place)]
