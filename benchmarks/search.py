"""Search: a hundred thousand plans held against limits, ranked and their front found, against the sweep alone."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from compsim.analysis.search.limits import Limits
from compsim.analysis.search.search import search_plans
from compsim.engine.sweep.run import run_sweep
from compsim.invented import example_scenarios
from compsim.plan.lever_ranges import cap_lever, curve_lever, weight_lever
from compsim.plan.levers import Lever, every_combination
from compsim.population.example.company import example_population

ROUNDS = 3
SHIFTS, RISES, CAPS = (-0.1, -0.05, 0.05, 0.1), (0.5, 0.75, 1.25, 1.5), (1.5, 2.0, 2.5, 3.0)
ABOUT = (
    "Weights of four objectives in steps of 10 %, two curves and the cap of one role of the invented company, limits "
    "on the share at target, all four goals; a few seconds are the bar. The ratio is to the same sweep without limits, "
    "ranking and front."
)


def search_section() -> str:
    """The part of the page on searching, as Markdown."""
    scenario, people = example_scenarios()["next_year"], example_population()
    found = [
        weight_lever(scenario, "hunter", 0.1, 0.1, 0.7),
        *(curve_lever(scenario, "hunter", name, SHIFTS, RISES) for name in ("revenue", "team_revenue")),
        cap_lever(scenario, "hunter", CAPS),
    ]
    levers: list[Lever] = [lever for lever in found if lever is not None]
    grid, limits = every_combination(scenario, levers), Limits(at_target_from=0.7, at_target_to=0.8)
    searched, alone = [], []
    for _ in range(ROUNDS):
        started = perf_counter()
        run_sweep(grid, people)
        alone.append(perf_counter() - started)
        started = perf_counter()
        search_plans(scenario, levers, people, limits=limits)
        searched.append(perf_counter() - started)
    ratio = median(searched) / median(alone)
    return "\n".join(
        [
            "| plans | search | the sweep alone | ratio |",
            "|---|---|---|---|",
            f"| {len(grid):,} | {median(searched):.2f} s | {median(alone):.2f} s | {ratio:.2f} |",
        ]
    )
