"""Start: join a room by its code, or open one."""

from __future__ import annotations

import streamlit as st

from simulator.text import safe, t
from simulator.workshop import caches, company, memory, views, visits
from simulator.workshop.rooms import LONGEST_NAME, RefusedError


def render() -> None:
    """The page."""
    st.title(t("home.title"), anchor=False)
    ended = memory.kept(memory.ENDED)
    if ended:
        memory.keep(memory.ENDED, None)
        st.success(t("home.ended", code=ended), icon=":material/check:")
    st.markdown(t("home.lead"))
    st.header(t("home.join"), anchor=False)
    views.code_form()
    st.header(t("home.open"), anchor=False)
    open_form()


def open_form() -> None:
    """Whose plan, what is weighed, what the first round is called."""
    st.markdown(t("home.open_lead"))
    known = caches.invented()
    roles = company.roles(known)
    role = st.segmented_control(
        t("home.role"),
        roles,
        default=roles[0],
        required=True,
        key="open/role",
        format_func=lambda name: safe(company.role_title(known, name)),
    )
    titles = company.titles_of(known, role)
    chosen = st.pills(
        t("home.objectives"),
        list(titles),
        selection_mode="multi",
        default=list(titles),
        key=f"open/objectives/{role}",
        format_func=lambda name: safe(titles[name]),
        help=t("home.objectives_help"),
    )
    name = st.text_input(t("home.name"), max_chars=LONGEST_NAME, key="open/name", placeholder=t("home.name_hint"))
    if st.button(t("home.open_button"), key="open/go", icon=":material/meeting_room:"):
        begin(role, tuple(each for each in titles if each in chosen), name)


def begin(role: str, objectives: tuple[str, ...], name: str) -> None:
    """Open the room and go to the facilitator's page."""
    try:
        room, key = visits.open_room(role, objectives, name)
    except RefusedError as error:
        st.warning(views.why(error.why), icon=":material/block:")
        return
    st.switch_page(views.page("lead"), query_params={memory.ROOM: room.code, memory.KEY: key})


render()
