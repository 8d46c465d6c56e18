"""Search: which versions of a plan keep what was promised, what each costs in the other goals, and one to adopt."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from compsim.analysis.changes import changes_between
from compsim.analysis.search.front import Goal
from compsim.analysis.search.limits import Limits
from compsim.analysis.search.search import Search
from compsim.plan.levers import Lever
from compsim.present import charts, numbers
from compsim.present.change_words import changes_in_titles
from compsim.present.searches import front_table, search_in_words
from simulator import exports, forms, memory, pictures, progress, search_answers, state, widgets
from simulator.search_answers import Moved, Wanted
from simulator.text import plain, safe, t
from simulator.widgets import Scene

FOUND, ADOPTED = "search/found", "search/adopted"  # what the session keeps of a search


@dataclass(frozen=True, eq=False)
class Kept:
    """A search, and what it was asked for."""

    asked: tuple[str, Moved, Wanted]
    found: Search


def render() -> None:
    """The page."""
    st.title(t("search.title"), anchor=False)
    scene = widgets.scene()
    told_adopted()
    st.markdown(t("search.lead"))
    moved = what_moves(scene)
    wanted = what_holds(scene)
    levers = widgets.ask(lambda: search_answers.levers_of(scene.plan.scenario, moved))
    begin(scene, (scene.plan.id, moved, wanted), levers)
    kept: Kept | None = memory.kept(FOUND)
    if kept is not None:
        if kept.asked != (scene.plan.id, moved, wanted):
            st.info(t("search.stale"), icon=":material/history:")
        outcome(scene, kept.found)
    widgets.handbook_button("analyses", "search.how")


def told_adopted() -> None:
    """Say once that a found plan is in use now."""
    title = memory.kept(ADOPTED)
    if title:
        memory.keep(ADOPTED, None)
        st.success(t("search.adopted_now", plan=title), icon=":material/check:")
        widgets.page_link("compare", t("search.to_compare"), icon=widgets.ICONS["compare"])


def what_moves(scene: Scene) -> Moved:
    """Whose plan, and what may change in it."""
    scenario = scene.plan.scenario
    roles = list(scenario.plans)
    role = forms.chosen(t("search.role"), roles, "search/role", lambda name: safe(forms.role_title(scenario, name)))
    with st.expander(t("search.move"), icon=":material/tune:", expanded=True):
        weights = st.toggle(t("search.weights"), value=True, key="search/weights")
        left, right = st.columns(2)
        with left:
            step = st.select_slider(
                t("search.step"),
                search_answers.STEPS,
                value=search_answers.STEPS[1],
                format_func=numbers.percent,
                key="search/step",
                disabled=not weights,
            )
        with right:
            least, most = st.select_slider(
                t("search.between"),
                search_answers.WEIGHTS,
                value=(0.1, 0.7),
                format_func=numbers.percent,
                key="search/between",
                disabled=not weights,
            )
        moving = search_answers.moving_curves(scenario, role)
        curves = moving and st.pills(
            t("search.curves"),
            moving,
            selection_mode="multi",
            key=f"search/curves/{role}",
            format_func=lambda name: safe(forms.part_title(name, scenario.plans[role].objectives[name])),
        )
        cap = search_answers.has_cap(scenario, role) and st.toggle(t("search.cap"), key="search/cap")
        hurdles = search_answers.has_hurdles(scenario, role) and st.toggle(t("search.hurdles"), key="search/hurdles")
    return Moved(role, step if weights else None, least, most, tuple(curves), cap, hurdles)


def what_holds(scene: Scene) -> Wanted:
    """Limits, and what is best."""
    currency = scene.shown.currency or scene.data.population.currency
    now = numbers.money(widgets.ask(lambda: search_answers.todays_cost(scene.data, scene.shown)), currency)
    with st.expander(t("search.keep"), icon=":material/verified:", expanded=True):
        left, right = st.columns(2)
        with left:
            budget = st.number_input(
                t("search.budget"),
                min_value=0.0,
                value=None,
                step=10_000.0,
                format="%.0f",
                help=t("search.budget_help", now=now),
                key="search/budget",
            )
            loss = st.number_input(
                t("search.loss"),
                min_value=0.0,
                value=None,
                step=500.0,
                format="%.0f",
                help=t("search.loss_help"),
                key="search/loss",
            )
        with right:
            low, high = st.select_slider(
                t("search.at_target"),
                search_answers.SHARES,
                value=(0.0, 1.0),
                format_func=numbers.percent,
                help=t("search.at_target_help"),
                key="search/at_target",
            )
            gap = st.selectbox(
                t("search.gap"),
                search_answers.group_columns(scene.data),
                index=None,
                placeholder=t("search.gap_none"),
                format_func=exports.plain_name,
                key="search/gap",
            )
        by: Goal = st.selectbox(
            t("search.by"), search_answers.GOALS, format_func=lambda goal: plain(f"search.by_{goal}"), key="search/by"
        )
        seed = st.number_input(t("search.seed"), 0, 999_999, 0, key="search/seed")
    limits = Limits(budget, low or None, high if high < 1 else None, loss)
    return Wanted(limits, by, gap or "", int(seed))


def begin(scene: Scene, asked: tuple[str, Moved, Wanted], levers: tuple[Lever, ...]) -> None:
    """How many plans there are to try, and the button."""
    if not levers:
        st.info(t("search.none"), icon=":material/tune:")
        return
    bred = search_answers.bred(levers)
    count = numbers.number(search_answers.combinations(levers))
    widgets.quiet(t("search.count_bred" if bred else "search.count", count=count))
    if st.button(t("search.button"), type="primary", icon=":material/travel_explore:", key="search/go"):
        _search_now(scene, asked, levers)


def _search_now(scene: Scene, asked: tuple[str, Moved, Wanted], levers: tuple[Lever, ...]) -> None:
    """Work with a bar; the stop button, or any other click, ends it, and what was found before stays."""
    place = st.empty()
    with place.container():
        bar, since = st.progress(0.0, t("search.begin")), progress.begun()
        st.button(t("search.stop"), key="search/stop", icon=":material/stop:")

        def tell(what: str, share: float) -> None:
            bar.progress(min(share, 1.0), progress.words(since, what, share))

        found = widgets.ask(lambda: search_answers.searched(scene.data, scene.plan.scenario, levers, asked[2], tell))
    place.empty()
    memory.keep(FOUND, Kept(asked, found))


@st.fragment
def outcome(scene: Scene, found: Search) -> None:
    """What was found in words and a picture, the front as a table, and one plan in detail."""
    currency = scene.shown.currency or scene.data.population.currency
    st.header(t("search.found"), anchor=False)
    st.markdown(safe(search_in_words(found)))
    if found.front.empty:
        st.info(t("search.nothing_within"), icon=":material/filter_alt_off:")
        return
    up: Goal = st.segmented_control(
        t("search.across"),
        search_answers.GOALS[1:],
        default=search_answers.GOALS[1],
        required=True,
        format_func=lambda goal: plain(f"search.by_{goal}"),
        key="search/up",
    )
    picture = charts.plans_and_front(found, "cost", up, currency, dark=pictures.dark())
    point = pictures.show_to_choose(picture, "search/front")
    with st.expander(t("search.front"), icon=":material/table_rows:"):
        widgets.quiet(t("search.front_lead"))
        st.dataframe(front_table(found, currency), hide_index=True, alt=plain("search.front_alt"))
    one_plan(scene, found, point)


def one_plan(scene: Scene, found: Search, point: str) -> None:
    """One of the plans: what it says differently, and the way to use it."""
    plans = search_answers.offered(found)
    key = "search/plan"
    if point and int(point) in plans:
        memory.hold(key, int(point))
    elif memory.value_of(key) not in plans:
        memory.hold(key, plans[0])
    plan = st.selectbox(t("search.look"), plans, key=key, format_func=numbers.number, help=t("search.point"), width=260)
    title = widgets.title_of(found.result.sweep.scenario)
    made = search_answers.found_plan(found, plan, title)
    st.markdown(f"**{t('search.differs', plan=title)}**")
    pictures.small_table(changes_in_titles(changes_between(found.result.sweep.scenario, made), made))
    if st.button(t("search.adopt"), icon=":material/check:", key="search/adopt"):
        state.adopt(made)
        memory.keep(ADOPTED, made.title)
        st.rerun()


render()
