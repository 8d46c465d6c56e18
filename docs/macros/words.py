"""What the machine around the pages says by itself, in the languages of the handbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The machine's own words in one language."""

    search: str  # the name of the search dialog
    done: str  # the name of a box to tick
    day: str  # how a date is written, for strftime
    review_due: str  # a title
    review_body: str  # {day}, {owner}
    owner: str
    review_by: str
    audience: str
    topics: str
    audiences: Mapping[str, str]


WORDS = {
    "en": Words(
        search="Search",
        done="Done",
        day="%-d %B %Y",
        review_due="Review is due",
        review_body="This page should have been checked by {day}. Ask its owner ({owner}) before you rely on it.",
        owner="Owner",
        review_by="Review by",
        audience="For",
        topics="Topics",
        audiences={
            "new-hire": "new hires",
            "manager": "managers",
            "workshop": "workshops",
            "leadership": "leadership",
        },
    ),
    "de": Words(
        search="Suche",
        done="Erledigt",
        day="%d.%m.%Y",
        review_due="Prüfung fällig",
        review_body="Diese Seite sollte bis {day} geprüft sein. Fragen Sie erst nach ({owner}).",
        owner="Verantwortlich",
        review_by="Prüfen bis",
        audience="Für",
        topics="Themen",
        audiences={
            "new-hire": "Neue",
            "manager": "Führungskräfte",
            "workshop": "Workshops",
            "leadership": "Geschäftsleitung",
        },
    ),
}
AUDIENCES = tuple(WORDS["en"].audiences)
