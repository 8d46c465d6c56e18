"""Where a target comes from when the population's own targets are not used, and how it is eased."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema, model_validator

from compsim.calendar import Stretch
from compsim.errors import refusal
from compsim.plan.part import PeriodLabel, PlanPart, refuse_other_than_one, said
from compsim.plan.quantity import RATIO_SCHEMA, Number, Ratio, parse_number, parse_ratio, write_number, write_ratio

SUM_TOLERANCE = 1e-9
_PROFILE_KEY = re.compile(r"^(0[1-9]|1[0-2]|Q[1-4]|H[12])$")
PARTS_OF_A_YEAR: dict[str, int] = {"": 12, "Q": 4, "H": 2}


def _parse_profile(table: Any) -> dict[str, float]:
    if not isinstance(table, Mapping) or not table:
        raise ValueError("a profile is a list of pairs | Write {Q1: 20%, Q2: 25%, Q3: 25%, Q4: 30%}.")
    keys = {f"{key:02d}" if isinstance(key, int) else str(key).zfill(2): value for key, value in table.items()}
    wrong = [key for key in keys if not _PROFILE_KEY.match(key)]
    if wrong:
        raise ValueError(f"'{wrong[0]}' is no part of a year | Write 01 to 12, Q1 to Q4, or H1 and H2.")
    kind = {key[0] if key[0] in "QH" else "" for key in keys}
    if len(kind) > 1 or len(keys) != PARTS_OF_A_YEAR[next(iter(kind))]:
        raise ValueError("the profile does not cover the year once | Give all 12 months, 4 quarters or 2 half years.")
    shares = {key: parse_ratio(value) for key, value in keys.items()}
    if abs(sum(shares.values()) - 1.0) > SUM_TOLERANCE:
        raise ValueError(f"the profile adds to {write_ratio(round(sum(shares.values()), 9))} | Make it add to 100%.")
    return shares


def _write_profile(shares: dict[str, float] | None) -> Any:
    return None if shares is None else {key: write_ratio(share) for key, share in shares.items()}


Profile = Annotated[
    dict[str, float],
    BeforeValidator(_parse_profile),
    PlainSerializer(_write_profile),
    WithJsonSchema({"type": "object", "additionalProperties": RATIO_SCHEMA}),
]


def _parse_ramp(table: Any) -> dict[float, float]:
    if not isinstance(table, Mapping) or not table:
        raise ValueError("a ramp is a list of pairs | Write {0: 50%, 3: 75%, 6: 100%}: months of tenure, share.")
    steps = {parse_number(months): parse_ratio(share) for months, share in table.items()}
    if sorted(steps) != list(steps) or next(iter(steps)) != 0:
        raise ValueError("the months of a ramp must rise from 0 on | Begin with 0; sort them; give each once.")
    if any(share < 0 for share in steps.values()):
        raise ValueError("a ramp cannot be negative | Write the share of the target that counts.")
    return steps


def _write_ramp(steps: dict[float, float] | None) -> Any:
    return None if steps is None else {write_number(months): write_ratio(share) for months, share in steps.items()}


Ramp = Annotated[
    dict[float, float],
    BeforeValidator(_parse_ramp),
    PlainSerializer(_write_ramp),
    WithJsonSchema({"type": "object", "additionalProperties": RATIO_SCHEMA}),
]


class TotalTarget(PlanPart):
    """A sum for everybody on the plan: the base stretch's result with growth, or a fixed amount."""

    growth: Annotated[Ratio | None, said("Growth", "On the base stretch's result.", "ratio", ge=-1)] = None
    amount: Annotated[Number | None, said("Amount", "A fixed sum for all together.", "measure", ge=0)] = None
    every: Annotated[
        Stretch, said("Every", "What a fixed amount is for. month, quarter, half_year, year: of the plan year.")
    ] = "year"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = ("growth", "amount")
        refuse_other_than_one("a total", ways, [name for name in ways if getattr(self, name) is not None])
        return self


WAYS = ("every_month", "every_quarter", "every_half_year", "every_year", "last_year_plus", "reports_times", "total")


class TargetRule(PlanPart):
    """Where an objective's target comes from when the population's own targets are not used."""

    every_month: Annotated[Number | None, said("Every month", "Fixed per person and month.", "measure", ge=0)] = None
    every_quarter: Annotated[Number | None, said("Every quarter", "Fixed per person and quarter.", "measure", ge=0)] = (
        None
    )
    every_half_year: Annotated[
        Number | None, said("Every half year", "Fixed per person and half year.", "measure", ge=0)
    ] = None
    every_year: Annotated[Number | None, said("Every year", "Fixed per person and year.", "measure", ge=0)] = None
    last_year_plus: Annotated[
        Ratio | None,
        said("Last year plus", "The person's own result of the same time a year earlier, plus this.", "ratio", ge=-1),
    ] = None
    reports_times: Annotated[
        Ratio | None,
        said("Reports' sum times", "The sum of the targets of everybody below, times this factor.", "ratio", ge=0),
    ] = None
    total: Annotated[
        TotalTarget | None, said("Total", "A sum from the top, shared out over the people on the plan.", "part")
    ] = None
    shared_by: Annotated[
        str,
        said("Shared by", "What a total is shared by: results of the base stretch, or a number column of the roster."),
    ] = "results"
    base: Annotated[PeriodLabel | None, said("Base", "An earlier stretch, such as 2017-Q2.", "name")] = None
    profile: Annotated[
        Profile | None,
        said(
            "Profile",
            "How a year's target is spread over its calendar months, quarters or half years; left out, evenly.",
            "part",
        ),
    ] = None
    ramp: Annotated[
        Ramp | None,
        said(
            "Ramp",
            "Calendar months since the month of the start → share of the plan's target that counts from then on.",
            "part",
        ),
    ] = None
    floor: Annotated[
        Literal["last_year"] | None,
        said(
            "Floor",
            "last_year: only what is above last year's result counts; attainment is (result − floor) ÷ "
            "(target − floor).",
        ),
    ] = None

    @property
    def way(self) -> str:
        """Which of the ways to set a target it uses; empty where only a floor is given."""
        return next((name for name in WAYS if getattr(self, name) is not None), "")

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        given = [name for name in WAYS if getattr(self, name) is not None]
        if given or self.floor is None:
            refuse_other_than_one("a target", WAYS, given)
        needs_base = self.total is not None and (self.total.growth is not None or self.shared_by == "results")
        if needs_base and self.base is None:
            raise refusal("a total with growth or shared by results needs a base stretch", "Add 'base: 2024'.", "total")
        self._only_where_they_mean_something()
        return self

    def _only_where_they_mean_something(self) -> None:
        yearly = self.every_year is not None or (self.total is not None and self.total.every == "year")
        if self.profile is not None and not yearly:
            raise refusal("a profile spreads a year's target", "Write every_year, or a total for the year.", "profile")
        if self.ramp is not None and self.way in ("", "total", "reports_times"):
            raise refusal(
                "a ramp eases a target that the plan sets for each person", "Write every_month or such.", "ramp"
            )
        if self.base is not None and self.total is None:
            raise refusal("'base' is about a total that is shared out", "Remove it, or write 'total'.", "base")


Target = Annotated[
    TargetRule | None, said("Target", "How the plan sets the target; left out, the targets in the data.", "part")
]
