"""How the reader of a page writes figures, by what the browser says of its locale."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st
from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol
from streamlit.runtime.scriptrunner import get_script_run_ctx

from compsim.present.numbers import Marks


def marks_of_reader() -> Marks | None:
    """The marks of whoever looks at this page; None where no page is being drawn, such as in a document."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    said = st.context.locale
    return marks_of(said) if isinstance(said, str) else None


@lru_cache(maxsize=64)
def marks_of(name: str) -> Marks | None:
    """The marks of a locale such as `de-AT`; None for one that nobody knows."""
    try:
        locale = Locale.parse(name, sep="-" if "-" in name else "_")
    except (UnknownLocaleError, ValueError):
        return None
    first = locale.currency_formats["standard"].pattern.startswith("\N{CURRENCY SIGN}")
    return Marks(get_group_symbol(locale), get_decimal_symbol(locale), first)
