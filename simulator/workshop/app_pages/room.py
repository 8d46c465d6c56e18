"""The phone: weigh the objectives of the round, send, and wait for the next one."""

from __future__ import annotations

import streamlit as st

from compsim.present.mixes import mix_in_words, mix_pay_in_words
from simulator.text import safe, t
from simulator.workshop import caches, company, memory, views, visits
from simulator.workshop.rooms import STEP, WHOLE, Room
from simulator.workshop.visits import State


def render() -> None:
    """The page."""
    code = memory.asked(memory.ROOM)
    room = visits.room_of(code)
    entered = visits.enter(room) if room else "no_room"
    if not isinstance(entered, Room):
        outside(code, full=entered == "full")
        return
    st.title(safe(views.round_title(entered.current)), anchor=False)
    if entered.current.is_open:
        answer(entered.code, entered.current.number)
    else:
        wait(entered)
    watch(entered.code, visits.state_of(entered.code))


def outside(code: str, *, full: bool) -> None:
    """Why nobody comes in here, and the way on."""
    st.title(t("ws.title"), anchor=False)
    if full:
        st.warning(views.why("full"), icon=":material/group_off:")
        views.code_form()
        views.home_link()
    else:
        views.no_room(code)


@st.fragment
def answer(code: str, number: int) -> None:
    """The weights, and the button that sends them; a moved slider redraws this and nothing else."""
    room = visits.room_of(code)
    if room is None:
        return
    views.refused(code)
    st.markdown(t("phone.lead", role=company.role_title(caches.invented(), room.role)))
    sliders(room)
    if visits.is_sent(room):
        st.success(t("phone.sent"), icon=":material/check:")
        would_pay(room)
    else:
        send(room, number)
    views.quiet(t("phone.nobody"))
    if not memory.is_known_again():
        views.quiet(t("phone.no_cookie"))


def sliders(room: Room) -> None:
    """One slider an objective."""
    titles, draft = views.titles_in(room), visits.draft_in(room)
    for name, weight in draft.weights.items():
        st.slider(
            safe(titles[name]),
            0,
            WHOLE,
            step=STEP,
            format="%d %%",
            key=memory.hold(visits.slider_key(room.code, name), weight),
            disabled=not visits.can_move(room, name),
            on_change=visits.move,
            args=(room.code, name),
        )
    st.pills(
        t("phone.hold"),
        list(titles),
        selection_mode="multi",
        key=visits.hold_key(room.code),
        format_func=lambda name: safe(titles[name]),
        on_change=visits.hold,
        args=(room.code,),
    )


def send(room: Room, number: int) -> None:
    """The button that makes the weights an answer."""
    first = visits.answer_in(room) is None
    st.button(
        t("phone.send" if first else "phone.send_again"),
        key=f"send/{room.code}",
        type="primary",
        icon=":material/send:",
        width="stretch",
        on_click=visits.send,
        args=(room.code, number),
    )
    st.markdown(t("phone.unsent" if first else "phone.changed"))


def would_pay(room: Room) -> None:
    """What the own answer would have paid the invented people."""
    mix = visits.answer_in(room)
    pay = caches.pay_of(room.role, company.as_weights(room, mix)) if mix else None
    if pay is not None:
        st.markdown(t("phone.would", pay=mix_pay_in_words(pay, caches.invented().currency)))


def wait(room: Room) -> None:
    """The round is closed: the own answer, and what happens next."""
    views.refused(room.code)
    mix = visits.answer_in(room)
    if mix is None:
        st.info(t("phone.closed_without"), icon=":material/lock:")
        return
    said = mix_in_words(company.as_weights(room, mix), views.titles_in(room))
    st.info(t("phone.closed", mix=said), icon=":material/lock:")
    would_pay(room)


@st.fragment(run_every=views.WAITING)
def watch(code: str, seen: State | None) -> None:
    """Look whether the facilitator has closed the round or begun another one."""
    if visits.state_of(code) != seen:
        st.rerun()


render()
