"""What a page may write between double braces.

num(326.7)  money(90000)  pct(0.125)      figures as the simulator writes them; a second argument fixes the decimals
funnel(revenue_target=…, deal_value=…, close_rate="1/3", …).deals       compsim.planning.funnel.funnel_for_target
funnel_example()  closing_gain(…)  no_shows(…)                           the rest of that module
recurring_revenue(churn="1%", …).mrr_at_end                              any function of compsim.planning, by its name
widget("funnel")                                                         the week's calculator
calculator("list_decay", contacts=10000)                                 any calculator of the planning room
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
data_table("roster")  mapping_part("Column")                              tables and mapping, from the library itself
export_files()  export_mapping()  export_account("revenue")  export_told()  an export credited when the page is built
plan_order()  plan_order_picture()  plan_cases()  plan_case("gate/name") the order of operations; golden cases
plan_case_shown("gate/name")                                             a golden case in full, on any page
pay_example("means").pays.count.counter                                  a small worked example on pay, and its variants
pay_example_part("means", "first_meetings")                              a part of its plan, as the file writes it
pay_at_levels("collective", [0.8, 1])                                    the same plan, with all at 80 % and at target
line_of_sight(0.1, [2, 8])  effective_weights("collective")              what own work pays in a team; weights at work
plan_calendar()  announce_timing()  plan_week("Decide")  plan_day(…)     the steps of the plan year, and their days
share_gone("2025-03-01")                                                 the part of a year before targets were told
share_of_best(10)  seller_count()                                        how much hangs on few of the invented sellers
device("steps")  device_picture("pool")                                  a device of a pay plan: picture and golden case
curve_shapes()  curve_comparison()                                       the hunters' curves of both plans
gate_figure("held")  gate_strip()  gate_ways()  cap_table()              gate and caps of the invented company
pay_base("cash")  pay_bases_picture()                                    one sale paid on five bases
doors()  pages_by_name()  pages_by_section()  pages_by_topic()           the front page's doors; every page, three times
owners_table()  overdue_list()  review_calendar()  whats_new()           who owns what, what is due, what is new
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from macros import (
    agenda,
    calculators,
    company,
    company_limits,
    curve_examples,
    data_reference,
    decision_trees,
    devices,
    evidence,
    fair,
    figures,
    formats,
    lab,
    links,
    pay_bases,
    pay_examples,
    plan_cases,
    plan_mistakes,
    plan_order,
    plan_reference,
    plan_year,
    registry,
    sellers,
    stages,
    widgets,
)
from macros.templates import action_plan, library
from macros.whole_handbook import macros_of_the_whole
from mkdocs_macros.plugin import MacrosPlugin

from compsim.planning import funnel
from compsim.planning.registry import CALCULATORS


def define_env(env: MacrosPlugin) -> None:
    """Registers every macro under its name; an unknown name stops the build."""
    register: Callable[..., Any] = env.macro
    found = {**_plain(), **_of_the_plan_file(), **_of_devices(), **_of_the_page(env), **macros_of_the_whole(env)}
    for name, function in found.items():
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
        "share_of_best": sellers.share_of_best,
        "seller_count": sellers.seller_count,
        "fair": fair.figure,
        "fair_findings": fair.findings_list,
        "fair_region": fair.region_table,
        "pay_example": pay_examples.pay_example,
        "pay_example_part": pay_examples.pay_example_part,
        "pay_at_levels": pay_examples.pay_at_levels,
        "line_of_sight": pay_examples.line_of_sight,
        "effective_weights": pay_examples.effective_weights,
        "announce_timing": plan_year.announce_timing,
        "shifted_calendar": plan_year.shifted_calendar,
        "plan_week": plan_year.weeks_before,
        "plan_day": plan_year.day_for,
        "share_gone": plan_year.share_gone,
        "figure_share_at_target": lambda: figures.share_at_target(company.shares_at_target()),
        "figure_cost": lambda: figures.amounts(company.costs()),
        "figure_attainment": lambda name="next_year": figures.histogram(company.attainments(name)),
    }


def _of_devices() -> dict[str, Callable[..., Any]]:
    return {
        "device": devices.device,
        "device_picture": devices.device_picture,
        "curve_shapes": curve_examples.curve_shapes,
        "curve_comparison": curve_examples.curve_comparison,
        "gate_figure": company_limits.gate_figure,
        "gate_strip": company_limits.gate_strip,
        "gate_hurdles": company_limits.gate_hurdles,
        "gate_ways": company_limits.gate_ways,
        "cap_table": company_limits.cap_table,
        "pay_base": pay_bases.pay_base,
        "pay_bases_picture": pay_bases.pay_bases_picture,
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
        "data_table": data_reference.data_table,
        "mapping_part": data_reference.mapping_part,
        "export_files": data_reference.export_files,
        "export_mapping": data_reference.export_mapping,
        "export_account": data_reference.export_account,
        "export_told": data_reference.export_told,
        "plan_cases": plan_cases.cases_page,
        "plan_case": plan_cases.case_link,
        "plan_case_shown": plan_cases.case_shown,
    }


def _of_the_page(env: MacrosPlugin) -> dict[str, Callable[..., Any]]:
    def up() -> str:
        return links.up_from(env.page.file.src_uri)

    return {
        "source": lambda identifier: evidence.citation(identifier, registry.sources(), up()),
        "plan_calendar": lambda: plan_year.plan_calendar(up()),
        "templates_table": lambda group: library.templates_table(group, up()),
        "widget": lambda name: widgets.widget(name, links.asset(env.page.url)),
        "calculator": lambda name, **given: calculators.calculator_widget(
            name, links.asset(env.page.url), env.conf["extra"]["simulator"], given
        ),
        "simulator_link": lambda text, plan="", page="": links.simulator_link(
            text, plan, page, env.conf["extra"]["simulator"]
        ),
    }
