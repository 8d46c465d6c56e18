"""Pieces that several pages of the workshop share: links, the way on where there is no room, the spread and its pay."""

from __future__ import annotations

import os
from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit as st
from streamlit import config

from compsim.analysis.mixes import MixPay
from compsim.present.charts import Chart
from compsim.present.mixes import Answers, PaidMix, paid_mixes_table
from compsim.present.numbers import listed, money, number, people, percent, signed_money, signed_percent
from compsim.present.tables import Table
from compsim.present.theme import config as chart_buttons
from simulator.text import plain, safe, t
from simulator.workshop import books, caches, company, hall, memory, reach, results, rooms, visits
from simulator.workshop.reach import Reach
from simulator.workshop.rooms import Room, Round, Why

ICON = Path(__file__).parents[1] / "assets" / "icon.svg"
PAGES = ("home", "room", "wall", "lead")  # the first is what the bare address shows
WIDE = ("wall", "lead")
JOIN = "join"  # the form of the code
LIVE, WAITING = 2, 3  # seconds between two looks: of the wall, and of a phone that waits for the facilitator
_CODE = """<style>.ws-code { font: 700 clamp(2.2rem, 3.3vw, 4.5rem)/1.1 ui-monospace, SFMono-Regular, Menlo, Consolas,
monospace; letter-spacing: 0.06em; margin: 0; white-space: nowrap; }</style><p class="ws-code">{code}</p>"""
_DARK = """<style>[data-testid^="stBase"][data-testid*="Button-primary"],
[data-testid^="stBase"][data-testid*="Button-primary"] * { color: #0f1714; }</style>"""
_WALL = """<style>[data-testid="stMainBlockContainer"] { padding-top: 1.5rem; }
[data-testid="stHeader"] { background: transparent; }</style>"""
_FAR = """<style>.st-key-from-afar [data-testid="stMetricValue"] { font-size: clamp(1.25rem, 2vw, 2.4rem); }</style>"""


def page(name: str) -> st.Page:
    """A page by name; its name is its address."""
    file = Path(__file__).with_name("app_pages") / f"{name}.py"
    return st.Page(file, title=plain("ws.title"), url_path=name, default=name == PAGES[0])


def here() -> Reach:
    """Where this process is and what phones type."""
    host, port = config.get_option("server.address") or reach.HERE, int(config.get_option("server.port"))
    return reach.reach_of(str(host), port, os.environ.get(reach.ADDRESS, ""))


def home_link() -> None:
    """The way back to the start page."""
    st.page_link(page("home"), label=t("ws.to_home"), icon=":material/home:")


def quiet(text: str) -> None:
    """A remark in small grey type that can still be read."""
    st.markdown(f":small[:gray[{text}]]")


def spelt(code: str) -> str:
    """A code in two threes, as it is read out."""
    return f"{code[:3]} {code[3:]}"


def dress() -> None:
    """On a dark page the chief buttons are light, so what stands on them is dark."""
    if dark():
        st.html(_DARK)


def dark() -> bool:
    """Whether the reader's page is dark."""
    return st.context.theme.type == "dark"


def on_the_wall() -> None:
    """No room lost above, so that a projector of 1280 × 720 shows everything that moves."""
    st.html(_WALL)


def large_code(code: str) -> None:
    """A code that is read from the last row."""
    st.html(_CODE.replace("{code}", escape(spelt(code))))


def round_title(asked: Round | Answers) -> str:
    """A round's number, and its name if it has one."""
    key = "ws.round_named" if asked.name else "ws.round"
    return plain(key, number=asked.number, name=asked.name) if asked.name else plain(key, number=asked.number)


# --- what stands in the way, and the way on


def why(reason: Why) -> str:
    """Why a step was refused, and what to do."""
    limits = {
        "full": {"most": rooms.MOST_PEOPLE},
        "house": {"rooms": hall.MOST_ROOMS},
        "rounds": {"rounds": rooms.MOST_ROUNDS},
    }
    return t(f"why.{reason}", **limits.get(reason, {}))


def refused(code: str) -> None:
    """Why the last step in a room was refused, if it was."""
    reason = visits.why_not(code)
    if reason:
        st.warning(why(reason), icon=":material/block:")


def no_room(code: str) -> None:
    """That there is no such room, or no longer, and the place to type another code."""
    if memory.was_in(code):
        st.info(t("ws.deleted", code=code), icon=":material/delete:")
    elif code:
        st.warning(t("ws.no_room", code=code), icon=":material/search_off:")
    else:
        st.info(t("ws.no_code"), icon=":material/keyboard:")
    code_form()
    home_link()


