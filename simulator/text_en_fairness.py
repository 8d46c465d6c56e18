"""The English strings of the fairness page."""

from __future__ import annotations

FAIRNESS_PAGE: dict[str, str] = {
    "fairness.title": "Fairness",
    "fairness.lead": "People are compared with people of the same role, part time and tenure. Figures can show what "
    "goes with what and how surely; they cannot say why, and they give no verdict. Groups of fewer than five are not "
    "shown.",
    "fairness.working": "Comparing like with like, ten thousand shuffles …",
    "fairness.nothing": "**{plan}**: none of {tests} tests on {people} stands out.",
    "fairness.some": "**{plan}**: {count} of {tests} tests on {people} stand out.",
    "fairness.one": "**{plan}**: 1 of {tests} tests on {people} stands out.",
    "fairness.figure": "Compare",
    "fairness.findings": "What stands out",
    "fairness.no_findings": "Nothing stands out beyond what chance does. With so few people only large gaps could.",
    "fairness.corrected": "A comparison stands out when chance alone would bring one as clear in fewer than 5 of "
    "100 cases, with as many comparisons as were made here (a p below 5 %, corrected by Holm).",
    "fairness.all": "Every test, surest first",
    "fairness.given": "What people are given, and what comes of it",
    "fairness.given_table": "Correlations as a table",
    "fairness.performance": "Pay against performance",
    "fairness.weights": "What the plan meant to pay for, and what it paid for",
    "fairness.weights_role": "Role",
    "fairness.preview": "EU pay transparency: a preview of the variable part",
    "fairness.preview_column": "Column that makes the groups",
    "fairness.preview_line": "- {category}: **{gap}** :gray[· {pay} · {groups}]",
    "fairness.preview_none": "none",
    "fairness.preview_lead": "Directive (EU) 2023/970 asks larger employers for these figures. This prepares for "
    "them; it is not legal advice and no statement that anything is met.",
    "fairness.limits": "What this cannot say",
    "fairness.how": "How the figures are worked out",
}
