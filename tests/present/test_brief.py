"""The brief: the library's figures in neutral words, every change, nobody's name, and no group under five."""

from __future__ import annotations

import dataclasses
import io
import math
import re
from datetime import date
from functools import cache

import pytest
from pypdf import PdfReader

import compsim as cs
from compsim.analysis.impact import winners_and_losers
from compsim.analysis.keep_whole import keep_whole
from compsim.analysis.norms import SHARE_AT_TARGET_BANDS
from compsim.analysis.pot import pot_and_distribution
from compsim.errors import PopulationError, Problem
from compsim.plan.scenario import Scenario
from compsim.population.people import Population
from compsim.present.answers_impact import keep_whole_in_words
from compsim.present.brief.content import brief_of
from compsim.present.brief.document import brief_pdf
from compsim.present.brief.facts import Facts, brief_facts
from compsim.present.brief.names import without_names
from compsim.present.brief.pdf import MOST_PAGES, pdf_of
from compsim.present.change_words import place_in_words, values_in_words
from compsim.present.numbers import money, number, percent, signed_money, signed_percent
from tests.analysis.really import plan, sellers

DAY = date(2026, 2, 3)
FLAT = "weight: 100%, curve: {points: {50%: 0%, 100%: 100%}}"
STEEP = "weight: 100%, curve: {points: {90%: 0%, 100%: 100%, 150%: 300%}}"
VERDICTS = ("benefit", "unfair", "fairer", "lose", "winner", "unfortunately", "better off", "worse off")


def plain(text: str) -> str:
    """Text without line breaks, for a line may break anywhere."""
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


def read(pdf: bytes) -> str:
    return plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@cache
def company_facts() -> Facts:
    plans = cs.example_scenarios()
    return brief_facts(plans["last_year"], plans["next_year"], cs.example_population(), by=("region",))


@cache
def company_pdf() -> bytes:
    return pdf_of(brief_of(company_facts(), DAY))


def small(results: list[float], **columns: object) -> tuple[Scenario, Scenario, Population]:
    return plan("old", {"a": FLAT}), plan("new", {"a": STEEP}), sellers({"a": results}, **columns)


# --- figures


def test_a_brief_says_what_is_worked_out_by_hand() -> None:
    """Six people with 1,000 at target. Old pays 2 x (attainment - 50 %) up to 100 %: 80 % gets 60 %, 100 % gets 100 %.
    New pays nothing up to 90 %, 4 % for each point above 100 %: 120 % gets 180 %.

    Old: 2 x 600 + 2 x 1,000 + 2 x 1,000 = 5,200. New: 2 x 0 + 2 x 1,000 + 2 x 1,800 = 5,600. Pot +400 (+7.7 %).
    """
    text = read(brief_pdf(*small([80.0, 80.0, 100.0, 100.0, 120.0, 120.0]), DAY))
    for words in ("€5,200", "€5,600", "+€400", "+7.7 %", "2, 2, 2", "of 6 people"):
        assert words in text, words
    assert "raises the pay of 2 people, lowers that of 2" in text


def test_the_figures_are_the_librarys() -> None:
    facts, text = company_facts(), read(company_pdf())
    impact = winners_and_losers(facts.payouts)
    total, currency = impact.totals.iloc[0], "EUR"
    assert money(total["before"], currency) in text
    assert money(total["after"], currency) in text
    assert plain(f"{signed_money(total['difference'], currency)} {signed_percent(total['change'])}") in text
    for row in impact.bands.to_dict("records"):
        assert plain(f"{number(row['people'])} ({percent(row['share'])})") in text
    for row in pot_and_distribution(impact, "role").groups.shown.to_dict("records"):
        assert signed_money(row["pot"], currency) in text
        assert signed_money(row["distribution"], currency) in text
    moved = pot_and_distribution(impact).totals["moved"].iloc[0]
    assert money(moved, currency) in text
    kept = keep_whole([facts.baseline, facts.reform], cs.example_population())
    assert plain(keep_whole_in_words(kept)) in text
    for share in facts.attainment.frame["share_at_target"]:
        assert plain(percent(share)) in text


def test_every_published_range_stands_there_and_none_is_a_verdict() -> None:
    text = read(company_pdf())
    for band in SHARE_AT_TARGET_BANDS:
        assert plain(band.name) in text
        assert plain(band.source) in text
    assert "none of them is a verdict" in text


def test_every_changed_value_stands_there_with_what_was_and_what_is_to_be() -> None:
    facts, text = company_facts(), read(company_pdf())
    assert len(facts.changes) > 20
    for change in facts.changes:
        where = place_in_words(change).removeprefix("Objectives · ").removeprefix("Commissions · ")
        before, after = values_in_words(change)
        assert plain(f"{where} {before} {after}") in text, change.path


def test_values_are_told_in_words() -> None:
    assert "{" not in read(company_pdf())
    [gate] = [change for change in company_facts().changes if change.path.endswith("gates")]
    assert values_in_words(gate) == ("Measure focus share; Measured over year; Hurdle 80%; Otherwise 50%", "–")


# --- people


def test_nobody_is_named() -> None:
    text, roster = read(company_pdf()), cs.example_population().roster
    assert not [name for name in {*roster["rep"], *roster["manager"]} if name and name in text]


