from collections.abc import Iterator
from decimal import Decimal

import pyarrow as pa
import pytest

from compsim.errors import MappingError
from compsim.population.files.database import read_database
from tests.population.postgres_server import other_user, programs, server

TABLES = """
create table deals (deal text, amount numeric(12,2), closed date, seen timestamp, signed timestamptz, won boolean,
                    pieces int, ratio double precision, tags text[], "Deal Owner" text);
insert into deals values
  ('D2', 1234.56, '2025-03-31', '2025-03-31 14:22', '2025-03-31 23:30+00', true, 3, 0.5, '{a}', ' Jürgen '),
  ('D1', -10, '2025-01-02', '2025-01-02 00:00', '2025-01-02 00:00+00', false, null, null, null, '   ');
create schema sales;
create view sales.won as select deal, amount from deals where won;
create function sales.touch() returns int language sql as 'insert into public.deals (deal) values (''X'') returning 1';
create view sales.trap as select sales.touch() as deal;
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    import psycopg  # noqa: PLC0415 - an extra that need not be there

    bin_dir, as_user = programs(), other_user()
    if bin_dir is None or as_user is None:
        pytest.skip("no PostgreSQL server can be started here: install one, and a user 'postgres' if you are root")
    with server(bin_dir, as_user) as url:
        with psycopg.connect(url) as connection:
            connection.execute(TABLES)
        yield url


def told(url: str, table: str, wanted: list[str]) -> list[str]:
    with pytest.raises(MappingError) as caught:
        read_database(url, table, wanted)
    return [str(problem) for problem in caught.value.problems]


def test_a_table_keeps_the_types_of_its_columns(address: str) -> None:
    found = read_database(
        address, "deals", ["deal", "amount", "closed", "seen", "won", "pieces", "ratio", "Deal Owner"]
    )
    assert found.columns["deal"].to_pylist() == ["D1", "D2"]
    assert found.columns["amount"].to_pylist() == [Decimal("-10.00"), Decimal("1234.56")]
    assert found.columns["closed"].type == pa.date32()
    assert found.columns["seen"].type == pa.timestamp("us")
    assert found.columns["won"].to_pylist() == [False, True]
    assert found.columns["pieces"].to_pylist() == [None, 3]
    assert found.columns["ratio"].to_pylist() == [None, 0.5]
    assert found.columns["Deal Owner"].to_pylist() == [None, "Jürgen"]
    assert (found.rows, found.written, found.notes, found.row_of(1)) == (2, "PostgreSQL", (), 2)


def test_a_view_of_another_schema_is_read(address: str) -> None:
    found = read_database(address, "sales.won", ["deal", "amount"])
    assert {name: column.to_pylist() for name, column in found.columns.items()} == {
        "deal": ["D2"],
        "amount": [Decimal("1234.56")],
    }


def test_times_with_a_zone_are_told(address: str) -> None:
    found = read_database(address, "deals", ["signed"])
    assert found.columns["signed"].type == pa.timestamp("us")
    assert [str(note) for note in found.notes] == [
        (
            "deals, column signed: times are in the zone of the database session, UTC unless it says otherwise, "
            "and days begin there."
        )
    ]


def test_what_is_not_there_is_told_with_what_is(address: str) -> None:
    assert told(address, "deal", []) == [
        "deal: the database has no such table or view. Did you mean 'deals'? Known: deals."
    ]
    assert told(address, "sales.won", ["Deal", "rep"]) == [
        "sales.won: there is no column 'Deal'. Did you mean 'deal'? Known: amount, deal.",
        "sales.won: there is no column 'rep'. Known: amount, deal.",
    ]
    assert told(address, "deals", ["tags"]) == [
        (
            "deals, column tags: the column holds values that are no cells. "
            "Make a view that gives it as text, numbers or days."
        )
    ]


def test_a_name_is_never_part_of_a_command(address: str) -> None:
    assert "has no such table" in told(address, "deals; drop table deals", [])[0]
    assert "there is no column" in told(address, "deals", ['deal"; drop table deals; --'])[0]
    assert read_database(address, "deals", ["deal"]).rows == 2


def test_nothing_is_written(address: str) -> None:
    assert told(address, "sales.trap", ["deal"])[0].startswith(
        "sales.trap: the database could not be read (ReadOnlySqlTransaction)."
    )
    assert read_database(address, "deals", ["deal"]).rows == 2


def test_no_message_holds_the_address(address: str) -> None:
    wrong = address.replace("/postgres", "/nowhere").replace("tester:secret", "stranger:hidden")
    [message] = told(wrong, "deals", ["deal"])
    assert message == (
        "deals: the database could not be read (OperationalError). "
        "Check its address, the user's rights and that the server runs."
    )
    for url in ("mysql://a:hidden@b/c", "not an address", "postgresql://[hidden", ""):
        [message] = told(url, "deals", [])
        assert message == (
            "deals: the database's address is not one of PostgreSQL. Write postgresql://user@host:5432/name."
        )
