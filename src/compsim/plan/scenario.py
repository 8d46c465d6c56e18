"""A scenario: for each role a plan, read from YAML, changed by reforms, written back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, field_validator, model_validator

from compsim.calendar import Proration, Stretch, parse_period
from compsim.errors import InputError, PlanError, Problem, RefusalError, refusal
from compsim.marked_yaml import Path, dotted, model_problems, nearest_line, read_yaml
from compsim.plan.components import HOLDS, Commission, Gate, Objective, with_matrix_alone
from compsim.plan.consistency import Measurable, consistency, wrong_sum
from compsim.plan.curve_shape import Curve, CurveShape
from compsim.plan.layout import without_gaps, yaml_text
from compsim.plan.limits import Caps, CapsList, Draw, Rounding
from compsim.plan.multiplier import Multipliers
from compsim.plan.out_of_scope import told_if_out_of_scope
from compsim.plan.part import PeriodLabel, PlanPart, Title, said
from compsim.plan.quantity import parse_ratio
from compsim.plan.reform import replace_value

Settled = Literal["monthly", "quarterly", "half_yearly", "yearly"]
SETTLEMENT: dict[Settled, Stretch] = {
    "monthly": "month",
    "quarterly": "quarter",
    "half_yearly": "half_year",
    "yearly": "year",
}
ADJUSTMENT_NAMES = ("gate", "cap", "draw", "rounding")
RESERVED = (*ADJUSTMENT_NAMES, *HOLDS)


@dataclass(frozen=True)
class Origin:
    """Where a scenario was read, for messages; two scenarios that say the same are equal wherever they stood."""

    source: str = field(default="scenario", compare=False)
    lines: Mapping[Path, int] = field(default_factory=dict, compare=False)


class Plan(PlanPart):
    """The rules for one role."""

    title: Title = ""
    settled: Annotated[
        Settled,
        said(
            "Settled",
            "When pay is settled. monthly: after each month. quarterly: after each quarter of the plan year. "
            "half_yearly: after each half year. yearly: once a year.",
        ),
    ] = "quarterly"
    proration: Annotated[
        Proration,
        said(
            "Proration",
            "How time on the plan counts for money and for targets that the plan sets. days: calendar days. "
            "full_months: only months wholly on the plan. started_months: every month begun.",
        ),
    ] = "days"
    mix: Annotated[
        Literal["each", "blended"],
        said(
            "Mix",
            "each: the sum of weight × the objective's own curve. blended: one curve on the weighted attainment.",
        ),
    ] = "each"
    curve: Annotated[
        Curve | None, said("Pay curve", "The one curve of a blended plan: weighted attainment in, factor out.", "part")
    ] = None
    objectives: Annotated[
        dict[str, Objective], said("Objectives", "Weights add to 100 %.", "part"), Field(default_factory=dict)
    ]
    commissions: Annotated[
        dict[str, Commission],
        said("Commissions", "Money outside the objectives' 100 %.", "part"),
        Field(default_factory=dict),
    ]
    gates: Annotated[tuple[Gate, ...], said("Gates", "Hurdles that hold pay back.", "part")] = ()
    multiplier: Multipliers = ()
    caps: CapsList = ()
    draw: Annotated[Draw | None, said("Draw", "Pay in advance, kept or taken back later.", "part")] = None
    rounding: Annotated[Rounding | None, said("Rounding", "Rounding to the cent; left out, none.", "part")] = None

    @model_validator(mode="before")
    @classmethod
    def _matrix_may_stand_alone(cls, data: Any) -> Any:
        objectives = data.get("objectives") if isinstance(data, Mapping) else None
        if not isinstance(objectives, Mapping) or data.get("mix") == "blended":
            return data
        return {**data, "objectives": {name: with_matrix_alone(part) for name, part in objectives.items()}}

    @property
    def settlement(self) -> Stretch:
        """The stretch after which pay is settled."""
        return SETTLEMENT[self.settled]

    def stretch(self, part: Measurable) -> Stretch:
        """The stretch a part is measured over; pay for each deal adds up over the settlement."""
        return self.settlement if part.measured in (None, "deal") else part.measured  # type: ignore[return-value]

    def parts(self) -> dict[str, Objective | Commission]:
        """Everything that pays, by name: objectives, then commissions."""
        return {**self.objectives, **self.commissions}

    def measure(self, name: str) -> str:
        """The measure that the objective or commission of this name reads."""
        return self.parts()[name].measure or name

    def curve_of(self, name: str) -> CurveShape:
        """The curve that pays an objective or commission: its own, or the one of a blended plan."""
        part = self.parts()[name]
        curve = part if isinstance(part, Commission) else part.curve or self.curve
        if curve is None:
            raise LookupError(f"'{name}' has no pay curve in a plan that was not checked")
        return curve

    @property
    def payout_cap(self) -> Caps:
        """The caps that limit the payout as a multiple of the target incentive; without limit if there is none."""
        return next((caps for caps in self.caps if caps.payout is not None), Caps())

    @field_validator("objectives", "commissions")
    @classmethod
    def _names_can_be_written(cls, parts: dict[str, Any]) -> dict[str, Any]:
        for name in parts:
            if not name.strip() or "." in name or name in RESERVED:
                fix = f"Use one without dots that is none of {', '.join(RESERVED)}."
                raise refusal(f"'{name}' cannot be a name", fix, name)
        return parts

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        found = list(consistency(self))
        if found:
            raise RefusalError(*found)
        return self


class Window(PlanPart):
    """Which periods are evaluated; both ends inside."""

    first: Annotated[PeriodLabel, said("From", "First period, such as 2025-01.", "name", alias="from")]
    last: Annotated[PeriodLabel, said("To", "Last period, such as 2025-12.", "name", alias="to")]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if parse_period(self.first)[0] > parse_period(self.last)[0]:
            raise refusal(f"the periods run from {self.first} back to {self.last}", "Swap them.", "from")
        return self


class Scenario(PlanPart):
    """Plans by role, on one plan year."""

    name: Annotated[
        str, said("Scenario", "A short name, used in tables and files.", "name", alias="scenario", min_length=1)
    ]
    title: Annotated[str, said("Title", "How people call it.", "name")] = ""
    note: Annotated[str, said("Note", "What a reader should know about it.", "name")] = ""
    currency: Annotated[str, said("Currency", "Code of the one currency, such as EUR.", "name")] = ""
    year_starts: Annotated[str, said("Year starts", "First month of the plan year, such as 2025-01.", "name")] = (
        "2025-01"
    )
    targets_told: Annotated[
        str,
        said(
            "Targets told", "Day on which people were told their targets, such as 2025-01-10; empty, unknown.", "name"
        ),
    ] = ""
    periods: Annotated[
        Window | None, said("Periods", "What is evaluated; by default every period of the data.", "part")
    ] = None
    sales_measure: Annotated[str, said("Sales measure", "The measure that cost of sales is divided by.", "name")] = ""
    plans: Annotated[dict[str, Plan], said("Plans", "Role in the roster → plan.", "part", min_length=1)]

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @property
    def first_month(self) -> int:
        """The calendar month in which the plan year begins, 1..12."""
        return parse_period(self.year_starts)[0] % 12 + 1

    @field_validator("year_starts", mode="before")
    @classmethod
    def _is_a_month(cls, value: Any) -> str:
        first, months = parse_period(str(value))
        if months not in (1, 12):
            raise ValueError(f"'{value}' is not a month | Write the plan year's first month, such as 2025-01.")
        return f"{first // 12:04d}-{first % 12 + 1:02d}"

    @field_validator("targets_told", mode="before")
    @classmethod
    def _is_a_day(cls, value: Any) -> str:
        if value in ("", None):
            return ""
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise ValueError(f"'{value}' is not a day | Write year, month and day, such as 2025-01-10.") from None

    def problem(self, says: str, fix: str, *path: str | int) -> Problem:
        """A problem with this scenario, placed on the line where the path stands."""
        line = nearest_line(self._origin.lines, path)
        return Problem(self._origin.source, says, fix, line=line, path=dotted(path))

    def to_plain(self) -> dict[str, Any]:
        """The scenario as plain data, defaults left out, ratios as percentages: what its YAML file says."""
        plain: dict[str, Any] = without_gaps(self.model_dump(by_alias=True, exclude_defaults=True))
        return plain

    def to_yaml(self) -> str:
        """The scenario as a YAML file that reads back to an equal scenario."""
        return yaml_text(self.to_plain())

    def reform(self, name: str, changes: Mapping[str, Any]) -> Scenario:
        """A new scenario with some values replaced, each addressed by its path from the role on.

        `hunter.objectives.revenue.weight`, `hunter.caps.payout`, `hunter.gates.0.hurdle`. A part may be replaced
        whole; None takes a value away. PlanError lists every unknown path with the nearest known one.
        """
        plain = self.to_plain()
        problems: list[Problem] = []
        for path, value in changes.items():
            steps = path.removeprefix("plans.").split(".")
            says, fix = replace_value(plain["plans"], type(self).model_fields["plans"].annotation, steps, value)
            if says:
                problems.append(Problem(f"reform '{name}'", says, fix, path=path))
        if problems:
            raise PlanError(problems)
        return scenario_from_plain({**plain, "scenario": name}, Origin(f"reform '{name}'"))


def load_scenario(path: str | FilePath) -> Scenario:
    """Read a scenario file; PlanError lists every mistake with its line, path and fix."""
    file = FilePath(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise PlanError(
            [Problem(file.name, f"the scenario file cannot be read: {reason}", "Check the path and save as UTF-8.")]
        ) from None
    return read_scenario(text, file.name)


def read_scenario(text: str, source: str = "scenario") -> Scenario:
    """Read a scenario from YAML text; PlanError lists every mistake with its line, path and fix."""
    try:
        marked = read_yaml(text, source)
    except InputError as error:
        raise PlanError(error.problems) from None
    if not isinstance(marked.data, Mapping):
        says = "the file is not a scenario"
        raise PlanError([Problem(source, says, "Begin with 'scenario: NAME' and 'plans:'.", line=1)])
    if isinstance(marked.data.get("scenario"), Mapping):
        says = "this is a case: a scenario together with its tables"
        raise PlanError([Problem(source, says, "Run 'compsim cases' on it, or save its scenario by itself.", line=1)])
    return scenario_from_plain(dict(marked.data), Origin(source, marked.lines))


def scenario_from_plain(data: Mapping[str, Any], origin: Origin | None = None) -> Scenario:
    """Check plain data against the model; PlanError lists every mistake."""
    origin = origin or Origin()
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        problems = model_problems(error, origin.source, origin.lines, Scenario)
        told = [told_if_out_of_scope(problem) for problem in problems]
        raise PlanError([*told, *_other_wrong_sums(data, problems, origin)]) from None
    scenario._origin = origin  # noqa: SLF001 - set once, right here where the scenario is made
    return scenario


def _other_wrong_sums(data: Mapping[str, Any], told: list[Problem], origin: Origin) -> Iterator[Problem]:
    """Weights that do not add up in plans whose other mistakes kept the model from adding them."""
    plans = data.get("plans")
    for role, plan in plans.items() if isinstance(plans, Mapping) else ():
        path: Path = ("plans", str(role), "objectives")
        if any(problem.path == dotted(path) for problem in told):
            continue
        try:
            weights = [parse_ratio(part["weight"]) for part in plan["objectives"].values()]
        except (AttributeError, KeyError, TypeError, ValueError):
            continue  # a weight that cannot be read is told by itself
        for found in wrong_sum(weights):
            yield Problem(
                origin.source, found.says, found.fix, line=nearest_line(origin.lines, path), path=dotted(path)
            )
