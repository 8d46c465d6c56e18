"""Result: what the plan would have paid last year, to whom, and against what."""

from __future__ import annotations

from functools import partial

import streamlit as st

from compsim.present import charts
from simulator import caches, comparisons, documents, figures, person, pictures, widgets
from simulator.text import plain, t
from simulator.widgets import Scene


def render() -> None:
    """The page."""
    st.title(t("result.title"), anchor=False)
    scene = widgets.scene()
    pictures.headline(scene)
    pictures.live_tiles(scene)
    pictures.distribution(scene)
    widgets.quiet(t("result.lead"))
    pictures.notes(scene)
    at_target(scene)
    changes(scene)
    teams(scene)
    people(scene)
    take_along(scene)


def at_target(scene: Scene) -> None:
    """The question how many should reach target, and what others publish."""
    st.header(t("result.at_target"), anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        pictures.share_at_target(scene)
    with right:
        pictures.target_words(scene)
    pictures.norm_sources(scene)


@st.fragment
def changes(scene: Scene) -> None:
    """Winners and losers, against what was paid or another plan."""
    st.header(t("result.changes"), anchor=False)
    against = comparisons.choose(scene)
    if against is None:
        st.info(t("result.no_comparison"), icon=":material/compare_arrows:")
    else:
        impact = widgets.ask(lambda: comparisons.impact(scene, against))
        pictures.change_of_pay(impact, figures.role_titles(scene.shown), partial(person.show, scene))


def teams(scene: Scene) -> None:
    """Team by team."""
    st.header(t("result.teams"), anchor=False)
    pictures.by_team(scene)


@st.fragment
def people(scene: Scene) -> None:
    """Everybody in a picture and in a table that can be searched, and one person in detail."""
    st.header(t("result.people"), anchor=False)
    attainment = widgets.ask(lambda: caches.attainment_in(scene.data, [scene.shown]))
    named = figures.attainment_with_titles(attainment, scene.shown)
    person.show(scene, charts.pay_against_attainment(named, dark=pictures.dark()), "result/everybody")
    pictures.people_table(scene)
    person.one_person(scene)


def take_along(scene: Scene) -> None:
    """The result as a workbook, and the way back to the plan."""
    st.header(t("result.take"), anchor=False)
    widgets.quiet(t("result.take_lead"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            t("result.workbook"),
            lambda: comparisons.workbook(scene),
            file_name=plain("result.file"),
            mime=comparisons.XLSX,
            icon=":material/download:",
            on_click="ignore",
            key="result/workbook",
        )
        documents.formulas_button(scene.data, scene.shown, "result")
        widgets.page_link("plan", t("result.to_plan"), icon=widgets.ICONS["plan"])
        widgets.handbook_button("simulate", "result.handbook")


render()
