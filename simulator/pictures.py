"""Answers as tiles, charts and tables: each asks the library and shows what it says, in the reader's light or dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

import pandas as pd
import streamlit as st

from compsim.analysis.cost import total_cost
from compsim.analysis.impact import Impact
from compsim.present import charts, numbers, tables, words
from compsim.present.charts import Chart
from compsim.present.headings import HEADINGS
from compsim.present.tables import Table
from simulator import caches, figures, memory, saving, widgets
from simulator.text import plain, safe, t
from simulator.widgets import Scene

TALL = 420  # pixels; a table that scrolls inside


@contextmanager
def loading(says: str, height: int) -> Iterator[None]:
    """What is being worked out, in the room (pixels) that the answer will take, so that nothing below it jumps."""
    with st.spinner(says), st.skeleton(height):
        yield


def gaps_in_lines(table: Table) -> str:
    """A table of gaps (item, category, pay, groups, gap) as lists below their item: five columns fit no phone."""
    lines: list[str] = []
    for item, part in table.frame.groupby(table.frame.columns[0], sort=False):
        lines += [f"**{safe(str(item))}**", ""]
        lines += [
            t("fairness.preview_line", category=category, pay=pay, groups=groups, gap=gap)
            for _, category, pay, groups, gap in part.itertuples(index=False)
        ]
        lines.append("")
    return "\n".join(lines)


def show(chart: Chart, key: str) -> None:
    """A chart that keeps its place while its figures change, with its words for those who cannot see it."""
    st.plotly_chart(saving.on_its_ground(chart), key=key, theme=None, config=saving.buttons(chart, key), alt=chart.alt)


def show_to_choose(chart: Chart, key: str) -> str:
    """A chart whose points can be chosen: what was newly chosen (its customdata), empty if nothing was.

    The choice stays marked in the picture; it is told once, so that what it opened can be closed.
    """
    event = st.plotly_chart(
        saving.on_its_ground(chart),
        key=key,
        theme=None,
        config=saving.buttons(chart, key),
        alt=chart.alt,
        on_select="rerun",
        selection_mode="points",
    )
    points = event["selection"]["points"]
    found = next((_one(point["customdata"]) for point in points if point.get("customdata") is not None), "")
    known = memory.kept(key)
    memory.keep(key, found)
    return found if found != known else ""


def _one(data: object) -> str:
    """The name in a point's data: itself, or the first of a list."""
    return str(data[0] if isinstance(data, list | tuple) else data)


def dark() -> bool:
    """Whether pictures are drawn for a dark page."""
    return saving.dark()


# --- tiles


def live_tiles(scene: Scene, most: int = 4) -> None:
    """What the plan costs and how many are at target, as tiles, `most` in a line."""
    # one after the other: the cost is on the screen while the attainment is still worked out
    widgets.tiles(most, chain(_cost_tiles(scene), _target_tiles(scene)))


def _cost_tiles(scene: Scene) -> Iterator[tuple[str, str, str]]:
    cost = widgets.ask(lambda: caches.cost_of(scene.data, [scene.shown]))
    row = cost.frame.iloc[0]
    against = paid_difference(scene)
    beside = (
        t("live.against_paid", change=against)
        if against
        else t("live.of_target", share=numbers.percent(row["payout_ratio"]))
    )
    with_base = numbers.percent(row["cost_of_sales_with_base"], 1)
    sales = plain("live.with_base", share=with_base) if scene.shown.sales_measure else plain("live.no_sales")
    yield "live.cost", short_money(row["payout"], cost.currency), beside
    yield "live.cost_of_sales", numbers.percent(row["cost_of_sales"], 1), sales


def _target_tiles(scene: Scene) -> Iterator[tuple[str, str, str]]:
    row = widgets.ask(lambda: caches.attainment_in(scene.data, [scene.shown])).frame.iloc[0]
    at_target = plain(
        "live.people", part=numbers.number(row["at_target"]), whole=numbers.number(row["with_objectives"])
    )
    paid = plain("live.people", part=numbers.number(row["paid_target"]), whole=numbers.number(row["with_incentive"]))
    yield "live.at_target", numbers.percent(row["share_at_target"]), at_target
    yield "live.paid_target", numbers.percent(row["share_paid_target"]), paid


def paid_difference(scene: Scene) -> str:
    """How much more or less than was really paid, in money; empty where nobody knows what was paid."""
    if not figures.facts_of(scene.data.population).paid_is_known:
        return ""
    impact = widgets.ask(lambda: caches.impact_against_paid(scene.data, scene.shown))
    return short_money(impact.totals["difference"].iloc[0], impact.currency, signed=True)


def short_money(amount: float, currency: str, *, signed: bool = False) -> str:
    """Money as a tile has room for."""
    return (numbers.signed_money if signed else numbers.money)(amount, currency)


# --- plan page


