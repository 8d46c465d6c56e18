"""Forms know every field of the plan model: what it allows, its unit and its bounds, from the model alone."""

from __future__ import annotations

from typing import Annotated, get_args

import pytest

from compsim.plan.components import Commission, Gate, Objective
from compsim.plan.curve_shape import Curve
from compsim.plan.limits import Caps, Draw, PartCaps, Rounding
from compsim.plan.multiplier import Multiplier
from compsim.plan.part import PlanPart, said
from compsim.plan.quantity import Number, Ratio
from compsim.plan.scenario import Plan
from compsim.plan.target_rule import TargetRule, TotalTarget
from simulator.fields import Control, field_of, fields_of, shown, unit_of, written
from simulator.offered import PLAN_ELSEWHERE, first_fields, more_fields, offered, shape_fields

PARTS = [Objective, Commission, Gate, Caps, PartCaps, Draw, Rounding, Multiplier, TargetRule, TotalTarget]
CURVE = {"points": {"50%": "0%", "100%": "100%"}}


@pytest.mark.parametrize(
    ("model", "name", "control", "unit"),
    [
        (Objective, "weight", "number", "percent"),
        (Objective, "take_back", "toggle", "number"),
        (Objective, "where", "conditions", "number"),
        (Objective, "multiplier", "parts", "number"),
        (Objective, "caps", "part", "number"),
        (Commission, "of", "words", "number"),
        (Gate, "holds", "names", "number"),
        (Caps, "pool", "number", "number"),
        (Draw, "first_months", "whole", "number"),
        (Multiplier, "factors", "table", "percent"),
        (TargetRule, "base", "text", "number"),
        (TargetRule, "ramp", "table", "number"),
    ],
)
def test_a_field_is_drawn_by_what_it_allows(model: type[PlanPart], name: str, control: Control, unit: str) -> None:
    field = field_of(model, name)
    assert field.control == control
    assert unit_of(field, model.model_construct()) == unit


def test_a_field_that_the_model_gains_needs_no_form_of_its_own() -> None:
    class Later(PlanPart):
        share: Annotated[Ratio | None, said("Share", "A share.", "ratio", ge=0, le=1)] = None
        amount: Annotated[Number, said("Amount", "An amount.", "money")] = 0.0

    share, amount = fields_of(Later)
    assert (share.control, share.unit, share.lowest, share.highest, share.optional) == ("number", "ratio", 0, 1, True)
    assert (amount.control, amount.unit, amount.optional) == ("number", "money", False)


def test_a_hurdle_is_in_the_unit_of_what_it_reads() -> None:
    hurdle = field_of(Gate, "hurdle")
    assert unit_of(hurdle, Gate.model_validate({"measure": "m", "hurdle": "80%"})) == "percent"
    assert unit_of(hurdle, Gate.model_validate({"measure": "m", "on": "value", "hurdle": 5000})) == "number"


@pytest.mark.parametrize("ratio", [0.07, 0.333, 1.0, -0.02, 0.2875])
def test_what_a_form_shows_is_written_back_as_the_same_ratio(ratio: float) -> None:
    assert float(str(written(shown(ratio, "percent"), "percent")).removesuffix("%")) / 100 == pytest.approx(ratio)
    assert written(shown(ratio, "number"), "number") == ratio


@pytest.mark.parametrize("model", PARTS)
def test_only_drawings_of_a_curve_have_no_control_of_their_own(model: type[PlanPart]) -> None:
    without = {field.name for field in fields_of(model) if field.control == "other"}
    assert without <= {"points"}


def test_no_choice_of_a_part_is_left_out() -> None:
    objective = Objective.model_validate({"weight": "100%", "curve": CURVE})
    drawn = {*first_fields(objective), *more_fields(objective), "weight", "curve"}
    assert drawn == set(Objective.model_fields)
    for told in ({"rates": {0: "2%"}}, {"points": {0: 0, 100: 5}}):
        commission = Commission.model_validate(told)
        shape = {*shape_fields(commission), "points", "steps", "rates", "tiers", "by", "below", "beyond"}
        assert {*first_fields(commission), *more_fields(commission)} | shape == set(Commission.model_fields)


def test_no_choice_of_a_plan_is_left_out() -> None:
    assert set(Plan.model_fields) >= PLAN_ELSEWHERE
    shown_below = set(Plan.model_fields) - PLAN_ELSEWHERE
    assert {"proration", "multiplier", "draw", "rounding"} <= shown_below


def test_what_cannot_say_anything_is_not_offered() -> None:
    guaranteed = Draw.model_validate({"every_month": 100})
    assert "recovered_from" not in offered(guaranteed)
    assert "recovered_from" in offered(guaranteed.model_copy(update={"kind": "recoverable"}))
    monthly = TargetRule.model_validate({"every_month": 5})
    assert {"profile", "base", "shared_by"}.isdisjoint(offered(monthly))
    assert "profile" in offered(TargetRule.model_validate({"every_year": 5}))
    by_region = Multiplier.model_validate({"roster": "region", "factors": {"north": "110%"}})
    assert {"measure", "curve", "deal"}.isdisjoint(offered(by_region))
    assert "tiers" not in offered(Curve.model_validate(CURVE))


def test_words_of_a_choice_are_those_of_the_model() -> None:
    annotation = TotalTarget.model_fields["every"].annotation
    assert field_of(TotalTarget, "every").words == get_args(annotation)
