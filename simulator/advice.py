"""Published design rules beside the fields they are about: what was found, why, and who says so; never a verdict."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from compsim.analysis.lint import Advice, lint_with_results
from compsim.plan.scenario import Plan
from compsim.present.advice import REASON, WHAT_IT_IS, found_in_words, source_in_words
from compsim.present.numbers import listed
from simulator import caches, forms, widgets
from simulator.caches import Plans
from simulator.sources import Data
from simulator.text import safe, t
from simulator.widgets import Scene

ICON = ":material/lightbulb:"


def beside(scene: Scene, role: str, *steps: str | int) -> int:
    """The advice about one field of a role's plan, and how much of it there is."""
    path = ".".join(map(str, (role, *steps)))
    here = [found for found in _all(scene) if found.path == path]
    for place, found in enumerate(here):
        _one(found, f"advice/{path}/{place}")
    return len(here)


def of_the_plan(scene: Scene) -> None:
    """The advice that concerns no role."""
    for place, found in enumerate(each for each in _all(scene) if not each.role):
        _one(found, f"advice//{place}")


def on_other_curves(scene: Scene, role: str, plan: Plan, name: str) -> None:
    """Which other objectives have advice on their pay curve, so that nobody has to open one after the other."""
    paths = {found.path for found in _all(scene)}
    others = [other for other in plan.objectives if other != name and f"{role}.objectives.{other}.curve" in paths]
    if others:
        titles = listed([forms.part_title(other, plan.objectives[other]) for other in others])
        widgets.quiet(t("advice.elsewhere", parts=titles))


def _all(scene: Scene) -> tuple[Advice, ...]:
    return widgets.ask(lambda: advice_in(scene.data, scene))


def advice_in(data: Data, scene: Scene) -> tuple[Advice, ...]:
    """What the design rules say of the plan on the table and these people; raises InputError."""

    def _advice(asked: Data, scenarios: Plans) -> tuple[Advice, ...]:
        return lint_with_results(caches.payouts_of(asked, scenarios))

    return caches.ask(_advice, data, [scene.shown])


def _one(found: Advice, key: str) -> None:
    """What was found in view; the reason and the sources behind it."""
    with st.popover(safe(found_in_words(found)), icon=ICON, type="tertiary", wrap=True, key=key):
        st.markdown(safe(REASON[found.rule]))
        st.markdown(t("advice.sources"))
        st.markdown(widgets.bullets(_sources(found)))
        widgets.quiet(safe(WHAT_IT_IS))


def _sources(found: Advice) -> Sequence[str]:
    return [source_in_words(source) for source in found.sources]
