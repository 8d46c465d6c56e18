"""The schema and the notes say what the loader does: what it reads is valid, what it refuses is not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic_core import PydanticUndefined

from compsim.cli import main
from compsim.errors import PlanError
from compsim.marked_yaml import read_yaml
from compsim.plan.part import Unit
from compsim.plan.reference import (
    AT_LEAST_ONE,
    EXACTLY_ONE,
    HEADINGS,
    ONE_OR_MORE,
    FieldNote,
    PartNote,
    Word,
    models,
    part_notes,
    scenario_schema,
    told_words,
)
from compsim.plan.scenario import scenario_from_plain
from tests.project_files import ROOT

SCHEMA = scenario_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
CASES = sorted((ROOT / "tests/cases").rglob("*.yaml"))
FILES = sorted([*(ROOT / "examples").rglob("scenario.yaml"), *(ROOT / "src").rglob("population/company/*.yaml")])
FRAME = """
scenario: tried
plans:
  seller:
    objectives:
      revenue: {weight: 100%, curve: {points: {50%: 0%, 100%: 100%}}}
"""
SIDE = "{measure: margin, at: [50%, 100%]}"
SQUARE = "factors: [[1, 1], [1, 1]]"
ACCEPTED = [  # every way to write a value that a person may choose, below `seller`
    "caps: {payout: 200%}",
    "caps: [{payout: 2}, {total_pay: 150_000, per: year}]",
    "multiplier: {roster: region, factors: {north: 110%, south: 0.9}}",
    "multiplier: [{measure: margin, on: attainment, curve: {points: {80%: 80%, 120%: 120%}}}]",
    f"multiplier: {{matrix: {{down: {SIDE}, across: {SIDE}, {SQUARE}}}}}",
    "gates: [{measure: revenue, hurdle: 90%, holds: everything}]",
    "gates: [{measure: revenue, on: value, hurdle: 250000, holds: [revenue], otherwise: 50%}]",
    "commissions: {services: {rates: {0: 2%, 100_000: 3%}}}",
    "commissions: {services: {rates: {0: 25 each}, where: {line: [care, training], won: {at_least: 2025-03-01}}}}",
    "commissions: {services: {rates: {0: 0.02}, by: payout}}",
    "commissions: {services: {rates: {0: 2%, 50%: 3%}, tiers: whole, by: {measure: margin, on: attainment}}}",
    "commissions: {bonus: {steps: {100%: 5000}, on: attainment, target: {every_month: 32, ramp: {0: 50%, 3: 100%}}}}",
    "commissions: {bonus: {points: {0: 0, 10: [100, 200]}, caps: {money: 500, per: year}}}",
    "draw: {every_month: 2000, kind: recoverable, first_months: 6}",
    "rounding: {how: half_up}",
]
REFUSED = [
    "settled: weekly",
    "setled: monthly",
    "caps: {payout: a lot}",
    "caps: {payout: 200}",
    "caps: {payout: -50%}",
    "caps: {payouts: 200%}",
    "gates: {measure: revenue, hurdle: 90%}",
    "gates: [{measure: revenue}]",
    "gates: [{measure: revenue, hurdle: 90%, otherwise: 150%}]",
    "multiplier: {roster: region, measure: margin, factors: {north: 110%}}",
    "multiplier: {factors: {north: 110%}}",
    "commissions: {services: {rates: {0: 2}}}",
    "commissions: {services: {rates: {}}}",
    "commissions: {services: {title: Services}}",
    "commissions: {services: {rates: {0: 2%}, steps: {0: 10}}}",
    "commissions: {services: {rates: {0: 2%}, where: {margin: {at_leest: 20%}}}}",
    "commissions: {services: {rates: {0: 2%}, where: {margin: {}}}}",
    "commissions: {services: {rates: {0: 2%}, take_back: perhaps}}",
    "commissions: {services: {rates: {0: 2%}, target: {profile: {H1: 50%, H2: 50%}}}}",
    "commissions: {services.all: {rates: {0: 2%}}}",
    "commissions: {draw: {rates: {0: 2%}}}",
    "draw: {kind: guaranteed}",
    "draw: {every_month: 2000, first_months: 0}",
    "rounding: {how: up}",
]


def faults(plain: Any) -> list[str]:
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in VALIDATOR.iter_errors(plain)]


def read(text: str) -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(text, "tried").data
    return data


def framed(line: str) -> dict[str, Any]:
    plain = read(FRAME)
    plain["plans"]["seller"] |= read(line)
    return plain


def test_the_schema_is_one_and_stands_alone() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$schema"]
    assert json.loads(json.dumps(SCHEMA, allow_nan=False)) == SCHEMA
    assert {name for name in references(SCHEMA) if not name.startswith("#/$defs/")} == set()


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict) and "$ref" in node:
        yield node["$ref"]
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from references(inner)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_scenario_of_every_case_is_valid_as_written_and_as_written_back(path: Path) -> None:
    plain = read(path.read_text(encoding="utf-8"))["scenario"]
    assert faults(plain) == []
    assert faults(read(scenario_from_plain(plain).to_yaml())) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_example_scenarios_are_valid(path: Path) -> None:
    assert faults(read(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("line", ACCEPTED)
def test_what_the_loader_reads_is_valid(line: str) -> None:
    scenario_from_plain(framed(line))
    assert faults(framed(line)) == []


@pytest.mark.parametrize("line", REFUSED)
def test_what_the_loader_refuses_in_one_field_is_invalid(line: str) -> None:
    with pytest.raises(PlanError):
        scenario_from_plain(framed(line))
    assert faults(framed(line)) != []


@pytest.mark.parametrize(
    "text",
    [
        "plans: {}",
        "scenario: ''\nplans: {seller: {}}",
        "scenario: tried\nyear_starts: January\nplans: {seller: {}}",
        "scenario: tried\nperiods: {from: 2025-Q5, to: 2025}\nplans: {seller: {}}",
        "scenario: tried\nplan: {seller: {}}",
    ],
)
def test_a_file_without_its_frame_is_invalid(text: str) -> None:
    with pytest.raises(PlanError):
        scenario_from_plain(read(text))
    assert faults(read(text)) != []


def test_a_year_may_be_written_as_a_number() -> None:
    text = FRAME.replace("plans:", "year_starts: 2025\nperiods: {from: 2024, to: 2025-12}\nplans:")
    assert faults(read(text)) == []
    assert scenario_from_plain(read(text)).year_starts == "2025-01"


def test_a_default_is_what_the_file_would_write() -> None:
    parts = SCHEMA["$defs"]
    assert parts["Gate"]["properties"]["otherwise"]["default"] == "0%"
    assert parts["Gate"]["properties"]["holds"]["default"] == "everything"
    assert parts["Multiplier"]["properties"]["otherwise"]["default"] == "100%"
    assert parts["Plan"]["properties"]["settled"]["default"] == "quarterly"
    assert "default" not in parts["Objective"]["properties"]["caps"]
    assert not any("null" in str(inner.get("type")) for inner in parts["Plan"]["properties"].values())


def test_a_default_written_out_is_valid() -> None:
    wrong = [
        f"{part.model}.{field.name}"
        for part, field in fields_of_all_parts()
        if field.default is not None and not field_validator(part, field).is_valid(field.default)
    ]
    assert wrong == []


def fields_of_all_parts() -> list[tuple[PartNote, FieldNote]]:
    return [(part, field) for part in part_notes() for field in part.fields]


def field_validator(part: PartNote, field: FieldNote) -> Draft202012Validator:
    inner = SCHEMA if part.model == "Scenario" else SCHEMA["$defs"][part.model]
    return Draft202012Validator(inner["properties"][field.name])


@pytest.mark.parametrize(("part", "fields"), EXACTLY_ONE.items())
def test_where_one_field_is_needed_the_model_refuses_none_and_two(part: str, fields: tuple[str, ...]) -> None:
    model = next(each for each in models() if each.__name__ == part)
    values = {"points": {0: 0}, "steps": {0: 0}, "rates": {0: 0}, "growth": 0, "amount": 0}
    two = {name: values.get(name, "name") for name in fields[:2]}
    for wrong in ({}, two):
        with pytest.raises(ValueError, match=r"needs (either|one of)"):
            model.model_validate(wrong)


@pytest.mark.parametrize("part", AT_LEAST_ONE)
def test_where_some_field_is_needed_the_model_refuses_none(part: str) -> None:
    model = next(each for each in models() if each.__name__ == part)
    with pytest.raises(ValueError, match=r"needs one of|is empty"):
        model.model_validate({})


@pytest.mark.parametrize("name", ONE_OR_MORE)
def test_a_list_of_one_needs_no_brackets(name: str) -> None:
    inside = {"multiplier": "{roster: region, factors: {north: 1}}", "caps": "{payout: 2}"}[name]
    assert scenario_from_plain(framed(f"{name}: {inside}")) == scenario_from_plain(framed(f"{name}: [{inside}]"))


def test_every_part_of_the_model_is_told() -> None:
    whole = {model.__name__ for model in models() if not model.__subclasses__()}
    assert whole == set(HEADINGS)


def test_every_field_says_what_it_means_and_every_word_of_a_choice_too() -> None:
    told = fields_of_all_parts()
    assert [f"{p.model}.{f.name}" for p, f in told if not f.title or not (f.means or f.words)] == []
    assert [f"{p.model}.{f.name}: {w.word}" for p, f in told for w in f.words if not w.means] == []


ANY_NUMBER = {  # numbers that may be below zero: values of measures, and factors and growth that turn things round
    "Multiplier.otherwise",
    "Multiplier.factors",
    "Matrix.factors",
    "MatrixAxis.at",
    "Between.at_least",
    "Between.at_most",
    "PartCaps.deal",
}


def test_every_field_declares_its_title_description_unit_bounds_and_default() -> None:
    for model in models():
        for name, info in model.model_fields.items():
            place = f"{model.__name__}.{name}"
            extra = info.json_schema_extra
            assert info.title, place
            assert info.description, place
            assert isinstance(extra, dict), place
            assert extra["unit"] in get_args(Unit), place
            assert info.is_required() or info.get_default(call_default_factory=True) is not PydanticUndefined, place
    told = {f"{part.model}.{field.name}": field for part, field in fields_of_all_parts()}
    numbers = {
        name for name, field in told.items() if field.unit in ("ratio", "money", "money a month", "measure", "months")
    }
    assert {name for name in numbers if told[name].lowest is None} == ANY_NUMBER


def test_a_description_is_taken_apart_at_its_words() -> None:
    general, told = told_words(
        "How it goes. up, down: it moves. still: not (up: never). More.", ["up", "down", "still"]
    )
    assert general == "How it goes. More."
    assert told == (Word("up", "it moves."), Word("down", "it moves."), Word("still", "not (up: never)."))


def test_a_word_without_meaning_is_seen() -> None:
    assert told_words("Left or right.", ["left"]) == ("Left or right.", (Word("left", ""),))


def test_the_command_prints_the_schema_or_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["schema"], ["schema", "--out", str(tmp_path / "plan.schema.json")]):
        monkeypatch.setattr("sys.argv", ["compsim", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        assert stopped.value.code in (0, None)
    printed = capsys.readouterr().out.partition("wrote")[0]
    assert json.loads(printed) == json.loads((tmp_path / "plan.schema.json").read_text("utf-8")) == SCHEMA
