"""What pages may write between braces: formats, citations, the glossary's tooltips, pictures and calculators."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from macros import company, evidence, figures, formats, links, pages, registry, widgets
from macros.first_use import FirstUse
from macros.words import WORDS
from markdown import Markdown

from compsim.errors import InputError
from compsim.planning.funnel import example_funnel

FULL = {
    "title": "A page",
    "description": "What it does.",
    "owner": "Sales operations",
    "review_by": date(2027, 5, 31),
    "audience": ["manager"],
    "tags": ["plan"],
    "search_words": ["word"],
}
SOURCE = """
- {id: list-decay, claim: Lists decay., source: A blog, year: 2010, strength: vendor, our_number: Count., note: Old.}
"""


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (formats.num(1306800), "1,306,800"),
        (formats.num(326.7), "326.7"),
        (formats.num(Fraction(1, 3)), "0.33"),
        (formats.num(1.75, 2), "1.75"),
        (formats.money(90000), "€90,000"),
        (formats.money(0.75), "€0.75"),
        (formats.money(118800.4), "€118,800"),
        (formats.pct(0.8), "80\u00a0%"),
        (formats.pct(0.2252), "22.5\u00a0%"),
        (formats.pct(1 - 8 / 14), "42.9\u00a0%"),
        (formats.pct(-0.004), "−0.4\u00a0%"),
    ],
)
def test_numbers_show_the_decimals_they_need(shown: str, expected: str) -> None:
    assert shown == expected


def test_front_matter_that_is_complete_is_accepted() -> None:
    assert pages.front_matter_problems(FULL) == []


def test_front_matter_problems_come_all_at_once() -> None:
    broken = FULL | {"owner": " ", "review_by": "soon", "audience": ["managers"], "tags": [], "description": "x" * 161}
    problems = " ".join(pages.front_matter_problems(broken))
    for word in ("'owner'", "'review_by'", "'managers'", "Did you mean 'manager'", "'tags'", "160"):
        assert word in problems


def test_the_review_banner_shows_from_the_day_after() -> None:
    assert pages.review_banner(FULL, date(2027, 5, 31), WORDS["en"]) == ""
    assert "31 May 2027" in pages.review_banner(FULL, date(2027, 6, 1), WORDS["en"])
    assert "31.05.2027" in pages.review_banner(FULL, date(2027, 6, 1), WORDS["de"])


def test_search_words_stand_right_after_the_heading_and_are_hidden() -> None:
    page = pages.after_heading("<h1>Fairs</h1><p>Text</p>", pages.search_block(["booth", "a < b"]))
    assert page == '<h1>Fairs</h1><p class="search-words" hidden><sup>booth, a &lt; b</sup></p><p>Text</p>'


def test_a_citation_says_how_strong_and_how_old_its_source_is() -> None:
    cited = evidence.citation("list-decay", registry.read_sources(SOURCE), "../")
    assert cited.startswith("[vendor, 2010](../about/sources.md#list-decay)")


def test_an_unknown_source_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match="Did you mean 'list-decay'"):
        evidence.citation("list-decaj", registry.read_sources(SOURCE), "")


def test_broken_sources_are_all_named() -> None:
    text = SOURCE + SOURCE + "\n- {id: No Id, claim: c, source: s, year: 2000, strenght: weak}\n"
    with pytest.raises(InputError) as caught:
        registry.read_sources(text)
    said = str(caught.value)
    for words in ("'list-decay' is there twice", "'strength' is missing", "Did you mean 'strength'"):
        assert words in said


def test_a_strength_must_be_one_of_four_and_an_id_an_anchor() -> None:
    with pytest.raises(InputError) as caught:
        registry.read_sources("- {id: No Id, claim: c, source: s, year: 2000, strength: weak}")
    assert len(caught.value.problems) == 2


def test_every_source_has_a_row_that_a_citation_can_reach() -> None:
    table = evidence.sources_table(registry.sources())
    assert [name for name in registry.sources() if f'<tr id="{name}">' not in table] == []


def test_the_glossary_is_sorted_and_each_term_has_its_own_heading() -> None:
    terms = registry.glossary()
    assert [term.term.lower() for term in terms] == sorted(term.term.lower() for term in terms)
    assert '<h3 id="pay-curve">pay curve</h3>' in evidence.glossary_list(terms, "pay")
    assert "pipeline" not in evidence.glossary_list(terms, "pay")


@pytest.fixture
def marked() -> Markdown:
    meaning = ("gate", "Holds pay back.")
    return Markdown(extensions=[FirstUse({"gate": meaning, "gates": meaning, "pay curve": ("pay curve", "A line.")})])


def test_only_the_first_use_of_a_term_is_explained(marked: Markdown) -> None:
    html = marked.convert("# The gate\n\nA `gate` and [a gate](x). Two gates, one gate and a *pay curve* here.")
    assert re.findall(r'<abbr title="([^"]*)">([^<]*)</abbr>', html) == [
        ("Holds pay back.", "gates"),
        ("A line.", "pay curve"),
    ]
    assert html.endswith(
        'Two <abbr title="Holds pay back.">gates</abbr>, one gate and a <em><abbr title="A line.">'
        "pay curve</abbr></em> here.</p>"
    )


def test_parts_of_other_words_are_not_terms(marked: Markdown) -> None:
    assert "<abbr" not in marked.convert("Investigate the gate-keeper.")


def test_each_page_starts_anew(marked: Markdown) -> None:
    assert marked.convert("A gate.") == marked.reset().convert("A gate.")


def test_the_picture_of_shares_draws_bars_to_scale_and_says_them() -> None:
    drawn = figures.share_at_target([("Last year & before", 0.31), ("Next year", 0.745)])
    widths = [float(width) for width in re.findall(r'class="bar" x="0.0" y="[\d.]+" width="([\d.]+)"', drawn)]
    assert widths == [124.0, 298.0]
    assert "Last year &amp; before 31\u00a0%, Next year 74.5\u00a0%" in drawn
    assert '<rect class="band" x="280.0"' in drawn


def test_the_picture_of_amounts_starts_at_zero() -> None:
    drawn = figures.amounts([("Before", 500.0), ("After", 1000.0)])
    widths = [float(width) for width in re.findall(r'class="bar" x="0.0" y="[\d.]+" width="([\d.]+)"', drawn)]
    assert widths == [200.0, 400.0]


def test_the_histogram_puts_a_value_on_a_bound_into_the_upper_step() -> None:
    drawn = figures.histogram([0.7, 0.79, 0.999, 1.0, 1.1, 1.15])
    counts = re.findall(r'class="value"[^>]*>(\d+)<', drawn)
    assert counts == ["2", "1", "1", "2"]
    assert "3 of 6 ended at 100\u00a0% or above" in drawn


def test_pictures_are_one_line_so_that_markdown_leaves_them_whole() -> None:
    assert "\n" not in figures.histogram([0.5, 1.2]) + figures.share_at_target([("a", 0.5)])


def test_the_calculator_shows_what_the_library_computes() -> None:
    html, funnel = widgets.widget("funnel", "../../assets/"), example_funnel()
    shown = dict(re.findall(r'data-count="(\w+)">([\d,]+)<', html))
    weekly = dict(re.findall(r'data-weekly="(\w+)">([\d,]+)<', html))
    assert shown["opportunities"] == formats.num(funnel.opportunities) == "75"
    assert weekly["meetings_to_book"] == formats.num(funnel.meetings_per_week) == "47"
    assert 'src="../../assets/widgets/funnel.js"' in html


def test_names_that_do_not_exist_stop_the_build() -> None:
    with pytest.raises(InputError, match="Did you mean 'funnel'"):
        widgets.widget("funel", "")
    with pytest.raises(InputError, match="no page 'plann'"):
        links.simulator_link("Open", page="plann")
    with pytest.raises(InputError, match="no plan 'next'"):
        links.simulator_link("Open", plan="next", page="plan")


def test_a_link_into_the_simulator_carries_the_plan_and_escapes_its_text() -> None:
    link = links.simulator_link("R & D", plan="next_year", page="plan")
    assert link == '<a class="simulator-link" href="/plan?plan=next_year&amp;data=company">R &amp; D</a>'


EXAMPLE = company.Example(
    reps=60,
    teams=6,
    cost={"last_year": 800_000.0, "next_year": 820_000.0},
    share_at_target={"last_year": 0.3167, "next_year": 0.75},
    share_paid_target={"last_year": 0.3, "next_year": 0.7},
    attainments={"last_year": (0.9, 1.0), "next_year": (1.0, 1.1)},
    raised=35,
    lowered=20,
    unchanged=5,
    biggest_loss=(2310.0, 0.123),
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("reps", "60"),
        ("cost_before", "€800,000"),
        ("cost_change", "+€20,000, or +2.5\u00a0%"),
        ("share_at_target_before", "31.7\u00a0%"),
        ("share_at_target_after", "75\u00a0%"),
        ("biggest_loss", "€2,310, or 12.3\u00a0%"),
    ],
)
def test_the_worked_example_is_told_in_words(name: str, text: str) -> None:
    assert company.simulated(name, EXAMPLE) == text


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(InputError, match="no figure 'cost'"):
        company.simulated("cost", EXAMPLE)


def test_the_pictures_take_the_same_figures_as_the_text() -> None:
    assert company.shares_at_target(EXAMPLE) == [("Last year's plan", 0.3167), ("Next year's plan", 0.75)]
    assert company.costs(EXAMPLE)[1] == ("Next year's plan", 820_000.0)
