"""The reference of the plan file: complete, as the loader and the engines have it, and every case within reach."""

from __future__ import annotations

import json
import re

import pytest
from macros import plan_cases, plan_mistakes, plan_order, plan_reference

from compsim import read_scenario
from compsim.errors import InputError
from compsim.plan.reference import part_notes, scenario_schema
from tests.docs.built import Handbook
from tests.project_files import ROOT

FIELDS, CASES = "reference/plan-file-fields/", "reference/plan-file-cases/"


def slug(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def test_every_part_has_a_heading_and_every_field_a_row(handbook: Handbook) -> None:
    ids = handbook.page(FIELDS).ids
    rows = {f"{slug(part.heading)}-{field.name}" for part in part_notes() for field in part.fields}
    assert {slug(part.heading) for part in part_notes()} | rows <= ids


def test_every_word_of_a_choice_is_told_with_its_meaning() -> None:
    told = {part.model: plan_reference.part_table(part.model) for part in part_notes()}
    assert "<code>whole</code> the rate reached pays from the first unit." in told["Curve"]
    assert "<code>whole</code>" not in told["Commission"], "said once"
    assert '<a href="#pay-curve-tiers">Pay curve</a>' in told["Commission"]
    assert "0% to 100%" in told["Gate"]
    assert "<code>quarterly</code></td></tr>" in told["Plan"], "the default"


def test_every_case_is_on_the_page_of_cases(handbook: Handbook) -> None:
    known = {path.relative_to(ROOT / "tests/cases") for path in (ROOT / "tests/cases").rglob("*.yaml")}
    anchors = {f"{path.parent}-{path.stem}".lower() for path in known}
    assert anchors == {case.anchor for case in plan_cases.cases()}
    assert anchors <= handbook.page(CASES).ids


def test_a_case_is_found_for_a_word_and_shows_its_number() -> None:
    found = plan_cases.case_for("Curve", "tiers", "whole")
    assert found is not None
    case, use = found
    assert use.value == "whole"
    assert "tiers: whole" in case.text
    assert plan_cases.pays(case).startswith("pays ")
    assert plan_cases.case_for("Curve", "tiers", "no such word") is None


def test_a_case_shows_what_it_expects() -> None:
    assert plan_cases.case_link("missing/zero-target") == ("[pays 0 · 20,000](plan-file-cases.md#missing-zero-target)")
    with pytest.raises(InputError, match="Did you mean 'missing/zero-target'"):
        plan_cases.case_link("missing/zero-targets")


def test_the_shown_text_of_a_case_leaves_out_what_is_told_elsewhere() -> None:
    for case in plan_cases.cases():
        heads = {line.partition(":")[0] for line in case.text.splitlines() if line[:1].isalpha()}
        assert "scenario" in heads
        assert heads.isdisjoint({"about", "source", "expect", "depends_on"})


def test_the_example_is_a_plan_and_pays_what_a_pocket_calculator_says() -> None:
    scenario = read_scenario(plan_reference.example_file())
    assert list(scenario.plans) == ["account_manager"]
    # 60 % × 130 % × 5,000 + 20 % × 50 % × 5,000 + 20 % × 90 % × 120 % × 5,000 + 50,000 × 2 % + 10,000 × 4 %
    assert 3900 + 500 + 1080 + 1400 == 6880
    assert "<td>€6,880.00</td>" in plan_reference.example_explained()


def test_the_site_serves_the_schema_and_the_example(handbook: Handbook) -> None:
    served = json.loads(handbook.file("assets/plan-file.schema.json").read_text("utf-8"))
    assert served == scenario_schema()
    example = handbook.file("assets/plan-file-example.yaml").read_text("utf-8")
    assert read_scenario(example).name == "fy26"


def test_a_mistake_is_told_as_the_loader_tells_it() -> None:
    said = plan_mistakes.refusal("weight: 60%", "weight: 60")
    assert "Write 60% or 0.6." in said
    with pytest.raises(InputError, match="no mistake"):
        plan_mistakes.refusal("weight: 60%", "weight: 0.6")
    with pytest.raises(InputError, match="stands 2 times"):
        plan_mistakes.refusal("weight: 20%", "weight: 20")


def test_an_unknown_part_stops_the_build() -> None:
    with pytest.raises(InputError, match="Did you mean 'Gate'"):
        plan_reference.part_table("Gates")


def test_the_picture_and_the_list_tell_the_same_steps_in_the_same_order() -> None:
    listed = re.findall(r"^\d+\. \[([^\]]+)\]", plan_order.order_list("x.md"), flags=re.MULTILINE)
    drawn = re.findall(r'class="label" [^>]*>([^<]+)<', plan_order.order_picture())
    assert listed == drawn
    assert len(listed) == 15


def test_every_step_leads_to_a_place_on_the_page_of_fields(handbook: Handbook) -> None:
    places = {step.field for stage in plan_order.STAGES for step in stage.steps}
    assert places <= handbook.page(FIELDS).ids
