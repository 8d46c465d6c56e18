"""What was saved is there after the process that saved it was killed without warning."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from simulator.store import find, open_store
from tests.project_files import ROOT

pytestmark = pytest.mark.long

KILLS = 25
WRITER = """
import sys
from pathlib import Path
from simulator.store import open_store, save
store = open_store(Path(sys.argv[1]))
number = int(sys.argv[2])
while True:
    print(save(store, f"scenario: plan_{number}\\n" + "# padding\\n" * 200, f"Plan {number}"), flush=True)
    number += 1
"""


def acknowledged_until_killed(store: Path, first: int, after: int) -> list[str]:
    """The ids that a writer said were saved, until it was killed some lines after `after` of them."""
    command = [sys.executable, "-c", WRITER, str(store), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip() for _ in range(after)]
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split("\n")[:-1]  # what follows the last line end was cut off
    return [*told, *rest]


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    path, chance = tmp_path / "scenarios.db", random.Random(50)  # noqa: S311 - how many lines, not a secret
    said: list[str] = []
    for kill in range(KILLS):
        said += acknowledged_until_killed(path, first=kill * 100_000, after=chance.randint(1, 60))
    store = open_store(path)
    assert len(said) >= KILLS
    assert [plan for plan in said if find(store, plan) is None] == []
    with store.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    store.dispose()
