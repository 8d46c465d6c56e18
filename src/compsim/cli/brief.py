"""`compsim brief`: what a proposal changes, on two to four pages for leadership and a works council."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from compsim.cli.answers import answer, at_work
from compsim.cli.files import check_ending, load, writing
from compsim.cli.options import AsJson, DataDir, Pseudonyms, ReadAs
from compsim.cli.sources import source


def brief(  # noqa: PLR0913, PLR0917 - one option a line of the help
    baseline: Annotated[Path, typer.Argument(help="The plan as it is (YAML).")],
    reform: Annotated[Path, typer.Argument(help="The plan that is proposed (YAML).")],
    data: DataDir,
    out: Annotated[Path, typer.Option(help="The file to write (.pdf).")],
    by: Annotated[
        list[str] | None, typer.Option(help="A roster column to group by beside the role, such as region; repeatable.")
    ] = None,
    draws: Annotated[
        int, typer.Option(min=0, help="How often to draw next year; 0 leaves better and worse years out.")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Where drawing starts: the same seed gives the same figures.")] = 0,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day that stands on it; left out, today.")
    ] = None,
    read: ReadAs = None,
    pseudonyms: Pseudonyms = None,
    as_json: AsJson = False,
) -> None:
    """Write a brief for leadership and a works council: what is proposed, whom it pays what, what is not known."""
    from compsim.present.brief.document import brief_pdf

    check_ending(out, ".pdf")
    columns = tuple(by or ())
    loaded = load(source(data, read, pseudonyms, out), [baseline, reform], columns)
    old, new = loaded.scenarios
    day = date.today() if on is None else on.date()
    with at_work("Working out the brief"):
        content = brief_pdf(old, new, loaded.population, day, by=columns, draws=draws, seed=seed)
    with writing(out):
        out.write_bytes(content)
    answer({"file": str(out)}, as_json, f"wrote {out}")
