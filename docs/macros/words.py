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
    file: str  # the page's own, for whoever wants to mend it
    paths: str  # the name of the lines that lead on
    on_path: str  # {reader}, {number} of the page that follows, {of}
    path_end: str  # {reader}
    doors: str  # what the end of a path leads back to
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
        file="File",
        paths="Paths over this page",
        on_path="Next on the path of {reader} ({number} of {of}):",
        path_end="The path of {reader} ends here:",
        doors="back to the four doors",
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
        file="Datei",
        paths="Wege über diese Seite",
        on_path="Weiter auf dem Weg von {reader} ({number} von {of}):",
        path_end="Der Weg von {reader} endet hier:",
        doors="zurück zu den vier Türen",
        audiences={
            "new-hire": "Neue",
            "manager": "Führungskräfte",
            "workshop": "Workshops",
            "leadership": "Geschäftsleitung",
        },
    ),
}
AUDIENCES = tuple(WORDS["en"].audiences)
