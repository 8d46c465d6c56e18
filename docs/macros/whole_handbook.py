"""The macros that look at all pages together: doors, lists, reviews and news."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from macros import catalogue, links, news, paths, reviews
from macros.words import WORDS
from mkdocs.utils import get_build_datetime
from mkdocs_macros.plugin import MacrosPlugin


def macros_of_the_whole(env: MacrosPlugin) -> Mapping[str, Callable[..., Any]]:
    """The macros by name; they read every page's front matter each time, so that a served handbook stays true."""
    return {**_listings(env), **_reviews(env)}


def _listings(env: MacrosPlugin) -> Mapping[str, Callable[..., Any]]:
    root = Path(env.conf["config_file_path"]).resolve().parent
    return {
        "doors": lambda: paths.doors(paths.paths(), _titles(env)),
        "pages_by_name": lambda: catalogue.pages_by_name(_known(env), _up(env)),
        "pages_by_section": lambda: catalogue.pages_by_section(_known(env), _up(env)),
        "pages_by_topic": lambda: catalogue.pages_by_topic(_known(env), _up(env)),
        "page_count": lambda: len(_known(env)),
        "whats_new": lambda: news.whats_new(root, _titles(env), _up(env)),
    }


def _reviews(env: MacrosPlugin) -> Mapping[str, Callable[..., Any]]:
    today = get_build_datetime().date()
    return {
        "build_day": lambda: today.strftime(WORDS["en"].day),
        "owners_table": lambda: reviews.owners_table(_known(env), today),
        "overdue_list": lambda: reviews.overdue_list(_known(env), today, _up(env)),
        "review_calendar": lambda: reviews.review_calendar(_known(env), today, _up(env)),
    }


def _known(env: MacrosPlugin) -> tuple[catalogue.Entry, ...]:
    return tuple(catalogue.entries(Path(env.conf["docs_dir"]), env.conf["nav"]))


def _titles(env: MacrosPlugin) -> Mapping[str, str]:
    return {entry.address: entry.title for entry in _known(env)}


def _up(env: MacrosPlugin) -> str:
    return links.up_from(env.page.file.src_uri)
