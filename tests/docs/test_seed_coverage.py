"""Which idea of the source texts stands where: every page that is named exists and has the part that is named."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from macros.templates import library

from tests.docs.built import Handbook, pages
from tests.project_files import ROOT

FOLDER = ROOT / "docs" / "decisions" / "seed-coverage"
SEEDS = {"000", "001", "002", "003", "004"}
OTHERS = {"norms", "–"}  # other notes; practice that is in no source text
REASONS = ("left out", "counted once", "not in the seeds", "no sheet needed", "sources.yaml", "all kits", "the tale")
NOT_FROM_SEEDS = ("about/", "reference/", "templates/", "start/glossary/", "start/quiz/")  # they serve other pages
AREAS = "|".join(sorted({address.partition("/")[0] for address in pages() if address}))
PAGE = re.compile(rf"\b(?:{AREAS})/[a-z][a-z0-9-]+")
PART = re.compile(r"\*([^*]+)\*|[\"“]([^\"”]+)[\"”]")


@dataclass(frozen=True)
class Idea:
    """One line of a table: where it stands, the source texts, the idea, and its page or why it has none."""

    line: str
    seeds: tuple[str, ...]
    idea: str
    place: str

    def parts(self) -> list[tuple[str, str]]:
        """Each heading or quotation that is named, with the page it should stand on."""
        found = []
        for piece in self.place.split(";"):
            names = PAGE.findall(piece)
            found += [(names[-1], whole or quoted) for whole, quoted in PART.findall(piece) if names]
        return found


def _ideas() -> list[Idea]:
    rows = [
        (f"{path.name}:{number}", [cell.strip() for cell in line.strip("| ").split(" | ")])
        for path in sorted(FOLDER.glob("*.md"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if line.startswith("|") and not line.startswith(("| Seed |", "|---"))
    ]
    return [Idea(line, tuple(seeds.split(", ")), idea, place) for line, (seeds, idea, place) in rows]


IDEAS = _ideas()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _has_a_place(idea: Idea) -> bool:
    templates = [_letters(template.name) for template in library.templates()]
    named = PAGE.search(idea.place) or any(reason in idea.place for reason in REASONS)
    return bool(named or any(name in _letters(idea.place) for name in templates))


def test_every_idea_names_its_source_and_a_page_or_a_reason() -> None:
    assert [idea.line for idea in IDEAS if not set(idea.seeds) <= SEEDS | OTHERS] == []
    assert [idea.line for idea in IDEAS if not _has_a_place(idea)] == []


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_every_source_text_is_there(seed: str) -> None:
    assert [idea for idea in IDEAS if seed in idea.seeds]


def test_every_page_that_is_named_exists() -> None:
    dead = [(idea.line, name) for idea in IDEAS for name in PAGE.findall(idea.place) if f"{name}/" not in pages()]
    assert dead == []


def test_every_part_that_is_named_stands_on_its_page(handbook: Handbook) -> None:
    def says(name: str, part: str) -> bool:
        return _letters(part) in _letters(" ".join(block.text for block in handbook.page(f"{name}/").blocks))

    assert [(idea.line, *part) for idea in IDEAS for part in idea.parts() if not says(*part)] == []


def test_every_page_that_could_carry_an_idea_is_named() -> None:
    named = {f"{name}/" for idea in IDEAS for name in PAGE.findall(idea.place)}
    unnamed = [address for address in pages() if address and not address.startswith(NOT_FROM_SEEDS)]
    assert [address for address in unnamed if address not in named] == []
