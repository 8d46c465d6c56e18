"""What may be shown of groups of people, and names that stand for names.

A group of fewer than `FLOOR` people is never shown in a comparison, nor is the next smallest where a total would give
the hidden ones away. (A manager's own list of own reps is not such a comparison.)
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from compsim.population.cells import as_text

FLOOR = 5
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
_SHORTEST = 6
_LONGEST = 51  # 255 of the 256 bits


def groups_to_hide(counts: Mapping[str, int] | pd.Series) -> set[str]:
    """The groups that must not be shown, given how many people each has (empty groups hide nobody).

    Groups below `FLOOR` are hidden. If that is a single group, or all hidden groups together are below `FLOOR`, the
    next smallest is hidden too, because a total less the groups shown would reveal them.
    """
    sizes = {str(group): int(count) for group, count in counts.items() if count > 0}
    hidden = {group for group, size in sizes.items() if size < FLOOR}
    shown = sorted(sizes.keys() - hidden, key=lambda group: (sizes[group], group))
    while hidden and shown and (len(hidden) == 1 or sum(sizes[group] for group in hidden) < FLOOR):
        hidden.add(shown.pop(0))
    return hidden


def pseudonyms(names: Iterable[str], key: bytes) -> dict[str, str]:
    """A pseudonym such as `Rep-7F3K2Q` for each name: the same key gives the same one, without it nobody can tell.

    Keyed with HMAC-SHA256; names whose pseudonyms would collide get longer ones. The empty name stays empty.
    Raises ValueError for an empty key.
    """
    if not key:
        raise ValueError("the key for pseudonyms is empty; give some random bytes and keep them secret")
    codes = {name: _code(name, key) for name in dict.fromkeys(names) if name}
    lengths = dict.fromkeys(codes, _SHORTEST)
    while crowded := _crowded(codes, lengths):
        for name in crowded:
            lengths[name] += 1
    return {name: f"Rep-{code[: lengths[name]]}" for name, code in codes.items()} | {"": ""}


def with_pseudonyms(tables: Mapping[str, pd.DataFrame], key: bytes) -> dict[str, pd.DataFrame]:
    """The tables of a population with every rep and manager replaced; team names under `rep` stay as they are."""
    names = ("rep", "manager")
    texts = {(table, name): as_text(frame[name]) for table, frame in tables.items() for name in names if name in frame}
    people = (text[_is_person(tables[table])] for (table, _), text in texts.items())
    stand_ins = pseudonyms((name for column in people for name in column), key)
    replaced = {table: frame.copy() for table, frame in tables.items()}
    for (table, name), text in texts.items():
        replaced[table][name] = text.where(~_is_person(tables[table]), text.map(stand_ins))
    return replaced


def _is_person(frame: pd.DataFrame) -> pd.Series:
    """False for rows whose `rep` holds the name of a team."""
    return frame["credit"] != "team" if "credit" in frame else pd.Series(data=True, index=frame.index)


def _code(name: str, key: bytes) -> str:
    number = int.from_bytes(hmac.digest(key, name.encode(), "sha256"), "big")
    return "".join(_LETTERS[(number >> (256 - 5 * place)) & 31] for place in range(1, _LONGEST + 1))


def _crowded(codes: Mapping[str, str], lengths: Mapping[str, int]) -> list[str]:
    """Names that share their pseudonym with another one."""
    short = {name: code[: lengths[name]] for name, code in codes.items()}
    uses = Counter(short.values())
    return [name for name, code in short.items() if uses[code] > 1]
