"""The words of the pages: easy to read, said once, and written here."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from macros import pages as front

from tests.docs.built import Handbook, meta_of, pages, scripts
from tests.docs.reading_ease import lix, words_of
from tests.project_files import ROOT

SCRIPT, GUIDANCE = 35, 45  # the highest LIX of a page to speak from, and of any other
SEEDS = ROOT.parent / "shared" / "seeds"
LONG_PARAGRAPH = 25  # words
RUN = 7  # words in a row


@pytest.mark.parametrize("address", pages())
def test_a_page_says_who_owns_it_until_when_it_holds_and_for_whom_it_is(address: str) -> None:
    assert front.front_matter_problems(meta_of(address)) == []


@pytest.mark.parametrize("address", pages())
def test_a_page_is_easy_to_read(handbook: Handbook, address: str) -> None:
    blocks = [block.text for block in handbook.page(address).blocks if block.tag in ("p", "li", "dd")]
    assert lix(blocks) <= (SCRIPT if address in scripts() else GUIDANCE)


def test_lix_counts_sentences_and_long_words() -> None:
    # 8 words in 2 sentences are 4 a sentence; 2 of the 8 have more than six letters: 25.
    assert lix(["The opportunity is real.", "Somebody owns it now."]) == 4 + 25


def test_no_long_paragraph_stands_twice(handbook: Handbook) -> None:
    places = defaultdict(list)
    for page in handbook.html_pages():
        for block in page.blocks:
            words = [word.lower() for word in words_of(block.text)]
            if block.tag in ("p", "li", "dd") and len(words) >= LONG_PARAGRAPH:
                places[" ".join(words)].append(page.address)
    assert {text: found for text, found in places.items() if len(found) > 1} == {}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source texts are not here")
def test_no_seven_words_in_a_row_come_from_the_source_texts() -> None:
    known = {run for path in SEEDS.glob("*.txt") for run in _runs(path.read_text("utf-8", errors="replace"))}
    ours = [path for path in (ROOT / "docs").rglob("*") if path.suffix in (".md", ".yaml", ".py")]
    taken = {str(path): run for path in ours for run in _runs(path.read_text("utf-8")) if run in known}
    assert taken == {}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