def test_a_group_named_after_somebody_and_an_assumption_about_somebody_are_told_without_the_name() -> None:
    names = [f"Person Number{n}" for n in range(10)]
    offices = ["Person Number0"] * 5 + ["other"] * 5
    old, new, people = small([80.0, 120.0] * 5, rep=names, office=offices)
    people = dataclasses.replace(people, assumptions=("the target of PERSON NUMBER3 is 100",))
    text = read(brief_pdf(old, new, people, DAY, by=("office",)))
    assert "Number" not in text.replace("PERSON NUMBER", "Person Number")
    assert "the target of somebody is 100" in text
    assert without_names("Anna and Annabel", frozenset({"Anna"})) == "somebody and Annabel"


def test_remarks_that_name_people_are_counted_and_not_printed() -> None:
    old, new, people = small([80.0, 120.0] * 5, rep=[f"Person Number{n}" for n in range(10)])
    remark = Problem("results.csv", "no result for Person Number3", "Add it.", severity="warning")
    text = read(brief_pdf(old, new, dataclasses.replace(people, notes=(remark,)), DAY))
    assert "1 remark on the data and the plans" in text
    assert "Number3" not in text


def test_groups_of_fewer_than_five_are_not_shown() -> None:
    """North has five people, South four: South is hidden, and North too, for the total would give South away."""
    regions = ["North"] * 5 + ["South"] * 4 + ["East"] * 6
    text = read(brief_pdf(*small([80.0, 120.0, 100.0] * 5, region=regions), DAY, by=("region",)))
    assert "South" not in text
    assert "North" not in text
    assert "East" in text
    assert "2 groups are not shown" in text


def test_four_people_get_no_brief() -> None:
    with pytest.raises(PopulationError, match="fewer than 5 would show their pay"):
        brief_pdf(*small([80.0, 90.0, 100.0, 110.0]), DAY)


def test_one_person_in_a_band_is_counted_and_the_money_is_not_told() -> None:
    text = read(brief_pdf(*small([80.0, 100.0, 100.0, 100.0, 100.0, 100.0]), DAY))
    assert "below −5 %: 1 person" in text
    assert "together −€600" not in text


# --- words and what is not known


def test_words_are_neutral() -> None:
    text = read(company_pdf()).casefold()
    assert not [word for word in VERDICTS if re.search(rf"\b{word}", text)]


def test_what_is_not_known_is_said() -> None:
    old, new, people = small([80.0, 120.0] * 5)
    silent = people.results["a"].copy()
    silent[0, 0] = math.nan
    text = read(brief_pdf(old, new, dataclasses.replace(people, results={"a": silent}), DAY))
    assert "A result is missing for 1 person" in text
    assert "On which day people are told their targets is not stated" in text
    told = new.model_copy(update={"targets_told": "2026-01-10"})
    assert "On which day people are told" not in read(brief_pdf(old, told, people, DAY))


def test_date_data_and_seed_stand_there() -> None:
    old, new, people = small([80.0, 120.0] * 5)
    text = read(brief_pdf(old, new, people, DAY))
    assert people.fingerprint[:12] in text
    assert "As of 2026-02-03" in text
    assert "there is no seed" in text
    drawn = read(brief_pdf(old, new, people, DAY, draws=100, seed=7))
    assert "100 draws, seed 7" in drawn
    assert "eight in ten drawn years cost" in drawn


# --- pages


def test_it_fits_its_pages_and_says_which_is_which() -> None:
    pages = PdfReader(io.BytesIO(company_pdf())).pages
    assert 2 <= len(pages) <= MOST_PAGES
    for n, page in enumerate(pages, start=1):
        assert page.extract_text().count(f"{n} / {len(pages)}") == 1
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages} == {(595, 842)}, "A4"


def test_pictures_are_shapes_and_typefaces_are_in_the_file() -> None:
    reader = PdfReader(io.BytesIO(company_pdf()))
    assert not [image for page in reader.pages for image in page.images]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert {str(font["/BaseFont"]).partition("+")[2] for font in fonts if "DejaVu" in str(font["/BaseFont"])} == {
        "DejaVuSans",
        "DejaVuSans-Bold",
    }


def test_umlauts_and_the_euro_sign_come_through() -> None:
    old, new, people = small([80.0, 120.0] * 5, region=["Österreich & Süd <west>"] * 10)
    new = new.model_copy(update={"title": "Größerer Plan für Zürich & <Köln>"})
    text = read(brief_pdf(old, new, people, DAY, by=("region",)))
    for words in ("Größerer Plan für Zürich & <Köln>", "Österreich & Süd <west>", "€"):
        assert words in text


def test_two_plans_of_one_title_are_told_apart() -> None:
    old, new, people = small([80.0, 120.0] * 5)
    same = [each.model_copy(update={"title": "The plan"}) for each in (old, new)]
    text = read(brief_pdf(same[0], same[1], people, DAY))
    assert "The plan (as it is)" in text
    assert "The plan (proposal)" in text


def test_the_same_brief_is_the_same_bytes() -> None:
    assert pdf_of(brief_of(company_facts(), DAY)) == company_pdf()
    assert pdf_of(brief_of(company_facts(), date(2026, 2, 4))) != company_pdf()


def test_plans_that_say_the_same_have_a_brief() -> None:
    old, _, people = small([80.0, 120.0] * 5)
    text = read(brief_pdf(old, old.model_copy(update={"name": "again"}), people, DAY))
    assert "says the same as" in text
