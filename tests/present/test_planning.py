"""Planning figures as a reader sees them: each unit in its own way."""

import pytest

from compsim.planning.inputs import Unit
from compsim.present.planning import bare_figure, figure_in_words


@pytest.mark.parametrize(("value", "unit", "said"), [
    (1188000, "money", "1,188,000"),
    (1259.5, "money a year", "1,260 a year"),
    (0.216, "share", "21.6 %"),
    (20.0, "ratio", "20 times"),
    (1.75, "ratio", "175.0 %"),
    (297, "deals", "297 deals"),
    (37.6, "meetings a week", "37.6 meetings a week"),
    (149.96, "hours", "150 hours"),
    (None, "months", "–"),
    ("2026-01", "period", "2026-01"),
])  # fmt: skip
def test_a_figure_with_its_unit(value: object, unit: Unit, said: str) -> None:
    assert figure_in_words(value, unit).replace("\u00a0", " ") == said


def test_a_title_that_says_the_unit_needs_no_second_one() -> None:
    assert bare_figure(297, "deals") == "297"
    assert bare_figure(4.5, "hours a week") == "4.5 hours a week"