def cost_by_component(scene: Scene, role: str) -> None:
    """What each part of one role's plan would have paid."""
    payouts = widgets.ask(lambda: caches.payouts_of(scene.data, [scene.shown]))

    def draw() -> Chart:
        cost = total_cost(figures.only_role(payouts, role))
        return charts.cost_by_component(figures.cost_with_titles(cost, scene.shown), dark=dark())

    shows = repr(("cost", role, dark(), scene.shown.model_dump_json()))
    show(caches.picture(scene.data, shows, draw), "plan/cost")


# --- result page


def headline(scene: Scene) -> None:
    """The answer in one sentence: the total, against what was paid, and against sales."""
    cost = widgets.ask(lambda: caches.cost_of(scene.data, [scene.shown]))
    row = cost.frame.iloc[0]
    total = numbers.money(row["payout"], cost.currency)
    payouts = widgets.ask(lambda: caches.payouts_of(scene.data, [scene.shown]))
    period = widgets.period_range(payouts.periods[0], payouts.periods[-1])
    sentence = t("result.total", plan=scene.shown.name, total=total, period=period)
    st.markdown(" ".join(part for part in (sentence, _against_paid(scene), _of_sales(row)) if part))


def notes(scene: Scene) -> None:
    """What evaluation noticed about these people and this plan, and what is assumed about them."""
    found = widgets.ask(lambda: caches.payouts_of(scene.data, [scene.shown])).notes
    if found:
        with st.expander(t("result.notes", count=widgets.count(found)), icon=":material/info:"):
            widgets.problem_table(found)
    widgets.assumptions(scene.data)


def _against_paid(scene: Scene) -> str:
    if not figures.facts_of(scene.data.population).paid_is_known:
        return t("result.paid_unknown")
    impact = widgets.ask(lambda: caches.impact_against_paid(scene.data, scene.shown))
    total = impact.totals.iloc[0]
    amount, change = numbers.money(abs(total["difference"]), impact.currency), numbers.signed_percent(total["change"])
    if amount == numbers.money(0.0, impact.currency):
        return t("result.same")
    return t("result.more" if total["difference"] > 0 else "result.less", amount=amount, change=change)


def _of_sales(row: pd.Series) -> str:
    if row["cost_of_sales"] != row["cost_of_sales"]:  # not a number: the plan names no sales
        return ""
    share, sales = numbers.percent(row["cost_of_sales"], 1), numbers.percent(row["cost_of_sales_with_base"], 1)
    return t("result.of_sales", share=share, with_base=sales)


def distribution(scene: Scene) -> None:
    """Who reached how much, with a line at target."""
    attainment = widgets.ask(lambda: caches.attainment_in(scene.data, [scene.shown]))
    show(charts.attainment_distribution(attainment, dark=dark()), "result/attainment")


def share_at_target(scene: Scene) -> None:
    """The share at target across published bands that disagree, and the same in words."""
    attainment = widgets.ask(lambda: caches.attainment_in(scene.data, [scene.shown]))
    share = float(attainment.frame["share_at_target"].iloc[0])
    show(charts.share_at_target_bands(share, dark=dark()), "result/bands")


def target_words(scene: Scene) -> None:
    """Attainment as a paragraph, and where the published bands come from."""
    attainment = widgets.ask(lambda: caches.attainment_in(scene.data, [scene.shown]))
    share = float(attainment.frame["share_at_target"].iloc[0])
    st.markdown(safe(words.attainment_in_words(figures.attainment_with_titles(attainment, scene.shown))))
    st.markdown(safe(words.norms_in_words(share)))


def norm_sources(scene: Scene) -> None:
    """Who publishes which band."""
    attainment = widgets.ask(lambda: caches.attainment_in(scene.data, [scene.shown]))
    share = float(attainment.frame["share_at_target"].iloc[0])
    with st.expander(t("result.sources"), icon=":material/menu_book:"):
        st.markdown(published(tables.norms_table(share)))
        st.markdown(widgets.handbook_link("how_many", "result.how_many"))


def published(norms: Table) -> str:
    """One line a published range: text wraps on a phone where six columns do not. None where nobody has objectives."""
    if norms.frame.empty:
        return ""
    name, span, here, kind, source, year = norms.frame.columns
    rows = norms.frame.to_dict("records")
    said = [
        t(
            "result.range",
            name=row[name],
            span=row[span],
            here=f"{here} {row[here]}",
            source=row[source],
            kind=row[kind],
            year=row[year],
        )
        for row in rows
    ]
    return "\n".join(f"- {line}" for line in said)


def by_team(scene: Scene) -> None:
    """Pay against target incentive, team by team; groups of fewer than five are withheld by the library."""
    cost = widgets.ask(lambda: caches.cost_of(scene.data, [scene.shown]))
    show(charts.pay_by_team(cost, dark=dark()), "result/teams")
    hidden = words.hidden_in_words(cost.by_team)
    if hidden:
        widgets.quiet(safe(hidden))
    with st.expander(t("result.team_table"), icon=":material/table_rows:"):
        small_table(without_scenario(tables.grouped_table(plain("result.teams"), cost.by_team, cost.currency)))


