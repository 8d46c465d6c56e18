"""What the compare page asks of the library, remembered; loaded with that page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from compsim.analysis.changes import Change, changes_between
from compsim.analysis.impact import PAID, Impact, winners_and_losers
from compsim.analysis.keep_whole import KeepWhole, keep_whole
from compsim.analysis.pot import at_same_cost
from compsim.analysis.same_cost import SameCost, same_cost
from compsim.plan.scenario import Scenario
from simulator import caches, figures, saved, state, widgets
from simulator.caches import Plans
from simulator.sources import Data
from simulator.state import Current
from simulator.text import plain
from simulator.widgets import Scene

SAME_COST = "same_cost"  # the name of such a plan, and of its file
MOST = 4  # plans beside the baseline that a page has room for


@dataclass(frozen=True, eq=False)
class Compared:
    """A baseline, or what was paid, and the plans held against it; all of different names."""

    baseline: Scenario | None  # None is what was paid
    plans: tuple[Scenario, ...]

    @property
    def scenarios(self) -> Plans:
        """Everything that is evaluated, the baseline first."""
        return self.plans if self.baseline is None else (self.baseline, *self.plans)


def known_plans(scene: Scene) -> dict[str, Scenario]:
    """The plans that can be compared, by id and under names that differ: with the data, saved, and on the table."""
    others = {name: plan for name, plan in state.starting_plans(scene.data).items() if name != scene.plan.id}
    titled = {scene.plan.id: scene.shown}
    titled |= {name: widgets.under_title(Current(name, plan)) for name, plan in others.items()}
    return _told_apart({**saved.plans_by_name(), **titled})


def baselines(scene: Scene, known: dict[str, Scenario]) -> list[str]:
    """What can be compared with: what was paid where that is known, then the plans but for the one on the table."""
    paid = [PAID] if figures.facts_of(scene.data.population).paid_is_known else []
    return [*paid, *(name for name in known if name != scene.plan.id)]


def impact_of(data: Data, compared: Compared, *, same_cost: bool) -> Impact:
    """Whose pay changes, or would change if every plan cost what the baseline costs; raises InputError."""
    against_paid = compared.baseline is None

    def _impact(asked: Data, scenarios: Plans) -> Impact:
        found = winners_and_losers(caches.payouts_of(asked, scenarios), against_paid=against_paid)
        return at_same_cost(found) if same_cost else found

    return caches.ask(_impact, data, compared.scenarios, about=f"{against_paid} {same_cost}")


def keep_whole_in(data: Data, compared: Compared) -> KeepWhole:
    """What it takes to earn as much as before; raises InputError."""
    against_paid = compared.baseline is None

    def _keep_whole(asked: Data, scenarios: Plans) -> KeepWhole:
        return keep_whole(scenarios, asked.population, against_paid=against_paid)

    return caches.ask(_keep_whole, data, compared.scenarios, about=str(against_paid))


def at_the_same_cost(data: Data, compared: Compared, plan: Scenario) -> SameCost:
    """A plan brought to the cost of the baseline, or of what was paid, as a plan of its own; raises InputError."""

    def _same_cost(asked: Data, scenarios: Plans) -> SameCost:
        title = plain("compare.made_title", plan=plan.name, baseline=baseline_name(compared))
        return same_cost(scenarios[-1], asked.population, baseline=compared.baseline, name=SAME_COST, title=title)

    asked = (plan,) if compared.baseline is None else (compared.baseline, plan)
    return caches.ask(_same_cost, data, asked, about=plan.name)


def baseline_name(compared: Compared) -> str:
    """What the plans are held against, in words."""
    return compared.baseline.name if compared.baseline else plain("compare.paid_in_words")


def changes_in(compared: Compared, plan: Scenario) -> Sequence[Change]:
    """What a plan says differently from the baseline; nothing against what was paid."""
    return changes_between(compared.baseline, plan) if compared.baseline else ()


def with_role_titles(impact: Impact, plan: Scenario) -> Impact:
    """The comparison with what the people of each role are called."""
    return replace(impact, rows=figures.renamed(impact.rows, "role", figures.role_titles(plan)))


def _told_apart(plans: dict[str, Scenario]) -> dict[str, Scenario]:
    """The plans with a number behind a name that another one has already."""
    names = [plan.name for plan in plans.values()]
    counted = [names[: place + 1].count(name) for place, name in enumerate(names)]
    return {
        key: plan if number == 1 else plan.model_copy(update={"name": plain("compare.again", plan=plan.name, n=number)})
        for (key, plan), number in zip(plans.items(), counted, strict=True)
    }
