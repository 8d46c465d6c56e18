"""What several commands ask for in the same words."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer with JSON on standard output.")]
DataDir = Annotated[Path, typer.Option("--data", help="Folder of CSV or Parquet tables, or one XLSX workbook.")]
ReadAs = Annotated[
    list[str] | None,
    typer.Option(
        "--read",
        metavar="[TABLE:]WHAT=VALUE",
        help="How a file is to be read where what was found is wrong: encoding, delimiter, decimal (point or comma), "
        "dates (such as %d.%m.%Y), sheet, header_row. Of every table, or of the one that is named. Can be repeated.",
    ),
]
ReadFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--read",
        metavar="[FILE:]WHAT=VALUE",
        help="How a file is to be read where what was found is wrong: encoding, delimiter, decimal (point or comma), "
        "dates (such as %d.%m.%Y), sheet, header_row. Of every file, of the one that is named "
        "(People.xlsx:header_row=3) or of a sheet ('People.xlsx:Staff:header_row=3'). Can be repeated.",
    ),
]
Pseudonyms = Annotated[
    Path | None,
    typer.Option(
        metavar="KEYFILE",
        help="Pseudonyms in place of names. The key file is made if it is not there; keep it, and never with the data.",
    ),
]
OnlyNeeded = Annotated[
    bool,
    typer.Option("--only-needed", help="Leave out columns about people and deals that nothing here needs; says which."),
]
ScenarioFiles = Annotated[list[Path], typer.Argument(help="Scenario files (YAML).")]


class Engine(StrEnum):
    """Who does the arithmetic."""

    AUTO = "auto"
    NUMPY = "numpy"
    NUMBA = "numba"
