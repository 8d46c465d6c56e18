"""The handbook's bars and where the built handbook stands, in one table: `make handbook-figures`.

Measured on site/, with the functions that the tests use. Ends with 1 where a bar is missed, and says where.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, sync_playwright

from tests.conftest import FLAGS
from tests.docs import measures, screen, spelling
from tests.docs.built import Handbook, pages, scripts
from tests.docs.searches import FIRST, SEARCHES
from tests.docs.serving import served
from tests.project_files import ROOT


@dataclass(frozen=True)
class Figure:
    """One line of the table: what, its figure, its bar, where the figure stands, and whether the bar is held."""

    what: str
    figure: str
    bar: str = ""
    where: str = ""
    held: bool = True


@dataclass(frozen=True)
class Visit:
    """What one page showed in a browser: addresses it asked for, its complaints, and its serious faults for axe."""

    address: str
    asked: Sequence[str]
    said: Sequence[str]
    faults: Sequence[str]


def none_of(what: str, places: Sequence[str]) -> Figure:
    """A line whose bar is that there is none."""
    return Figure(what, str(len(places)), "0", measures.listed(places), not places)


def highest(what: str, figures: Mapping[str, float], bar: float, show: Callable[[float], str]) -> Figure:
    """A line whose bar is the most that any page may have."""
    address, most = max(figures.items(), key=lambda figure: figure[1])
    return Figure(what, show(most), f"at most {show(bar)}", f"/{address}", most <= bar)


def read(handbook: Handbook) -> Iterator[Figure]:
    """What the files tell."""
    levels = {address: measures.reading_level(handbook.page(address)) for address in pages()}
    spoken = {address: level for address, level in levels.items() if address in scripts()}
    guidance = {address: level for address, level in levels.items() if address not in spoken}
    yield Figure("English pages", str(len(levels)), where=f"{len(spoken)} of them to speak from")
    yield Figure("words", f"{sum(measures.words_on(handbook.page(address)) for address in levels):,}")
    yield none_of("links that lead nowhere", measures.dead_links(handbook))
    yield none_of("macros left on a page", measures.leaked_macros(handbook))
    yield none_of("files from another host", measures.loaded_from_elsewhere(handbook))
    yield none_of("pages with a fault in front matter", measures.front_matter_faults())
    yield none_of("paragraphs of 25 words said twice", list(measures.paragraphs_twice(handbook)))
    yield none_of("unknown words", list(spelling.unknown_words(handbook)))
    yield highest("LIX of a page to speak from", spoken, measures.SCRIPT, "{:.1f}".format)
    yield highest("LIX of any other page", guidance, measures.GUIDANCE, "{:.1f}".format)


def seen(handbook: Handbook) -> Iterator[Figure]:
    """What a browser shows."""
    with served(handbook.folder) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        context = browser.new_context(viewport=screen.WIDE)
        visits = [visit(context, home, address) for address in pages()]
        weights = {page.address: measures.bytes_over_the_wire(handbook, home, page.asked) for page in visits}
        yield highest("first visit of a page", weights, measures.PAGE_BYTES, lambda sent: f"{sent / 1000:.0f} kB")
        yield none_of("calls to other hosts", elsewhere(home, visits))
        yield none_of("complaints of the browser", [said for page in visits for said in page.said])
        yield none_of("serious faults for axe, light and dark", [fault for page in visits for fault in page.faults])
        yield found_by_search(context, home)
        printed = {address: sheets(context, home, address) for address in scripts()}
        yield highest("sheets of A4 of a page to speak from", printed, screen.SHEETS, "{:.0f}".format)
        browser.close()


def visit(context: BrowserContext, home: str, address: str) -> Visit:
    """One page, opened by day and by night."""
    tab = context.new_page()
    asked, said = screen.listen(tab)
    faults = screen.serious_by_day_and_by_night(tab, home + address)
    tab.close()
    return Visit(address, asked, [f"/{address}: {line}" for line in said], [f"/{address}: {fault}" for fault in faults])


def elsewhere(home: str, visits: Sequence[Visit]) -> list[str]:
    """What pages asked of other hosts."""
    own = (home, "data:", "blob:")
    return [f"/{page.address}: {url}" for page in visits for url in page.asked if not url.startswith(own)]


def found_by_search(context: BrowserContext, home: str) -> Figure:
    """How many of the queries find their page among the first three, or first of all where it has to be."""
    tab = context.new_page()
    tab.goto(home)
    missed = [
        query
        for query, address in SEARCHES.items()
        if home + address not in screen.search(tab, query)[: 1 if query in FIRST else 3]
    ]
    tab.close()
    total = len(SEARCHES)
    what = "searches that find their page in the first three"
    return Figure(what, f"{total - len(missed)} of {total}", "all", measures.listed(missed), not missed)


def sheets(context: BrowserContext, home: str, address: str) -> int:
    """How many sheets a page prints on."""
    tab = context.new_page()
    tab.goto(home + address)
    printed = screen.sheets_of_paper(tab)
    tab.close()
    return printed


def table(figures: Sequence[Figure]) -> str:
    """The lines under each other, in columns."""
    head = ("what", "figure", "bar", "where")
    rows = [head, *((each.what, each.figure, _bar(each), each.where) for each in figures)]
    wide = [max(len(row[column]) for row in rows) for column in range(3)]
    shape = f"{{:<{wide[0]}}}  {{:>{wide[1]}}}  {{:<{wide[2]}}}  {{}}"
    return "\n".join(shape.format(*row).rstrip() for row in rows)


def _bar(figure: Figure) -> str:
    return figure.bar if figure.held else f"{figure.bar}, MISSED"


def main() -> None:
    """Measure, print, and end with 1 where a bar is missed."""
    handbook = Handbook(ROOT / "site", "")
    print("handbook-figures: opens every page in a browser, which takes a few minutes", flush=True)
    figures = [*read(handbook), *seen(handbook)]
    print(table(figures))
    sys.exit(0 if all(figure.held for figure in figures) else 1)


if __name__ == "__main__":
    main()
