"""All pages of a handbook with what their front matter says: by name, by section and by topic."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from macros.pages import front_matter_problems
from mkdocs.utils.meta import get_data

ALL_PAGES = "about/all-pages.md"


@dataclass(frozen=True)
class Entry:
    """One page of the handbook."""

    address: str  # of its Markdown file, below the docs folder
    section: str  # as the navigation calls it
    title: str
    description: str
    owner: str
    review_by: date
    tags: tuple[str, ...]

    def link(self, up: str) -> str:
        """A Markdown link to the page; `up` leads from the page it stands on to the docs folder."""
        return f"[{self.title}]({up}{self.address})"


def entries(docs: Path, nav: Sequence[Any]) -> Sequence[Entry]:
    """The pages of the navigation, in its order.

    A page whose front matter is incomplete is left out: the build refuses it anyway, and says why.
    """
    found = [(section, address, _meta(docs / address)) for section, address in addresses(nav)]
    return [_entry(section, address, meta) for section, address, meta in found if not front_matter_problems(meta)]


def addresses(nav: Sequence[Any], section: str = "") -> Iterator[tuple[str, str]]:
    """Section and address of every page of a navigation as mkdocs.yml has it."""
    for item in nav:
        if isinstance(item, str):
            yield section, item
            continue
        for title, below in item.items():
            yield from addresses([below] if isinstance(below, str) else below, section or title)


def pages_by_name(known: Sequence[Entry], up: str) -> str:
    """All pages from A to Z in Markdown: a heading a letter, a line a page with section and topics."""
    by_letter = groupby(sorted(known, key=_name), key=lambda entry: _name(entry)[0].upper())
    return "\n\n".join(f"### {letter}\n\n{_table(pages, up)}" for letter, pages in by_letter)


def pages_by_section(known: Sequence[Entry], up: str) -> str:
    """The pages of each section in the order in which they are read, as a Markdown table with anchors."""
    rows = [_row(section, section_anchor(section), pages, up) for section, pages in _by_section(known)]
    return _quiet("\n".join(["| Section | Pages, in order |", "|---|---|", *rows]), "groups")


def pages_by_topic(known: Sequence[Entry], up: str) -> str:
    """The pages of each topic as a Markdown table with anchors, topics from A to Z."""
    topics: Mapping[str, list[Entry]] = defaultdict(list)
    for entry in sorted(known, key=_name):
        for tag in entry.tags:
            topics[tag].append(entry)
    rows = [_row(tag, topic_anchor(tag), topics[tag], up) for tag in sorted(topics, key=str.lower)]
    return _quiet("\n".join(["| Topic | Pages |", "|---|---|", *rows]), "groups")


def topic_anchor(tag: str) -> str:
    """Where the pages of a topic stand on the page of all pages."""
    return f"topic-{_slug(tag)}"


def section_anchor(section: str) -> str:
    """Where the pages of a section stand on the page of all pages."""
    return f"section-{_slug(section)}"


def _meta(path: Path) -> Mapping[str, Any]:
    return dict(get_data(path.read_text("utf-8"))[1]) if path.is_file() else {}


def _entry(section: str, address: str, meta: Mapping[str, Any]) -> Entry:
    texts = (meta["title"], meta["description"], meta["owner"])
    return Entry(address, section, *texts, meta["review_by"], tuple(map(str, meta["tags"])))


def _name(entry: Entry) -> str:
    return entry.title.removeprefix("The ").lower()


def _by_section(known: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    for section, pages in groupby(known, key=lambda entry: entry.section):
        yield section, list(pages)


def _table(pages: Iterator[Entry], up: str) -> str:
    rows = [
        f"| **{page.link(up)}**<br>{page.description} | {page.section} | {', '.join(page.tags)} |" for page in pages
    ]
    return _quiet("\n".join(["| Page | Section | Topics |", "|---|---|---|", *rows]), "names")


def _row(name: str, anchor: str, pages: Sequence[Entry], up: str) -> str:
    return f'| <span id="{anchor}"></span>**{name}** | {" · ".join(page.link(up) for page in pages)} |'


def _quiet(table: str, kind: str) -> str:
    """The table as cards on a narrow screen, and out of the search: it would answer for every page it lists."""
    return f'<div class="stacked listing {kind}" data-search-exclude markdown>\n\n{table}\n\n</div>'


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
