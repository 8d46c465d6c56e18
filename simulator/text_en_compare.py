"""The English strings of the compare page."""

from __future__ import annotations

COMPARE_PAGE: dict[str, str] = {
    "compare.title": "Compare",
    "compare.lead": "The same people, the same results, another plan: who would have been paid more or less, and where "
    "the money comes from.",
    "compare.against": "Compare with",
    "compare.paid": "What was paid",
    "compare.plans": "Plans to compare, up to four",
    "compare.again": "{plan} ({n})",
    "compare.nothing": "There is nothing to compare with: the data do not say what was paid, and there is no other "
    "plan. Choose a plan to start from on the page *Plan* and change it.",
    "compare.no_plan": "Choose at least one plan to compare.",
    "compare.same_cost": "At the same cost",
    "compare.same_cost_help": "Every plan is scaled to cost what the baseline costs, to the cent. What is left is who "
    "gets more of the same money, and who less.",
    "compare.working": "Paying everybody by each plan …",
    "compare.paid_in_words": "what was paid",
    "compare.make": "Make {plan} cost as much as {baseline}",
    "compare.make_help": "Makes a plan of its own: one factor on everything it pays, so that the whole costs the "
    "same to "
    "the cent. The plan you have now stays under its link.",
    "compare.made_title": "{plan}, at the cost of {baseline}",
    "compare.made": "**{plan}** is now the plan on the table. Everything it pays is multiplied by {factor}; the "
    "whole costs "
    "{wanted}, to the cent.",
    "compare.made_nearly": "**{plan}** is now the plan on the table. Everything it pays is multiplied by {factor}; "
    "rounding "
    "each payment leaves it a few cents beside {wanted}.",
    "compare.side": "Side by side",
    "compare.look_at": "Look at",
    "compare.people": "Person by person",
    "compare.people_table": "Everybody's change as a table",
    "compare.people_alt": "Everybody's pay before and after, and the change",
    "compare.pot": "More money, or other people's money",
    "compare.pot_lead": "Each change in two parts: what everybody would get if the whole sum had only grown or shrunk, "
    "and what moves from one person to another. The second part adds up to zero.",
    "compare.pot_by": "By",
    "compare.role": "role",
    "compare.team": "team",
    "compare.keep": "What it takes to earn as much as before",
    "compare.keep_working": "Paying everybody at better and worse results …",
    "compare.changed": "What the plan says differently",
    "compare.changed_paid": "What was paid is no plan, so there is nothing to list. Compare with a plan to see every "
    "value that differs.",
    "compare.how": "How the figures are worked out",
}
