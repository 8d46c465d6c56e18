"""Commands that ask: what scenarios cost and change, and which of many plans is best."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from compsim.cli.answers import answer, progress
from compsim.cli.bounds import limits_from
from compsim.cli.files import check_ending, evaluated, load, writing
from compsim.cli.on_people import ON_PEOPLE, answered_anew, risk_answer, with_budget
from compsim.cli.options import AsJson, DataDir, Engine, OnlyNeeded, Pseudonyms, ReadAs, ScenarioFiles
from compsim.cli.sources import source

if TYPE_CHECKING:
    from compsim.engine.payouts import Payouts


class Question(StrEnum):
    """What `analyse` can answer so far."""

    COST = "cost"
    ATTAINMENT = "attainment"
    IMPACT = "impact"
    POT = "pot"
    SIMPLICITY = "simplicity"
    LINT = "lint"
    SLIDE = "slide"
    KEEP_WHOLE = "keep-whole"
    MARGINAL = "marginal"
    CHANGES = "changes"
    FAIRNESS = "fairness"
    RISK = "risk"
    STRESS = "stress"
    READINESS = "readiness"


class Figure(StrEnum):
    """What `search` can put plans in order by."""

    COST = "cost"
    SHARE_AT_TARGET = "share_at_target"
    LARGEST_LOSS = "largest_loss"
    SHARE_OF_WINNERS = "share_of_winners"


_AGAINST_PAID = (Question.IMPACT, Question.POT, Question.KEEP_WHOLE)
_AGAINST_BUDGET = (Question.COST, Question.RISK)
_GROUPED = (*_AGAINST_PAID, Question.FAIRNESS, Question.STRESS)


def analyse(  # noqa: PLR0913, PLR0917 - one option a line of the help
    question: Annotated[Question, typer.Argument(help="Which question.")],
    scenarios: ScenarioFiles,
    data: DataDir,
    by: Annotated[
        str,
        typer.Option(
            help="Compare groups of this roster column (impact, fairness), or role or team (pot, keep-whole)."
        ),
    ] = "",
    against_paid: Annotated[
        bool, typer.Option(help="Compare with what was really paid (impact, pot, keep-whole).")
    ] = False,
    budget: Annotated[
        float | None, typer.Option(min=0, help="Hold variable pay against this amount (cost, risk).")
    ] = None,
    read: ReadAs = None,
    pseudonyms: Pseudonyms = None,
    only_needed: OnlyNeeded = False,
    as_json: AsJson = False,
) -> None:
    """Answer a question about scenarios.

    cost; attainment; impact of one on the other; pot and distribution of a change; simplicity of the plans;
    lint, which holds them against published design rules; slide through better and worse years; keep-whole, what it
    takes to earn what one earned before; marginal, what one more point pays; changes from the first plan to the others;
    fairness, like compared with like: gaps, opportunity, pay against performance (--by gender adds the EU preview);
    risk and stress of next year (`compsim risk` has more to say); readiness of the data for the plan.
    """
    if by and question not in _GROUPED:
        raise typer.BadParameter(f"--by belongs to the questions {', '.join(_GROUPED)}.")
    if against_paid and question not in _AGAINST_PAID:
        raise typer.BadParameter(f"--against-paid belongs to the questions {', '.join(_AGAINST_PAID)}.")
    if question == Question.FAIRNESS and only_needed and not by:
        raise typer.BadParameter("--only-needed leaves nothing to compare by; name a column with --by.")
    if question in (Question.POT, Question.KEEP_WHOLE) and by not in ("", "role", "team"):
        raise typer.BadParameter(f"the answer to '{question}' is split --by role or team.")
    if question not in _AGAINST_BUDGET and budget is not None:
        raise typer.BadParameter(f"--budget belongs to the questions {', '.join(_AGAINST_BUDGET)}.")
    asked = source(data, read, pseudonyms, only_needed=only_needed)
    loaded = load(asked, scenarios, [by] if by else [])
    payouts = evaluated(loaded, Engine.AUTO)
    if question == Question.RISK:
        facts, text = risk_answer(loaded, budget)
    elif question in ON_PEOPLE:
        facts, text = answered_anew(question, loaded, by, against_paid)
    else:
        facts, text = _ANSWERS[question](payouts, by or None, against_paid)
    if budget is not None and question == Question.COST:
        facts, text = with_budget(payouts, budget, facts, text)
    stated, window = payouts.population.assumptions, f"{payouts.periods[0]} to {payouts.periods[-1]}"
    facts = {**facts, "periods": list(payouts.periods), "assumptions": list(stated)}
    answer(facts, as_json, "\n".join([f"{window}. {text}", *(f"assumed: {line}" for line in stated)]))


def _cost(payouts: Payouts, by: str | None, against_paid: bool) -> tuple[dict[str, Any], str]:  # noqa: ARG001 - one shape for all questions
    from compsim.analysis.budget import premium_of
    from compsim.analysis.cost import total_cost
    from compsim.present.answers_cost import premium_text
    from compsim.present.tables import cost_by_component_table, cost_table, table_text, turned
    from compsim.present.words import cost_in_words

    result, premium = total_cost(payouts), premium_of(payouts)
    shown = (turned(cost_table(result)), cost_by_component_table(result))
    text = "\n\n".join([cost_in_words(result), *map(table_text, shown), premium_text(premium)])
    return {**result.as_dict(), **premium.as_dict()}, text


def _attainment(payouts: Payouts, by: str | None, against_paid: bool) -> tuple[dict[str, Any], str]:  # noqa: ARG001 - as above
    from compsim.analysis.attainment import attainment_of
    from compsim.analysis.attainment_spread import attainment_spread
    from compsim.present.answers_attainment import spread_text
    from compsim.present.tables import attainment_table, objectives_table, quantiles_table, table_text, turned
    from compsim.present.words import attainment_in_words

    result, spread = attainment_of(payouts), attainment_spread(payouts)
    shown = (turned(attainment_table(result)), objectives_table(result), quantiles_table(result))
    text = "\n\n".join([attainment_in_words(result), *map(table_text, shown), spread_text(spread)])
    return {**spread.as_dict(), **result.as_dict()}, text


def _impact(payouts: Payouts, by: str | None, against_paid: bool) -> tuple[dict[str, Any], str]:
    from compsim.analysis.impact import winners_and_losers
    from compsim.analysis.ranks import rank_moves
    from compsim.present.answers_impact import ranks_text
    from compsim.present.tables import bands_table, grouped_table, table_text, totals_table, turned
    from compsim.present.words import impact_in_words

    result = winners_and_losers(payouts, against_paid=against_paid, by=by)
    shown = [turned(totals_table(result)), bands_table(result)]
    if result.groups is not None:
        shown.append(grouped_table(f"By {result.groups.column}", result.groups, result.currency))
    ranks = rank_moves(result)
    text = "\n\n".join([impact_in_words(result), *map(table_text, shown), ranks_text(ranks)])
    return {**result.as_dict(), **ranks.as_dict()}, text


def _pot(payouts: Payouts, by: str | None, against_paid: bool) -> tuple[dict[str, Any], str]:
    from compsim.analysis.impact import winners_and_losers
    from compsim.analysis.pot import pot_and_distribution
    from compsim.present.answers import pot_text

    result = pot_and_distribution(winners_and_losers(payouts, against_paid=against_paid), by or "role")
    return result.as_dict(), pot_text(result)


def _simplicity(payouts: Payouts, by: str | None, against_paid: bool) -> tuple[dict[str, Any], str]:  # noqa: ARG001 - as above
    from compsim.analysis.simplicity import simplicity_of
    from compsim.present.answers import simplicity_text

    result = simplicity_of(payouts)
    return result.as_dict(), simplicity_text(result)


def _lint(payouts: Payouts, by: str | None, against_paid: bool) -> tuple[dict[str, Any], str]:  # noqa: ARG001 - as above
    from compsim.analysis.lint import lint_with_results
    from compsim.present.advice import lint_text

    found = lint_with_results(payouts)
    return {"advice": [advice.as_dict() for advice in found]}, lint_text(found)


def _fairness(payouts: Payouts, by: str | None, against_paid: bool) -> tuple[dict[str, Any], str]:  # noqa: ARG001 - as above
    from compsim.analysis.fairness.fairness import fairness_of
    from compsim.analysis.fairness.look import Look
    from compsim.present.fairness import fairness_text

    result = fairness_of(payouts, Look(groups=(by,) if by else None), gender=by or "")
    return result.as_dict(), fairness_text(result)


_ANSWERS: dict[Question, Callable[..., tuple[dict[str, Any], str]]] = {
    Question.COST: _cost,
    Question.ATTAINMENT: _attainment,
    Question.IMPACT: _impact,
    Question.POT: _pot,
    Question.SIMPLICITY: _simplicity,
    Question.LINT: _lint,
    Question.FAIRNESS: _fairness,
}


def search(  # noqa: PLR0913, PLR0917 - one option a line of the help
    scenario: Annotated[Path, typer.Argument(help="The scenario whose values are moved (YAML).")],
    data: DataDir,
    levers: Annotated[Path, typer.Option(help="What is moved: paths and the values to try (YAML).")],
    baseline: Annotated[
        Path | None, typer.Option(help="Losses and winners against this one (YAML), else against the scenario.")
    ] = None,
    plans: Annotated[int | None, typer.Option(min=1, help="So many at random, not every combination.")] = None,
    breed: Annotated[
        bool, typer.Option(help="Breed plans from the better ones, 20,000 or as --plans says, where they are too many.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Same seed, same plans.")] = 0,
    top: Annotated[int, typer.Option(min=1, help="How many of the best to show.")] = 20,
    by: Annotated[Figure, typer.Option(help="Which figure says what is best.")] = Figure.COST,
    budget: Annotated[float | None, typer.Option(min=0, help="Only plans that cost at most this.")] = None,
    at_target: Annotated[str, typer.Option(help="Only plans that bring such a share to target, such as 70%-80%.")] = "",
    loss_up_to: Annotated[
        float | None, typer.Option(min=0, help="Only plans under which nobody's pay falls by more than this.")
    ] = None,
    winners_from: Annotated[str, typer.Option(help="Only plans that raise the pay of such a share, as 30%.")] = "",
    keep_gap: Annotated[
        str, typer.Option(help="Only plans that pay groups of this roster column no further apart than the baseline.")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Write every plan as a table (.csv) here.")] = None,
    cluster: Annotated[str | None, typer.Option(help="A Dask scheduler, such as tcp://10.0.0.5:8786.")] = None,
    read: ReadAs = None,
    pseudonyms: Pseudonyms = None,
    only_needed: OnlyNeeded = False,
    as_json: AsJson = False,
) -> None:
    """Try many plans on the same people: every combination of the levers' values, or some at random.

    Plans beyond the limits are left out; the rest come best first, then those that no other betters in every figure.
    """
    from compsim.analysis.search.search import BRED, Asked, chosen, search_plans
    from compsim.engine.sweep.run import run_sweep
    from compsim.plan.levers import load_levers, sweep_of
    from compsim.present.searches import search_facts, search_text
    from compsim.present.sweeps import every_plan_csv

    limits = limits_from(budget, at_target, loss_up_to, winners_from)

    check_ending(out, ".csv")
    asked_of = source(data, read, pseudonyms, out, only_needed=only_needed)
    groups = [keep_gap] if keep_gap else []
    loaded = load(asked_of, [scenario, *([baseline] if baseline else [])], groups)
    population, (moved, *before) = loaded.population, loaded.scenarios
    asked = Asked(population, before[0] if before else moved, limits, by.value, keep_gap=keep_gap, top=top)
    tried = load_levers(levers)
    sweep = None if breed else sweep_of(moved, tried, plans, seed)
    with progress() as heard:
        if sweep is None:
            found = search_plans(
                moved,
                tried,
                population,
                baseline=asked.baseline,
                limits=limits,
                by=by.value,
                keep_gap=keep_gap,
                plans=plans or BRED,
                seed=seed,
                top=top,
                progress=heard,
            )
        else:
            result = run_sweep(sweep, population, *before, progress=heard, cluster=cluster)
            found = chosen(result, asked, "every combination" if plans is None else "some combinations", seed)
    if out is not None:
        with writing(out):
            out.write_text(every_plan_csv(found.result), encoding="utf-8")
    currency = moved.currency or population.currency
    answer(search_facts(found, currency), as_json, search_text(found, currency))
