"""How pictures are saved: in which format, on which ground, and under which name; the browser writes the file."""

from __future__ import annotations

import re
from typing import Any, Final, Literal

import streamlit as st

from compsim.present.charts import Chart
from compsim.present.theme import DARK_PAGE, LIGHT_PAGE, PictureFormat, config
from simulator import memory
from simulator.text import plain, t

FORMATS: Final[tuple[PictureFormat, ...]] = ("svg", "png")
FORMAT, LIGHT = "pictures/format", "pictures/light"


def choices() -> None:
    """What somebody can choose about all pictures of the app."""
    with st.popover(t("saving.title"), icon=":material/photo_camera:", type="tertiary"):
        st.markdown(t("saving.how"))
        st.radio(t("saving.format"), FORMATS, key=FORMAT, format_func=lambda kind: plain(f"saving.{kind}"))
        if _page() == "dark":
            st.toggle(t("saving.light"), key=LIGHT)


def dark() -> bool:
    """Whether pictures are drawn for a dark ground: that of the page, unless they are to be saved on white."""
    return _page() == "dark" and not memory.value_of(LIGHT)


def _page() -> Literal["light", "dark"] | None:
    return st.context.theme.type


def buttons(chart: Chart, key: str) -> dict[str, Any]:
    """The buttons of a picture: it is saved as somebody chose, under its page and title."""
    kind = memory.value_of(FORMAT)
    return config(_name(chart, key), kind if kind in FORMATS else FORMATS[0])


def _name(chart: Chart, key: str) -> str:
    title = str(chart.figure.layout.title.text or "picture")
    return re.sub(r"\W+", "-", f"{key.partition('/')[0]} {title}".casefold()).strip("-")


def on_its_ground(chart: Chart) -> Any:
    """The figure with the page's colour behind it, so that a saved picture can be read wherever it is put.

    The figure itself is changed, always in the same way: a figure is drawn for a light or for a dark page.
    """
    return chart.figure.update_layout(paper_bgcolor=DARK_PAGE if dark() else LIGHT_PAGE)
