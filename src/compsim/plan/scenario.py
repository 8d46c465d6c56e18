"""A scenario: for each role a plan, read from YAML, changed by reforms, written back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from compsim.calendar import Proration, Stretch, parse_period
from compsim.errors import InputError, PlanError, Problem, did_you_mean
from compsim.marked_yaml import Path, dotted, model_problems, nearest_line, read_yaml
from compsim.plan.components import HOLDS, Commission, Gate, Objective
from compsim.plan.consistency import Measurable, consistency, wrong_sum
from compsim.plan.curve_shape import Curve, CurveShape
from compsim.plan.limits import Caps, CapsList, Draw, PartCaps, Rounding
from compsim.plan.multiplier import Multiplier, Multipliers
from compsim.plan.part import PeriodLabel, PlanPart, Title, said
from compsim.plan.quantity import parse_ratio

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
                raise ValueError(
                    f"'{name}' cannot be a name | Use one without dots that is none of {', '.join(RESERVED)}."
                )
        return parts

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        found = list(consistency(self))
        if found:
            raise ValueError("\n".join(found))
        return self


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
        told = [_out_of_scope(problem) for problem in problems]
        raise PlanError([*told, *_other_wrong_sums(data, problems, origin)]) from None
    scenario._origin = origin  # noqa: SLF001 - set once, right here where the scenario is made
    return scenario


_OUT_OF_SCOPE: Mapping[tuple[str, ...], tuple[str, str]] = {
    ("rank", "ranks", "ranking", "contest", "contests"): (
        "ranks and contests cannot be simulated: what one person gets would depend on everybody's order",
        "Leave them out, and say in 'note' that they are paid beside this plan.",
    ),
    ("holdback", "hold_back", "paid_on", "paid_when", "cash_receipt"): (
        "pay is simulated when it is earned, not when customers pay",
        "Leave it out; the sum of the year is the same unless something is never paid.",
    ),
    ("valid_from", "valid_to", "effective", "changes"): (
        "a plan cannot change in mid-year",
        "Make two roles with a plan each, and give people a roster row in each role.",
    ),
    ("exchange_rate", "exchange_rates", "currencies", "fx"): (
        "currencies are not converted",
        "Convert all money to one currency before loading.",
    ),
}


def _out_of_scope(problem: Problem) -> Problem:
    """A field that plans have elsewhere gets an answer of its own, not just `unknown`."""
    name = problem.path.rpartition(".")[2]
    for words, (says, fix) in _OUT_OF_SCOPE.items():
        if name in words and problem.says.startswith("there is no field"):
            return replace(problem, says=f"'{name}': {says}", fix=fix)
    return problem


def _other_wrong_sums(data: Mapping[str, Any], told: list[Problem], origin: Origin) -> Iterator[Problem]:
    """Weights that do not add up in plans whose other mistakes kept the model from adding them."""
    plans = data.get("plans")
    for role, plan in plans.items() if isinstance(plans, Mapping) else ():
        path = ("plans", str(role))
        if any(problem.path == dotted(path) for problem in told):
            continue
        try:
            says, _, fix = wrong_sum([parse_ratio(part["weight"]) for part in plan["objectives"].values()]).partition(
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
        return [str(i) for i in range(len(here))], lambda _step: model
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
    (Plan, "gates"): Gate,
    (Plan, "multiplier"): Multiplier,
    (Plan, "caps"): Caps,
    (Plan, "draw"): Draw,
    (Plan, "rounding"): Rounding,
    (Objective, "caps"): PartCaps,
    (Objective, "multiplier"): Multiplier,
    (Commission, "caps"): PartCaps,
    (Commission, "multiplier"): Multiplier,
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


_IN_ONE_LINE = {
    "curve",
    "points",
    "steps",
    "rates",
    "by",
    "caps",
    "periods",
    "target",
    "total",
    "where",
    "draw",
    "rounding",
}


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
