"""What the address says, which browser this is, and what its pages hold: the workshop's only way into the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from simulator.workshop import guards
from simulator.workshop.rooms import Why

ROOM, KEY = "room", "key"  # in the address
ENDED = "ended"  # where the code of a room is kept that was deleted just now
_MARK, _BEEN = "mark", "been_in"


@dataclass(frozen=True)
class Draft:
    """The weights (whole per cents) as the sliders stand, and those before somebody began to move this slider."""

    weights: Mapping[str, int]
    moving: str
    before: Mapping[str, int]


def asked(name: str) -> str:
    """What the address says about something; empty if nothing."""
    return str(st.query_params.get(name, ""))


def mark() -> str:
    """Which browser this is: its cookie, or for this visit only a mark of the session."""
    given = _cookie()
    if given:
        return given
    if _MARK not in st.session_state:
        st.session_state[_MARK] = guards.new_mark()
    return str(st.session_state[_MARK])


def is_known_again() -> bool:
    """Whether this browser is the same one after a reload."""
    return bool(_cookie())


def _cookie() -> str:
    given = st.context.cookies.get(guards.COOKIE)
    return given if isinstance(given, str) and guards.is_mark(given) else ""


def note_been(code: str) -> None:
    """Note that this visit was in a room, so that its end can be told from a wrong code."""
    st.session_state[_BEEN] = code


def was_in(code: str) -> bool:
    """Whether this visit was in a room."""
    return bool(code) and st.session_state.get(_BEEN) == code


def draft(place: str, start: Mapping[str, int]) -> Draft:
    """The weights that somebody is setting in a place; they begin with `start`."""
    known: Draft | None = kept(place)
    return known if known is not None and list(known.weights) == list(start) else Draft(start, "", start)


def hold(key: str, value: Any) -> str:
    """Make a widget show a value."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def hold_text(key: str, text: str) -> None:
    """Make a text box show what the room says, but leave what somebody types there until the room says another."""
    if st.session_state.get(f"base/{key}") != text or key not in st.session_state:
        st.session_state[f"base/{key}"] = st.session_state[key] = text


def value_of(key: str) -> Any:
    """What a widget holds."""
    return st.session_state.get(key)


def kept(place: str) -> Any:
    """What was kept in a place; None if nothing was."""
    return st.session_state.get(f"kept/{place}")


def keep(place: str, value: Any) -> None:
    """Keep something for this visit."""
    st.session_state[f"kept/{place}"] = value


def refused(place: str) -> Why | None:
    """Why the last step in a place was refused; nothing once a later one was taken."""
    found: Why | None = st.session_state.get(f"refused/{place}")
    return found


def note_refused(place: str, why: Why | None) -> None:
    """Keep why a step was refused, or that it was taken."""
    st.session_state[f"refused/{place}"] = why
