"""Every planning function with what it asks and answers: the Planner page and the calculators iterate over this.

`CALCULATORS` holds them in the order of the work: target, activity, leads, process, coverage, organisation, customers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast, get_args, get_origin

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from compsim.errors import InputError, Problem, did_you_mean
from compsim.planning import coverage, funnel, leads, organisation, process, recurring, year
from compsim.planning.inputs import Inputs, Unit, read_inputs, row_model
from compsim.planning.quantity import read_amount, read_rate, read_ratio, read_whole
from compsim.planning.shown import Output, figures_of, outputs_of

Kind = Literal["share", "ratio", "amount", "whole", "words", "text", "table", "list"]


@dataclass(frozen=True)
class Ask:
    """One input as a form sees it; a table has `rows`, a list of shares or numbers has `each`."""

    name: str
    title: str
    means: str
    unit: Unit
    kind: Kind
    start: Any  # what a form shows first, as JSON has it: a worked example
    needed: bool  # has no default
    above: float | None = None  # bound that is not allowed itself
    lowest: float | None = None
    highest: float | None = None
    below: float | None = None  # bound that is not allowed itself
    words: tuple[str, ...] = ()
    rows: tuple[Ask, ...] = ()
    each: Kind | None = None
    fewest: int | None = None  # rows of a table, entries of a list
    most: int | None = None


@dataclass(frozen=True)
class Calculator:
    """A planning function: its name, the title and question people see, what it asks and what it answers."""

    function: Callable[..., Any]
    title: str
    question: str
    inputs: type[Inputs]
    answers: type

    @property
    def name(self) -> str:
        """The name of the function, unique among all calculators."""
        return self.function.__name__

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The inputs, in the order of a form."""
        return asks_of(self.inputs)

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The figures of the answer, with titles and units."""
        return outputs_of(self.answers)

    @property
    def start(self) -> dict[str, Any]:
        """The inputs of a worked example, as JSON has them."""
        return {ask.name: ask.start for ask in self.asks}


CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        funnel.funnel_for_target,
        "From target to week",
        "How many deals, opportunities, leads and meetings does a revenue target ask for?",
        funnel.FunnelInputs,
        funnel.Funnel,
    ),
    Calculator(
        funnel.reach_of_activity,
        "From week to target",
        "Which revenue do the booked meetings lead to?",
        funnel.ReachInputs,
        funnel.Reach,
    ),
    Calculator(
        year.year_plan,
        "From year to month and week",
        "How much activity does a year's target ask for, month by month?",
        year.YearPlanInputs,
        year.YearPlan,
    ),
    Calculator(
        funnel.gain_from_closing,
        "Better closing",
        "What is a better close rate worth, and how many more opportunities would bring the same?",
        funnel.ClosingGainInputs,
        funnel.ClosingGain,
    ),
    Calculator(
        leads.lead_quality,
        "Better leads against their cost",
        "Do better leads pay for the work on them?",
        leads.LeadQualityInputs,
        leads.LeadQuality,
    ),
    Calculator(
        leads.list_decay,
        "List decay",
        "How much of a contact list is still good after some months?",
        leads.ListDecayInputs,
        leads.ListDecay,
    ),
    Calculator(
        leads.measured_decay,
        "List decay, measured",
        "Which monthly loss explains the mail that came back?",
        leads.MeasuredDecayInputs,
        leads.MeasuredDecay,
    ),
    Calculator(
        leads.channel_costs,
        "Cost of a first meeting",
        "What does a first meeting cost by channel?",
        leads.ChannelCostsInputs,
        leads.ChannelCosts,
    ),
    Calculator(
        process.no_show_cost,
        "No-shows",
        "What do meetings that do not take place cost?",
        process.NoShowCostInputs,
        process.NoShowCost,
    ),
    Calculator(
        process.step_cost,
        "Cost of a step",
        "What does a step of the process cost a year, and what would changing it save?",
        process.StepCostInputs,
        process.StepCost,
    ),
    Calculator(
        process.selling_time,
        "Selling time",
        "Where does the week go, and what would less administration bring?",
        process.SellingTimeInputs,
        process.SellingTime,
    ),
    Calculator(
        coverage.segment_targets,
        "Segments: mirrored or specialised",
        "What does each person sell in each segment?",
        coverage.SegmentTargetsInputs,
        coverage.SegmentTargets,
    ),
    Calculator(
        coverage.contact_hours,
        "Contacts against hours",
        "Are the hours there for the contacts that were planned?",
        coverage.ContactHoursInputs,
        coverage.ContactHours,
    ),
    Calculator(
        organisation.span_of_control,
        "Span of control",
        "What does a wider span save, and what does it take?",
        organisation.SpanOfControlInputs,
        organisation.SpanOfControl,
    ),
    Calculator(
        organisation.supervisor_cells,
        "Working-supervisor cells",
        "What do cells led by sellers save, cost and spare?",
        organisation.SupervisorCellsInputs,
        organisation.SupervisorCells,
    ),
    Calculator(
        recurring.recurring_revenue,
        "Recurring revenue",
        "What do up-selling, cross-selling and churn make of recurring revenue?",
        recurring.RecurringRevenueInputs,
        recurring.RecurringRevenue,
    ),
    Calculator(
        recurring.churn_readings,
        "Churn, a month or a year",
        "What does a churn rate mean by month and by year?",
        recurring.ChurnReadingsInputs,
        recurring.ChurnReadings,
    ),
)


def calculator(name: str) -> Calculator:
    """A calculator by the name of its function; InputError for a name that is none."""
    known = {each.name: each for each in CALCULATORS}
    if name not in known:
        raise InputError([Problem("planning", f"no calculator '{name}'", did_you_mean(name, tuple(known)))])
    return known[name]


def calculate(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a calculator as plain data for JSON; InputError with everything that is wrong with the inputs."""
    found = calculator(name)
    read_inputs(found.inputs, given)
    return figures_of(found.function(**given))


