"""What every page must say about itself, and what it shows of that: owner, review date, words for the search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from macros.words import AUDIENCES, Words

from compsim.errors import did_you_mean

_TEXTS = ("title", "description", "owner")
_LISTS = ("audience", "tags", "search_words")
_LONGEST_DESCRIPTION = 160


def front_matter_problems(meta: Mapping[str, Any]) -> list[str]:
    """Everything that is missing or wrong in one page's front matter, in words."""
    return [*_text_problems(meta), *_list_problems(meta), *_date_problems(meta), *_audience_problems(meta)]


def review_banner(meta: Mapping[str, Any], today: date, words: Words) -> str:
    """A note on a page whose review date has passed; empty while it has not."""
    review_by = meta.get("review_by")
    if not isinstance(review_by, date) or review_by >= today:
        return ""
    says = words.review_body.format(day=review_by.strftime(words.day), owner=meta.get("owner", "?"))
    title = f'<p class="admonition-title">{escape(words.review_due)}</p>'
    return f'<div class="admonition warning review-due">{title}<p>{escape(says)}</p></div>\n'


def search_block(words: Sequence[str]) -> str:
    """Words people look for that the page does not use; not shown, but the search index reads them.

    The index keeps <sup> and drops classes, so the style sheet can hide the words in search results by that tag.
    """
    return f'<p class="search-words" hidden><sup>{escape(", ".join(words))}</sup></p>' if words else ""


def after_heading(content: str, block: str) -> str:
    """The page with a block placed right after its main heading, where the search sees it first."""
    heading, closing, rest = content.partition("</h1>")
    return f"{heading}{closing}{block}{rest}" if closing else f"{block}{content}"


def page_foot(meta: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """Owner, review date and audience for the foot of the page, each with its name."""
    return [
        (words.owner, str(meta["owner"])),
        (words.review_by, meta["review_by"].strftime(words.day)),
        (words.audience, ", ".join(words.audiences[name] for name in meta["audience"])),
    ]


def _text_problems(meta: Mapping[str, Any]) -> Iterator[str]:
    for name in _TEXTS:
        if not isinstance(meta.get(name), str) or not meta[name].strip():
            yield f"'{name}' is missing"
    if len(str(meta.get("description", ""))) > _LONGEST_DESCRIPTION:
        yield f"'description' is longer than {_LONGEST_DESCRIPTION} characters"


def _list_problems(meta: Mapping[str, Any]) -> Iterator[str]:
    for name in _LISTS:
        value = meta.get(name)
        if not isinstance(value, list) or not value:
            yield f"'{name}' must be a list with at least one entry"


def _date_problems(meta: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(meta.get("review_by"), date):
        yield "'review_by' must be a date such as 2027-05-31"


def _audience_problems(meta: Mapping[str, Any]) -> Iterator[str]:
    audience = meta.get("audience")
    for name in audience if isinstance(audience, list) else []:
        if name not in AUDIENCES:
            yield f"'{name}' is no audience. {did_you_mean(str(name), AUDIENCES)}".strip()
