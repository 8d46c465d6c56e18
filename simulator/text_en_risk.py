"""The English strings of the risk page."""

from __future__ import annotations

RISK_PAGE: dict[str, str] = {
    "risk.title": "Risk",
    "risk.lead": "What the plan may cost if next year goes otherwise than last year. Every year is drawn from your own "
    "people and paid by the plan; nothing here is a forecast.",
    "risk.working": "Drawing years and paying each of them …",
    "risk.draws": "Years to draw",
    "risk.own": "Of what sets a person apart, so much stays",
    "risk.model": "Drawn from",
    "risk.resampled": "Colleagues and months",
    "risk.fitted": "A fitted distribution",
    "risk.seed": "Seed",
    "risk.assumptions": "What is assumed",
    "risk.people": "Pay of each person in drawn years",
    "risk.people_alt": "Pay of each person: last year's results, and three points of the drawn years",
    "risk.years": "Better and worse years",
    "risk.sliding": "Paying better and worse years …",
    "risk.slide": "Everybody’s results, against what they were",
    "risk.cases": "When one thing goes otherwise",
    "risk.cases_table": "Every case as a table",
    "risk.gaming": "What the plan pays for moving deals",
    "risk.how": "How the figures are worked out",
}
