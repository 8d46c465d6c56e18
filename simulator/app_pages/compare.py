"""Compare: a baseline against other plans, who is paid more or less, and where the money comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from compsim.analysis.impact import PAID, Impact
from compsim.analysis.pot import pot_and_distribution
from compsim.analysis.ranks import rank_moves
from compsim.analysis.same_cost import SameCost
from compsim.plan.scenario import Scenario
from compsim.present import charts, numbers, tables, words
from compsim.present.answers import pot_in_words
from compsim.present.answers_impact import changes_in_words, keep_whole_in_words, ranks_in_words
from compsim.present.change_words import changes_in_titles
from compsim.present.comparison import of_one, of_one_kept, side_by_side
from simulator import caches, compare_answers, documents, forms, memory, person, pictures, state, widgets
from simulator.compare_answers import MOST, Compared
from simulator.text import plain, safe, t
from simulator.widgets import Scene

FRAGMENT = "compare"
MADE = "compare/made"  # a plan that was just brought to the same cost
TALL = 420  # pixels that the answer takes


@st.fragment(key=FRAGMENT)
def render() -> None:
    """The page."""
    st.title(t("compare.title"), anchor=False)
    scene = widgets.scene()
    above = st.container()
    compared = choices(scene)
    if compared is None:
        return
    same_cost = st.toggle(t("compare.same_cost"), key="compare/same_cost", help=t("compare.same_cost_help"))
    with above:
        with pictures.loading(t("compare.working"), TALL):
            impact = widgets.ask(lambda: compare_answers.impact_of(scene.data, compared, same_cost=same_cost))
        answer(impact)
    beside_each_other(scene, compared, impact)
    plan = looked_at(compared)
    cost_neutral(scene, compared, plan)
    one = compare_answers.with_role_titles(of_one(impact, plan.name), plan)
    everybody(scene, one)
    if not same_cost:
        money_of_whom(one)
        keep(scene, compared, plan)
    changed(compared, plan)
    take_along(scene, compared, plan, one)
    widgets.handbook_button("analyses", "compare.how")


def choices(scene: Scene) -> Compared | None:
    """Baseline and plans as somebody chose them; None, with a word why, when there is nothing to compare."""
    known = compare_answers.known_plans(scene)
    offered = compare_answers.baselines(scene, known)
    if not offered:
        st.info(t("compare.nothing"), icon=":material/compare_arrows:")
        return None
    names = {PAID: plain("compare.paid"), **{name: plan.name for name, plan in known.items()}}
    against = baseline_choice(offered, names)
    plans = [scene.plan.id, *(name for name in known if name not in (against, scene.plan.id))]
    chosen = plans[:1]
    if len(plans) > 1:
        chosen = st.pills(
            t("compare.plans"),
            plans,
            selection_mode="multi",
            default=plans[:1],
            key=f"compare/plans/{scene.plan.id}/{against}",
            format_func=lambda name: safe(names[name]),
        )
    if not chosen:
        st.info(t("compare.no_plan"), icon=":material/compare_arrows:")
        return None
    return Compared(known.get(against), tuple(known[name] for name in chosen[:MOST]))


def baseline_choice(offered: Sequence[str], names: Mapping[str, str]) -> str:
    """What is compared with: a few in view, more in a list."""
    label, key = t("compare.against"), "compare/against"
    if len(offered) <= widgets.MANY:
        return forms.chosen(label, offered, key, lambda name: safe(names[name]))
    if memory.value_of(key) not in offered:
        memory.hold(key, offered[0])
    return str(st.selectbox(label, offered, key=key, format_func=lambda name: names[name], persist_state="session"))


def answer(impact: Impact) -> None:
    """The answer in words and one picture."""
    st.markdown(safe(words.impact_in_words(impact)))
    pictures.show(charts.winners_and_losers(impact, dark=pictures.dark()), "compare/bands")
    widgets.quiet(t("compare.lead"))


def beside_each_other(scene: Scene, compared: Compared, impact: Impact) -> None:
    """The figures of every plan, one column a plan."""
    st.header(t("compare.side"), anchor=False)
    cost = widgets.ask(lambda: caches.cost_of(scene.data, compared.scenarios))
    attainment = widgets.ask(lambda: caches.attainment_in(scene.data, compared.scenarios))
    pictures.small_table(side_by_side(cost, attainment, impact))


def cost_neutral(scene: Scene, compared: Compared, plan: Scenario) -> None:
    """A button that makes another plan of this one: the same but for one factor, at the cost of the baseline."""
    against = compare_answers.baseline_name(compared)
    st.button(
        t("compare.make", plan=plan.name, baseline=against),
        key="compare/make",
        icon=":material/balance:",
        help=t("compare.make_help"),
        on_click=made_cost_neutral,
        args=(scene, compared, plan),
    )
    forms.say_refused(MADE)
    made: SameCost | None = memory.kept(MADE)
    if made is not None:
        memory.keep(MADE, None)
        known = {"plan": made.scenario.title, "factor": numbers.exact_percent(made.factor)}
        wanted = numbers.money(made.wanted, scene.shown.currency, decimals=2)
        st.success(t("compare.made" if made.to_the_cent else "compare.made_nearly", wanted=wanted, **known))


def made_cost_neutral(scene: Scene, compared: Compared, plan: Scenario) -> None:
    """Callback: the plan becomes one at the same cost, which is the plan on the table from now on."""
    found: list[SameCost] = []

    def make() -> Scenario:
        found.append(compare_answers.at_the_same_cost(scene.data, compared, plan))
        return found[-1].scenario

    if state.try_edit(make, MADE) is not None:
        memory.keep(MADE, found[-1])
        memory.hold("compare/look_at", None)
    st.rerun([FRAGMENT, widgets.NAV])


def looked_at(compared: Compared) -> Scenario:
    """The plan whose details are shown: the only one, or the one that somebody chose."""
    plans = {plan.name: plan for plan in compared.plans}
    if len(plans) == 1:
        return compared.plans[0]
    return plans[forms.chosen(t("compare.look_at"), list(plans), "compare/look_at", safe)]


def everybody(scene: Scene, impact: Impact) -> None:
    """Everybody's change, in a picture and a table; a bar opens the person."""
    st.header(t("compare.people"), anchor=False)
    person.show(scene, charts.change_per_rep(impact, dark=pictures.dark()), "compare/people")
    st.markdown(safe(ranks_in_words(rank_moves(impact))))
    with st.expander(t("compare.people_table"), icon=":material/table_rows:"):
        table = pictures.without_scenario(tables.changes_table(impact))
        pictures.long_table(table, plain("compare.people_alt"), "compare/changes")
        if len(impact.left_out):
            pictures.small_table(pictures.without_scenario(tables.left_out_table(impact)))


