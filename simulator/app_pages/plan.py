"""Plan: what each role is paid for, changed in place, with the cost beside it."""

from __future__ import annotations

import streamlit as st

from compsim.plan.scenario import Plan
from simulator import (
    advice,
    cap_forms,
    curve_forms,
    curve_pictures,
    editing,
    field_forms,
    file_forms,
    forms,
    objective_forms,
    pictures,
    rule_forms,
    template_forms,
    widgets,
)
from simulator.text import t
from simulator.widgets import Scene


def render() -> None:
    """The page."""
    widgets.head("plan.title", "plan.lead")
    editor()


@st.fragment(key=forms.EDITOR)
def editor() -> None:
    """Everything that follows an edit."""
    scene = widgets.scene()
    forms.start_from(scene)
    role = forms.role_choice(scene.plan.scenario)
    plan = scene.plan.scenario.plans[role]
    left, right = st.columns(2, gap="medium")
    with left:
        pictures.live_tiles(scene, 2)
        advice.of_the_plan(scene)
    with right:
        pictures.cost_by_component(scene, role)
    weights(scene, role, plan)
    template_forms.start_again(scene, role)
    pay_curve(scene, role, plan)
    rules(scene, role, plan)
    plan_file(scene, role)
    widgets.handbook_button("objectives", "plan.handbook")


def weights(scene: Scene, role: str, plan: Plan) -> None:
    """The objectives and what each weighs; more of them, fewer, and in another order."""
    st.header(t("weights.title"), anchor=False, help=t("weights.help"))
    objective_forms.rows(scene, role, plan)
    advice.beside(scene, role, "objectives")
    advice.beside(scene, role)
    with st.container(horizontal=True):
        objective_forms.add_parts(scene, role, plan)
    forms.say_refused(objective_forms.place_of_parts(role))


def pay_curve(scene: Scene, role: str, plan: Plan) -> None:
    """One objective or commission: its curve as a table and as a picture, and what counts for it."""
    st.header(t("part.title"), anchor=False)
    name = forms.part_choice(role, plan)
    if plan.mix == "blended" and name in plan.objectives:
        widgets.quiet(t("mix.one_curve"))
    left, right = st.columns((5, 6), gap="medium")
    with left:
        curve_forms.curve(role, plan, editing.curve_path(plan, name))
        advice.beside(scene, role, "objectives", name, "curve")
        advice.on_other_curves(scene, role, plan, name)
    with right:
        curve_pictures.pay_curve(scene, role, name)
    settings(scene, role, plan, name)


def settings(scene: Scene, role: str, plan: Plan, name: str) -> None:
    """What counts and when; and everything else that a part can say, drawn once somebody looks."""
    spot = objective_forms.spot_of(scene, role, name)
    with st.expander(t("part.settings"), icon=":material/schedule:"):
        objective_forms.part_settings(spot, plan, name)
    more = st.expander(t("part.more"), icon=":material/add_circle:", key=f"more/{role}", on_change="rerun")
    if more.open:
        with more:
            objective_forms.more_settings(spot, plan, name)
    for step in dict.fromkeys((spot.path[0], editing.curve_path(plan, name)[0])):
        forms.say_refused(field_forms.place_of(role, (step,)))


def rules(scene: Scene, role: str, plan: Plan) -> None:
    """Settlement, cap and gates of the role, and what else holds for its whole plan."""
    st.header(t("settled.title"), anchor=False)
    spot = rule_forms.spot_of(scene, role)
    left, right = st.columns(2, gap="medium")
    with left:
        field_forms.draw_short(spot, ["settled"])
    with right:
        cap_forms.cap(spot, plan)
        advice.beside(scene, role, "caps", "payout")
    rule_forms.gates(spot, plan, lambda path: advice.beside(scene, role, *path))
    more = st.expander(t("rules.more"), icon=":material/add_circle:", key=f"rules/{role}", on_change="rerun")
    if more.open:
        with more:
            rule_forms.more(spot, plan)
    rule_forms.refusals(role, plan)


def plan_file(scene: Scene, role: str) -> None:
    """The plan as text: to read, to change, to keep and to load."""
    st.header(t("file.title"), anchor=False)
    widgets.quiet(t("file.lead"))
    read, write, load = st.tabs([t("file.read"), t("file.write"), t("file.load")])
    with read:
        file_forms.download(scene)
    with write:
        file_forms.role_text(scene, role)
    with load:
        file_forms.load()


render()
