"""The brief from two plans and the people: asked, put into words, and laid out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from compsim.plan.scenario import Scenario
from compsim.population.people import Population
from compsim.present.brief.content import brief_of
from compsim.present.brief.facts import brief_facts
from compsim.present.brief.pdf import pdf_of


def brief_pdf(
    baseline: Scenario,
    reform: Scenario,
    population: Population,
    on: date,
    *,
    by: Sequence[str] = (),
    draws: int = 0,
    seed: int = 0,
) -> bytes:
    """The brief as a PDF, as of a day; options and errors are those of `brief_facts`."""
    return pdf_of(brief_of(brief_facts(baseline, reform, population, by=by, draws=draws, seed=seed), on))
