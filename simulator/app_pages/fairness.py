"""Fairness: what pay goes with, like compared with like, and what cannot be said."""

from __future__ import annotations

import streamlit as st

from compsim.analysis.fairness.fairness import Fairness
from compsim.present import charts, numbers
from compsim.present.charts.fairness import gaps_with_intervals, opportunity_with_intervals
from compsim.present.fairness import findings_table, opportunity_table, transparency_tables
from compsim.present.fairness_words import (
    figure_name,
    finding_in_words,
    limits_in_words,
    outside_in_words,
    performance_in_words,
)
from simulator import caches, fairness_answers, figures, person, pictures, widgets
from simulator.text import plain, safe, t
from simulator.widgets import Scene

TALL = 420  # pixels that the answer takes


def render() -> None:
    """The page."""
    st.title(t("fairness.title"), anchor=False)
    scene = widgets.scene()
    with pictures.loading(t("fairness.working"), TALL):
        found = widgets.ask(lambda: fairness_answers.fairness_in(scene.data, scene.shown, ""))
    headline(scene, found)
    gaps(found)
    widgets.quiet(t("fairness.lead"))
    findings(found)
    given(scene, found)
    performance(scene, found)
    weights(scene)
    preview(scene)
    limits(found)


def headline(scene: Scene, found: Fairness) -> None:
    """The answer in one sentence."""
    count, tests = int(found.findings["stands_out"].sum()), len(found.findings)
    people = numbers.people(found.people[scene.shown.name])
    key = "fairness.nothing" if not count else "fairness.one" if count == 1 else "fairness.some"
    st.markdown(t(key, plan=scene.shown.name, count=count, tests=numbers.number(tests), people=people))


@st.fragment
def gaps(found: Fairness) -> None:
    """Gaps between groups in one figure, with intervals."""
    known = list(dict.fromkeys(found.gaps["figure"])) or ["payout_ratio"]
    above = st.container()
    figure = st.selectbox(
        t("fairness.figure"), known, format_func=figure_name, key="fairness/figure", persist_state="session"
    )
    with above:
        pictures.show(gaps_with_intervals(found, str(figure), dark=pictures.dark()), "fairness/gaps")


def findings(found: Fairness) -> None:
    """Each test that stands out in a sentence, and every test behind it."""
    st.header(t("fairness.findings"), anchor=False)
    out = found.findings[found.findings["stands_out"]].to_dict("records")
    if out:
        st.markdown("\n".join(f"- {safe(finding_in_words(row))}" for row in out))
    else:
        st.markdown(t("fairness.no_findings"))
    widgets.quiet(t("fairness.corrected"))
    with st.expander(t("fairness.all"), icon=":material/table_rows:"):
        table = pictures.without_scenario(findings_table(found, all_tests=True))
        pictures.long_table(table, plain("fairness.all"), "fairness/findings")


def given(scene: Scene, found: Fairness) -> None:
    """What people are given against what they are paid."""
    st.header(t("fairness.given"), anchor=False)
    pictures.show(opportunity_with_intervals(found, dark=pictures.dark()), "fairness/given")
    st.markdown(safe(outside_in_words(found, scene.shown.name)))
    with st.expander(t("fairness.given_table"), icon=":material/table_rows:"):
        pictures.small_table(pictures.without_scenario(opportunity_table(found)))


@st.fragment
def performance(scene: Scene, found: Fairness) -> None:
    """Whether who reaches more is paid more."""
    st.header(t("fairness.performance"), anchor=False)
    attainment = widgets.ask(lambda: caches.attainment_in(scene.data, [scene.shown]))
    named = figures.attainment_with_titles(attainment, scene.shown)
    person.show(scene, charts.pay_against_attainment(named, dark=pictures.dark()), "fairness/performance")
    st.markdown(safe(performance_in_words(found, scene.shown.name)))


@st.fragment
def weights(scene: Scene) -> None:
    """Effective against nominal weights, role by role."""
    st.header(t("fairness.weights"), anchor=False)
    simplicity = widgets.ask(lambda: fairness_answers.simplicity_in(scene.data, scene.shown))
    roles = list(dict.fromkeys(simplicity.weights["role"]))
    titles = figures.role_titles(scene.shown)
    role = st.selectbox(
        t("fairness.weights_role"),
        roles,
        format_func=lambda name: titles.get(str(name), str(name)),
        key="fairness/role",
        persist_state="session",
    )
    picture = charts.weights_in_plan_and_pay(
        figures.simplicity_with_titles(simplicity, scene.shown),
        role=titles.get(str(role), str(role)),
        dark=pictures.dark(),
    )
    pictures.show(picture, "fairness/weights")


@st.fragment
def preview(scene: Scene) -> None:
    """The variable-pay items of the EU directive for the groups of one column."""
    st.header(t("fairness.preview"), anchor=False)
    widgets.quiet(t("fairness.preview_lead"))
    known = ["", *fairness_answers.columns_of(scene.data)]
    column = st.selectbox(
        t("fairness.preview_column"),
        known,
        format_func=lambda name: figures.in_words(str(name)) if name else plain("fairness.preview_none"),
        key="fairness/column",
        persist_state="session",
    )
    if not column:
        return
    with pictures.loading(t("fairness.working"), TALL):
        found = widgets.ask(lambda: fairness_answers.fairness_in(scene.data, scene.shown, str(column)))
    if found.transparency is None:
        return
    gap_table, receiving = map(pictures.without_scenario, transparency_tables(found.transparency))
    st.markdown(pictures.gaps_in_lines(gap_table))
    st.markdown(f"**{safe(receiving.title)}**")
    pictures.small_table(receiving)
    words = found.transparency.words
    st.markdown("\n".join(f"- {safe(str(note))}" for note in words["notes"]))
    widgets.quiet(safe(f"{words['source']}, {words['url']}; {words['as_of']}."))


def limits(found: Fairness) -> None:
    """What these people and columns cannot tell."""
    st.header(t("fairness.limits"), anchor=False)
    st.markdown("\n".join(f"- {safe(line)}" for line in limits_in_words(found)))
    widgets.handbook_button("analyses", "fairness.how")


render()
