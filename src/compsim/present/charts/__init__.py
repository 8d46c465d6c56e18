"""One function a figure: an analysis result in, a figure with its words out."""

from compsim.present.charts.attainment import attainment_distribution, pay_against_attainment, share_at_target_bands
from compsim.present.charts.cost import cost_by_component, cost_by_period, pay_by_team
from compsim.present.charts.curve import pay_curve
from compsim.present.charts.figure import Chart
from compsim.present.charts.impact import change_per_rep, winners_and_losers
from compsim.present.theme import config

__all__ = [
    "Chart",
    "attainment_distribution",
    "change_per_rep",
    "config",
    "cost_by_component",
    "cost_by_period",
    "pay_against_attainment",
    "pay_by_team",
    "pay_curve",
    "share_at_target_bands",
    "winners_and_losers",
]
