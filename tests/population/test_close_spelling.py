"""Which spelling is offered for a name that meets nobody; it is offered, never applied."""

import pytest

from compsim.population.crediting.report import close_spelling

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
        ("Olaf Extern", ""),
        ("", ""),
    ],
)
def test_accents_and_umlauts_are_no_other_name(written: str, offered: str) -> None:
    assert close_spelling(written, KNOWN) == offered