def money_of_whom(impact: Impact) -> None:
    """Pot and distribution apart, and who pays for whom."""
    st.header(t("compare.pot"), anchor=False)
    widgets.quiet(t("compare.pot_lead"))
    names = {"role": plain("compare.role"), "team": plain("compare.team")}
    by = forms.chosen(t("compare.pot_by"), list(names), "compare/by", lambda name: names[name])
    found = pot_and_distribution(impact, by)
    st.markdown(safe(pot_in_words(found)))
    pictures.show(charts.pot_by_group(found, dark=pictures.dark()), "compare/pot")


def keep(scene: Scene, compared: Compared, plan: Scenario) -> None:
    """How good results must be to earn as much as before."""
    st.header(t("compare.keep"), anchor=False)
    with pictures.loading(t("compare.keep_working"), TALL):
        all_plans = widgets.ask(lambda: compare_answers.keep_whole_in(scene.data, compared))
    found = of_one_kept(all_plans, plan.name)
    st.markdown(safe(keep_whole_in_words(found)))
    pictures.show(charts.results_needed(found, plan.name, dark=pictures.dark()), "compare/keep")
    person.show(scene, charts.needed_per_rep(found, plan.name, dark=pictures.dark()), "compare/needed")


def changed(compared: Compared, plan: Scenario) -> None:
    """Every value that differs from the baseline."""
    st.header(t("compare.changed"), anchor=False)
    if compared.baseline is None:
        widgets.quiet(t("compare.changed_paid"))
        return
    found = compare_answers.changes_in(compared, plan)
    st.markdown(safe(changes_in_words(found, plan.name, compared.baseline.name)))
    if found:
        pictures.small_table(changes_in_titles(found, plan))


def take_along(scene: Scene, compared: Compared, plan: Scenario, impact: Impact) -> None:
    """The brief, and the workbook whose formulas can be followed."""
    st.header(t("compare.take"), anchor=False)
    widgets.quiet(t("compare.take_lead"))
    with st.container(horizontal=True, vertical_alignment="center"):
        documents.brief_button(scene.data, compared, plan, impact)
        documents.formulas_button(scene.data, plan, "compare")


render()
