"""Commands about the plan file itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from compsim.cli.files import writing


def schema(
    out: Annotated[Path | None, typer.Option(help="Write it to this file instead.")] = None,
) -> None:
    """The JSON schema of a plan file, so that an editor completes and checks it."""
    from compsim.plan.reference import scenario_schema

    text = json.dumps(scenario_schema(), ensure_ascii=False, indent=2)
    if out is None:
        typer.echo(text)
        return
    with writing(out):
        out.write_text(f"{text}\n", encoding="utf-8")
    typer.echo(f"wrote {out}")
