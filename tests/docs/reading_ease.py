"""LIX, a measure of how hard a text is to read: mean sentence length + share of words longer than six letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?:](?=\s|[\"”’')]|$)")


def words_of(text: str) -> list[str]:
    """The words of a text; a hyphen parts two words."""
    return _WORD.findall(text)


def lix(blocks: Sequence[str]) -> float:
    """LIX of a text given block by block: a block is at least one sentence."""
    words = [word for block in blocks for word in words_of(block)]
    sentences = sum(max(1, len(_SENTENCE_END.findall(block.strip()))) for block in blocks if words_of(block))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)
