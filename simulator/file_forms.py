"""The plan as a file: to read, to keep, to load."""

from __future__ import annotations

import streamlit as st

from compsim.engine.evaluation import evaluate
from compsim.plan.scenario import Scenario, read_scenario
from simulator import caches, editing, forms, memory, state, widgets
from simulator.sources import Data
from simulator.text import plain, t
from simulator.widgets import Scene


def download(scene: Scene) -> None:
    """The plan as text, and a button that keeps it."""
    yaml = caches.yaml_of(scene.plan.scenario)
    st.download_button(
        t("file.download"),
        lambda: yaml,
        file_name=f"{scene.plan.scenario.name}.yaml",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
        key="file/download",
    )
    # without a language: the colours of its words are too faint on light grey
    st.code(yaml, language=None, height=420, wrap_lines=True)


def role_text(scene: Scene, role: str) -> None:
    """One role's plan as text that can be changed: every choice can be written here."""
    text = editing.role_text(scene.plan.scenario, role)
    key = memory.hold_text(f"file/role/{role}", text)
    widgets.quiet(t("file.role_lead"))
    st.text_area(t("file.role", role=forms.role_title(scene.plan.scenario, role)), key=key, height=420)
    st.button(t("file.role_take"), key=f"file/role/{role}/take", on_click=_take_role, args=(role, key))
    _problems(f"file/role/{role}")


def _take_role(role: str, key: str) -> None:
    """Callback: the text becomes the role's plan; its problems name lines of that text."""
    text, source = str(memory.value_of(key) or ""), plain("file.role_source")
    forms.edit(lambda scenario: editing.set_role_text(scenario, role, text, source), f"file/role/{role}")
    forms.show()


def load() -> None:
    """Where a plan file is given, or pasted, and what is wrong with it."""
    st.file_uploader(
        t("file.upload"),
        type=["yaml", "yml"],
        key="file/upload",
        max_upload_size=1,
        on_change=take_file,
        args=("file/upload",),
    )
    st.text_area(t("file.paste"), key="file/pasted", height=200, persist_state="page")
    st.button(t("file.take"), key="file/take", on_click=take_text, args=("file/pasted",))
    _problems("file")


def _problems(place: str) -> None:
    problems = state.refused(place)
    if problems:
        widgets.refused("file.refused", problems)


def take_text(key: str) -> None:
    """Callback: the text pasted into a box becomes the plan."""
    _take(str(memory.value_of(key) or ""), plain("file.pasted"))


def take_file(key: str) -> None:
    """Callback: an uploaded file becomes the plan."""
    file = memory.value_of(key)
    if file is not None:
        _take(file.getvalue().decode("utf-8-sig", errors="replace"), str(file.name))


def _take(text: str, source: str) -> None:
    """Read a plan from text; its problems name lines of that text."""
    state.try_edit(lambda: _fitting(text, source), "file")
    forms.show()


def _fitting(text: str, source: str) -> Scenario:
    """The plan of a text, if it fits the people at hand; InputError says what it needs that they lack."""
    scenario, data = read_scenario(text, source), state.current_data()
    if isinstance(data, Data):
        evaluate(scenario, data.population)
    return scenario
