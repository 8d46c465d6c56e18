"""Answers that have to evaluate plans anew: better and worse years, keeping one's pay, one more point; and a budget."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from compsim.cli.answers import at_work

if TYPE_CHECKING:
    from compsim.cli.files import Loaded
    from compsim.engine.payouts import Payouts

Answer = tuple[dict[str, Any], str]  # facts, and the same as text


def answered_anew(question: str, loaded: Loaded, by: str, against_paid: bool) -> Answer:
    """What the library answers on the loaded people; `question` is a key of `ON_PEOPLE`."""
    with at_work("Evaluating many times"):
        return ON_PEOPLE[question](loaded, by, against_paid)


def with_budget(payouts: Payouts, budget: float, facts: dict[str, Any], text: str) -> Answer:
    """An answer with what each scenario leaves of a budget."""
    from compsim.analysis.budget import against_budget
    from compsim.present.answers_cost import budget_in_words

    result = against_budget(payouts, budget)
    return {**facts, **result.as_dict()}, f"{text}\n\n{budget_in_words(result)}"


def _slide(loaded: Loaded, by: str, against_paid: bool) -> Answer:  # noqa: ARG001 - one shape for all questions
    from compsim.analysis.slide import slide
    from compsim.present.answers_cost import slide_text

    result = slide(loaded.scenarios, loaded.population)
    return result.as_dict(), slide_text(result)


def _keep_whole(loaded: Loaded, by: str, against_paid: bool) -> Answer:
    from compsim.analysis.keep_whole import keep_whole
    from compsim.present.answers_impact import keep_whole_text

    result = keep_whole(loaded.scenarios, loaded.population, against_paid=against_paid, by=by or "role")
    return result.as_dict(), keep_whole_text(result)


def _marginal(loaded: Loaded, by: str, against_paid: bool) -> Answer:  # noqa: ARG001 - as above
    from compsim.analysis.marginal import marginal
    from compsim.present.answers_marginal import marginal_text

    result = marginal(loaded.scenarios, loaded.population)
    return result.as_dict(), marginal_text(result)


def _changes(loaded: Loaded, by: str, against_paid: bool) -> Answer:  # noqa: ARG001 - as above
    from compsim.present.answers_impact import changes_answer

    return changes_answer(loaded.scenarios)


def risk_answer(loaded: Loaded, budget: float | None) -> Answer:
    """Next year drawn as the library draws it by default, with how often it goes beyond a budget."""
    from compsim.analysis.risk.risk import risk_of
    from compsim.present.risk import risk_text

    with at_work("Drawing years"):
        result = risk_of(loaded.scenarios, loaded.population, budget=budget)
    return result.as_dict(), risk_text(result)


def _stress(loaded: Loaded, by: str, against_paid: bool) -> Answer:  # noqa: ARG001 - as above
    from compsim.analysis.risk.stress import stress_of
    from compsim.present.risk import stress_text

    result = stress_of(loaded.scenarios, loaded.population, by=by or "region")
    return result.as_dict(), stress_text(result)


def _readiness(loaded: Loaded, by: str, against_paid: bool) -> Answer:  # noqa: ARG001 - as above
    from compsim.analysis.readiness import readiness
    from compsim.present.readiness import readiness_text

    result = readiness(loaded.population, loaded.scenarios[0])
    return result.as_dict(), readiness_text(result)


ON_PEOPLE: dict[str, Callable[[Loaded, str, bool], Answer]] = {
    "slide": _slide,
    "keep-whole": _keep_whole,
    "marginal": _marginal,
    "changes": _changes,
    "stress": _stress,
    "readiness": _readiness,
}
