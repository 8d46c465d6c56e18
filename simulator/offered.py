"""Which fields of a part a form offers at the moment: those that can say something beside what it says already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compsim.plan.components import Commission, Objective
from compsim.plan.curve_shape import CurveShape, Drawn, RateBy
from compsim.plan.limits import Draw
from compsim.plan.multiplier import Multiplier
from compsim.plan.part import PlanPart
from compsim.plan.target_rule import WAYS, TargetRule, TotalTarget

DRAWN = {"points", "steps", "rates"}  # as a table and a picture
ONE_OF: Mapping[type[PlanPart], Sequence[str]] = {TargetRule: WAYS, TotalTarget: ("growth", "amount")}
PLAN_ELSEWHERE = {"settled", "mix", "objectives", "commissions", "gates", "caps", "curve"}
FIRST = ("kind", "credit", "measured", "against", "pays")  # what a reader asks of a part first


def first_fields(part: Objective | Commission) -> list[str]:
    """Whose result counts, over which time and when it is paid."""
    return [name for name in FIRST if name in type(part).model_fields]


def more_fields(part: Objective | Commission) -> list[str]:
    """Everything else that a part can say: no field is left out that is not drawn elsewhere."""
    elsewhere = {"weight", "curve", *FIRST, *DRAWN, *(CurveShape.model_fields if isinstance(part, Commission) else ())}
    return [name for name in type(part).model_fields if name not in elsewhere]


def shape_fields(curve: Drawn) -> list[str]:
    """What a curve says beside its drawing; what a commission reads is among its own fields."""
    hidden = {"tiers", "by"}
    if getattr(curve, "rates", None) is not None:
        hidden = {"beyond"} if isinstance(getattr(curve, "by", None), RateBy) else {"below", "beyond"}
    if isinstance(curve, Commission):
        hidden |= set(Commission.model_fields) - set(CurveShape.model_fields)
    return [name for name in type(curve).model_fields if name not in hidden | DRAWN]


def offered(part: PlanPart) -> list[str]:
    """The fields of a part that stands inside another."""
    hidden = _hidden(part) | set(ONE_OF.get(type(part), ()))
    if isinstance(part, Drawn):
        return shape_fields(part)
    return [name for name in type(part).model_fields if name not in hidden]


def _hidden(part: PlanPart) -> set[str]:
    match part:
        case TargetRule():
            return _about_other_ways(part)
        case TotalTarget():
            return set() if part.amount is not None else {"every"}
        case Draw():
            return set() if part.kind == "recoverable" else {"recovered_from"}
        case Multiplier():
            return _about_other_sources(part)
    return set()


def _about_other_ways(target: TargetRule) -> set[str]:
    yearly = target.every_year is not None or (target.total is not None and target.total.every == "year")
    shared = set() if target.total is not None else {"shared_by", "base"}
    eased = {"ramp"} if target.way in ("", "total", "reports_times") else set()
    return shared | eased | (set() if yearly else {"profile"})


def _about_other_sources(multiplier: Multiplier) -> set[str]:
    """A measure has a curve; an attribute has factors or a curve; a matrix has its own."""
    read = {"measure", "where", "credit", "measured", "on", "target"}
    looked_up = {"roster", "deal"} - {name for name in ("roster", "deal") if getattr(multiplier, name)}
    table = {"factors", "otherwise"} if multiplier.factors is None else {"curve"}
    if multiplier.matrix is not None:
        return {*read, *looked_up, "factors", "otherwise", "curve"}
    return {"matrix", *looked_up, *table, *(set() if multiplier.measure else read)}
