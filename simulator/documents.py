"""Documents of a plan, made when somebody asks for them: the workbook with formulas, and the brief."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from compsim.analysis.impact import Impact
from compsim.plan.scenario import Scenario
from compsim.population.privacy import FLOOR
from simulator import comparisons, widgets
from simulator.compare_answers import Compared
from simulator.sources import Data
from simulator.text import plain, t

PDF = "application/pdf"
GROUPS = ("region",)  # roster columns that a brief groups by beside the role, where there are such


def formulas_button(data: Data, plan: Scenario, place: str) -> None:
    """The workbook with formulas, to take along."""
    _button("formulas", partial(with_formulas, data, plan), comparisons.XLSX, place)


def brief_button(data: Data, compared: Compared, plan: Scenario, impact: Impact) -> None:
    """The brief, to take along; or why there is none."""
    if compared.baseline is None:
        widgets.quiet(t("document.brief_paid"))
    elif len(impact.rows) < FLOOR:
        widgets.quiet(t("document.brief_few"))
    else:
        _button("brief", partial(brief, data, compared.baseline, plan), PDF, "compare")


def with_formulas(data: Data, plan: Scenario) -> bytes:
    """One plan as a workbook whose formulas pay whoever is chosen."""
    from compsim.present.live_workbook.book import live_workbook  # noqa: PLC0415 - only who asks for it waits for it

    return live_workbook(_by_its_name(plan), data.population)


def brief(data: Data, baseline: Scenario, plan: Scenario) -> bytes:
    """What a plan changes, for leadership and a works council."""
    from compsim.present.brief.document import brief_pdf  # noqa: PLC0415 - as above

    groups = [name for name in GROUPS if name in data.population.roster]
    return brief_pdf(_by_its_name(baseline), _by_its_name(plan), data.population, date.today(), by=groups)


def _by_its_name(plan: Scenario) -> Scenario:
    """The plan under the name that the page shows."""
    return plan.model_copy(update={"title": plan.name})


def _button(key: str, make: Callable[[], bytes], mime: str, place: str) -> None:
    st.download_button(
        t(f"document.{key}"),
        make,
        file_name=plain(f"document.{key}_file"),
        mime=mime,
        help=t(f"document.{key}_help"),
        icon=":material/download:",
        on_click="ignore",
        key=f"{place}/{key}",
    )
