"""The workshop's frame: which page, and how wide. `asgi.py` serves it."""

from __future__ import annotations

import streamlit as st

from simulator.text import plain
from simulator.workshop import views

page = st.navigation([views.page(name) for name in views.PAGES], position="hidden")
st.set_page_config(
    page_title=plain("ws.title"),
    page_icon=str(views.ICON),
    layout="wide" if page.url_path in views.WIDE else "centered",
)
views.dress()
page.run()
