"""The facilitator's page: the link to it, the rounds, the room's answers so far, and what is taken along."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from simulator.text import plain, safe, t
from simulator.workshop import books, memory, reach, rooms, views, visits
from simulator.workshop.rooms import LONGEST_NAME, Room
from simulator.workshop.visits import State


def render() -> None:
    """The page."""
    code, key = memory.asked(memory.ROOM), memory.asked(memory.KEY)
    room = visits.room_of(code)
    if room is None:
        st.title(t("ws.title"), anchor=False)
        views.no_room(code)
        return
    if not rooms.is_led_by(room, key):
        st.title(t("ws.title"), anchor=False)
        st.warning(views.why("key"), icon=":material/key_off:")
        views.home_link()
        return
    memory.note_been(room.code)
    st.title(t("lead.title", code=views.spelt(room.code)), anchor=False)
    views.refused(room.code)
    links(room, key)
    steps(room, key)
    answers(room.code)
    take_along(room)
    ending(room, key)
    watch(room.code, visits.state_of(room.code))


def links(room: Room, key: str) -> None:
    """The wall, the link for phones, and the facilitator's own."""
    here = views.here()
    if here.only_here:
        st.warning(t("lead.only_here"), icon=":material/wifi_off:")
    st.link_button(t("lead.wall"), reach.link("", "wall", room=room.code), type="primary", icon=":material/co_present:")
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(t("lead.for_phones"))
        st.code(reach.link(here.address, "room", room=room.code), language=None, wrap_lines=True)
    with right:
        st.markdown(t("lead.off_the_wall"))
        st.code(reach.link(here.address, "lead", room=room.code, key=key), language=None, wrap_lines=True)


def steps(room: Room, key: str) -> None:
    """The round's name, and the buttons that close it, open it again and begin the next one."""
    now = room.current
    st.header(safe(views.round_title(now)), anchor=False)
    name = f"lead/name/{room.code}/{now.number}"
    memory.hold_text(name, now.name)
    whose = (room.code, key, now.number, name)
    st.text_input(t("lead.name"), max_chars=LONGEST_NAME, key=name, on_change=_named, args=whose, width=400)
    with st.container(horizontal=True):
        if now.is_open:
            step("close", ":material/lock:", room, key, rooms.closed)
        else:
            step("reopen", ":material/lock_open:", room, key, rooms.reopened)
        step("next", ":material/skip_next:", room, key, partial(_next_after, now.number))


def step(what: str, icon: str, room: Room, key: str, change: Callable[[Room], Room]) -> None:
    """One button of the facilitator."""
    st.button(
        t(f"lead.{what}"),
        key=f"lead/{what}",
        icon=icon,
        on_click=visits.lead,
        args=(room.code, key, change),
    )


def _next_after(number: int, room: Room) -> Room:
    """The next round; a second press on the same button begins no further one."""
    return rooms.next_round(room) if room.current.number == number else room


def _named(code: str, key: str, number: int, name: str) -> None:
    visits.lead(code, key, partial(rooms.named, number=number, name=str(memory.value_of(name))))


@st.fragment(run_every=views.LIVE)
def answers(code: str) -> None:
    """What the wall shows, without the way in."""
    room = visits.room_of(code)
    if room is None:
        return
    st.markdown(views.counted(room))
    views.spread(room, "lead-spread")
    views.median_pay(room, across=5)
    views.mixes(room)
    views.rule(room)


def take_along(room: Room) -> None:
    """The answers as files, made when they are asked for."""
    st.header(t("lead.take"), anchor=False)
    views.quiet(t("lead.take_lead"))
    with st.container(horizontal=True):
        for what, make in (("csv", books.csv), ("xlsx", books.workbook)):
            st.download_button(
                t(f"lead.{what}"),
                partial(make, room.code),
                file_name=plain(f"lead.{what}_file", code=room.code),
                mime=books.MIMES[what],
                key=f"lead/{what}",
                icon=":material/download:",
                on_click="ignore",
            )


def ending(room: Room, key: str) -> None:
    """Delete the room, after a second look."""
    with st.expander(t("lead.delete"), icon=":material/delete:"):
        sure = st.checkbox(t("lead.delete_sure"), key=f"lead/sure/{room.code}")
        pressed = st.button(t("lead.delete_button"), key="lead/delete", disabled=not sure)
    if pressed and visits.end(room.code, key):
        memory.keep(memory.ENDED, room.code)
        st.switch_page(views.page("home"))


@st.fragment(run_every=views.LIVE)
def watch(code: str, seen: State | None) -> None:
    """Look whether the room was led on from another window."""
    if visits.state_of(code) != seen:
        st.rerun()


render()
