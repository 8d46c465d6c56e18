"""What a result is held against: what was paid, or another plan; and the workbook of it all."""

from __future__ import annotations

from compsim.analysis.impact import PAID, Impact
from compsim.present import tables
from compsim.present.workbook import payout_workbook
from simulator import caches, figures, forms, memory, state, widgets
from simulator.state import Current
from simulator.text import plain, safe, t
from simulator.widgets import Scene

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def references(scene: Scene) -> dict[str, str]:
    """What the plan can be compared with: the name of each, as a reader knows it."""
    paid = {PAID: plain("result.against_paid")} if figures.facts_of(scene.data.population).paid_is_known else {}
    known = state.starting_plans(scene.data)
    plans = {name: widgets.title_of(plan) for name, plan in known.items() if name != scene.plan.id}
    return {**paid, **plans}


def choose(scene: Scene) -> str | None:
    """The reference somebody chose, the first otherwise; None when there is nothing to compare with."""
    known = references(scene)
    if not known:
        return None
    return forms.chosen(t("result.against"), list(known), "result/against", lambda name: safe(known[name]))


def impact(scene: Scene, against: str) -> Impact:
    """Whose pay changes against this reference; raises InputError."""
    if against == PAID:
        return caches.impact_against_paid(scene.data, scene.shown)
    other = Current(against, state.starting_plans(scene.data)[against])
    baseline = widgets.under_title(other)
    if baseline.name == scene.shown.name:
        baseline = baseline.model_copy(update={"name": plain("result.baseline", plan=baseline.name)})
    return caches.impact_between(scene.data, baseline, scene.shown)


def workbook(scene: Scene) -> bytes:
    """The payouts and, where there is a reference, everybody's change, as an .xlsx file."""
    payouts = caches.payouts_of(scene.data, [scene.shown])
    known = references(scene)
    chosen = memory.value_of("result/against")
    against = chosen if chosen in known else next(iter(known), None)
    if against is None:
        return payout_workbook(payouts)
    changes = impact(scene, against)
    return payout_workbook(payouts, [tables.bands_table(changes), tables.changes_table(changes)])
