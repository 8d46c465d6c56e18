"""Which files belong to the project, whether or not git is there to ask."""

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that belongs to the project, relative to its root: what .gitignore does not name."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    patterns = (".git", *(line.strip("/") for line in lines if not line.startswith("#")))
    return tuple(sorted(_walk(ROOT, patterns)))


def _walk(folder: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if any(fnmatch(entry.name, pattern) for pattern in patterns):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), patterns)
        else:
            yield Path(entry.path).relative_to(ROOT)
