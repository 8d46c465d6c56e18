"""Every broken file and, word for word, what a person is told about it."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.population.broken_answers import export_messages, people_messages
from tests.population.broken_files import EXPORTS, PEOPLE

EXPECTED: dict[str, list[str]] = YAML(typ="safe").load(Path(__file__).parent / "broken" / "messages.yaml")


@pytest.mark.parametrize("name", PEOPLE)
def test_a_broken_table_gets_its_message(name: str) -> None:
    assert people_messages(PEOPLE[name]()) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPORTS)
def test_a_broken_export_gets_its_message(name: str, tmp_path: Path) -> None:
    assert export_messages(EXPORTS[name](), tmp_path) == EXPECTED[name]


def test_the_messages_are_those_of_the_files() -> None:
    assert set(EXPECTED) == {*PEOPLE, *EXPORTS}
    assert len(EXPECTED) >= 60
