"""The wall: how to come in, how the room weighs, and what its median mix would have paid."""

from __future__ import annotations

import streamlit as st

from simulator.text import safe, t
from simulator.workshop import caches, memory, reach, views, visits
from simulator.workshop.rooms import Room


@st.fragment(run_every=views.LIVE)
def render() -> None:
    """The page, looked at anew every two seconds."""
    code = memory.asked(memory.ROOM)
    room = visits.room_of(code)
    if room is None:
        st.title(t("ws.title"), anchor=False)
        views.no_room(code)
        return
    memory.note_been(code)
    views.on_the_wall()
    left, middle, right = st.columns((4, 11, 4), gap="medium")
    with left:
        way_in(room)
    with middle:
        st.title(safe(views.round_title(room.current)), anchor=False)
        st.markdown(views.counted(room))
        views.spread(room, "wall-spread")
    with right:
        views.median_pay(room, across=1)
    views.mixes(room)
    views.rule(room)


def way_in(room: Room) -> None:
    """The code, large, and as a picture for phones."""
    here = views.here()
    views.quiet(t("ws.code"))
    views.large_code(room.code)
    st.image(
        caches.qr_code(reach.link(here.address, "room", room=room.code)),
        width="stretch",
        alt=t("wall.qr", address=here.address),
    )
    st.markdown(t("wall.scan", address=here.address))


render()
