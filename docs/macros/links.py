"""Addresses inside the site and across to the simulator, which answers on the same host one level up."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from compsim.errors import InputError, Problem, did_you_mean

SIMULATOR_PAGES = ("", "plan", "result", "fairness", "risk", "my_plan", "workshop")
BUILT_IN_PLANS = ("last_year", "next_year")


def up_from(src_uri: str) -> str:
    """The way from a page's Markdown file to the root of the docs folder."""
    return "../" * src_uri.count("/")


def asset(page_url: str) -> str:
    """The way from a built page to the assets folder."""
    return "../" * page_url.count("/") + "assets/"


def simulator_link(text: str, plan: str = "", page: str = "", home: str = "/") -> str:
    """A link into the simulator: a page of it, opened on one of the built-in plans and the people they were made for.

    Raises InputError for a page or plan that the simulator does not have.
    """
    problems = [
        Problem("simulator_link", f"no {kind} '{value}'", did_you_mean(value, known))
        for kind, value, known in (("page", page, SIMULATOR_PAGES), ("plan", plan, ("", *BUILT_IN_PLANS)))
        if value not in known
    ]
    if problems:
        raise InputError(problems)
    query = f"?plan={quote(plan)}&amp;data=company" if plan else ""
    return f'<a class="simulator-link" href="{escape(home)}{page}{query}">{escape(text)}</a>'
