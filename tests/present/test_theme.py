"""The look: readable on both pages, told apart without colour vision, and nothing that phones home."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from compsim.present.theme import DARK_PAGE, LIGHT_PAGE, PALETTE, config, template

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
SIGHT = {
    "full": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(color: str) -> NDArray[np.float64]:
    parts = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(TO_XYZ[1] @ linear(color)) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(color: str, sight: str) -> NDArray[np.float64]:
    xyz = TO_XYZ @ np.clip(SIGHT[sight] @ linear(color), 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("color", PALETTE)
@pytest.mark.parametrize("page", [LIGHT_PAGE, DARK_PAGE])
def test_marks_can_be_seen_on_both_pages(color: str, page: str) -> None:
    assert contrast(color, page) >= 3.0  # WCAG 2.2, 1.4.11


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_are_told_apart_whatever_the_sight(sight: str) -> None:
    distances = [float(np.linalg.norm(lab(a, sight) - lab(b, sight))) for a, b in combinations(PALETTE, 2)]
    assert min(distances) > 12  # CIE76; about 2 is the least that is seen side by side


@pytest.mark.parametrize(("dark", "page"), [(False, LIGHT_PAGE), (True, DARK_PAGE)])
def test_text_is_readable_on_its_page(dark: bool, page: str) -> None:
    layout = template(dark=dark).layout
    for color in (layout.font.color, layout.xaxis.tickfont.color, layout.xaxis.title.font.color):
        assert contrast(color, page) >= 4.5
    assert contrast(layout.hoverlabel.font.color, layout.hoverlabel.bgcolor) >= 4.5


def test_the_page_shines_through() -> None:
    assert template().layout.paper_bgcolor == template().layout.plot_bgcolor == "rgba(0,0,0,0)"


def test_no_button_sends_a_figure_anywhere() -> None:
    settings = config("cost")
    assert settings["displaylogo"] is False
    assert settings["plotlyServerURL"] == ""
    assert settings["showSendToCloud"] is False
    assert "sendChartToCloud" in settings["modeBarButtonsToRemove"]
    assert settings["toImageButtonOptions"]["filename"] == "cost"
