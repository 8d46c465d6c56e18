"""The site that the build makes: no warning, no leaked macro, nothing from elsewhere, every address leads somewhere."""

from __future__ import annotations

from macros import links

from compsim import example_scenarios
from tests.docs.built import Handbook, pages
from tests.docs.measures import dead_links, leaked_macros, loaded_from_elsewhere, warnings
from tests.project_files import ROOT


def test_both_languages_build_without_a_warning(handbook: Handbook) -> None:
    assert warnings(handbook.log) == []


def test_every_page_is_built(handbook: Handbook) -> None:
    assert [address for address in pages() if not handbook.file(address).is_file()] == []


def test_no_macro_is_left_for_the_reader_to_see(handbook: Handbook) -> None:
    assert leaked_macros(handbook) == []


def test_every_link_leads_to_a_page_and_every_anchor_to_a_place(handbook: Handbook) -> None:
    assert dead_links(handbook) == []


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
    assert loaded_from_elsewhere(handbook) == []


def test_the_site_works_on_any_host(handbook: Handbook) -> None:
    bound = [page.address for page in handbook.html_pages() if "127.0.0.1" in page.html]
    assert bound == []


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
