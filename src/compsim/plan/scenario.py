"""A scenario: for each role a plan, read from YAML, changed by reforms, written back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path as FilePath
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from compsim.calendar import MONTHS_IN, Stretch, parse_period
from compsim.errors import InputError, PlanError, Problem, did_you_mean
from compsim.marked_yaml import Path, dotted, model_problems, nearest_line, read_yaml
from compsim.plan.components import Caps, Commission, Gate, Objective, PeriodLabel, PlanPart
from compsim.plan.quantity import parse_ratio, write_ratio

Settled = Literal["monthly", "quarterly", "half_yearly", "yearly"]
SETTLEMENT: dict[Settled, Stretch] = {
    "monthly": "month",
    "quarterly": "quarter",
    "half_yearly": "half_year",
    "yearly": "year",
}
WEIGHT_TOLERANCE = 1e-9
ADJUSTMENT_NAMES = ("gate", "cap", "draw", "rounding")


@dataclass(frozen=True)
class Origin:
    """Where a scenario was read, for messages; two scenarios that say the same are equal wherever they stood."""

    source: str = field(default="scenario", compare=False)
    lines: Mapping[Path, int] = field(default_factory=dict, compare=False)


class Plan(PlanPart):
    """The rules for one role."""

    title: str = Field("", title="Title", description="How people call it.")
    settled: Settled = Field("quarterly", title="Settled", description="When pay is settled.")
    objectives: dict[str, Objective] = Field(
        default_factory=dict, title="Objectives", description="Weights add to 100 %."
    )
    commissions: dict[str, Commission] = Field(
        default_factory=dict, title="Commissions", description="Money outside the objectives' 100 %."
    )
    gates: tuple[Gate, ...] = Field((), title="Gates", description="Hurdles that hold pay back.")
    caps: Caps = Field(default_factory=Caps, title="Caps", description="Upper limits.")

    @property
    def settlement(self) -> Stretch:
        """The stretch after which pay is settled."""
        return SETTLEMENT[self.settled]

    def stretch(self, part: Objective | Commission | Gate) -> Stretch:
        """The stretch a part is measured over."""
        return part.measured or self.settlement

    def parts(self) -> dict[str, Objective | Commission]:
        """Everything that pays, by name: objectives, then commissions."""
        return {**self.objectives, **self.commissions}

    def measure(self, name: str) -> str:
        """The measure that the objective or commission of this name reads."""
        return self.parts()[name].measure or name

    @field_validator("objectives", "commissions")
    @classmethod
    def _names_can_be_written(cls, parts: dict[str, Any]) -> dict[str, Any]:
        for name in parts:
            if not name.strip() or "." in name or name in ADJUSTMENT_NAMES:
                raise ValueError(
                    f"'{name}' cannot be a name | Use one without dots that is none of {', '.join(ADJUSTMENT_NAMES)}."
                )
        return parts

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if not self.objectives and not self.commissions:
            raise ValueError("the plan pays for nothing | Add objectives or commissions.")
        twice = sorted(set(self.objectives) & set(self.commissions))
        if twice:
            raise ValueError(
                f"'{twice[0]}' is an objective and a commission | Rename one; 'measure:' says what it reads."
            )
        wrong_sum = _wrong_sum([objective.weight for objective in self.objectives.values()])
        if wrong_sum:
            raise ValueError(wrong_sum)
        self._cap_is_defined()
        self._gates_look_far_enough()
        return self

    def _cap_is_defined(self) -> None:
        """Refuse the one case in which a payout cap per settlement would have two readings."""
        if self.caps.payout is None or self.caps.per == "year" or not self.commissions:
            return
        longest = {max(MONTHS_IN[self.stretch(part)], MONTHS_IN[self.settlement]) for part in self.parts().values()}
        if len(longest) > 1:
            raise ValueError(
                "a payout cap per settlement is unclear when a commission and another part are measured over "
                "different stretches | Give them the same 'measured', or write 'per: year' in caps."
            )

    def _gates_look_far_enough(self) -> None:
        """A gate that looks at less than the settlement would forget the rest of it."""
        for gate in self.gates:
            if MONTHS_IN[self.stretch(gate)] < MONTHS_IN[self.settlement]:
                says = f"the gate on '{gate.measure}' looks at a {gate.measured}, but pay is settled {self.settled}"
                raise ValueError(f"{says} | Measure the gate over the settlement or longer.")


class Window(PlanPart):
    """Which periods are evaluated; both ends inside."""

    first: PeriodLabel = Field(alias="from", title="From", description="First period, such as 2025-01.")
    last: PeriodLabel = Field(alias="to", title="To", description="Last period, such as 2025-12.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if parse_period(self.first)[0] > parse_period(self.last)[0]:
            raise ValueError(f"the periods run from {self.first} back to {self.last} | Swap them.")
        return self


class Scenario(PlanPart):
    """Plans by role, on one plan year."""

    name: str = Field(
        alias="scenario", title="Scenario", description="A short name, used in tables and files.", min_length=1
    )
    title: str = Field("", title="Title", description="How people call it.")
    note: str = Field("", title="Note", description="What a reader should know about it.")
    currency: str = Field("", title="Currency", description="Code of the one currency, such as EUR.")
    year_starts: str = Field(
        "2025-01", title="Year starts", description="First month of the plan year, such as 2025-01."
    )
    periods: Window | None = Field(
        None, title="Periods", description="What is evaluated; by default every period of the data."
    )
    sales_measure: str = Field("", title="Sales measure", description="The measure that cost of sales is divided by.")
    plans: dict[str, Plan] = Field(title="Plans", description="Role in the roster → plan.", min_length=1)

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

    def problem(self, says: str, fix: str, *path: str | int) -> Problem:
        """A problem with this scenario, placed on the line where the path stands."""
        line = nearest_line(self._origin.lines, path)
        return Problem(self._origin.source, says, fix, line=line, path=dotted(path))

    def to_plain(self) -> dict[str, Any]:
        """The scenario as plain data, defaults left out, ratios as percentages: what its YAML file says."""
        plain: dict[str, Any] = _without_gaps(self.model_dump(by_alias=True, exclude_defaults=True))
        return plain

    def to_yaml(self) -> str:
        """The scenario as a YAML file that reads back to an equal scenario."""
        writer = YAML()
        writer.width = 120
        out = StringIO()
        writer.dump(_laid_out(self.to_plain()), out)
        return out.getvalue()

    def reform(self, name: str, changes: Mapping[str, Any]) -> Scenario:
        """A new scenario with some values replaced, each addressed by its path from the role on.

        `hunter.objectives.revenue.weight`, `hunter.caps.payout`, `hunter.gates.0.hurdle`; a curve or a target is
        replaced whole; None takes a value away. PlanError lists every unknown path with the nearest known one.
        """
        plain = self.to_plain()
        problems: list[Problem] = []
        for path, value in changes.items():
            says, fix = _replace(plain["plans"], path.removeprefix("plans.").split("."), value)
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
    return scenario_from_plain(dict(marked.data), Origin(source, marked.lines))


def scenario_from_plain(data: Mapping[str, Any], origin: Origin | None = None) -> Scenario:
    """Check plain data against the model; PlanError lists every mistake."""
    origin = origin or Origin()
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        problems = model_problems(error, origin.source, origin.lines, Scenario)
        raise PlanError([*problems, *_other_wrong_sums(data, problems, origin)]) from None
    scenario._origin = origin  # noqa: SLF001 - set once, right here where the scenario is made
    return scenario


def _wrong_sum(weights: list[float]) -> str:
    """What is wrong with the weights of a plan, and what they are; empty if they add to 100 %."""
    total = sum(weights)
    if not weights or abs(total - 1.0) <= WEIGHT_TOLERANCE:
        return ""
    listed = " + ".join(map(write_ratio, weights))
    return f"the weights add to {write_ratio(round(total, 9))}, not 100% | They are {listed}."


def _other_wrong_sums(data: Mapping[str, Any], told: list[Problem], origin: Origin) -> Iterator[Problem]:
    """Weights that do not add up in plans whose other mistakes kept the model from adding them."""
    plans = data.get("plans")
    for role, plan in plans.items() if isinstance(plans, Mapping) else ():
        path = ("plans", str(role))
        if any(problem.path == dotted(path) for problem in told):
            continue
        try:
            says, _, fix = _wrong_sum([parse_ratio(part["weight"]) for part in plan["objectives"].values()]).partition(
                " | "
            )
        except (AttributeError, KeyError, TypeError, ValueError):
            continue  # a weight that cannot be read is told by itself
        if says:
            yield Problem(origin.source, says, fix, line=nearest_line(origin.lines, path), path=dotted(path))


def _replace(plans: dict[str, Any], steps: list[str], value: Any) -> tuple[str, str]:
    """Set one value in plain plans; answers what is wrong and the fix, or two empty strings."""
    here: Any = plans
    model: Any = None
    for depth, step in enumerate(steps):
        known, following = _known_steps(here, model, depth)
        last = depth == len(steps) - 1
        if step not in known and not (last and isinstance(value, Mapping) and _takes_new_names(model, depth, steps)):
            return f"there is no '{step}' here", did_you_mean(step, known)
        if last:
            _put(here, step, value)
            return "", ""
        here, model = _descend(here, step), following(step)
    return "the path is empty", "Begin with a role."


def _known_steps(here: Any, model: Any, depth: int) -> tuple[list[str], Any]:
    if depth == 0:
        return list(here), lambda _step: Plan
    if isinstance(here, list):
        return [str(i) for i in range(len(here))], lambda _step: Gate
    if isinstance(model, type) and issubclass(model, PlanPart):
        fields = model.model_fields
        return sorted(fields), lambda step: _CONTAINERS.get((model, step))
    return list(here), lambda _step: model.inside


@dataclass(frozen=True)
class _Named:
    """A mapping from names to parts of one type."""

    inside: type[PlanPart]


_CONTAINERS: dict[tuple[type[PlanPart], str], Any] = {
    (Plan, "objectives"): _Named(Objective),
    (Plan, "commissions"): _Named(Commission),
    (Plan, "gates"): _Named(Gate),
    (Plan, "caps"): Caps,
}


def _takes_new_names(model: Any, depth: int, steps: list[str]) -> bool:
    return depth == len(steps) - 1 and isinstance(model, _Named)


def _descend(here: Any, step: str) -> Any:
    if isinstance(here, list | tuple):
        return here[int(step)]
    return here.setdefault(step, {})


def _put(here: Any, step: str, value: Any) -> None:
    if isinstance(here, list):
        here[int(step)] = value
    elif value is None:
        here.pop(step, None)
    else:
        here[step] = value


def _without_gaps(value: Any) -> Any:
    """Plain data without None and with lists for tuples."""
    if isinstance(value, Mapping):
        return {key: _without_gaps(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_without_gaps(item) for item in value]
    return value


_IN_ONE_LINE = {"curve", "points", "steps", "rates", "caps", "periods", "target", "total"}


def _laid_out(value: Any, key: str = "") -> Any:
    """Plain data as a YAML tree: curves and other short tables in one line, the rest in blocks."""
    if isinstance(value, Mapping):
        tree = CommentedMap((name, _laid_out(inner, str(name))) for name, inner in value.items())
        if key in _IN_ONE_LINE:
            tree.fa.set_flow_style()
        return tree
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_laid_out(item) for item in value]
    return value
