"""A preview of what the EU directive on pay transparency asks about variable pay: figures to prepare with."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from compsim.analysis.rows import NOTHING, records, share
from compsim.population.privacy import groups_to_hide

GAPS = ("scenario", "item", "category", "pay", "people_counted", "group", "n", "against", "against_n", "gap")
READINGS = ("everybody", "only those who got some")


@dataclass(frozen=True, eq=False)
class TransparencyPreview:
    """Items (b), (d), (e) and (g) of Article 9 for one roster column; gaps are (against − group) ÷ against, ratios."""

    column: str
    gaps: pd.DataFrame  # `GAPS`: item b, d or g; pay is variable or base; category a role, empty for everybody
    receiving: pd.DataFrame  # scenario, group, n, receiving, share: item e
    hidden: tuple[str, ...]  # groups, and roles for which a group is too small, in alphabetical order
    words: dict[str, Any]  # as_of, title, source, url, items and notes of the packaged text

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        told = {"gaps": records(self.gaps), "receiving": records(self.receiving), "hidden": list(self.hidden)}
        return {"column": self.column, **told, **self.words}


def preview_of(people: pd.DataFrame, column: str) -> TransparencyPreview:
    """The preview for people of all scenarios (columns scenario, role, payout, base, `group COLUMN`).

    The largest group that may be shown, of everybody in the first scenario, is what the others are held against.
    """
    groups = people[f"group {column}"]
    counts = people.assign(group=groups).groupby(["scenario", "group"]).size()
    hidden = {name for scenario in counts.index.unique(0) for name in groups_to_hide(counts.loc[scenario])}
    shown = people.assign(group=groups)[~groups.isin(hidden)]
    parts = [(str(name), part) for name, part in shown.groupby("scenario", sort=False)]
    small: set[str] = set()
    first = _largest(parts[0][1]) if parts else ""
    lines = [line for name, part in parts for line in _gaps(name, part, first, small)]
    receiving = [line for name, part in parts for line in _receiving(name, part)]
    columns = ["scenario", "group", "n", "receiving", "share"]
    return TransparencyPreview(
        column,
        pd.DataFrame(lines, columns=list(GAPS)),
        pd.DataFrame(receiving, columns=columns),
        tuple(sorted({*hidden, *small})),
        _packaged(),
    )


def _receiving(name: str, people: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    for group, part in people.groupby("group"):
        receiving = int((part["payout"] > NOTHING).sum())
        yield name, str(group), len(part), receiving, share(receiving, len(part))


def _largest(people: pd.DataFrame) -> str:
    sizes = people.groupby("group").size().sort_values(ascending=False, kind="stable")
    return str(sizes.index[0])


def _gaps(name: str, people: pd.DataFrame, first: str, small: set[str]) -> Iterator[tuple[Any, ...]]:
    variable = people.rename(columns={"payout": "pay"})[["group", "role", "pay"]]
    for reading in READINGS:
        counted = variable if reading == READINGS[0] else variable[variable["pay"] > NOTHING]
        for item, middle in (("b", "mean"), ("d", "median")):
            yield from ((name, item, "", "variable", reading, *gap) for gap in _against(counted, first, middle))
    for role, part in people.groupby("role"):
        sizes = part.groupby("group").size()
        if len(sizes) < 2 or groups_to_hide(sizes):
            small.add(str(role))
            continue
        for pay in ("base", "payout"):
            given = part.rename(columns={pay: "pay"})[["group", "pay"]]
            kind = "base" if pay == "base" else "variable"
            yield from ((name, "g", str(role), kind, READINGS[0], *gap) for gap in _against(given, first, "mean"))


def _against(people: pd.DataFrame, first: str, middle: str) -> Iterator[tuple[str, int, str, int, float]]:
    """Each group that may be shown against the first."""
    sizes = people.groupby("group").size()
    known = sorted({str(group) for group in sizes.index} - groups_to_hide(sizes))
    if first not in known:
        return
    middles = people.groupby("group")["pay"].agg(middle)
    for group in (group for group in known if group != first):
        gap = share(float(middles[first] - middles[group]), float(middles[first]))
        yield group, int(sizes[group]), first, int(sizes[first]), gap if np.isfinite(gap) else math.nan


def _packaged() -> dict[str, Any]:
    text = files(__package__).joinpath("transparency.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return told
