"""The caches: what is loaded once, and answers of the library by people and plans.

An answer's key is the population's fingerprint and the plans' content, never a table: large tables are hashed from a
sample only. Caches are shared by everybody who uses the process, except for what was uploaded: that is remembered for
its own session alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st
from sqlalchemy import Engine

from compsim.analysis.attainment import Attainment, attainment_of
from compsim.analysis.cost import TotalCost, total_cost
from compsim.analysis.impact import Impact, winners_and_losers
from compsim.engine.evaluation import evaluate
from compsim.engine.explanation import Explanation, explain
from compsim.engine.payouts import Payouts
from compsim.plan.scenario import Scenario, read_scenario
from compsim.present.charts import Chart
from compsim.present.numbers import marks
from simulator import launch, sources, store
from simulator.sources import Broken, Data
from simulator.starter import plain_plan
from simulator.text import plain

T = TypeVar("T")
Plans = tuple[Scenario, ...]
Question = Callable[[Data, Plans], Any]
_MANY, _SOME = 256, 32  # entries kept


# --- what is loaded once


@st.cache_resource(show_spinner=False)
def invented_company() -> Data:
    """The invented company."""
    return sources.invented_company()


@st.cache_resource(max_entries=2, show_spinner=False)
def from_folder(folder: str, state: str) -> Data | Broken:
    """Read once for each state of the folder's files."""
    return sources.from_folder(Path(folder))


@st.cache_resource(show_spinner=False)
def plan_store() -> Engine:
    """The store of saved plans; raises StoreError, SQLAlchemyError, OSError."""
    return store.open_store(launch.store_address())


@st.cache_resource(max_entries=_MANY, show_spinner=False)
def saved_plan(plan_id: str, _yaml: str) -> Scenario:
    """A saved plan, parsed once: its id is made from its content."""
    return read_scenario(_yaml)


@st.cache_resource(max_entries=_SOME, show_spinner=False, scope="session")
def plain_plan_for(fingerprint: str, _data: Data) -> Scenario:
    """The plan made for data that came without one; raises InputError."""
    return plain_plan(_data.population, plain("plain.title"))


def yaml_of(scenario: Scenario) -> str:
    """A plan as its file says it, written once."""
    return _written(store.content_id(scenario.model_dump_json()), scenario)


@st.cache_resource(max_entries=_MANY, show_spinner=False)
def _written(content: str, _scenario: Scenario) -> str:
    return _scenario.to_yaml()


# --- answers


def payouts_of(data: Data, scenarios: Sequence[Scenario]) -> Payouts:
    """What the scenarios would have paid; raises InputError."""
    return ask(_payouts, data, scenarios)


def cost_of(data: Data, scenarios: Sequence[Scenario]) -> TotalCost:
    """Total cost of the scenarios; raises InputError."""
    return ask(_cost, data, scenarios)


def attainment_in(data: Data, scenarios: Sequence[Scenario]) -> Attainment:
    """Attainment under the scenarios; raises InputError."""
    return ask(_attainment, data, scenarios)


def impact_against_paid(data: Data, scenario: Scenario) -> Impact:
    """Whose pay changes against what was paid; raises InputError."""
    return ask(_against_paid, data, (scenario,))


def impact_between(data: Data, baseline: Scenario, scenario: Scenario) -> Impact:
    """Whose pay changes between two plans of different names; raises InputError."""
    return ask(_between, data, (baseline, scenario))


def explanation_of(data: Data, scenario: Scenario, rep: str) -> tuple[Explanation, ...]:
    """Every settlement of one person, step by step; raises InputError."""

    def _explanation(asked: Data, scenarios: Plans) -> tuple[Explanation, ...]:
        return explain(scenarios[0], asked.population, rep)

    return ask(_explanation, data, (scenario,), about=rep)


def picture(data: Data, shows: str, draw: Callable[[], Chart]) -> Chart:
    """A picture, drawn once for everything that it shows (`shows`) and for everybody who writes figures alike."""
    cached = _drawn_here if data.kind == "upload" else _drawn_for_all
    chart: Chart = cached(data.fingerprint, store.content_id(f"{marks()} {shows}"), draw)
    return chart


@st.cache_resource(max_entries=_MANY, show_spinner=False)
def _drawn_for_all(fingerprint: str, shows: str, _draw: Callable[[], Chart]) -> Chart:
    return _draw()


@st.cache_resource(max_entries=_SOME, show_spinner=False, scope="session")
def _drawn_here(fingerprint: str, shows: str, _draw: Callable[[], Chart]) -> Chart:
    return _draw()


def evaluate_start_plans() -> None:
    """Fill the caches with what the first visitor will ask for."""
    data = invented_company()
    for scenario in data.plans.values():
        cost_of(data, (scenario,))
        attainment_in(data, (scenario,))
        impact_against_paid(data, scenario)


def _payouts(data: Data, scenarios: Plans) -> Payouts:
    return evaluate(scenarios, data.population)


def _cost(data: Data, scenarios: Plans) -> TotalCost:
    return total_cost(payouts_of(data, scenarios))


def _attainment(data: Data, scenarios: Plans) -> Attainment:
    return attainment_of(payouts_of(data, scenarios))


def _against_paid(data: Data, scenarios: Plans) -> Impact:
    return winners_and_losers(payouts_of(data, scenarios), against_paid=True)


def _between(data: Data, scenarios: Plans) -> Impact:
    return winners_and_losers(payouts_of(data, scenarios), baseline=scenarios[0].name)


def ask(question: Callable[[Data, Plans], T], data: Data, scenarios: Sequence[Scenario], about: str = "") -> T:
    """The answer for these people and plans; what was uploaded is remembered for its own session only."""
    contents = tuple(store.content_id(scenario.model_dump_json()) for scenario in scenarios)
    cached = _asked_here if data.kind == "upload" else _asked_by_all
    answer: T = cached(f"{question.__name__}/{about}", data.fingerprint, contents, question, data, tuple(scenarios))
    return answer


@st.cache_resource(max_entries=_MANY, show_spinner=False)
def _asked_by_all(
    name: str, fingerprint: str, contents: tuple[str, ...], _question: Question, _data: Data, _scenarios: Plans
) -> Any:
    """What is named with an underscore is not part of the key: the first three say the same."""
    return _question(_data, _scenarios)


@st.cache_resource(max_entries=_SOME, show_spinner=False, scope="session")
def _asked_here(
    name: str, fingerprint: str, contents: tuple[str, ...], _question: Question, _data: Data, _scenarios: Plans
) -> Any:
    return _question(_data, _scenarios)
