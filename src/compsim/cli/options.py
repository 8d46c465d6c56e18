"""What several commands ask for in the same words."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer with JSON on standard output.")]
DataDir = Annotated[Path, typer.Option("--data", help="Folder of CSV tables, or one XLSX workbook.")]
ScenarioFiles = Annotated[list[Path], typer.Argument(help="Scenario files (YAML).")]


class Engine(StrEnum):
    """Who does the arithmetic."""

    AUTO = "auto"
    NUMPY = "numpy"
    NUMBA = "numba"
