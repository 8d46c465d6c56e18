"""The process that is open to phones never holds pay: it imports no store, opens no data, and says so at the start."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from simulator.workshop import keeping, reach
from tests.project_files import ROOT

# what stands on somebody's data or on saved plans
PRIVATE_MODULES = (
    "simulator.store",
    "simulator.state",
    "simulator.caches",
    "simulator.memory",
    "simulator.sources",
    "simulator.saved",
    "simulator.exports",
    "simulator.widgets",
    "sqlalchemy",
    "alembic",
)
LOADS_ALL = """
import sys
from streamlit.testing.v1 import AppTest
from simulator.workshop import asgi, warm_up, caches, hall
warm_up.start().join()
room, key = hall.open_room(caches.hall(), "hunter", ("revenue", "new_customers"))
for page in ("home", "room", "wall", "lead"):
    app = AppTest.from_file({app!r}, default_timeout=60)
    app.run()
    app.switch_page(f"app_pages/{{page}}.py")
    app.query_params["room"], app.query_params["key"] = room.code, key
    app.run()
    assert not app.exception, page
print(*sorted(sys.modules))
"""


def settings(tmp_path: Path, **own: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name not in reach.PRIVATE}
    return (
        clean
        | {reach.FILE: str(tmp_path / "rooms.db"), "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
        | own
    )


def started(tmp_path: Path, *arguments: str, **own: str) -> subprocess.CompletedProcess[str]:
    """The process, which is expected to end by itself."""
    command = [sys.executable, "-m", "streamlit", "run", "simulator/workshop/asgi.py", "--server.port", "0", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=settings(tmp_path, **own), capture_output=True, text=True, timeout=120, check=False
    )


def test_neither_the_process_nor_its_pages_import_data_or_store(tmp_path: Path) -> None:
    script = LOADS_ALL.format(app=str(ROOT / "simulator" / "workshop" / "app.py"))
    loaded = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        env=settings(tmp_path),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert loaded.returncode == 0, loaded.stderr
    modules = set(loaded.stdout.split())
    assert "simulator.workshop.visits" in modules
    assert "simulator.text" in modules
    assert sorted(modules & set(PRIVATE_MODULES)) == []


@pytest.mark.parametrize("name", reach.PRIVATE)
def test_each_setting_of_the_process_that_holds_pay_is_noticed(name: str) -> None:
    assert reach.private_settings({name: "anything", "HOME": "x"}) == (name,)
    assert reach.private_settings({name: "", "HOME": "x"}) == ()


def test_it_does_not_start_where_data_and_a_store_are_named(tmp_path: Path) -> None:
    place = tmp_path / "private"
    ended = started(tmp_path, **dict.fromkeys(reach.PRIVATE, str(place)))
    assert ended.returncode == 3
    assert all(name in ended.stderr for name in reach.PRIVATE)
    assert "env -u COMPSIM_DATA -u COMPSIM_STORE -u COMPSIM_DATABASE_URL make workshop" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not place.exists()
    assert not (tmp_path / "rooms.db").exists()


class EndedError(Exception):
    """The process would have ended."""


@pytest.fixture
def asgi(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The process's module, where its end is an exception that a test can catch."""
    module = import_module("simulator.workshop.asgi")

    def end(code: int) -> NoReturn:
        raise EndedError(code)

    monkeypatch.setattr(module.os, "_exit", end)
    return module


def test_it_does_not_start_with_a_folder_of_data(
    asgi: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["asgi.py", "--data", str(tmp_path)])
    with pytest.raises(EndedError, match="3"):
        asgi.refuse_what_is_private()
    assert "--data" in capsys.readouterr().err


def test_a_store_of_saved_plans_is_no_file_of_rooms(
    asgi: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "scenarios.db"
    with sqlite3.connect(store) as made:
        made.execute("CREATE TABLE scenario (id TEXT)")
    made.close()
    before = store.read_bytes()
    monkeypatch.setenv(reach.FILE, str(store))
    with pytest.raises(EndedError, match="3"):
        asgi.open_rooms()
    assert "something else than rooms" in capsys.readouterr().err
    assert store.read_bytes() == before


def test_a_second_process_on_the_same_rooms_does_not_start(
    asgi: ModuleType, own_rooms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with keeping.claim(own_rooms), pytest.raises(EndedError, match="3"):
        asgi.open_rooms()
    assert "COMPSIM_WORKSHOP" in capsys.readouterr().err
    asgi.open_rooms().close()


def test_rooms_out_of_reach_are_told_without_a_traceback(
    asgi: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv(reach.FILE, str(tmp_path / "a file" / "rooms.db"))
    with pytest.raises(EndedError, match="3"):
        asgi.open_rooms()
    assert "cannot be opened" in capsys.readouterr().err
