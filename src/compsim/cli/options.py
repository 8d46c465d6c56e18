"""What several commands ask for in the same words."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer with JSON on standard output.")]
DataDir = Annotated[Path, typer.Option("--data", help="Folder of CSV tables, or one XLSX workbook.")]
ReadAs = Annotated[
    list[str] | None,
    typer.Option(
        "--read",
        metavar="WHAT=VALUE",
        help="How the files are to be read, where what is found out is wrong: encoding, delimiter, decimal (point or "
        "comma), dates (%d.%m.%Y), sheet, header_row. TABLE.WHAT=VALUE is for one table. Can be repeated.",
    ),
]
Pseudonyms = Annotated[
    Path | None,
    typer.Option(metavar="KEYFILE", help="Show pseudonyms for names; the key file is made if it is not there."),
]
ScenarioFiles = Annotated[list[Path], typer.Argument(help="Scenario files (YAML).")]


class Engine(StrEnum):
    """Who does the arithmetic."""

    AUTO = "auto"
    NUMPY = "numpy"
    NUMBA = "numba"
