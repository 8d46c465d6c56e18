"""Spellings of one name: which known name somebody may have meant. They are offered, and applied only by a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

MOST_COMPARED = (
    2_000  # known names compared letter by letter; in longer lists only spaces, signs and order are looked at
)
MOST_OFFERED = 3  # names that one spelling may stand for
ALIKE = 0.85  # likeness of two spellings from which on one is offered for the other
AS_GOOD = 0.03  # by how much another name may be less alike and is offered beside the best
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_NUMBER = re.compile(r"\d+")


def close_spelling(value: str, known: Iterable[str]) -> str:
    """The known name that a spelling comes closest to; empty if none is close."""
    return next(iter(close_spellings(value, known)), "")


def close_spellings(value: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that one spelling may stand for, best first; see `close_to`."""
    return close_to(known)(value)


def close_to(known: Iterable[str]) -> Callable[[str], tuple[str, ...]]:
    """What answers for each spelling the known names that it may stand for, best first; none if none is close.

    Names that differ by spaces, signs, capitals, accents or the order of their words come before those that differ by a
    letter or two. A name with another number in it is never one of them.
    """
    names = list(dict.fromkeys(known))
    bare, turned = _by(_bare, names), _by(_words, names)

    def close(value: str) -> tuple[str, ...]:
        same = bare.get(_bare(value)) or turned.get(_words(value)) or _near(value, names)
        return tuple(same[:MOST_OFFERED]) if _bare(value) else ()

    return close


def _by(form: Callable[[str], str], names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(form(name), []).append(name)
    return found


def _near(value: str, known: Sequence[str]) -> list[str]:
    """Names that differ by a letter or two; several where no one of them is clearly the closest."""
    if len(known) > MOST_COMPARED:
        return []
    numbers = _numbers(value)
    likeness = {name: _likeness(value, name) for name in known if _numbers(name) == numbers}
    alike = sorted((name for name in likeness if likeness[name] >= ALIKE), key=lambda name: -likeness[name])
    return [name for name in alike if likeness[name] >= likeness[alike[0]] - AS_GOOD]


def _likeness(one: str, other: str) -> float:
    """How alike two spellings are, 0..1: as they stand, or without accents and signs if that is more."""
    return max(_ratio(one, other), _ratio(_bare(one), _bare(other)))


def _ratio(one: str, other: str) -> float:
    match = SequenceMatcher(None, other, one)
    quick = match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE
    return match.ratio() if quick else 0.0


def _bare(text: str) -> str:
    """Letters and digits alone: `Föhre`, `Foehre` and `FOEHRE` are one."""
    spelt = unicodedata.normalize("NFC", text).casefold().translate(_TWO_LETTERS)
    return "".join(sign for sign in unicodedata.normalize("NFKD", spelt) if sign.isalnum())


def _words(text: str) -> str:
    """The words of a name without their order: `Föhre, Dörte` and `Dörte Föhre` are one."""
    return " ".join(sorted(filter(None, map(_bare, re.split(r"[\s,;]+", text)))))


def _numbers(text: str) -> list[str]:
    return [number.lstrip("0") for number in _NUMBER.findall(text)]
