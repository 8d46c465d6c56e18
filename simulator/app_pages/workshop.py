"""Workshop: what it is and how to start it; it runs in a process of its own, never in this one."""

from __future__ import annotations

import streamlit as st

from simulator import widgets
from simulator.text import plain


def render() -> None:
    """The page."""
    widgets.head("workshop.title", "workshop.what")
    st.code(plain("workshop.commands"), language=None, wrap_lines=True)
    widgets.handbook_button("workshop", "workshop.handbook")


render()
