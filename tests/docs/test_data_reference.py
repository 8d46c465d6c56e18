"""The reference of tables and mapping: complete, as the library has them, and its export credited as it says."""

from __future__ import annotations

import pytest
from macros import data_reference

from compsim.errors import InputError
from compsim.population.mapping.schema import mapping_schema
from compsim.population.tables import FIELDS
from tests.docs.built import Handbook

PAGE = "reference/your-data/"


def test_every_column_of_every_table_is_told_with_what_it_means(handbook: Handbook) -> None:
    text = " ".join(block.text for block in handbook.page(PAGE).blocks)
    for table, columns in FIELDS.items():
        told = data_reference.data_table(table)
        for column, field in columns.items():
            assert field.means, f"{table}.{column} has no meaning for readers"
            assert f"<code>{column}</code>" in told
            assert field.means.replace("`", "") in text, f"{table}.{column} is not on the page"


def test_every_word_that_the_schema_knows_is_told() -> None:
    parts = {"Mapping": mapping_schema(), **mapping_schema()["$defs"]}
    assert set(parts) == set(data_reference.MODELS)
    for name, part in parts.items():
        told = data_reference.mapping_part(name)
        words = part.get("properties") or part["anyOf"][-1]["properties"]
        assert [word for word in words if f"<code>{word}</code>" not in told] == []


def test_what_is_needed_and_what_stands_for_what_is_left_out() -> None:
    roster = data_reference.data_table("roster")
    assert '<tr><th scope="row"><code>fte</code></th>' in roster
    assert "<code>1</code>" in roster
    assert "any other" in roster
    assert roster.count("<strong>needed</strong>") == 3, "rep, role and target_incentive"
    assert "<code>deals</code></td>" in data_reference.mapping_part("Join"), "to: deals"


def test_the_example_adds_up_as_worked_out_by_hand() -> None:
    """12,400 + 8,000 + 5,250.50 + 3,100 + 9,900 − 400 + 2,000 = 40,250.50; less 8,000, 3,100 and 2,000 set aside."""
    revenue = data_reference.export_account("revenue").splitlines()
    assert "| In the file | 7 | 40,250.50 |" in revenue
    assert "| Set aside: stage is Lost | −1 | −8,000.00 |" in revenue
    assert "| Credited | 4 | 27,150.50 |" in revenue
    assert data_reference.export_account("wins").splitlines()[0] == "|  | Rows |"
    told = data_reference.export_told()
    assert "`Pump kit` in deals is close to `Pump-Kit`" in told
    assert "`Rep C` has deals" in told


def test_names_that_do_not_exist_are_refused_with_a_hint() -> None:
    with pytest.raises(InputError, match="roster"):
        data_reference.data_table("rooster")
    with pytest.raises(InputError, match="Column"):
        data_reference.mapping_part("Colum")
