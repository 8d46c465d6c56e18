"""The handbook, built once for all tests under the path the simulator serves it from: English, and German below it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.built import Handbook
from tests.docs.serving import served
from tests.project_files import ROOT

sys.path.insert(0, str(ROOT / "docs"))  # where the macros live; MkDocs finds them there too

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


@pytest.fixture(scope="session")
def handbook(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Handbook:
    """The built site; test processes that run side by side share one, and the first builds it."""
    own = tmp_path_factory.getbasetemp()
    host = (own if worker_id == "master" else own.parent) / "host"
    host.mkdir(exist_ok=True)
    told = host / "build.log"
    with (host / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text("\n".join(_build(config, host / folder) for config, folder in _CONFIGS.items()), "utf-8")
    return Handbook(host / "handbook", told.read_text("utf-8"))


_CONFIGS = {"mkdocs.yml": "handbook", "mkdocs.de.yml": "handbook/de"}  # English first: it empties its folder


def _build(config: str, folder: Path) -> str:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", config, "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | QUIET, capture_output=True, text=True, check=False)
    log = done.stdout + done.stderr
    if done.returncode:
        pytest.fail(f"{config} does not build:\n{log}", pytrace=False)
    return log


@pytest.fixture(scope="session")
def home(handbook: Handbook) -> Iterator[str]:
    """The handbook's address, with a slash at the end."""
    with served(handbook.folder) as address:
        yield address
