"""Advice from the plan lint in words: what was found, why somebody advises otherwise, who, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from compsim.analysis.lint import Advice, RuleName, Source
from compsim.present.numbers import counted, percent, spoken

Figures = dict[str, float]

FOUND: dict[RuleName, Callable[[Figures], str]] = {
    "few_objectives": lambda f: f"has {counted(f['objectives'], 'objective', 'objectives')}, not two to four",
    "weight_that_counts": lambda f: f"weighs {percent(f['weight'])}",
    "results_and_means": lambda f: "pays activities only" if f["only_activities"] else "pays results only",
    "a_collective_part": lambda _: "has no part that hangs on a team or the company",
    "no_cliff": lambda f: f"jumps by {percent(f['jump'])} of target incentive at {percent(f['edge'])}",
    "cap": lambda f: f"caps the payout at {percent(f['cap'])} of target incentive",
    "gate_on_everything": lambda _: "has a gate that stops all pay",
    "few_numbers": lambda f: f"states {counted(f['numbers'], 'number', 'numbers')} to remember, not seven",
    "threshold_in_reach": lambda f: (
        f"pays from {percent(f['threshold'])}; the lowest tenth reached {percent(f['lowest_tenth'])} or less, and "
        f"{percent(f['below'])} stayed below"
    ),
    "targets_told_late": lambda f: (
        f"the day lies {counted(f['days'], 'day', 'days')} after the start; {percent(f['gone'])} of the time had gone"
    ),
    "upside": lambda f: f"paid the best tenth {percent(f['top_tenth'])} of target incentive or more",
}
REASON: dict[RuleName, str] = {
    "few_objectives": "With one there is nothing to weigh, with five nobody knows which counts.",
    "weight_that_counts": "Little money moves little effort; the objective may be left aside.",
    "results_and_means": "Results say what counts, means say how to get there and can be steered week by week.",
    "a_collective_part": "People who are paid alone have no reason to pass a lead on.",
    "no_cliff": "One deal more or less decides too much, and invites moving deals.",
    "cap": "A cap limits cost, and tells the best to stop.",
    "gate_on_everything": "Somebody who misses it has nothing left to work for until the next period.",
    "few_numbers": "What nobody can repeat does not steer anybody.",
    "threshold_in_reach": "Who cannot reach the first euro does not run for it.",
    "targets_told_late": "Nobody can work towards a target that is not yet known, and the delay can be challenged.",
    "upside": "If the best earn little more than the plan promises everybody, they may look elsewhere.",
}


def advice_in_words(advice: Advice) -> str:
    """One piece of advice as a sentence or two, then the sources."""
    where = advice.path.removeprefix(advice.role).lstrip(".")
    place = ", ".join(part for part in (spoken(advice.role), spoken(where) if not advice.role else where) if part)
    sources = "; ".join(source_in_words(source) for source in advice.sources)
    return f"{place}: {FOUND[advice.rule](advice.figures)}. {REASON[advice.rule]} [{sources}]"


def found_in_words(advice: Advice) -> str:
    """What was found, as the beginning of a sentence: `Weighs 15 %`."""
    found = FOUND[advice.rule](advice.figures)
    return f"{found[:1].upper()}{found[1:]}"


def source_in_words(source: Source) -> str:
    """Who says so and when."""
    return f"{source.text}, {source.year or 'undated'}" if source.kind != "own" else source.text


def lint_text(found: Sequence[Advice]) -> str:
    """All advice by scenario, and what it is not."""
    names = list(dict.fromkeys(advice.scenario for advice in found))
    if not names:
        return f"None of the design rules asks for anything. {WHAT_IT_IS}"
    blocks = [
        "\n".join([f"'{name}'", *(f"- {advice_in_words(advice)}" for advice in found if advice.scenario == name)])
        for name in names
    ]
    return "\n\n".join([*blocks, WHAT_IT_IS])


WHAT_IT_IS = "Rules of thumb, not findings: a good plan may break some for a reason that you can say."
