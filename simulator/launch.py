"""What the person who started the process asked for: a folder of data, a place for the store, the built handbook."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def data_folder(arguments: Sequence[str] | None = None) -> Path | None:
    """The folder given by `-- --data DIR` or by COMPSIM_DATA, if any."""
    given = _option(sys.argv[1:] if arguments is None else arguments, "--data") or os.environ.get("COMPSIM_DATA", "")
    return Path(given).expanduser() if given else None


def store_path() -> Path:
    """The file that holds saved plans: COMPSIM_STORE, else `.compsim/scenarios.db` beside the working directory."""
    given = os.environ.get("COMPSIM_STORE", "")
    return Path(given).expanduser() if given else Path.cwd() / ".compsim" / "scenarios.db"


def store_address() -> str | Path:
    """Where the store is: COMPSIM_DATABASE_URL (postgresql://USER@HOST/DATABASE), else the file of saved plans."""
    return os.environ.get("COMPSIM_DATABASE_URL", "") or store_path()


def handbook_folder() -> Path:
    """Where the built handbook lies: COMPSIM_SITE, else `site/` in the project."""
    given = os.environ.get("COMPSIM_SITE", "")
    return Path(given).expanduser() if given else ROOT / "site"


def _option(arguments: Sequence[str], name: str) -> str:
    for index, argument in enumerate(arguments):
        if argument == name and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{name}="):
            return argument.removeprefix(f"{name}=")
    return ""
