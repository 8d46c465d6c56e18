"""What tests and figures ask of the handbook in a real browser."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

WIDE: ViewportSize = {"width": 1280, "height": 900}
SHEETS = 2  # of A4, at most, for a page to speak from


def listen(tab: Page) -> tuple[list[str], list[str]]:
    """Lists that fill with the addresses the page asks for and with what it complains about."""
    asked: list[str] = []
    said: list[str] = []
    tab.on("request", lambda call: asked.append(call.url))
    tab.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    return asked, said


def serious(tab: Page, only: tuple[str, ...] = ()) -> list[str]:
    """The serious and critical faults that axe finds, by all its rules or some."""
    options = {"runOnly": {"type": "rule", "values": list(only)}} if only else None
    found = Axe().run(tab, options=options).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def serious_by_day_and_by_night(tab: Page, url: str) -> list[str]:
    """The serious faults of a page in light and in dark colours; the tab stays in the dark."""
    tab.emulate_media(color_scheme="light")
    tab.goto(url, wait_until="networkidle")
    by_day = serious(tab)
    tab.emulate_media(color_scheme="dark")
    tab.add_style_tag(content="* { transition: none !important }")  # colours on their way are nobody's reading
    tab.locator("body").evaluate("body => body.setAttribute('data-md-color-scheme', 'slate')")
    return by_day + serious(tab, only=("color-contrast",))  # nothing but colours differs in the dark


def search(tab: Page, query: str) -> list[str]:
    """The pages that the search lists, best first, once each."""
    for words, answer in (("", "Type to start searching"), (query, "matching document")):
        tab.locator(".md-search__input").fill(words)
        tab.keyboard.press("End")  # the search listens to keys
        expect(tab.locator(".md-search-result__meta")).to_contain_text(answer)
    links = tab.locator(".md-search-result__item > a").evaluate_all("links => links.map((link) => link.href)")
    return list(dict.fromkeys(re.split(r"[?#]", link)[0] for link in links))


def sheets_of_paper(tab: Page) -> int:
    """How many sheets of A4 the open page prints on."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", tab.pdf(format="A4")))
