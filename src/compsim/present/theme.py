"""How figures look: one Plotly template, a palette that is told apart without colour vision, and the chart's buttons.

Every mark has a contrast of at least 3 : 1 on white and on the dark page, so marks stay when the page changes.
Backgrounds are transparent; colours of text and grid stand in the template alone, where an app may replace them.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import plotly.graph_objects as go

from compsim.present.numbers import marks

TEAL: Final = "#0f766e"
ORANGE: Final = "#b8590b"
BLUE: Final = "#3a8ee0"
PURPLE: Final = "#b03aa8"
GREY: Final = "#8d9290"
PALETTE: Final = (TEAL, ORANGE, BLUE, PURPLE, GREY)

LIGHT_PAGE, DARK_PAGE = "#ffffff", "#0f1714"
FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif"
PictureFormat = Literal["svg", "png"]
_CLEAR = "rgba(0,0,0,0)"
_SAVED_WIDTH = 900  # pixels
_TEXT = {False: "#1f2a27", True: "#e4ebe8"}
_FAINT = {False: "#52605c", True: "#a9b6b1"}
_GRID = {False: "#dfe5e3", True: "#2b3733"}


def template(*, dark: bool = False) -> go.layout.Template:
    """The look of all figures, for a light or a dark page."""
    axis = {
        "gridcolor": _GRID[dark],
        "zerolinecolor": _GRID[dark],
        "linecolor": _FAINT[dark],
        "tickcolor": _FAINT[dark],
        "tickfont": {"color": _FAINT[dark], "size": 12},
        "title": {"font": {"color": _FAINT[dark], "size": 12}, "standoff": 10},
        "automargin": True,
        "ticklabelstandoff": 4,
    }
    layout = {
        "font": {"family": FONT, "size": 13, "color": _TEXT[dark]},
        "separators": f"{marks().decimals}{marks().thousands}",
        "paper_bgcolor": _CLEAR,
        "plot_bgcolor": _CLEAR,
        "colorway": list(PALETTE),
        "title": {
            "x": 0,
            "xanchor": "left",
            "font": {"size": 16},
            "subtitle": {"font": {"size": 13}},
        },
        "legend": {"font": {"size": 12}},
        "hoverlabel": {
            "align": "left",
            "bgcolor": DARK_PAGE if dark else LIGHT_PAGE,
            "font": {"family": FONT, "color": _TEXT[dark], "size": 13},
        },
        "modebar": {"bgcolor": _CLEAR, "color": _FAINT[dark], "activecolor": _TEXT[dark]},
        "xaxis": axis,
        "yaxis": axis,
    }
    return go.layout.Template(layout=layout)


def config(filename: str = "chart", save_as: PictureFormat = "svg") -> dict[str, Any]:
    """The chart's buttons: no logo, nothing that sends data anywhere; pictures as wide as a page, saved by the browser.

    The buttons can be reached with the Tab key; a PNG has twice the pixels, so that it stays sharp on a slide.
    """
    scale = {"scale": 2} if save_as == "png" else {}
    return {
        "displaylogo": False,
        "plotlyServerURL": "",
        "showSendToCloud": False,
        "modeBarButtonsToRemove": [  # what stays saves a picture and brings the whole figure back
            "zoom2d",
            "pan2d",
            "sendChartToCloud",
            "select2d",
            "lasso2d",
            "autoScale2d",
            "zoomIn2d",
            "zoomOut2d",
        ],
        "responsive": True,
        "toImageButtonOptions": {"format": save_as, "filename": filename, "width": _SAVED_WIDTH, **scale},
    }
