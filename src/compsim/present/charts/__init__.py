"""One function a figure: an analysis result in, a figure with its words out."""

from compsim.present.charts.attainment import attainment_distribution, pay_against_attainment, share_at_target_bands
from compsim.present.charts.cost import cost_by_component, cost_by_period, pay_by_team
from compsim.present.charts.curve import pay_curve
from compsim.present.charts.fairness import gaps_with_intervals, opportunity_with_intervals
from compsim.present.charts.figure import Chart
from compsim.present.charts.impact import change_per_rep, winners_and_losers
from compsim.present.charts.keep_whole import needed_per_rep, results_needed
from compsim.present.charts.marginal import one_more_point
from compsim.present.charts.pot import pot_by_group
from compsim.present.charts.risk import change_in_each_case, cost_of_drawn_years
from compsim.present.charts.search import plans_and_front
from compsim.present.charts.simplicity import weights_in_plan_and_pay
from compsim.present.charts.slide import better_and_worse_years
from compsim.present.charts.spread import excellence_histogram
from compsim.present.theme import config

__all__ = [
    "Chart",
    "attainment_distribution",
    "better_and_worse_years",
    "change_in_each_case",
    "change_per_rep",
    "config",
    "cost_by_component",
    "cost_by_period",
    "cost_of_drawn_years",
    "excellence_histogram",
    "gaps_with_intervals",
    "needed_per_rep",
    "one_more_point",
    "opportunity_with_intervals",
    "pay_against_attainment",
    "pay_by_team",
    "pay_curve",
    "plans_and_front",
    "pot_by_group",
    "results_needed",
    "share_at_target_bands",
    "weights_in_plan_and_pay",
    "winners_and_losers",
]