def change_of_pay(impact: Impact, roles: Mapping[str, str], show_people: Callable[[Chart, str], None]) -> None:
    """How many gain and lose, in words and two pictures; `show_people` shows one whose points are people."""
    st.markdown(safe(words.impact_in_words(impact)))
    left, right = st.columns(2, gap="medium")
    with left:
        show(charts.winners_and_losers(impact, dark=dark()), "result/bands_of_change")
    with right:
        show_people(charts.change_per_rep(impact, dark=dark()), "result/change")
    with st.expander(t("result.change_table"), icon=":material/table_rows:"):
        named = replace(impact, rows=figures.renamed(impact.rows, "role", roles))
        long_table(without_scenario(tables.changes_table(named)), plain("result.change_alt"), "result/changes")
        if len(impact.left_out):
            small_table(without_scenario(tables.left_out_table(impact)))


def people_table(scene: Scene) -> None:
    """Everybody's attainment and pay."""
    attainment = widgets.ask(lambda: caches.attainment_in(scene.data, [scene.shown]))
    rows, currency = figures.attainment_with_titles(attainment, scene.shown).rows, scene.shown.currency
    long_table(without_scenario(tables.roster_table(rows, currency)), plain("result.people_alt"), "result/people")


def one_rep(scene: Scene, rep: str) -> None:
    """One person's objectives, and the money of each component by period."""
    payouts = widgets.ask(lambda: caches.payouts_of(scene.data, [scene.shown]))
    currency = scene.shown.currency or scene.data.population.currency
    objectives = figures.objectives_of(payouts, scene.shown.name, rep)
    year = figures.year_of(payouts, scene.shown.name, rep).rename(index=figures.part_titles(scene.shown))
    objectives = figures.renamed(objectives, "objective", figures.part_titles(scene.shown))
    objectives = figures.renamed(objectives, "role", figures.role_titles(scene.shown))
    if len(set(objectives["role"])) == 1:
        objectives = objectives.drop(columns="role")
    st.markdown(t("rep.objectives"))
    small_table(titled(objectives, plain("rep.objectives_alt"), currency))
    st.markdown(t("rep.year"))
    if year.empty:
        widgets.quiet(t("rep.nothing"))
    else:
        st.table(written_year(year, currency), border="horizontal", alt=t("rep.year_alt", rep=rep))


def written_year(year: pd.DataFrame, currency: str) -> pd.DataFrame:
    """A person's year as text: components by period, the total first so that a phone shows it; no decimals."""
    year = year[["total", *year.columns.drop("total")]]
    shown = year.map(lambda amount: safe(numbers.number(amount)))
    shown.columns = pd.Index(
        [
            widgets.period_words(name) if name != "total" else plain("rep.total", currency=currency)
            for name in year.columns
        ]
    )
    shown.index = pd.Index([safe(str(name).replace("_", " ")) for name in year.index])
    return shown


# --- tables


def without_scenario(table: Table) -> Table:
    """A table of one scenario without the column that repeats its name."""
    return Table(table.title, table.frame.iloc[:, 1:], table.kinds[1:])


def titled(frame: pd.DataFrame, title: str, currency: str) -> Table:
    """A frame under the library's headings, money with its currency."""
    known = {**HEADINGS, "weight": (plain("rep.weight"), "percent")}
    columns = [known[name] for name in frame.columns]
    unit = f" ({currency})" if currency else ""
    headings = [f"{heading}{unit if kind == 'money' else ''}" for heading, kind in columns]
    return Table(title, frame.set_axis(headings, axis=1), tuple(kind for _, kind in columns))


def small_table(table: Table) -> None:
    """A table that wraps and is read by a screen reader: every figure written out."""
    st.table(table.text().map(lambda cell: safe(str(cell))), hide_index=True, border="horizontal", alt=table.title)


@st.fragment
def long_table(table: Table, alt: str, key: str) -> None:
    """A table to sort, search and keep; figures stay figures. What was searched for is what is kept."""
    words = ""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if len(table.frame) > widgets.MANY:
            words = st.text_input(t("table.search"), key=f"{key}/search", icon=":material/search:", width=260)
        found = table.having(words)
        st.download_button(
            t("table.keep"),
            lambda: tables.csv_text(found.frame).encode("utf-8-sig"),
            file_name=f"{key.replace('/', '-')}.csv",
            mime="text/csv",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key=f"{key}/csv",
        )
    if found.frame.empty and words:
        widgets.quiet(t("table.nothing", search=words))
        return
    _sortable(found, alt)


def _sortable(table: Table, alt: str) -> None:
    """Figures as the browser writes them in the reader's locale; percent stands in the heading."""
    kinds = dict(zip(map(str, table.frame.columns), table.kinds, strict=True))
    shown = table.frame.round({name: 0 for name, kind in kinds.items() if kind.endswith("money")})
    percents = [name for name, kind in kinds.items() if kind.endswith("percent")]
    shown[percents] = (shown[percents] * 100).round(1)
    formats = {
        name: st.column_config.NumberColumn(
            t("unit.percent_of", what=name) if name in percents else None, format="localized"
        )
        for name, kind in kinds.items()
        if kind not in ("text", "written")
    }
    st.dataframe(shown, column_config=formats, hide_index=True, alt=alt, height=TALL)
