"""The workshop without a browser, with a file of rooms of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.workshop import caches, reach


@pytest.fixture(autouse=True)
def own_rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file of rooms that only this test sees."""
    file = tmp_path / "workshop" / "rooms.db"
    monkeypatch.setenv(reach.FILE, str(file))
    for name in (*reach.PRIVATE, reach.ADDRESS):
        monkeypatch.delenv(name, raising=False)
    caches.hall.clear()
    yield file
    caches.hall.clear()
