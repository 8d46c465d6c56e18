"""Finding people's names wherever they stand in tables and texts, and putting other names in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from compsim.population.cells import as_text
from compsim.population.tables import FIELDS

PEOPLE = ("rep", "manager")  # columns that name people
_NAMES_OF_THINGS = ("deal", "team", "assumption")  # which may hold names of people
PLAN_WORDS = {column for fields in FIELDS.values() for column in fields} - {*PEOPLE, *_NAMES_OF_THINGS}  # never touched
SHORTEST = 2  # letters of a name that is looked for inside longer texts
_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, eq=False)
class Names:
    """Names and what stands for each; `phrases` are their words, found by the first of them."""

    stand_ins: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> (all words, stand-in), longest first

    def in_table(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The table with every name replaced; columns without any are left as they are."""
        replaced = frame.copy()
        for place, name in enumerate(frame.columns):
            if name not in PLAN_WORDS:
                replaced.isetitem(place, self._in_column(frame, place).array)
        return replaced

    def in_text(self, text: str) -> str:
        """A text with every name replaced: the whole of it, or its words, whatever stands between them."""
        if text in self.stand_ins and _LETTER.search(text):
            return self.stand_ins[text]
        made, behind = [], 0
        for begin, end, stand_in in self._found(text):
            made += [text[behind:begin], stand_in]
            behind = end
        return "".join([*made, text[behind:]])

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where names stand in a text, and what stands for them; never two in one place."""
        words = list(_WORD.finditer(text))
        plain = [word[0].casefold() for word in words]
        behind = 0
        for place, word in enumerate(plain):
            for phrase, stand_in in self.phrases.get(word, ()) if place >= behind else ():
                if tuple(plain[place : place + len(phrase)]) == phrase:
                    behind = place + len(phrase)
                    yield words[place].start(), words[behind - 1].end(), stand_in
                    break

    def _in_column(self, frame: pd.DataFrame, place: int) -> pd.Series:
        series = frame.iloc[:, place]
        if frame.columns[place] in PEOPLE:
            person = is_person(frame)
            return as_text(series).map(lambda name: self.stand_ins.get(name, "")).where(person, self._in_words(series))
        if self._names_people(series):
            return as_text(series).map(lambda name: self.stand_ins.get(name, ""))
        return (
            self._in_words(series) if pd.api.types.is_string_dtype(series.dtype) or series.dtype == object else series
        )

    def _names_people(self, series: pd.Series) -> bool:
        """Whether a column of any name holds people, such as their numbers: every cell is one of them, most are there.

        A level of 1 to 5 beside people called 1 to 900 is none.
        """
        values = set(as_text(series).unique()) - {""}
        return values <= self.stand_ins.keys() and 2 * len(values) >= len(self.stand_ins)

    def _in_words(self, series: pd.Series) -> pd.Series:
        codes, texts = pd.factorize(as_text(series).to_numpy(dtype=object))
        made = [self.in_text(text) for text in texts]
        if made == list(texts):
            return series
        return pd.Series(pd.array(made, dtype="str").take(codes), index=series.index, name=series.name)


def names_of(stand_ins: Mapping[str, str]) -> Names:
    """Names to look for, with what stands for each."""
    phrases: dict[str, dict[tuple[str, ...], str]] = {}
    for name, stand_in in stand_ins.items():
        words = tuple(word.casefold() for word in _WORD.findall(name))
        if _LETTER.search(name) and sum(map(len, words)) >= SHORTEST:
            for phrase in dict.fromkeys((words, words[::-1])):
                phrases.setdefault(phrase[0], {}).setdefault(phrase, stand_in)
    longest_first = {
        first: tuple(sorted(found.items(), key=lambda item: -len(item[0]))) for first, found in phrases.items()
    }
    return Names(stand_ins, longest_first)


def is_person(frame: pd.DataFrame) -> pd.Series:
    """False for rows whose `rep` holds the name of a team."""
    return as_text(frame["credit"]) != "team" if "credit" in frame else pd.Series(data=True, index=frame.index)
