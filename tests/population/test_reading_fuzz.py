"""Whatever stands in a file: an answer or a message, in bounded time and memory, and no row lost in silence."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compsim.errors import InputError, MappingError, PopulationError
from compsim.population.export.files import read_table
from compsim.population.files.text import read_text_file
from compsim.population.reading import load_upload
from tests.population.broken_files import DEALS, EXPORTS, PEOPLE, RESULTS, ROSTER, book

SUFFIXES = (".csv", ".xlsx", ".parquet")
quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=8)
)
dialects = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t|"),
        "lineterminator": st.sampled_from(["\n", "\r\n", "\r"]),
        "sparing": st.sampled_from(["quotes", ""]),
    }
)


def written(rows: list[list[str]], dialect: dict[str, str], encoding: str) -> bytes:
    delimiter, end = dialect["delimiter"], dialect["lineterminator"]

    def cell(text: str) -> str:
        bare = dialect["sparing"] and not set(text) & {delimiter, '"', "\r", "\n"}
        return text if bare else '"' + text.replace('"', '""') + '"'

    return "".join(f"{delimiter.join(map(cell, row))}{end}" for row in rows).encode(encoding)


@quick
@given(tables, dialects, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_cell_comes_back_as_it_was_written(rows: list[list[str]], dialect: dict[str, str], encoding: str) -> None:
    names = ["first", *(f"column {place}" for place in range(2, len(rows[0]) + 1))]
    found = read_text_file(written([names, *rows], dialect, encoding), "x.csv", names)
    kept = [(row, cells) for row, cells in enumerate(rows, start=2) if any(cell.strip() for cell in cells)]
    assert found.names == tuple(names)
    assert found.rows.tolist() == [row for row, _ in kept]
    assert [list(cells) for cells in zip(*(column.to_pylist() for column in found.columns), strict=True)] == [
        cells for _, cells in kept
    ]
    assert not found.problems


@quick
@given(st.lists(st.lists(st.sampled_from(["x", "y z", "1,5", ""]), min_size=1, max_size=5), max_size=30), dialects)
def test_rows_in_are_rows_out_and_rows_told(rows: list[list[str]], dialect: dict[str, str]) -> None:
    names = ["first", "second", "third"]
    found = read_text_file(written([names, *rows], dialect, "utf-8"), "x.csv", names)
    filled = {row for row, cells in enumerate(rows, start=2) if any(cells)}
    uneven = {row for row, cells in enumerate(rows, start=2) if len(cells) != 3 and any(cells)}
    named = {problem.row for problem in found.problems if problem.row is not None}
    counted = len(uneven) - len(named)
    assert set(found.rows.tolist()) == filled - uneven
    assert named <= uneven
    assert counted == 0 or f"{counted} more row" in found.problems[-1].says


def mutated(data: bytes, seed: int) -> bytes:
    """Bytes with some changed, left out, doubled or put in."""
    chance, changed = random.Random(seed), bytearray(data)  # noqa: S311 - no secret depends on it
    for _ in range(chance.randint(1, 6)):
        place, length = chance.randint(0, len(changed)), chance.choice([0, 1, 1, 2, 40])
        put = chance.choice([b"", b'"', b"\0", b"\xff", b";", b"\r", chance.randbytes(3), bytes(changed[:length])])
        changed[place : place + length] = put
    return bytes(changed)


def answer(files: dict[str, bytes]) -> None:
    try:
        assert load_upload(files).periods
    except PopulationError as error:
        assert error.problems  # noqa: PT017 - either outcome is right


def export_answer(path: Path) -> None:
    try:
        found = read_table(path, ["deal", "rep", "amount", "closed"])
    except MappingError as error:
        assert error.problems  # noqa: PT017 - either outcome is right
    else:
        assert {len(column) for column in found.columns.values()} <= {found.rows}


@quick
@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
def test_any_bytes_get_an_answer(tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str) -> None:
    name = "people.xlsx" if suffix == ".xlsx" else f"roster{suffix}"
    answer({name: data} | ({} if suffix == ".xlsx" else {"results.csv": RESULTS.encode()}))
    path = tmp_path_factory.getbasetemp() / f"fuzzed{suffix}"
    path.write_bytes(data)
    export_answer(path)


SEEDS: dict[str, dict[str, bytes]] = {
    "csv": {"roster.csv": ROSTER.encode(), "results.csv": RESULTS.encode()},
    "deals": {"roster.csv": ROSTER.encode(), "results.csv": DEALS.replace(",", ";").encode("utf-16")},
    "xlsx": book(),
    "parquet": PEOPLE["Parquet with infinity"](),
    "export": EXPORTS["export in Parquet with structures"](),
}


@quick
@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 2**32))
def test_files_that_were_damaged_get_an_answer(
    tmp_path_factory: pytest.TempPathFactory, seed: str, chance: int
) -> None:
    files = {name: mutated(data, chance) for name, data in SEEDS[seed].items()}
    answer(files)
    for name, data in files.items():
        path = tmp_path_factory.getbasetemp() / f"damaged{Path(name).suffix}"
        path.write_bytes(data)
        export_answer(path)


@pytest.mark.long
def test_twenty_thousand_damaged_files_get_an_answer(tmp_path: Path) -> None:
    made = [*SEEDS.values(), *(make() for name, make in PEOPLE.items() if "MB" not in name and "end" not in name)]
    for chance in range(20_000):
        files = {name: mutated(data, chance) for name, data in made[chance % len(made)].items()}
        answer(files)
        for name, data in files.items():
            (tmp_path / f"damaged{Path(name).suffix}").write_bytes(data)
            export_answer(tmp_path / f"damaged{Path(name).suffix}")


def test_a_reader_raises_nothing_but_problems() -> None:
    for data in (b'"', b"\r", b"a\r\n\r", b"sep=", b"sep=;\n", b"\xef\xbb\xbf\n", b",", b'a,b\n"', b"a\n\n\n"):
        try:
            read_text_file(data, "x.csv", ["a"])
        except InputError as error:
            assert error.problems  # noqa: PT017 - either outcome is right
