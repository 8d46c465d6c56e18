"""The curve of one part as a picture: what it pays with where people stood, or the rate that something else picks."""

from __future__ import annotations

from math import isnan

from compsim.marked_yaml import Path
from compsim.plan.scenario import Plan
from compsim.present import charts, numbers
from compsim.present.charts import Chart
from simulator import caches, curve_words, figures, widgets
from simulator.curves import curve_at, picked_by, picking_measure, rate_pays, reads_at, share_of
from simulator.editing import curve_path
from simulator.pictures import dark, show
from simulator.rate_chart import Side, rate_chart
from simulator.text import plain, t
from simulator.widgets import Scene


def pay_curve(scene: Scene, role: str, name: str) -> None:
    """The curve that pays a part of a role's plan."""
    plan = scene.shown.plans[role]
    path = curve_path(plan, name)
    if picked_by(plan, path) is None:
        _what_it_pays(scene, role, name, path)
    else:
        _picked_rate(scene, plan, name, path)


def _what_it_pays(scene: Scene, role: str, name: str, path: Path) -> None:
    """The curve of one part, with where people stood behind it."""
    plan = scene.shown.plans[role]
    payouts = widgets.ask(lambda: caches.payouts_of(scene.data, [scene.shown]))
    curve, title = curve_at(plan, path), _title(plan, name, path)
    currency = scene.shown.currency or scene.data.population.currency
    stood = figures.reached(payouts, scene.shown.name, role, "" if path == ("curve",) else name)
    column, part = share_of(plan, path)
    middle = figures.middle_of(scene.data.population, role, column)
    paid = None if isnan(middle) else middle * part

    def draw() -> Chart:
        return charts.pay_curve(
            curve.compile(),
            attainment=stood if len(stood) else None,
            at_target=paid,
            reads=reads_at(plan, path),
            currency=currency,
            title=title,
            dark=dark(),
        )

    shows = repr(("curve", title, dark(), curve.model_dump_json(), stood.tobytes(), paid))
    show(caches.picture(scene.data, shows, draw), "plan/curve")
    if paid is not None:
        told = {"incentive": numbers.money(middle, currency), "share": numbers.percent(part)}
        widgets.quiet(t(f"curve.money_{column}", **told))


def _picked_rate(scene: Scene, plan: Plan, name: str, path: Path) -> None:
    """The rate of one part against what picks it."""
    curve, title = curve_at(plan, path), _title(plan, name, path)
    currency = scene.shown.currency or scene.data.population.currency
    picking = scene.data.population.definitions.get(picking_measure(plan, path))
    unit = currency if picking is not None and picking.unit == "money" else ""
    across = Side(curve_words.picked_title(plan, path, unit), reads_at(plan, path) == "attainment")
    up = Side(curve_words.rate_title(plan, path, currency), rate_pays(curve) == "share")
    shows = repr(("rate", title, dark(), across, up, curve.model_dump_json()))
    drawn = caches.picture(scene.data, shows, lambda: rate_chart(curve.compile(), across, up, title, dark=dark()))
    show(drawn, "plan/curve")


def _title(plan: Plan, name: str, path: Path) -> str:
    if path == ("curve",):
        return plain("mix.curve")
    return plan.parts()[name].title or plain("curve.of", name=figures.in_words(name))
