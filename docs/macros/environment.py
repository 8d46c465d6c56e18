"""What a page may write between double braces.

num(326.7)  money(90000)  pct(0.125)      figures as the simulator writes them; a second argument fixes the decimals
funnel(revenue_target=…, deal_value=…, close_rate="1/3", …).deals       compsim.planning.funnel.funnel_for_target
funnel_example()  closing_gain(…)  no_shows(…)                           the rest of that module
recurring_revenue(churn="1%", …).mrr_at_end                              any function of compsim.planning, by its name
widget("funnel")                                                         a calculator
source("id")  sources_table()  glossary_table()                          sources.yaml and glossary.yaml
simulate("cost_change")                                                  a figure of the invented company
figure_share_at_target()  figure_cost()  figure_attainment("next_year")  its pictures
simulator_link("text", plan="next_year", page="plan")                    a button into the simulator
stages_table()  stages_picture()                                         the stages of a sale, from stages.yaml
templates_table("Qualify")                                               the templates of a section, with downloads
agenda([[5, "Goal", "Say it", "–"]])  agenda_minutes(…)                    the run of a workshop
lab_cards()  lab_key()                                                   the plan-design lab: changes, and what they do
action_plan_inputs()  action_plan_example()                              what the filled action plan asks and answers
decision_tree("pipeline-or-bin")                                         a tree of decision_trees.yaml, drawn and told
plan_example()  plan_explained()  plan_mistake("line", "instead")        the reference's plan, its pay, what is refused
plan_part("Gate")  plan_part_example("Gate")                             one part of the plan file, from the plan model
plan_order()  plan_order_picture()  plan_cases()  plan_case("gate/name") the order of operations; golden cases
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from macros import (
    agenda,
    company,
    decision_trees,
    evidence,
    fair,
    figures,
    formats,
    lab,
    links,
    plan_cases,
    plan_mistakes,
    plan_order,
    plan_reference,
    registry,
    stages,
    widgets,
)
from macros.templates import action_plan, library
from mkdocs_macros.plugin import MacrosPlugin

from compsim.planning import funnel
from compsim.planning.registry import CALCULATORS


def define_env(env: MacrosPlugin) -> None:
    """Registers every macro under its name; an unknown name stops the build."""
    register: Callable[..., Any] = env.macro
    for name, function in {**_plain(), **_of_the_plan_file(), **_of_the_page(env)}.items():
        register(function, name)


def _plain() -> dict[str, Callable[..., Any]]:
    return {
        "num": formats.num,
        "money": formats.money,
        "pct": formats.pct,
        "funnel": funnel.funnel_for_target,
        "funnel_example": funnel.example_funnel,
        "closing_gain": funnel.gain_from_closing,
        "no_shows": funnel.expected_no_shows,
        "sources_table": lambda: evidence.sources_table(registry.sources()),
        "glossary_table": lambda part="": evidence.glossary_list(registry.glossary(), part),
        **{each.name: each.function for each in CALCULATORS},
        "agenda": agenda.agenda,
        "agenda_minutes": agenda.agenda_minutes,
        "lab_cards": lab.lab_cards,
        "lab_key": lab.lab_key,
        "action_plan_inputs": lambda: action_plan.INPUTS,
        "action_plan_example": action_plan.example,
        "stages_table": stages.stages_table,
        "stages_picture": stages.stages_picture,
        "decision_tree": decision_trees.decision_tree,
        "simulate": company.simulated,
        "fair": fair.figure,
        "fair_findings": fair.findings_list,
        "fair_region": fair.region_table,
        "figure_share_at_target": lambda: figures.share_at_target(company.shares_at_target()),
        "figure_cost": lambda: figures.amounts(company.costs()),
        "figure_attainment": lambda name="next_year": figures.histogram(company.attainments(name)),
    }


def _of_the_plan_file() -> dict[str, Callable[..., Any]]:
    return {
        "plan_example": plan_reference.example_block,
        "plan_explained": plan_reference.example_explained,
        "plan_mistake": plan_mistakes.refusal,
        "plan_part": plan_reference.part_table,
        "plan_part_example": plan_reference.part_example,
        "plan_order": lambda: plan_order.order_list("plan-file-fields.md"),
        "plan_order_picture": plan_order.order_picture,
        "plan_cases": plan_cases.cases_page,
        "plan_case": plan_cases.case_link,
    }


def _of_the_page(env: MacrosPlugin) -> dict[str, Callable[..., Any]]:
    def up() -> str:
        return links.up_from(env.page.file.src_uri)

    return {
        "source": lambda identifier: evidence.citation(identifier, registry.sources(), up()),
        "templates_table": lambda group: library.templates_table(group, up()),
        "widget": lambda name: widgets.widget(name, links.asset(env.page.url)),
        "simulator_link": lambda text, plan="", page="": links.simulator_link(
            text, plan, page, env.conf["extra"]["simulator"]
        ),
    }
