"""The words of the pages: easy to read, said once, and written here."""

from __future__ import annotations

import re

import pytest
from macros import pages as front

from tests.docs.built import Handbook, Page, meta_of, pages, scripts
from tests.docs.measures import GUIDANCE, SCRIPT, paragraphs_twice, reading_level
from tests.docs.reading_ease import lix
from tests.docs.spelling import accepted, complaint, complaints, not_needed, unknown_on
from tests.project_files import ROOT

SEEDS = ROOT.parent / "shared" / "seeds"
RUN = 7  # words in a row


@pytest.mark.parametrize("address", pages())
def test_a_page_says_who_owns_it_until_when_it_holds_and_for_whom_it_is(address: str) -> None:
    assert front.front_matter_problems(meta_of(address)) == []


@pytest.mark.parametrize("address", pages())
def test_a_page_is_easy_to_read(handbook: Handbook, address: str) -> None:
    assert reading_level(handbook.page(address)) <= (SCRIPT if address in scripts() else GUIDANCE)


def test_lix_counts_sentences_and_long_words() -> None:
    # 8 words in 2 sentences are 4 a sentence; 2 of the 8 have more than six letters: 25.
    assert lix(["The opportunity is real.", "Somebody owns it now."]) == 4 + 25


def test_no_long_paragraph_stands_twice(handbook: Handbook) -> None:
    assert paragraphs_twice(handbook) == {}


def test_every_word_is_spelt_as_the_word_list_has_it_or_as_we_accept_it(handbook: Handbook) -> None:
    assert complaints(handbook) == []


def test_no_word_is_accepted_in_vain_and_they_are_in_order(handbook: Handbook) -> None:
    assert not_needed(handbook) == []
    assert list(accepted()) == sorted(set(accepted()))


def test_a_slip_is_told_with_its_page_and_what_may_be_meant() -> None:
    html = "<article><p>The buyer’s forcast, in <code>fcst</code> and 2nd&nbsp;place.</p><li>A clawback</li></article>"
    assert unknown_on(Page("lead/forecast/", html)) == ["forcast"]
    told = complaint("forcast", ["lead/forecast/"])
    assert told.startswith("/lead/forecast/: 'forcast' is not in the word list; did you mean ")
    assert "forecast" in told.partition("mean")[2]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source texts are not here")
def test_no_seven_words_in_a_row_come_from_the_source_texts() -> None:
    known = {run for path in SEEDS.glob("*.txt") for run in _runs(path.read_text("utf-8", errors="replace"))}
    ours = [path for path in (ROOT / "docs").rglob("*") if path.suffix in (".md", ".yaml", ".py")]
    taken = {str(path): run for path in ours for run in _runs(path.read_text("utf-8")) if run in known}
    assert taken == {}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