@cache
def asks_of(model: type[Inputs]) -> tuple[Ask, ...]:
    """The inputs of a model as a form sees them."""
    return tuple(_ask(model, name, info) for name, info in model.model_fields.items())


def _ask(model: type[Inputs], name: str, info: FieldInfo) -> Ask:
    said = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    rows = row_model(model, name)
    each = _kind_of(get_args(get_args(info.annotation)[0])[1:]) if _listed(info) and rows is None else None
    words = get_args(info.annotation) if get_origin(info.annotation) is Literal else ()
    kind: Kind = "table" if rows else "list" if each else "words" if words else _kind_of(info.metadata)
    above, lowest, highest, below = (_bound(info, name) for name in ("gt", "ge", "le", "lt"))
    if above is None and lowest is None and kind in ("share", "ratio"):
        lowest = 0
    if below is None and highest is None and kind == "share":
        highest = 1
    return Ask(
        name=name,
        title=str(info.title),
        means=str(info.description),
        unit=cast("Unit", said["unit"]),
        kind=kind,
        start=said["start"],
        needed=info.is_required(),
        above=above,
        lowest=lowest,
        highest=highest,
        below=below,
        words=words,
        rows=asks_of(rows) if rows else (),
        each=each,
        fewest=_bound(info, "min_length") if rows or each else None,
        most=_bound(info, "max_length") if rows or each else None,
    )


def _listed(info: FieldInfo) -> bool:
    return get_origin(info.annotation) is tuple


_KINDS: Mapping[Any, Kind] = {read_rate: "share", read_ratio: "ratio", read_amount: "amount", read_whole: "whole"}


def _kind_of(marks: Iterable[Any]) -> Kind:
    """What is written in a field: known by how it is read, text where nothing is said."""
    readers = [mark.func for mark in marks if isinstance(mark, BeforeValidator)]
    return next((_KINDS[reader] for reader in readers if reader in _KINDS), "text")


def _bound(info: FieldInfo, name: str) -> Any:
    found = next((getattr(mark, name) for mark in info.metadata if hasattr(mark, name)), None)
    return found if found is None or isinstance(found, int | float) else float(found)
