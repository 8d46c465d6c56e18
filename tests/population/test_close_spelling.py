"""Which spelling is offered for a name that meets nobody; it is offered, never applied."""

import pytest

from compsim.population.spelling import close_spelling, close_spellings

KNOWN = ["Dörte Föhre", "Ivo Eiche", "José Álvarez", "Ana Groß"]


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("Doerte Foehre", "Dörte Föhre"),
        ("DÖRTE FÖHRE", "Dörte Föhre"),
        ("Do\u0308rte Fo\u0308hre", "Dörte Föhre"),  # letters and their dots written as two signs
        ("Jose Alvarez", "José Álvarez"),
        ("Ana Gross", "Ana Groß"),
        ("Ivo Eich", "Ivo Eiche"),
        ("Föhre, Dörte", "Dörte Föhre"),
        ("Doerte Före", "Dörte Föhre"),  # a letter is missing, and the umlaut is written as two letters
        ("Olaf Extern", ""),
        ("", ""),
    ],
)
def test_accents_and_umlauts_are_no_other_name(written: str, offered: str) -> None:
    assert close_spelling(written, KNOWN) == offered


def test_a_spelling_between_two_people_offers_both() -> None:
    assert set(close_spellings("Ann Ulme", ["Anna Ulme", "Anne Ulme", "Ivo Eiche"])) == {"Anna Ulme", "Anne Ulme"}
    assert close_spellings("Anna Ulm", ["Anna Ulme", "Hanna Ulmenhof"]) == ("Anna Ulme",)


def test_another_number_is_another_person() -> None:
    assert close_spellings("Agent 101", ["Agent 102", "Agent 103"]) == ()
    assert close_spellings("Agent  07", ["Agent 7", "Agent 8"]) == ("Agent 7",)
