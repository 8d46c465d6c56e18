"""Names in uploaded tables that are not on the roster: close spellings, each accepted with a tick."""

from __future__ import annotations

import streamlit as st

from compsim.population.respelling import NameOffer
from compsim.present import numbers
from simulator import memory, state
from simulator.sources import Spelt
from simulator.text import plain, t


def render(spelt: Spelt) -> None:
    """A box for each close spelling, with the rows and the amounts that it would credit."""
    st.subheader(t("export.spellings"), anchor=False)
    st.markdown(t("export.spellings_lead"))
    for offer in spelt.offers:
        key = memory.hold(f"names/{offer.table}/{offer.spelt}/{offer.known}", offer in spelt.accepted)
        label = t("export.spelling", spelt=offer.spelt, known=offer.known, credits=_credits(offer))
        st.checkbox(label, key=key, on_change=_accepted, args=(offer, key))


def _credits(offer: NameOffer) -> str:
    """The rows of a name in their table, and what they come to."""
    rows = numbers.counted(offer.rows, "row", "rows")
    return " · ".join(filter(None, (plain("names.rows", rows=rows, table=offer.table), offer.amounts)))


def _accepted(offer: NameOffer, key: str) -> None:
    """Callback: the spelling stands for the name of the roster, or no longer."""
    state.accept_name(offer, applied=bool(memory.value_of(key)))
