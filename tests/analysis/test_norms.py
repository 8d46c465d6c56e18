"""Published bands: where a figure stands, and that each band says who published it."""

import pytest

from compsim.analysis.norms import BANDS, SHARE_AT_TARGET_BANDS, Band, placed_in


@pytest.mark.parametrize(
    ("figure", "positions"),
    [
        (0.75, ["within", "above", "within", "above"]),
        (0.70, ["within", "within", "within", "above"]),  # both bands own their ends
        (0.50, ["below", "below", "below", "above"]),  # more than half is not half
        (0.47, ["below", "below", "below", "within"]),
        (0.10, ["below", "below", "below", "below"]),
    ],
)
def test_a_figure_is_placed_against_every_band(figure: float, positions: list[str]) -> None:
    assert [item.position for item in placed_in(figure)] == positions


def test_a_figure_that_nobody_knows_stands_nowhere() -> None:
    assert placed_in(float("nan")) == ()


@pytest.mark.parametrize("band", [band for bands in BANDS.values() for band in bands], ids=lambda band: band.name)
def test_every_band_names_its_source(band: Band) -> None:
    assert 0 <= band.low < band.high
    assert len(band.source) > 10
    assert band.url.startswith("http")
    assert band.year is None or 2000 <= band.year <= 2026


def test_advice_and_observation_disagree_and_both_are_told() -> None:
    assert {band.kind for band in SHARE_AT_TARGET_BANDS} == {"advice", "survey"}
