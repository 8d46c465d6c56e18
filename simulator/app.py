"""The app's frame: pages, the way between them and what is loaded. `asgi.py` serves it."""

from __future__ import annotations

import streamlit as st

from compsim.present import numbers
from simulator import reader, widgets
from simulator.text import plain

numbers.follow(reader.marks_of_reader)
st.set_page_config(page_title=plain("app.title"), page_icon=str(widgets.ICON), layout="wide")
page = st.navigation([widgets.page(name) for name in widgets.PAGES], position="hidden")
st.logo(str(widgets.ICON), size="large")
with st.sidebar:
    widgets.side()
page.run()
