"""What the built handbook is held to, measured: each function answers with the places; none is an empty list."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from macros.pages import front_matter_problems

from tests.docs.built import Handbook, Page, meta_of, pages
from tests.docs.reading_ease import lix, words_of

SCRIPT, GUIDANCE = 35, 45  # the highest LIX of a page to speak from, and of any other
LONG_PARAGRAPH = 25  # words; a shorter one may stand twice
PAGE_BYTES = 150_000  # all that a first visit fetches, compressed
OUTSIDE = ("http://", "https://", "mailto:", "//")
PROSE = ("p", "li", "dd")


def warnings(log: str) -> list[str]:
    """The lines of a build's log that ask for something."""
    return [line for line in log.splitlines() if re.match(r"(WARNING|ERROR)\b", line)]


def leaked_macros(handbook: Handbook) -> list[str]:
    """The pages on which a macro or a list of attributes is left for the reader to see."""
    return [page.address for page in handbook.html_pages() if re.search(r"\{\{|\{%|\{:", page.html)]


def dead_links(handbook: Handbook) -> list[str]:
    """Every link, of Markdown or of raw HTML, that leads to no file of the site or to no place on its page."""
    known = {page.address: page.ids for page in handbook.html_pages()}
    return [
        f"{page.address}: {link}"
        for page in handbook.html_pages()
        for link in page.links
        if not link.startswith((*OUTSIDE, "/", "javascript:")) and not _leads(handbook, known, page.target(link))
    ]


def _leads(handbook: Handbook, known: Mapping[str, set[str]], target: tuple[str, str]) -> bool:
    address, anchor = target
    there = address in known or handbook.file(address).is_file()
    return there and (not anchor or anchor in known.get(address, set()))


def loaded_from_elsewhere(handbook: Handbook) -> list[str]:
    """Scripts, styles and pictures that stand on another host."""
    return [asset for page in handbook.html_pages() for asset in page.assets if asset.startswith(OUTSIDE)]


def front_matter_faults() -> list[str]:
    """What the English pages' front matter lacks, each fault with its page."""
    return [f"/{address}: {fault}" for address in pages() for fault in front_matter_problems(meta_of(address))]


def reading_level(page: Page) -> float:
    """LIX of the page's prose; headings and tables are no sentences."""
    return lix([block.text for block in page.blocks if block.tag in PROSE])


def paragraphs_twice(handbook: Handbook) -> dict[str, list[str]]:
    """Each long paragraph that stands more than once, with the pages on which it stands."""
    places = defaultdict(list)
    for page in handbook.html_pages():
        for block in page.blocks:
            words = [word.lower() for word in words_of(block.text)]
            if block.tag in PROSE and len(words) >= LONG_PARAGRAPH:
                places[" ".join(words)].append(page.address)
    return {text: found for text, found in places.items() if len(found) > 1}


def words_on(page: Page) -> int:
    """How many words the article has, headings and tables included."""
    return sum(len(words_of(block.text)) for block in page.blocks)


def bytes_over_the_wire(handbook: Handbook, home: str, asked: Iterable[str]) -> int:
    """What a browser fetched from the handbook in all, each file compressed and counted once."""
    files = {handbook.file(re.split(r"[?#]", url.removeprefix(home))[0]) for url in asked if url.startswith(home)}
    return sum(len(gzip.compress(path.read_bytes())) for path in files if path.is_file())


def listed(places: Sequence[str], most: int = 3) -> str:
    """The first places in words, and how many more there are."""
    more = f" and {len(places) - most} more" if len(places) > most else ""
    return ", ".join(places[:most]) + more
