"""A mapping.yaml: what it may say, and that every mistake is told at once with its line."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from compsim.errors import MappingError
from compsim.population.mapping.reading import Mapping, load_mapping, read_mapping

SMALL = """\
mapping: small
tables:
  roster:
    file: people.csv
    columns: {rep: name, role: {value: rep}, team: team, base_salary: {value: 1}, target_incentive: {value: 1}}
  deals:
    file: deals.csv
    columns: {deal: id, rep: owner, stage: stage, day: closed, amount: value, product: item}
  products:
    file: products.csv
    columns: {product: item, series: series}
joins:
  - {table: products, to: deals, on: product}
period: {date: day}
measures:
  revenue: {sum: amount, where: {stage: Won}}
  wins: {count: deals, where: {stage: Won}}
  size: {ratio: [revenue, wins]}
"""


def problems_of(text: str) -> list[str]:
    with pytest.raises(MappingError) as caught:
        read_mapping(text, "m.yaml")
    return [str(problem) for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new)


def test_short_and_long_forms_say_the_same() -> None:
    long = changed("{stage: Won}}\n  wins", "{stage: {equals: [Won]}}}\n  wins").replace(
        "rep: owner", "rep: {column: owner}"
    )
    assert read_mapping(long) == read_mapping(SMALL)


def test_the_example_is_sound_and_knows_its_facts(crm_mapping: Mapping) -> None:
    assert crm_mapping.facts() == ("deals",)
    assert crm_mapping.measures["win_rate"].ratio == ("wins", "closed")
    assert {column for _, column, _ in crm_mapping.constants()} == {"role", "base_salary", "target_incentive"}


def test_all_mistakes_come_at_once_with_line_and_hint() -> None:
    text = (
        changed("role: {value: rep}, ", "")
        .replace("table: products,", "table: product,")
        .replace("date: day", "date: dya")
        .replace("sum: amount", "sum: amuont")
        .replace("[revenue, wins]", "[revenu, wins]")
    )
    told = problems_of(text)
    lines = {5: "role: {value: ...}", 13: "'products'", 14: "'day'", 16: "'amount'", 18: "'revenue'"}
    for line, hint in lines.items():
        assert any(message.startswith(f"m.yaml line {line},") and hint in message for message in told)
    assert len(told) == len(lines)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("mapping: small\n", "mapping: small\nmappings: 1\n", "there is no field 'mappings'"),
        ("sum: amount, where", "sum: amount, count: deals, where", "a measure has one rule, here are 2"),
        ("{count: deals, where: {stage: Won}}", "{where: {stage: Won}}", "a measure has one rule, here are 0"),
        ("[revenue, wins]}", "[revenue, wins], where: {stage: Won}}", "a ratio has no rows of its own"),
        ("[revenue, wins]", "[revenue, size]", "'size' is not a sum or a count"),
        ("count: deals,", "count: deal,", "there is no table 'deal'"),
        ("count: deals,", "count: roster,", "a measure cannot be computed from the roster"),
        ("rep: owner, ", "", "'deals' has no column 'rep'"),
        ("file: deals.csv", "file: ../deals.csv", "a file is named without a path"),
        ("role: {value: rep}", "role: {value: rep, column: x}", "a column has one source"),
        ("role: {value: rep}", "role: {value: true}", "expected text or a number"),
        ("role: {value: rep}", "role: {value: .inf}", "expected text or a number"),
        ("base_salary: {value: 1}", "base_salary: {value: much}", "the value of 'base_salary' is not a number"),
        ("{stage: Won}}\n  wins", "{stage: {}}}\n  wins", "a filter is either values or bounds"),
        ("{stage: Won}}\n  wins", "{stage: [[Won]]}}\n  wins", "expected text or a number"),
        ("{stage: Won}}\n  wins", "{amount: {at_least: much}}}\n  wins", "neither a number nor a date"),
        ("{stage: Won}}\n  wins", "{amount: lots}}\n  wins", "'amount' holds numbers"),
        ("{stage: Won}}\n  wins", "{day: {at_least: 5}}}\n  wins", "used as a number here and as a date elsewhere"),
        ("{stage: Won}}\n  wins", "{satge: Won}}\n  wins", "Did you mean 'stage'?"),
        ("day: closed", "day: {column: closed, format: '%d/%m'}", "does not say how to read a date"),
        ("{date: day}", "{date: day, from: 2025-12, to: 2025-01}", "the last month is before the first"),
        ("period: {date: day}", "period: {date: day, from: 2025-Q1}", "'2025-Q1' is not a month"),
        ("period: {date: day}", "period: {date: day, granularity: week}", "'week' is not one of the words"),
        ("series: series", "series: series, Amount: x", "'Amount' is also a column of deals"),
        ("deal: id", "deal: id, DEAL: x", "differs from another column by capitals only"),
        ("deal: id", "__deal: id", "does not begin with two underscores"),
        ("to: deals", "to: products", "no measure reads 'products'"),
        ("product}\nperiod", "product}\n  - {table: products, on: product}\nperiod", "joined to 'deals' twice"),
        ("rep: owner", "rep: {column: owner, decimal: point}", "the two never meet"),
        ("columns: {product: item", "values: {prodct: {a: b}}\n    columns: {product: item", "Did you mean 'product'?"),
        ("amount: value", "amount: {column: value, times: 0}", "expected a number above 0"),
        ("amount: value", "amount: {column: value, times: '?'}", "expected a number above 0"),
        ("amount: value", "amount: {column: value, times: true}", "expected a number above 0"),
        ("amount: value", "amount: {column: value, times: 1/0}", "expected a number above 0"),
        ("base_salary: {value: 1}", "base_salary: {value: 1, times: 12}", "times is for a column of the export"),
        ("team: team", "team: {column: team, times: 12}", "used as a number here and as a text elsewhere"),
        ("day: closed", "day: {column: closed, times: 12}", "'day' is used as a date here and as a number elsewhere"),
    ],
)  # fmt: skip
def test_each_mistake_is_told(old: str, new: str, says: str) -> None:
    assert any(says in line for line in problems_of(changed(old, new)))


TARGETS = (
    "  targets:\n    file: t.csv\n    columns: {rep: who, measure: {value: revenue}, period: when, target: goal}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("rep: who, ", "", "'targets' has no column 'rep'"),
        ("period: when, ", "", "does not say when a target is for"),
        ("period: when", "period: when, date: day", "says twice when a target is for"),
        ("period: when", "date: day, year: {value: 2025}", "has a year and no period"),
        ("measure: {value: revenue}, ", "", "does not say which measure has which target"),
        (", target: goal", "", "does not say which measure has which target"),
        ("target: goal", "target: goal, wins: w", "has 'wins' side by side and 'measure' too"),
        ("{value: revenue}", "{value: revenu}", "Did you mean 'revenue'?"),
        ("target: goal", "target: {column: goal, format: '%d'}", "used as a"),
    ],
)
def test_each_mistake_about_targets_is_told(old: str, new: str, says: str) -> None:
    assert old in TARGETS
    text = changed("joins:", TARGETS.replace(old, new) + "joins:")
    assert any(says in line for line in problems_of(text))


def test_targets_are_sound_and_no_measure_reads_them() -> None:
    sound = changed("joins:", TARGETS + "joins:")
    assert read_mapping(sound).facts() == ("deals",)
    told = problems_of(sound + "  goals: {count: targets}\n")
    assert any("a measure cannot be computed from the targets" in line for line in told)


@pytest.mark.parametrize(
    ("said", "factor"),
    [("12", "12"), ("0.01", "1/100"), ("1/40", "1/40"), ("1/38.5", "2/77"), ("12.0", "12"), ("'13'", "13")],
)
def test_what_figures_are_multiplied_by_is_exact(said: str, factor: str) -> None:
    mapping = read_mapping(changed("amount: value", f"amount: {{column: value, times: {said}}}"))
    assert str(mapping.tables["deals"].columns["amount"].factor) == factor
    assert [(table, column) for table, column, _ in mapping.counted()] == [("deals", "amount")]


def test_a_key_given_twice_is_refused() -> None:
    assert any("given twice" in line for line in problems_of(SMALL + "  wins: {count: deals}\n"))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("title: Münch".encode("latin-1"))
    for name, says in (("none.yaml", "there is no such file"), ("latin.yaml", "not UTF-8")):
        with pytest.raises(MappingError, match=says):
            load_mapping(tmp_path / name)


@pytest.mark.parametrize("text", ["", "[]", "5", "- a", "mapping"])
def test_what_is_no_mapping_at_all_is_refused(text: str) -> None:
    assert problems_of(text)


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.sampled_from(["value", "column", "equals", "at_least", "x"]), st.integers(), max_size=2),
)  # fmt: skip


def paths_in(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(inner for key, value in items for inner in paths_in(value, (*path, key)))]


PLAIN: dict[str, Any] = json.loads(json.dumps(YAML(typ="safe", pure=True).load(SMALL)))


@settings(max_examples=150)
@given(path=st.sampled_from(paths_in(PLAIN)[1:]), value=LEAVES)
def test_whatever_stands_in_one_place_ends_in_a_mapping_or_in_problems(path: tuple[Any, ...], value: Any) -> None:
    data = json.loads(json.dumps(PLAIN))
    here = data
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    try:
        assert read_mapping(json.dumps(data)).measures
    except MappingError as error:
        assert all(problem.says for problem in error.problems)  # noqa: PT017 - either outcome is right
