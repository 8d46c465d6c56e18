"""Ways to a page: the four paths, the lists of all pages, topics, addresses that moved, owners and news."""

from __future__ import annotations

import math
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from macros import catalogue, news, paths, reviews, sellers
from ruamel.yaml import YAML

import compsim
from compsim.errors import InputError
from tests.docs.built import ENGLISH, Handbook, meta_of, pages, redirects
from tests.docs.searches import SEARCHES
from tests.project_files import ROOT

NAV = YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
PATH = "{audience: manager, door: Manager, reader: the manager, asks: What now?, pages: [a.md, b/c.md, d.md]}"
TODAY = date(2027, 3, 1)


def _entry(title: str, owner: str = "Sales", day: date = TODAY, tags: tuple[str, ...] = ("plan",)) -> catalogue.Entry:
    address = f"plan/{title.lower().replace(' ', '-')}.md"
    return catalogue.Entry(address, "Plan", title, f"What {title} does.", owner, day, tags)


# Paths


def test_every_page_of_a_path_is_there_and_says_that_it_is_for_that_reader() -> None:
    steps = [(path.audience, page) for path in paths.paths() for page in path.pages]
    wrong = [step for step in steps if not (ENGLISH / step[1]).is_file() or step[0] not in _meta(step[1])["audience"]]
    assert wrong == []


def test_the_front_page_has_the_doors_with_their_pages_in_order(handbook: Handbook) -> None:
    html = handbook.page("").html
    for path in paths.paths():
        door = html.partition(f'id="{path.anchor}"')[2].partition("</section>")[0]
        places = [
            door.find(f'href="{page.removesuffix(".md").removesuffix("index").rstrip("/")}/"') for page in path.pages
        ]
        assert -1 not in places
        assert places == sorted(places)
    assert [path.audience for path in paths.paths()] == ["new-hire", "manager", "workshop", "leadership"]


def test_a_page_names_the_next_one_on_each_path_over_it(handbook: Handbook) -> None:
    for path in paths.paths():
        for number, (page, following) in enumerate(zip(path.pages, path.pages[1:], strict=False), start=2):
            foot = handbook.page(_address(page)).html.partition('class="ways-on"')[2].partition("</nav>")[0]
            assert f"Next on the path of {path.reader} ({number} of {len(path.pages)})" in foot
            assert f">{_meta(following)['title']}</a>" in unescape(foot)


def test_a_step_passes_over_pages_that_the_site_does_not_have() -> None:
    [path] = paths.read_paths(f"- {PATH}")
    [step] = paths.steps_on("a.md", [path], {"a.md", "d.md"})
    assert (step.number, step.of, step.following) == (1, 2, "d.md")
    [last] = paths.steps_on("d.md", [path], {"a.md", "d.md"})
    assert (last.number, last.following) == (2, "")
    assert paths.steps_on("b/c.md", [path], {"a.md", "d.md"}) == []


def test_a_door_drops_its_own_name_from_titles_and_shows_a_dead_address() -> None:
    [path] = paths.read_paths(f"- {PATH}")
    told = paths.doors([path], {"a.md": "Manager: first things", "b/c.md": "Then this"})
    assert "1. [First things](a.md)\n2. [Then this](b/c.md)\n3. [D.md](d.md)" in told


def test_broken_paths_are_all_named() -> None:
    text = "- {audience: managers, door: M, reader: m, ask: x, pages: [a.md, a.md]}\n- {door: N, pages: [a.md]}"
    with pytest.raises(InputError) as caught:
        paths.read_paths(text)
    said = str(caught.value)
    for words in ("Did you mean 'manager'", "'asks' is missing", "Did you mean 'asks'", "a.md stands", "at least two"):
        assert words in said


# All pages


def test_all_pages_are_listed_by_name_by_section_and_by_topic(handbook: Handbook) -> None:
    links = [handbook.page("about/all-pages/").target(link)[0] for link in _article_links(handbook, "about/all-pages/")]
    missing = {address: links.count(address) for address in pages() if links.count(address) < 3}
    assert missing == {}, "each page stands once in each list, and in that of each of its topics"


