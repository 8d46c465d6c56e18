"""What mistakes in a plan file, and plans that ask for more than the data have, must say: every word, place and fix.

Each entry of messages_*.yaml is a whole scenario with what it must be told. Where its tables stand beside it, it is
evaluated; what evaluating noticed and did not refuse counts as told too.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from compsim.engine.evaluation import evaluate
from compsim.errors import PlanError
from compsim.marked_yaml import read_yaml
from compsim.plan.scenario import read_scenario
from compsim.population.reading import population_from_tables
from compsim.population.tables import TABLES

FILES = sorted(Path(__file__).parent.glob("messages_*.yaml"))
ENTRIES = [
    pytest.param(entry, id=f"{path.stem.removeprefix('messages_')}: {entry['about']}")
    for path in FILES
    for entry in read_yaml(path.read_text(encoding="utf-8"), path.name).data
]


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_mistake_is_told_with_its_place_and_its_fix(entry: Mapping[str, Any]) -> None:
    assert told(entry) == entry["says"]


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_message_says_where_and_how_to_mend_it(entry: Mapping[str, Any]) -> None:
    """A place, what happened, and in a sentence or half-sentence of its own what to do."""
    assert entry["says"]
    for message in entry["says"]:
        where, _, words = message.partition(": ")
        assert where
        assert message.endswith(".")
        assert ". " in words or "; " in words, "no word on how to mend it"


def told(entry: Mapping[str, Any]) -> list[str]:
    """Every message about an entry, in the order in which it is told."""
    tables = {name: pd.DataFrame(entry[name]) for name in TABLES if name in entry}
    try:
        scenario = read_scenario(entry["plan"], "fy26.yaml")
        notes = evaluate(scenario, population_from_tables(tables)).notes if tables else ()
    except PlanError as error:
        return [str(problem) for problem in error.problems]
    return [str(note) for note in notes]
