"""Who owns which pages and when each is looked at again, from the front matter of all pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from macros.catalogue import Entry
from macros.words import WORDS

_DAY = WORDS["en"].day


def owners_table(known: Sequence[Entry], today: date) -> str:
    """Each owner's pages as counts: how many, how many overdue, the next day; the most urgent owner first."""
    owners = _grouped(known, lambda entry: entry.owner)
    urgent = sorted(owners, key=lambda pages: (-_overdue(pages, today), _next_day(pages, today), pages[0].owner))
    rows = [_owner_row(pages, today) for pages in urgent]
    return "\n".join(["| Owner | Pages | Overdue | Next by |", "|---|---|---|---|", *rows])


def overdue_list(known: Sequence[Entry], today: date, up: str) -> str:
    """The pages whose day has passed, the longest overdue first, in Markdown; a sentence where there are none."""
    late = sorted((entry for entry in known if entry.review_by < today), key=lambda entry: entry.review_by)
    if not late:
        return "No page is overdue."
    lines = [f"- {_day(entry.review_by)}: {entry.link(up)}, {entry.owner}" for entry in late]
    return _quiet("\n".join(lines))


def review_calendar(known: Sequence[Entry], today: date, up: str) -> str:
    """What falls due from today on, day by day and owner by owner, as a Markdown table."""
    coming = [entry for entry in known if entry.review_by >= today]
    groups = _grouped(coming, lambda entry: (entry.review_by, entry.owner))
    rows = [_calendar_row(pages, up) for pages in groups]
    return _quiet("\n".join(["| Review by | Owner | Pages |", "|---|---|---|", *rows]), " stacked listing calendar")


def _grouped(known: Sequence[Entry], key: Callable[[Entry], object]) -> list[list[Entry]]:
    return [list(pages) for _, pages in groupby(sorted(known, key=key), key=key)]  # type: ignore[type-var,arg-type]


def _overdue(pages: Sequence[Entry], today: date) -> int:
    return sum(entry.review_by < today for entry in pages)


def _next_day(pages: Sequence[Entry], today: date) -> date:
    return min((entry.review_by for entry in pages if entry.review_by >= today), default=date.max)


def _owner_row(pages: Sequence[Entry], today: date) -> str:
    following = _next_day(pages, today)
    shown = "–" if following == date.max else following.strftime(_DAY)
    return f"| {pages[0].owner} | {len(pages)} | {_overdue(pages, today)} | {shown} |"


def _calendar_row(pages: Sequence[Entry], up: str) -> str:
    links = " · ".join(entry.link(up) for entry in sorted(pages, key=lambda entry: entry.title.lower()))
    return f"| {_day(pages[0].review_by)} | {pages[0].owner} | {links} |"


def _day(day: date) -> str:
    return day.strftime(_DAY).replace(" ", "\u00a0")


def _quiet(markdown: str, classes: str = "") -> str:
    """Out of the search: a list of titles would answer for every page it names."""
    return f'<div class="reviews{classes}" data-search-exclude markdown>\n\n{markdown}\n\n</div>'
