"""Risk: what the plan may cost and pay if next year goes otherwise."""

from __future__ import annotations

from functools import partial

import streamlit as st

from compsim.analysis.risk.assumed import Assumed, Model
from compsim.present import charts, numbers
from compsim.present.answers_cost import one_slide_in_words
from compsim.present.charts.risk import change_in_each_case, cost_of_drawn_years
from compsim.present.risk import (
    assumptions_in_words,
    cases_table,
    gaming_in_words,
    one_risk_in_words,
    pay_of_risk_table,
)
from simulator import pictures, risk_answers, widgets
from simulator.text import plain, safe, t
from simulator.widgets import Scene

TALL = 360  # pixels that an answer takes


def render() -> None:
    """The page."""
    st.title(t("risk.title"), anchor=False)
    scene = widgets.scene()
    drawn_years(scene)
    years(scene)
    cases(scene)
    widgets.handbook_button("analyses", "risk.how")


@st.fragment
def drawn_years(scene: Scene) -> None:
    """Cost and pay in many drawn years."""
    above = st.container()
    widgets.quiet(t("risk.lead"))
    assumed = _assumed()
    with above, pictures.loading(t("risk.working"), TALL):
        found = widgets.ask(lambda: risk_answers.risk_in(scene.data, scene.shown, assumed))
    with above:
        st.markdown(safe(one_risk_in_words(found, scene.shown.name)))
        pictures.show(cost_of_drawn_years(found, dark=pictures.dark()), "risk/cost")
    st.markdown("\n".join(f"- {safe(line)}" for line in assumptions_in_words(found)))
    with st.expander(t("risk.people"), icon=":material/table_rows:"):
        table = pictures.without_scenario(pay_of_risk_table(found))
        pictures.long_table(table, plain("risk.people_alt"), "risk/people")


def _assumed() -> Assumed:
    """What the reader assumes."""
    with st.expander(t("risk.assumptions"), icon=":material/tune:"):
        names: dict[Model, str] = {"resampled": plain("risk.resampled"), "fitted": plain("risk.fitted")}
        model = st.segmented_control(
            t("risk.model"), list(names), format_func=lambda name: names[name], default="resampled", key="risk/model"
        )
        own = st.select_slider(t("risk.own"), risk_answers.OWN, value=0.5, format_func=numbers.percent, key="risk/own")
        draws = st.select_slider(t("risk.draws"), risk_answers.DRAWS, value=risk_answers.DRAWS[0], key="risk/draws")
        seed = st.number_input(t("risk.seed"), 0, 999_999, 0, key="risk/seed")
    return Assumed(model or "resampled", own, draws=int(draws), seed=int(seed))


@st.fragment
def years(scene: Scene) -> None:
    """One plan in better and worse years: what it pays, and where people then stand."""
    st.header(t("risk.years"), anchor=False)
    with pictures.loading(t("risk.sliding"), TALL):
        found = widgets.ask(lambda: risk_answers.years_in(scene.data, scene.shown))
    step = st.select_slider(
        t("risk.slide"),
        risk_answers.STEPS,
        value=0.0,
        format_func=partial(numbers.signed_percent, decimals=0),
        key="risk/slide",
    )
    st.markdown(safe(one_slide_in_words(found, scene.shown.name, step)))
    left, right = st.columns(2, gap="medium")
    with left:
        moved = widgets.ask(lambda: risk_answers.attainment_moved(scene.data, scene.shown, step))
        pictures.show(charts.attainment_distribution(moved, dark=pictures.dark()), "risk/moved")
    with right:
        pictures.show(charts.better_and_worse_years(found, dark=pictures.dark()), "risk/years")


def cases(scene: Scene) -> None:
    """One thing goes otherwise."""
    st.header(t("risk.cases"), anchor=False)
    found = widgets.ask(lambda: risk_answers.stress_in(scene.data, scene.shown))
    pictures.show(change_in_each_case(found, dark=pictures.dark()), "risk/cases")
    with st.expander(t("risk.cases_table"), icon=":material/table_rows:"):
        pictures.small_table(pictures.without_scenario(cases_table(found)))
    st.markdown(t("risk.gaming"))
    st.markdown("\n".join(f"- {safe(line)}" for line in gaming_in_words(found)))


render()
