"""What was saved is there after the process that saved it was killed without warning."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import store
from simulator.store.backup import faults_of
from tests.project_files import ROOT
from tests.simulator.stores import databases

pytestmark = pytest.mark.long

KILLS = 50
WRITER = """
import sys
from pathlib import Path
from simulator.store import Draft, open_store, save_version, newest_versions
place = sys.argv[1]
store = open_store(place if "://" in place else Path(place))
known = newest_versions(store)
number = known[0].number if known else 0
while True:
    yaml = f"scenario: plan_{number + 1}\\n" + "# padding\\n" * 200
    outcome = save_version(store, Draft("FY26", yaml, "FY26", f"note {number + 1}", "Kim"), builds_on=number)
    number = outcome.version.number
    print(outcome.kind, number, outcome.version.plan_id, flush=True)
"""
Told = list[tuple[str, int, str]]


def acknowledged_until_killed(place: str, after: int) -> Told:
    """What a writer said it had saved, until it was killed at some moment after it had said so `after` times."""
    command = [sys.executable, "-c", WRITER, place]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(after)]
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
    whole = [line.split() for line in told if line.endswith("\n")]  # what follows the last line end was cut off
    return [(kind, int(number), plan) for kind, number, plan in whole]


@pytest.fixture(params=["file", "PostgreSQL"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "file":
        yield str(tmp_path / "scenarios.db")
    else:
        with databases() as made:
            yield made()


def test_nothing_that_was_acknowledged_is_lost(place: str) -> None:
    chance = random.Random(50)  # noqa: S311 - how many lines, not a secret
    said: Told = []
    for _ in range(KILLS):
        said += acknowledged_until_killed(place, after=chance.randint(1, 40))
        check(place, said)
    assert len(said) >= KILLS


def check(place: str, said: Told) -> None:
    """Everything that was said is there, nothing is torn, and the numbers have no gap."""
    engine = store.open_store(place if "://" in place else Path(place))
    (newest,) = store.newest_versions(engine)
    kept = {version.number: version for version in store.history(engine, newest.scenario)}
    assert sorted(kept) == list(range(1, newest.number + 1))
    assert {kind for kind, _, _ in said} == {"saved"}
    assert [number for _, number, plan in said if kept[number].plan_id != plan] == []
    for number, version in kept.items():
        plan = store.find(engine, version.plan_id)
        assert plan is not None
        assert plan.yaml.startswith(f"scenario: plan_{number}\n")
        assert store.content_id(plan.yaml) == plan.id
    engine.dispose()
    if "://" not in place:
        assert faults_of(Path(place)) == []
