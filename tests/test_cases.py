"""Golden cases: every YAML file under cases/, on every engine, to the cent.

Each file is a scenario with its tables inline, the source of its number and what it expects.
"""

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pandas as pd
import pytest

from compsim.analysis.expectation import differences
from compsim.engine.evaluation import ENGINES, evaluate
from compsim.marked_yaml import read_yaml
from compsim.plan.components import Commission, Gate, Objective
from compsim.plan.curve_shape import Curve, MultiplierCurve, RateBy
from compsim.plan.limits import Caps, Draw, PartCaps, Rounding
from compsim.plan.multiplier import Matrix, MatrixAxis, Multiplier
from compsim.plan.part import PlanPart
from compsim.plan.scenario import Plan, scenario_from_plain
from compsim.plan.target_rule import TargetRule, TotalTarget
from compsim.plan.where import Between
from compsim.population.people import Population
from compsim.population.reading import population_from_tables

CASES = sorted((Path(__file__).parent / "cases").rglob("*.yaml"))


@cache
def read_case(path: Path) -> Mapping[str, Any]:
    """Read once; nothing changes it afterwards."""
    case: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"), path.name).data
    return case


@cache
def population_of(path: Path) -> Population:
    """The people of a case, checked once for all engines; nothing changes them afterwards."""
    return population_from_tables(tables_of(read_case(path)))


DEPENDING = [path for path in CASES if "\ndepends_on:" in path.read_text("utf-8")]


def tables_of(case: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    return {
        name: pd.DataFrame(case[name]) for name in ("roster", "results", "measures", "deal_credits") if name in case
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case_pays_what_its_source_says(path: Path, engine: Any) -> None:
    case, population = read_case(path), population_of(path)
    payouts = evaluate(scenario_from_plain(case["scenario"]), population, engine=engine)
    assert case["source"]
    assert case["expect"]
    assert differences(payouts, case["expect"], population) == []


@pytest.mark.parametrize("path", DEPENDING, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case_fails_when_a_word_it_is_about_is_ignored(path: Path) -> None:
    case, population = read_case(path), population_of(path)
    for places, instead in case["depends_on"].items():
        changed = case["scenario"]
        together = places.split(" and ")  # words that only make sense together are replaced together
        for place, other in zip(together, instead if len(together) > 1 else [instead], strict=True):
            changed = replaced(changed, place, other)
        payouts = evaluate(scenario_from_plain(changed), population)
        assert differences(payouts, case["expect"], population), f"nothing changes when {places} is {instead}"


def replaced(scenario: Mapping[str, Any], place: str, instead: Any) -> dict[str, Any]:
    """The scenario with another value at a place below `plans`, or with none where it is null."""
    changed: dict[str, Any] = deepcopy(dict(scenario))
    here: Any = changed["plans"]
    *steps, last = (int(step) if step.isdigit() else step for step in place.split("."))
    for step in steps:
        here = here[step]
    assert instead is not None or last in here or isinstance(last, int)
    if instead is None:
        del here[last]
    else:
        here[last] = instead
    return changed


MODELS: dict[str, type[PlanPart]] = {
    "plan": Plan,
    "objective": Objective,
    "commission": Commission,
    "gate": Gate,
    "curve": Curve,
    "by": RateBy,
    "target": TargetRule,
    "total": TotalTarget,
    "multiplier": Multiplier,
    "multiplier curve": MultiplierCurve,
    "matrix": Matrix,
    "matrix axis": MatrixAxis,
    "caps": Caps,
    "part caps": PartCaps,
    "draw": Draw,
    "rounding": Rounding,
    "where": Between,
}


def words_of(model: type[PlanPart]) -> set[str]:
    """Every word of the choices of a part: `tiers=whole`."""
    return {
        f"{name}={word}" for name in fields_of(model) for word in literal_words(model.model_fields[name].annotation)
    }


def fields_of(model: type[PlanPart]) -> set[str]:
    """Every field of a part that can change pay."""
    return set(model.model_fields) - {"title"} - ({"kind"} if model is Objective else set())


def literal_words(annotation: Any) -> list[str]:
    options = [annotation, *get_args(annotation)]
    return [str(word) for option in options if get_origin(option) is Literal for word in get_args(option)]


def test_every_field_of_a_plan_has_a_case_that_depends_on_it() -> None:
    silent = [
        f"{name}: {field}" for name, model in MODELS.items() for field in sorted(fields_of(model) - told_words(name))
    ]
    assert silent == []


def test_every_word_of_a_choice_has_a_case_that_depends_on_it() -> None:
    told = {word for name in MODELS for word in told_words(name)}
    assert {word for model in MODELS.values() for word in words_of(model)} - told == set()


def told_words(kind: str) -> set[str]:
    """The fields and words of one kind of part that cases depend on."""
    found: set[str] = set()
    for path in DEPENDING:
        case = read_case(path)
        for place in (place for places in case["depends_on"] for place in places.split(" and ")):
            if kind_at(place) == kind:
                found |= words_at(case["scenario"], place)
    return found


CONTAINERS: dict[str, str] = {
    "objectives": "objective",
    "commissions": "commission",
    "gates": "gate",
    "caps": "caps",
    "multiplier": "multiplier",
    "target": "target",
    "total": "total",
    "by": "by",
    "matrix": "matrix",
    "down": "matrix axis",
    "across": "matrix axis",
    "draw": "draw",
    "rounding": "rounding",
    "curve": "curve",
    "where": "where",
}
NAMED = ("objectives", "commissions", "where")


def kind_at(place: str) -> str:
    """Which kind of part a place's last step is a field of: seller.gates.0.holds → gate."""
    kind, skip = "plan", 1
    for step in place.split(".")[:-1]:
        if skip or step.isdigit():
            skip = 0
        elif step in CONTAINERS:
            inside = f"{'part ' if step == 'caps' and kind in ('objective', 'commission') else ''}{CONTAINERS[step]}"
            kind = "multiplier curve" if step == "curve" and kind == "multiplier" else inside
            skip = step in NAMED
    return kind


def words_at(scenario: Mapping[str, Any], place: str) -> set[str]:
    """The field a place names, and the word that stands there, or holds where nothing is written."""
    here: Any = scenario["plans"]
    *steps, name = place.split(".")
    for step in steps:
        here = here[int(step) if step.isdigit() else step]
    fields = MODELS[kind_at(place)].model_fields
    if name not in fields:
        return set()  # a name that the plan gives, or a place in a list
    word = here.get(name, fields[name].default)
    if not isinstance(word, str | bool | tuple | list):
        return {name}
    words = [word] if isinstance(word, str | bool) else word
    return {name, *(f"{name}={each}" for each in words)}


def test_published_cases_carry_the_published_number() -> None:
    """Each of the 23 published cases is here; the sum of their numbers guards against a slip in copying."""
    published = [read_case(path) for path in CASES if path.parent.name == "published"]
    assert len(published) == 23
    numbers = [value for case in published for value in _expected_numbers(case["expect"])]
    assert sum(numbers) == Decimal(98814)


def _expected_numbers(expect: Mapping[str, Any]) -> list[Decimal]:
    inner = next(iter(expect.values()))
    if "is" in inner:
        return [Decimal(str(inner["is"]))]
    return [Decimal(str(next(value for key, value in inner.items() if key != "tax")))]