def code_form() -> None:
    """Type a code and go into its room."""
    with st.form(JOIN):
        typed = st.text_input(t("home.code"), max_chars=12, key=f"{JOIN}/code", autocomplete="off")
        joins = st.form_submit_button(t("home.join_button"), type="primary", icon=":material/login:")
    if not joins:
        return
    room = visits.room_of(typed)
    if room is not None:
        st.switch_page(page("room"), query_params={memory.ROOM: room.code})
    st.warning(t("ws.no_room", code=typed) if typed.strip() else t("ws.no_code"), icon=":material/search_off:")


# --- what the room says


def counted(room: Room) -> str:
    """How many have answered, and that the round is closed if it is."""
    answered = t("wall.count", answered=number(len(room.current.answers)), joined=number(len(room.voices)))
    return answered if room.current.is_open else f"{answered} {t('wall.closed')}"


def spread(room: Room, key: str) -> None:
    """Every answer of the round as a picture, the median and the plan's own weights in it."""
    show(caches.spread(room, room.current, dark=dark()), key)


def show(chart: Chart, key: str) -> None:
    """A chart that keeps its place while its figures change, with its words for those who cannot see it."""
    st.plotly_chart(chart.figure, key=key, theme=None, config=chart_buttons(key), alt=chart.alt)


def median_pay(room: Room, across: int) -> None:
    """What the median mix would have paid, beside the plan as it is; so many tiles in a row."""
    known = caches.invented()
    if not company.fits(known, room.role, room.objectives):
        st.info(t("wall.older"), icon=":material/history:")
        return
    median, now = results.median_of(room, room.current), caches.plan_pay(room.role)
    pay = caches.pay_of(room.role, median) if median else None
    if pay is None or now is None:
        quiet(t("wall.nobody"))
        return
    st.subheader(t("wall.median"), anchor=False)
    tiles(pay, now, known.currency, across)


def tiles(pay: MixPay, now: MixPay, currency: str, across: int) -> None:
    """The five figures, each with what it stands against."""
    change = signed_percent(pay.change)
    for_now = plain("mix.plan", figure=money(now.payout, currency))
    at_target = plain("mix.plan", figure=percent(now.share_at_target))
    raised, lowered = people(pay.raised), people(pay.lowered)
    st.html(_FAR)
    with st.container(key="from-afar"), st.grid(across, min_column_width=150, gap="xsmall"):
        _tile("mix.total", money(pay.payout, currency), for_now)
        _tile("mix.against", signed_money(pay.difference, currency), change)
        _tile("mix.at_target", percent(pay.share_at_target), at_target)
        _tile("mix.rise", signed_money(pay.gain, currency), plain("mix.raised", people=raised))
        _tile("mix.fall", signed_money(pay.loss, currency), plain("mix.lowered", people=lowered))


def _tile(label: str, value: str, beside: str) -> None:
    with st.container(border=True, height="stretch", gap=None):
        st.metric(t(label), safe(value))
        quiet(safe(beside))


def rule(room: Room) -> None:
    """Whose pay this is, how the median mix comes about, and what nobody could weigh."""
    known, now = caches.invented(), caches.plan_pay(room.role)
    if now is None:
        return
    quiet(
        t(
            "wall.rule",
            people=people(now.people),
            role=company.role_title(known, room.role),
            plan=known.plan.title or known.plan.name,
        )
    )
    left_out = company.left_out(known, room)
    if left_out:
        quiet(t("wall.left_out", names=listed(left_out)))


def mixes_table(room: Room) -> Table | None:
    """The plan as it is and the median of each round that was answered; None where nothing can be paid."""
    known = caches.invented()
    now, paid = caches.plan_pay(room.role), results.paid_medians(books.rounds_of(room), round_title)
    if now is None or not paid or not company.fits(known, room.role, room.objectives):
        return None
    plan = PaidMix(plain("wall.plan"), company.plan_mix(known, room.role), now)
    titles = company.titles_of(known, room.role)
    return paid_mixes_table(plain("wall.mixes"), [plan, *paid], titles, known.currency)


def mixes(room: Room) -> None:
    """The mixes side by side, every figure written out."""
    table = mixes_table(room)
    if table is not None:
        shown = table.text().map(lambda cell: safe(str(cell)))
        st.subheader(safe(table.title), anchor=False)
        st.table(shown, hide_index=True, border="horizontal", alt=table.title)


def titles_in(room: Room) -> Mapping[str, str]:
    """What the objectives of a room are called."""
    return company.asked_titles(caches.invented(), room)