def test_topics_at_the_foot_lead_to_the_list_of_their_pages(handbook: Handbook) -> None:
    foot = handbook.page("qualify/tenders/").html.partition('class="page-foot"')[2]
    ids = handbook.page("about/all-pages/").ids
    for tag in meta_of("qualify/tenders/")["tags"]:
        assert f'about/all-pages/#{catalogue.topic_anchor(tag)}">{tag}</a>' in foot
        assert catalogue.topic_anchor(tag) in ids


def test_lists_of_titles_stay_out_of_the_search(handbook: Handbook) -> None:
    index = YAML(typ="safe").load((handbook.folder / "search" / "search_index.json").read_text("utf-8"))
    listing = ("about/all-pages/", "about/owners-and-review/", "about/whats-new/")
    said = " ".join(doc["text"] for doc in index["docs"] if doc["location"].startswith(listing))
    assert "site map" in said
    assert "Six levers" not in said


def test_names_are_sorted_without_their_article_and_topics_without_case() -> None:
    known = [_entry("The zoo", tags=("b", "A")), _entry("Apples", tags=("b",)), _entry("Zebra", tags=("c",))]
    by_name = catalogue.pages_by_name(known, "../")
    assert [line for line in by_name.splitlines() if line.startswith("### ")] == ["### A", "### Z"]
    assert by_name.index("Zebra") < by_name.index("The zoo")
    assert "| **[Apples](../plan/apples.md)**<br>What Apples does. | Plan | b |" in by_name
    topics = [line for line in catalogue.pages_by_topic(known, "").splitlines() if line.startswith("| <span")]
    assert topics == [
        '| <span id="topic-a"></span>**A** | [The zoo](plan/the-zoo.md) |',
        '| <span id="topic-b"></span>**b** | [Apples](plan/apples.md) · [The zoo](plan/the-zoo.md) |',
        '| <span id="topic-c"></span>**c** | [Zebra](plan/zebra.md) |',
    ]


def test_a_navigation_is_read_with_and_without_sections() -> None:
    nav = ["index.md", {"Home": "home.md"}, {"Plan": ["plan/a.md", {"Own title": "plan/b.md"}]}]
    found = list(catalogue.addresses(nav))
    assert found == [("", "index.md"), ("Home", "home.md"), ("Plan", "plan/a.md"), ("Plan", "plan/b.md")]


