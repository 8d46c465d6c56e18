"""All templates, the files they are offered as, and the table on the page that offers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

from macros.templates.action_plan import action_plan
from macros.templates.deal_sheets import account_map, return_sheet
from macros.templates.page import page
from macros.templates.pay_sheets import consultation_sheet, objective_letter
from macros.templates.pipeline_sheets import clean_up_list, process_loop, win_loss_sheet
from macros.templates.shape import VARIANTS, Template
from macros.templates.talk_sheets import call_sheet, discovery_report, forecast_gate, lead_sheet
from macros.templates.team_sheets import (
    department_commitments,
    one_to_one_sheet,
    training_plan,
)
from macros.templates.tender_sheet import go_no_go
from macros.templates.workbook import workbook
from macros.templates.workshop_sheet import facilitator_sheet

FOLDER = "assets/templates"
_SHOWN = {"blank": "blank", "help": "with\u00a0help", "filled": "filled"}


@cache
def templates() -> Sequence[Template]:
    """Every template, in the order of the handbook's sections."""
    return (
        lead_sheet(),
        call_sheet(),
        forecast_gate(),
        discovery_report(),
        return_sheet(),
        account_map(),
        go_no_go(),
        clean_up_list(),
        win_loss_sheet(),
        process_loop(),
        action_plan(),
        one_to_one_sheet(),
        training_plan(),
        department_commitments(),
        consultation_sheet(),
        objective_letter(),
        facilitator_sheet(),
    )


def files() -> Mapping[str, bytes]:
    """What the site serves beside its pages: address → content, a workbook and a page to print for each variant."""
    found: dict[str, bytes] = {}
    for template in templates():
        for variant in VARIANTS:
            found[address(template, variant, "xlsx")] = workbook(template, variant)
            found[address(template, variant, "html")] = page(template, variant).encode()
    return found


def address(template: Template, variant: str, ending: str) -> str:
    """Where a file of a template stands, from the root of the site."""
    return f"{FOLDER}/{template.name}-{variant}.{ending}"


def templates_table(group: str, up: str) -> str:
    """The templates of a section as a Markdown table, each with its downloads; `up` leads to the site's root."""
    chosen = [template for template in templates() if template.group == group]
    head = "| Template | Take it | Workbook | To print |\n|---|---|---|---|"
    return "\n".join([head, *(_row(template, up) for template in chosen)])


def groups() -> Sequence[str]:
    """The sections that have templates, in order."""
    return [name for name, _ in groupby(templates(), key=lambda template: template.group)]


def _row(template: Template, up: str) -> str:
    links = {
        ending: " · ".join(f"[{_SHOWN[name]}]({up}{address(template, name, ending)})" for name in VARIANTS)
        for ending in ("xlsx", "html")
    }
    name = f"**[{template.title}]({up}{template.page})**"
    return f"| {name} | {template.use} | {links['xlsx']} | {links['html']} |"
