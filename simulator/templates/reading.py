"""The templates that come with the simulator: files in `plans`, each a plan on measures that stand for others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from compsim.marked_yaml import read_yaml

FOLDER = Path(__file__).with_name("plans")
PUBLISHED = "published_"  # how the names of files with published examples begin


@dataclass(frozen=True)
class Wanted:
    """A measure that a template is written on, in place of one that the data have."""

    name: str
    title: str
    means: str
    unit: str  # money | count | ratio
    like: tuple[str, ...]  # what such a measure is often called, the likeliest first


@dataclass(frozen=True, eq=False)
class Template:
    """One role's plan to start from, as plain data whose measures are those of `wanted`."""

    name: str
    title: str
    about: str
    wanted: tuple[Wanted, ...]
    plan: Mapping[str, Any]
    source: str = ""  # where a published example stands
    case: str = ""  # the golden case that holds its figures

    @property
    def published(self) -> bool:
        """Whether somebody else published it."""
        return bool(self.source)


@cache
def templates() -> Mapping[str, Template]:
    """Every template by its file's name: those for usual roles first, then the published ones."""
    files = sorted(FOLDER.glob("*.yaml"), key=lambda file: (file.stem.startswith(PUBLISHED), file.stem))
    return {file.stem: _read(file) for file in files}


def _read(file: Path) -> Template:
    said: dict[str, Any] = read_yaml(file.read_text(encoding="utf-8"), file.name).data
    wanted = tuple(
        Wanted(name, each["title"], each["means"], each["unit"], tuple(each["like"]))
        for name, each in said["measures"].items()
    )
    source, case = str(said.get("source", "")), str(said.get("case", ""))
    return Template(file.stem, said["title"], said["about"], wanted, said["plan"], source, case)
