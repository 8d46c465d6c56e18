"""Spelling: the words of the English pages that neither the word list nor we know.

The word list is that of pyspellchecker, which comes with it. What it does not know, and is right all the same, stands
in accepted_words.txt: one word a line, in small letters, in the order of the alphabet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from spellchecker import SpellChecker

from tests.docs.built import Handbook, Page
from tests.docs.reading_ease import words_of
from tests.project_files import ROOT

ACCEPTED = ROOT / "tests" / "docs" / "accepted_words.txt"
_POSSESSIVE = re.compile(r"[’']s?$")
NEAR = 3  # words to offer


@cache
def word_list() -> SpellChecker:
    """English as pyspellchecker has it; it looks for neighbours one letter away."""
    return SpellChecker(language="en", distance=1)


@cache
def accepted() -> tuple[str, ...]:
    """The words that we accept beside the list."""
    return tuple(ACCEPTED.read_text("utf-8").split())


def unknown_words(handbook: Handbook) -> Mapping[str, list[str]]:
    """Each unknown word of the English pages with the pages it stands on; code is no English."""
    places = defaultdict(list)
    for page in handbook.html_pages():
        if not page.address.startswith("de/"):
            for word in unknown_on(page):
                places[word].append(page.address)
    return dict(sorted(places.items()))


def unknown_on(page: Page) -> list[str]:
    """The unknown words of one page, each once, in small letters."""
    written = set(_written(page))
    return sorted(written - set(word_list().known(written)) - set(accepted()))


def _written(page: Page) -> Iterator[str]:
    for block in page.blocks:
        for word in words_of(block.prose):
            plain = _POSSESSIVE.sub("", word).replace("’", "'").lower()
            if len(plain) > 1 and not re.search(r"[\d²³]", plain):
                yield plain


def complaint(word: str, places: list[str]) -> str:
    """What to tell about an unknown word: where it stands, what may be meant, and how to accept it."""
    near = sorted(word_list().candidates(word) or (), key=word_list().word_usage_frequency, reverse=True)[:NEAR]
    meant = f"; did you mean {' or '.join(near)}?" if near and near != [word] else "."
    return f"{', '.join(f'/{place}' for place in places)}: '{word}' is not in the word list{meant}"


def complaints(handbook: Handbook) -> list[str]:
    """All unknown words as `complaint` tells them, and the way to accept one."""
    found = [complaint(word, places) for word, places in unknown_words(handbook).items()]
    return [*found, f"Right all the same? Add it to {ACCEPTED.relative_to(ROOT)}."] if found else []


def not_needed(handbook: Handbook) -> list[str]:
    """Accepted words that no page has any more, or that the word list knows by itself."""
    written = {word for page in handbook.html_pages() if not page.address.startswith("de/") for word in _written(page)}
    return [word for word in accepted() if word not in written or word_list().known([word])]
