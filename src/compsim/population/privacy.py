"""What may be shown of groups of people, and names that stand for names.

A group of fewer than `FLOOR` people is never shown in a comparison, nor is the next smallest where a total would give
the hidden ones away. (A manager's own list of own reps is not such a comparison.)
"""

from __future__ import annotations

import hmac
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import overload

import pandas as pd

from compsim.errors import Problem
from compsim.population.cells import as_text
from compsim.population.people import Population
from compsim.population.privacy_names import PEOPLE, Names, is_person, names_of
from compsim.population.tables import FIELDS, WITH_ATTRIBUTES

FLOOR = 5
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
_SHORTEST = 6
_LONGEST = 51  # 255 of the 256 bits
_STRANGER = re.compile(r"'(.*)' is not ")  # how a remark names somebody who is not on the roster


def groups_to_hide(counts: Mapping[str, int] | pd.Series) -> set[str]:
    """The groups that must not be shown, given how many people each has (empty groups hide nobody).

    Groups below `FLOOR` are hidden. If that is a single group, or all hidden groups together are below `FLOOR`, the
    next smallest is hidden too, because a total less the groups shown would reveal them.
    """
    sizes = {str(group): int(count) for group, count in counts.items() if count > 0}
    return _hidden(sizes, lambda groups: sum(sizes[group] for group in groups))


def overlapping_groups_to_hide(members: Mapping[str, Collection[str]]) -> set[str]:
    """The same for groups that share people, such as everybody who has an objective: each person counts once."""
    known = {str(group): frozenset(people) for group, people in members.items() if people}
    sizes = {group: len(people) for group, people in known.items()}
    return _hidden(sizes, lambda groups: len(frozenset[str]().union(*(known[group] for group in groups))))


def _hidden(sizes: Mapping[str, int], together: Callable[[Iterable[str]], int]) -> set[str]:
    hidden = {group for group, size in sizes.items() if size < FLOOR}
    shown = sorted(sizes.keys() - hidden, key=lambda group: (sizes[group], group))
    while hidden and shown and (len(hidden) == 1 or together(hidden) < FLOOR):
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
    """The tables with a pseudonym for everybody whom a column `rep` or `manager` names, wherever the name stands.

    A name is found in other columns too: as a whole cell, inside a longer text, with another case, with its words in
    reverse, or joined by points as in an address. Words of the plan (roles, measures, periods) stay; so do teams,
    unless they are named after somebody. Tables joined by names before are joined by pseudonyms after.
    """
    names = people_in(tables, key)
    return {table: names.in_table(frame) for table, frame in tables.items()}


@overload
def pseudonymised(data: Population, key: bytes) -> Population: ...
@overload
def pseudonymised(data: Mapping[str, pd.DataFrame], key: bytes) -> dict[str, pd.DataFrame]: ...
def pseudonymised(data: Population | Mapping[str, pd.DataFrame], key: bytes) -> Population | dict[str, pd.DataFrame]:
    """A population, or the tables it is made of, with a pseudonym for every person; everybody is paid the same.

    Raises ValueError for an empty key.
    """
    if not isinstance(data, Population):
        return with_pseudonyms(data, key)
    frames = _frames_of(data)
    names = people_in(frames, key)
    made, deals = {name: names.in_table(frame) for name, frame in frames.items()}, data.deals
    if deals is not None:
        deals = replace(deals, deal=made["deal"]["deal"].to_numpy(dtype=object), attributes=made["deals"])
    return replace(
        data,
        roster=made["roster"],
        paid=made.get("paid"),
        deals=deals,
        notes=tuple(_without_names(note, names, key) for note in data.notes),
        assumptions=tuple(map(names.in_text, data.assumptions)),
    )


def without_columns(
    tables: Mapping[str, pd.DataFrame], needed: Collection[str]
) -> tuple[dict[str, pd.DataFrame], tuple[Problem, ...]]:
    """The tables without the attributes that nobody needs, and a warning for each table that lost some.

    `needed` are the attributes to keep; the columns that a table is made of always stay.
    """
    kept, told = dict(tables), []
    for table in sorted(WITH_ATTRIBUTES & kept.keys()):
        idle = [name for name in kept[table] if name not in FIELDS[table] and name not in {*needed, "currency"}]
        kept[table] = kept[table].drop(columns=idle)
        if idle:
            says = f"nothing that is asked for needs these columns, so they were left out: {', '.join(map(str, idle))}"
            told.append(Problem(table, says, "Name a column if it should stay.", severity="warning"))
    return kept, tuple(told)


def people_in(tables: Mapping[str, pd.DataFrame], key: bytes, others: Iterable[str] = ()) -> Names:
    """Everybody whom the tables name as rep or manager, and `others`, with pseudonyms."""
    columns = [as_text(frame[name])[is_person(frame)] for frame in tables.values() for name in PEOPLE if name in frame]
    return names_of(pseudonyms([*(name for column in columns for name in column.unique()), *others], key))


def _frames_of(people: Population) -> dict[str, pd.DataFrame]:
    """Everything of a population that can hold a name."""
    frames = {"roster": people.roster}
    if people.paid is not None:
        frames["paid"] = people.paid
    if people.deals is not None:
        frames |= {"deal": pd.DataFrame({"deal": people.deals.deal}), "deals": people.deals.attributes}
    return frames


def _without_names(note: Problem, names: Names, key: bytes) -> Problem:
    """A remark without names, also of those who stand in the data and not in the population."""
    stranger = _STRANGER.match(note.says) if note.column in PEOPLE else None
    says = note.says
    if stranger is not None:
        name = stranger[1]
        says = f"'{(names.stand_ins.get(name) or pseudonyms([name], key)[name])}'{says[stranger.end(1) + 1 :]}"
    return replace(note, says=names.in_text(says), fix=names.in_text(note.fix))


def _code(name: str, key: bytes) -> str:
    number = int.from_bytes(hmac.digest(key, name.encode(), "sha256"), "big")
    return "".join(_LETTERS[(number >> (256 - 5 * place)) & 31] for place in range(1, _LONGEST + 1))


def _crowded(codes: Mapping[str, str], lengths: Mapping[str, int]) -> list[str]:
    """Names that share their pseudonym with another one."""
    short = {name: code[: lengths[name]] for name, code in codes.items()}
    uses = Counter(short.values())
    return [name for name, code in short.items() if uses[code] > 1]
