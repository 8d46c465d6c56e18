"""The site that the build makes: no warning, no leaked macro, nothing from elsewhere, every address leads somewhere."""

from __future__ import annotations

import gzip
import re

import pytest
from macros import links

from compsim import example_scenarios
from tests.docs.built import Handbook, pages
from tests.project_files import ROOT

OUTSIDE = ("http://", "https://", "mailto:", "//")
TEXT_PAGE_BYTES = 150_000  # over the wire, compressed


def test_both_languages_build_without_a_warning(handbook: Handbook) -> None:
    said = [line for line in handbook.log.splitlines() if re.match(r"(WARNING|ERROR)\b", line)]
    assert said == []


def test_every_page_is_built(handbook: Handbook) -> None:
    assert [address for address in pages() if not handbook.file(address).is_file()] == []


def test_no_macro_is_left_for_the_reader_to_see(handbook: Handbook) -> None:
    leaked = [page.address for page in handbook.html_pages() if re.search(r"\{\{|\{%|\{:", page.html)]
    assert leaked == []


def test_every_link_leads_to_a_page_and_every_anchor_to_a_place(handbook: Handbook) -> None:
    known = {page.address: page.ids for page in handbook.html_pages()}
    dead = []
    for page in handbook.html_pages():
        for link in page.links:
            if link.startswith((*OUTSIDE, "/", "javascript:")):
                continue
            target, anchor = page.target(link)
            there = target in known or handbook.file(target).is_file()
            if not there or (anchor and anchor not in known.get(target, set())):
                dead.append(f"{page.address}: {link}")
    assert dead == []


def test_links_to_the_root_lead_to_pages_of_the_simulator(handbook: Handbook) -> None:
    served = {"/"} | {f"/{path.stem}" for path in (ROOT / "simulator" / "app_pages").glob("*.py")}
    pages_by_path = (page for page in handbook.html_pages() if not page.address.endswith("404.html"))
    to_root = {link for page in pages_by_path for link in page.links if link.startswith("/")}
    assert {link.partition("?")[0] for link in to_root} <= served
    assert {f"/{name}" for name in links.SIMULATOR_PAGES} <= served
    assert {link.partition("?plan=")[2].removesuffix("&data=company") for link in to_root} <= {
        "",
        *links.BUILT_IN_PLANS,
    }
    assert set(example_scenarios()) == set(links.BUILT_IN_PLANS)


def test_nothing_is_loaded_from_another_host(handbook: Handbook) -> None:
    loaded = [asset for page in handbook.html_pages() for asset in page.assets if asset.startswith(OUTSIDE)]
    assert loaded == []


def test_the_site_works_on_any_host(handbook: Handbook) -> None:
    bound = [page.address for page in handbook.html_pages() if "127.0.0.1" in page.html]
    assert bound == []


@pytest.mark.parametrize("address", pages())
def test_a_page_is_light(handbook: Handbook, address: str) -> None:
    page = handbook.page(address)
    files = {handbook.file(page.target(asset)[0]) for asset in page.assets if not asset.startswith(OUTSIDE)}
    files.add(handbook.file(address))
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= TEXT_PAGE_BYTES


def test_a_wrong_address_gets_a_page_that_works_under_the_mount(handbook: Handbook) -> None:
    page = handbook.page("404.html")
    assert "/handbook/index.html" in page.links
    assert all(asset.startswith("/handbook/") for asset in page.assets)


def test_the_english_site_does_not_send_readers_to_the_unfinished_german_one(handbook: Handbook) -> None:
    english = [page for page in handbook.html_pages() if not page.address.startswith("de/")]
    assert [page.address for page in english if any("de/" in link.split("/") for link in page.links)] == []
    assert all(not page.target(link)[0].startswith("de/") for page in english for link in page.links if link[0] != "/")


def test_the_search_index_holds_every_page_with_its_search_words(handbook: Handbook) -> None:
    index = (handbook.folder / "search" / "search_index.json").read_text("utf-8")
    assert [address for address in pages() if f'"location":"{address}"' not in index] == []
    assert "Messegespr" in index
    assert "Zielvorgabe" in index
