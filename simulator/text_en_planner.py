"""The English strings of the planner page."""

from __future__ import annotations

PLANNER_PAGE: dict[str, str] = {
    "planner.title": "Planner",
    "planner.lead": "From the target to the week: what the numbers ask for, and what they cost. Nothing here is about "
    "people's pay; type your own figures over the example.",
    "planner.choose": "What do you want to work out",
    "planner.fields": "Your figures",
    "planner.example": "Back to the example",
    "planner.list_help": "Several figures, with commas between them.",
    "planner.row_hint": "Change a cell, or add a row below.",
    "planner.wrong": "These figures cannot be used yet",
    "planner.link": "Part of the link was not understood",
    "planner.handbook": "Read about it in the handbook",
}
