"""`compsim letters`: the plan summaries and objective letters of an announcement in two steps."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from compsim.cli.answers import answer, cancelled, progress
from compsim.cli.files import load, writing
from compsim.cli.options import AsJson, DataDir, Pseudonyms, ReadAs
from compsim.cli.sources import source


class What(StrEnum):
    """Which document."""

    LETTER = "letter"
    SUMMARY = "summary"


class Ending(StrEnum):
    """Which kind of file."""

    PDF = "pdf"
    DOCX = "docx"


def letters(  # noqa: PLR0913, PLR0917 - one option a line of the help
    scenario: Annotated[Path, typer.Argument(help="The scenario file (YAML) that is announced.")],
    data: DataDir,
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    rep: Annotated[list[str] | None, typer.Option(help="Only of this person. Can be repeated.")] = None,
    kind: Annotated[
        What, typer.Option(help="summary: step one, the rules of each role; letter: step two, of each person.")
    ] = What.LETTER,
    ending: Annotated[Ending, typer.Option("--format", help="pdf to hand over, docx to change.")] = Ending.PDF,
    valid_from: Annotated[str, typer.Option(help="Day from which it holds; left out, a line to write on.")] = "",
    continues: Annotated[str, typer.Option(help="The plan that it replaces or continues.")] = "",
    ask: Annotated[str, typer.Option(help="Who answers questions.")] = "",
    read: ReadAs = None,
    pseudonyms: Pseudonyms = None,
    as_json: AsJson = False,
) -> None:
    """Write the documents to announce a plan: rules on one page for each role, or a letter for each person."""
    from compsim.present.letter import handed_out
    from compsim.present.letter.sheet import Stated

    loaded = load(source(data, read, pseudonyms, out), [scenario])
    plan, people, reps = loaded.scenarios[0], loaded.population, tuple(rep or ())
    many = len(reps) or len(handed_out.whom(plan, people))
    make = handed_out.letters if kind is What.LETTER else handed_out.summaries
    files = make(plan, people, reps, ending.value, Stated(valid_from, continues, ask))
    written: list[Path] = []
    with cancelled("the files that were complete are there"), progress() as heard, writing(out / "any"):
        for file in files:
            (out / file.name).write_bytes(file.content)
            written.append(out / file.name)
            heard("Writing", min(len(written) / many, 1.0))
    count = f"wrote {len(written)} {'file' if len(written) == 1 else 'files'} to {out}"
    answer({"files": [str(file) for file in written]}, as_json, count)
