"""One person: objectives, what was paid when, and how each settlement was worked out, step by step."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from compsim.engine.explanation import Explanation
from compsim.plan.scenario import Scenario
from compsim.present.charts import Chart
from compsim.present.explanation import explained_lines
from simulator import caches, figures, forms, memory, pictures, state, widgets
from simulator.explained import explained_html
from simulator.state import Current
from simulator.text import plain, safe, t
from simulator.widgets import Scene

FEW = 4  # settlements that fit beside each other


def show(scene: Scene, chart: Chart, key: str) -> None:
    """A chart of people: choosing one of them opens that person's year and how it comes about."""
    rep = pictures.show_to_choose(chart, key)
    widgets.quiet(t("rep.open_from_chart"))
    if rep:
        _opened(scene, rep)


@st.dialog(plain("rep.dialog"), width="large")
def _opened(scene: Scene, rep: str) -> None:
    st.subheader(safe(rep), anchor=False)
    pictures.one_rep(scene, rep)
    step_by_step(scene, rep, place=f"{rep}/")


def one_person(scene: Scene) -> None:
    """Choose somebody, and see the year."""
    payouts = widgets.ask(lambda: caches.payouts_of(scene.data, [scene.shown]))
    rep = st.selectbox(
        t("rep.choose"),
        figures.reps_of(payouts, scene.shown.name),
        index=None,
        key="result/rep",
        placeholder=t("rep.placeholder"),
        persist_state="session",
    )
    if rep:
        pictures.one_rep(scene, rep)
        step_by_step(scene, rep)


def step_by_step(scene: Scene, rep: str, place: str = "") -> None:
    """One settlement of one person, each figure with how it comes about; `place` sets its choices apart from others."""
    st.subheader(t("rep.steps"), anchor=False)
    scenario = _under(scene, place)
    told = widgets.ask(lambda: caches.explanation_of(scene.data, scenario, rep))
    if not told:
        widgets.quiet(t("rep.no_plan", plan=scenario.name))
        return
    one = _settlement(told, scenario, place)
    st.html(explained_html(explained_lines([one], scenario, scene.data.population.definitions)))


def _under(scene: Scene, place: str) -> Scenario:
    """The plan whose steps are shown: the one on the table, or another to hold beside it."""
    known = state.starting_plans(scene.data)
    others = {name: widgets.under_title(Current(name, known[name])) for name in known if name != scene.plan.id}
    if not others:
        return scene.shown
    plans = {scene.plan.id: scene.shown, **others}
    chosen = forms.chosen(t("rep.under"), list(plans), f"{place}result/steps/plan", lambda name: safe(plans[name].name))
    return plans[chosen]


def _settlement(told: Sequence[Explanation], scenario: Scenario, place: str) -> Explanation:
    """The settlement somebody chose: all in view where they are few, else in a list."""
    names = _labels(told, scenario)
    label, key = t("rep.settlement"), f"{place}result/steps/settlement"
    if len(told) <= FEW:
        return told[names.index(forms.chosen(label, names, key, safe))]
    if memory.value_of(key) not in names:
        memory.hold(key, names[0])
    st.selectbox(label, names, key=key, persist_state="session", width=260)
    return told[names.index(str(memory.value_of(key)))]


def _labels(told: Sequence[Explanation], scenario: Scenario) -> list[str]:
    """Each settlement's periods; with the role where somebody had several, or a number where that does not tell."""
    several = len({each.role for each in told}) > 1
    labels = [_label(each, scenario, with_role=several) for each in told]
    return [
        plain("rep.again", settlement=label, number=labels[: place + 1].count(label))
        if label in labels[:place]
        else label
        for place, label in enumerate(labels)
    ]


def _label(told: Explanation, scenario: Scenario, *, with_role: bool) -> str:
    periods = widgets.period_range(told.periods[0], told.periods[-1])
    if not with_role:
        return periods
    return plain("rep.in_role", settlement=periods, role=forms.role_title(scenario, told.role))
