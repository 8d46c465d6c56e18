"""Plan: what each role is paid for, changed in place, with the cost beside it."""

from __future__ import annotations

import streamlit as st

from compsim.plan.components import Commission, Objective
from compsim.plan.scenario import Plan
from simulator import editing, file_forms, forms, objective_forms, pictures, rule_forms, widgets
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
    pictures.live_tiles(scene)
    role = forms.role_choice(scene.plan.scenario)
    plan = scene.plan.scenario.plans[role]
    left, right = st.columns((5, 6), gap="medium")
    with left:
        weights(role, plan)
    with right:
        pictures.cost_by_component(scene, role)
    pay_curve(scene, role, plan)
    rules(scene, role, plan)
    plan_file(scene)


def weights(role: str, plan: Plan) -> None:
    """The objectives and what each weighs."""
    st.header(t("weights.title"), anchor=False, help=t("weights.help"))
    objective_forms.weight_sliders(role, plan)
    forms.say_refused(f"weights/{role}")


def pay_curve(scene: Scene, role: str, plan: Plan) -> None:
    """One objective or commission: its curve as a table and as a picture, and what counts for it."""
    st.header(t("part.title"), anchor=False)
    name = forms.part_choice(role, plan)
    part = plan.parts()[name]
    left, right = st.columns((5, 6), gap="medium")
    with left:
        objective_forms.drawing_choice(role, name, part)
        objective_forms.curve_table(role, name, part)
        widgets.quiet(t(f"curve.hint_{editing.curve_form(part).drawing}"))
        forms.say_refused(f"curve/{role}/{name}")
    with right:
        pictures.pay_curve(scene, role, name)
    settings(role, name, part)


def settings(role: str, name: str, part: Objective | Commission) -> None:
    """Whose result counts, over which time, and when it is paid."""
    with st.expander(t("part.settings"), icon=":material/schedule:"):
        objective_forms.part_settings(role, name, part)


def rules(scene: Scene, role: str, plan: Plan) -> None:
    """Settlement, cap and gates of the role."""
    st.header(t("settled.title"), anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        forms.choice(Plan, "settled", role, "settled", plan.settled)
        rule_forms.cap(role, plan)
        forms.say_refused(f"{role}/settled")
        forms.say_refused(f"{role}/caps")
    with right:
        rule_forms.gates(role, plan, scene.data.population.measures)


def plan_file(scene: Scene) -> None:
    """The plan as text: to read, to keep and to load."""
    st.header(t("file.title"), anchor=False)
    widgets.quiet(t("file.lead"))
    read, load = st.tabs([t("file.read"), t("file.load")])
    with read:
        file_forms.download(scene)
    with load:
        file_forms.load()


render()
