"""A role started anew from a template or a published example: which one, on which measures of these data."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from compsim.plan.layout import yaml_text
from simulator import forms, memory, widgets
from simulator.templates.reading import Template, Wanted, templates
from simulator.templates.taking import left_out, likely, with_template
from simulator.text import plain, safe, t
from simulator.widgets import Scene

NONE = ""  # no measure of the data takes its place


def start_again(scene: Scene, role: str) -> None:
    """Another plan for a role, to begin with; drawn once somebody looks."""
    more = st.expander(t("template.title"), icon=":material/library_add:", key=f"template/{role}", on_change="rerun")
    if more.open:
        with more:
            _choice(scene, role)


def _choice(scene: Scene, role: str) -> None:
    known = templates()
    left, right = st.columns((5, 6), gap="medium")
    with left:
        name = str(
            st.selectbox(
                t("template.choose"),
                list(known),
                key="template/which",
                format_func=lambda each: _title(known[each]),
                persist_state="session",
            )
        )
        template = known[name]
        st.markdown(safe(template.about))
        measures = {wanted.name: _measure(scene, role, template, wanted) for wanted in template.wanted}
        _what_is_missing(template, measures)
        st.button(
            t("template.use", role=forms.role_title(scene.plan.scenario, role)),
            key=f"template/{role}/use",
            icon=":material/check:",
            disabled=not any(measures.values()),
            on_click=_used,
            args=(role, template, measures),
        )
        forms.say_refused(_place(role))
    with right:
        _what_it_says(template)


def _title(template: Template) -> str:
    return plain("template.published", title=template.title) if template.published else template.title


def _measure(scene: Scene, role: str, template: Template, wanted: Wanted) -> str:
    """The measure of the data that stands for one of the template."""
    people = scene.data.population
    key = f"template/{template.name}/{wanted.name}"
    options = [NONE, *people.measures]
    if memory.value_of(key) not in options:
        memory.hold(key, likely(template, people)[wanted.name])
    st.selectbox(
        t("template.measure", what=wanted.title),
        options,
        key=key,
        help=t("template.measure_help", means=wanted.means),
        format_func=lambda name: forms.word_text(name or None, plain("template.none")),
        persist_state="session",
    )
    return str(memory.value_of(key))


def _what_is_missing(template: Template, measures: Mapping[str, str]) -> None:
    """Which measures the data do not have, in plain words, and what becomes of the plan without them."""
    missing = [safe(wanted.means) for wanted in template.wanted if not measures[wanted.name]]
    if missing:
        parts = [forms.word_text(name) for name in left_out(template, measures)]
        everything = not any(measures.values())
        key = "template.missing_all" if everything else "template.missing"
        st.warning(t(key, means="; ".join(missing), parts=", ".join(parts)), icon=":material/rule:")


def _what_it_says(template: Template) -> None:
    """The template as a plan file says it, and who published it."""
    st.code(yaml_text(template.plan), language=None, height=360, wrap_lines=True)
    if template.published:
        widgets.quiet(t("template.source", source=template.source))


def _used(role: str, template: Template, measures: Mapping[str, str]) -> None:
    people = forms.people()
    if people is not None:
        forms.edit(lambda scenario: with_template(scenario, people, role, template, measures), _place(role))
    forms.show()


def _place(role: str) -> str:
    """The part of the page where a template is taken."""
    return f"template/{role}"
