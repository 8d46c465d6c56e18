"""A stranger's first minutes: a copy of the project in an empty folder, `make run`, and everything answers."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.project_files import ROOT, project_files

PATIENCE = 900  # seconds until a start counts as failed, on a slow line; no promise about speed
OURS = (
    "VIRTUAL_ENV",
    "PYTHONPATH",
    "PYTHON",
    "MAKEFLAGS",
    "MAKELEVEL",
    "COMPSIM_DATA",
    "COMPSIM_STORE",
    "COMPSIM_DATABASE_URL",
    "COMPSIM_SITE",
)


@pytest.fixture
def copy() -> Iterator[Path]:
    """The project's files and nothing else; removed afterwards, as its environment is large."""
    with tempfile.TemporaryDirectory() as folder:
        for path in project_files():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, Path(folder) / path)
        yield Path(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(copy: Path, port: int) -> Iterator[None]:
    """`make run` in the copy, until it answers; what it said goes to run.log."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    with (copy / "run.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],  # noqa: S607 - the make on the PATH is the one to try
            cwd=copy,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_answering(f"http://127.0.0.1:{port}/healthz", process, copy)
            yield
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=60)


def wait_until_answering(url: str, process: subprocess.Popen[bytes], copy: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"make run stopped by itself:\n{said(copy)}")
        try:
            get(url)
        except urllib.error.URLError:
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"no answer from {url}:\n{said(copy)}")


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310 - an address of this test's own server
        return str(response.read().decode("utf-8"))


def said(copy: Path) -> str:
    return (copy / "run.log").read_text(encoding="utf-8")


@pytest.mark.long
def test_make_run_does_all_set_up_once_in_a_fresh_copy(copy: Path) -> None:
    port = free_port()
    with running(copy, port):
        assert "Streamlit" in get(f"http://127.0.0.1:{port}/")
        assert "</article>" in get(f"http://127.0.0.1:{port}/handbook/")
        assert "</article>" in get(f"http://127.0.0.1:{port}/handbook/de/")
    assert "set-up: install the pinned packages" in said(copy)

    with running(copy, port):
        assert "</article>" in get(f"http://127.0.0.1:{port}/handbook/")
    assert "set-up:" not in said(copy), "a second start must find everything done"