def test_a_page_without_front_matter_is_left_out_of_the_lists(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# No front matter", "utf-8")
    assert catalogue.entries(tmp_path, ["a.md", "missing.md"]) == []
    assert len(catalogue.entries(ENGLISH, NAV)) == len(list(catalogue.addresses(NAV)))


# Searches and moved pages


def test_the_search_is_tried_for_pages_of_every_section() -> None:
    tried = {address.partition("/")[0] for address in SEARCHES.values()}
    assert tried == {folder.name for folder in ENGLISH.iterdir() if folder.is_dir()}
    assert len(SEARCHES) >= 30
    assert set(SEARCHES.values()) <= set(pages())


def test_a_redirect_leads_from_no_page_to_a_page_and_a_place_on_it(handbook: Handbook) -> None:
    assert redirects(), "the list is not read"
    for old, new in redirects().items():
        address, _, anchor = new.partition("#")
        assert old not in pages()
        assert address in pages()
        assert not anchor or anchor in handbook.page(address).ids
        assert handbook.page(old).target(handbook.page(old).links[0]) == (address, anchor)


# Owners and reviews


def test_owners_are_counted_and_the_one_with_most_overdue_comes_first() -> None:
    known = [
        _entry("A", "Sales", date(2027, 3, 1)),
        _entry("B", "Sales", date(2027, 5, 1)),
        _entry("C", "Ops", date(2027, 2, 28)),
        _entry("D", "Ops", date(2027, 6, 1)),
        _entry("E", "Ops", date(2026, 12, 31)),
        _entry("F", "Marketing", date(2027, 2, 1)),
    ]
    rows = [line.replace("\u00a0", " ") for line in reviews.owners_table(known, TODAY).splitlines()[2:]]
    assert rows == ["| Ops | 3 | 2 | 1 June 2027 |", "| Marketing | 1 | 1 | – |", "| Sales | 2 | 0 | 1 March 2027 |"]


def test_what_is_overdue_is_listed_longest_first_and_the_day_itself_is_not_late() -> None:
    known = [_entry("B", day=date(2027, 2, 28)), _entry("C", day=TODAY), _entry("A", day=date(2026, 1, 1))]
    late = reviews.overdue_list(known, TODAY, "../").replace("\u00a0", " ")
    assert late.index("1 January 2026: [A](../plan/a.md), Sales") < late.index("28 February 2027: [B]")
    assert "[C]" not in late
    assert reviews.overdue_list(known[1:2], TODAY, "") == "No page is overdue."


def test_the_calendar_has_a_line_for_each_day_and_owner() -> None:
    later = date(2027, 4, 1)
    known = [_entry("B", "Ops", later), _entry("A", "Ops", later), _entry("C"), _entry("D", day=date(2027, 1, 1))]
    rows = [
        line for line in reviews.review_calendar(known, TODAY, "").replace("\u00a0", " ").splitlines() if "[" in line
    ]
    assert rows == [
        "| 1 March 2027 | Sales | [C](plan/c.md) |",
        "| 1 April 2027 | Ops | [A](plan/a.md) · [B](plan/b.md) |",
    ]


# News

CHANGELOG = """# Changelog

## 0.2.0, 15 January 2027

### Added

- The handbook has a page
  on levers: `plan/six-levers`.
- The simulator draws the handbook's curve.

### Fixed

Handbook: a sum was wrong.

## 0.1.0, 1 December 2026

### Added

- A first simulator.
"""


def test_news_are_the_entries_that_begin_with_the_handbook_newest_release_first(tmp_path: Path) -> None:
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "changelog.d" / "README.md").write_text("The handbook of fragments.", "utf-8")
    (tmp_path / "changelog.d" / "a-page.changed.md").write_text("The handbook\nsays it anew, see `no/page`.\n", "utf-8")
    (tmp_path / "changelog.d" / "a-plot.added.md").write_text("A plot for the handbook.", "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    told = news.whats_new(tmp_path, {"plan/six-levers.md": "Six levers"}, "../")
    lines = [line for line in told.splitlines() if line and "div" not in line]
    assert lines == [
        "## Since the last release",
        "**Changed**",
        "- The handbook says it anew, see `no/page`.",
        "## 0.2.0, 15 January 2027",
        "**New**",
        "- The handbook has a page on levers: [Six levers](../plan/six-levers.md).",
        "**Mended**",
        "- Handbook: a sum was wrong.",
    ]


def test_without_an_entry_the_page_says_so(tmp_path: Path) -> None:
    assert news.whats_new(tmp_path, {}, "") == "Nothing has been noted yet."


def test_every_kind_of_fragment_that_the_folder_explains_has_a_heading() -> None:
    readme = (ROOT / "changelog.d" / "README.md").read_text("utf-8")
    explained = [line.split("`")[1] for line in readme.splitlines() if line.startswith("| `")]
    assert list(news.KINDS) == explained


# How much hangs on few


def test_the_share_of_the_best_is_worked_out_on_the_roster() -> None:
    company = compsim.example_population()
    revenue: dict[str, float] = {}
    for name, months in zip(company.roster["rep"], company.results["revenue"], strict=True):
        revenue[name] = revenue.get(name, 0.0) + sum(amount for amount in months.tolist() if not math.isnan(amount))
    largest = sorted((amount for amount in revenue.values() if amount > 0), reverse=True)
    assert sellers.seller_count() == len(largest)
    assert sellers.share_of_best(10) == pytest.approx(sum(largest[:10]) / sum(largest))
    assert sellers.share_of_best(len(largest)) == pytest.approx(1)


@pytest.mark.parametrize("people", [0, 4, 10_000])
def test_fewer_people_than_may_be_shown_apart_are_refused(people: int) -> None:
    with pytest.raises(InputError, match="Ask for 5 to"):
        sellers.share_of_best(people)


def _meta(page: str) -> dict[str, object]:
    return meta_of(_address(page))


def _address(page: str) -> str:
    name = page.removesuffix(".md")
    return "" if name == "index" else name.removesuffix("/index") + "/"


def _article_links(handbook: Handbook, address: str) -> list[str]:
    article = handbook.page(address).html.partition("<article")[2].partition('class="page-foot"')[0]
    return [part.partition('"')[0] for part in article.split('<a href="')[1:]]
