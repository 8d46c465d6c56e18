"""What the workshop loads once and remembers: the rooms, the invented company, what a mix would have paid, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import segno
import streamlit as st

from compsim.analysis.mixes import MixPay
from compsim.errors import InputError
from compsim.present.charts import Chart
from compsim.present.charts.mixes import spread_of_answers
from simulator.workshop import company, reach
from simulator.workshop.company import Company
from simulator.workshop.hall import Hall, open_hall
from simulator.workshop.rooms import Mix, Room, Round

_MANY, _SOME = 2048, 128  # entries kept
_MODULE = 8  # pixels of one square of a QR code, before it is scaled


@st.cache_resource(show_spinner=False)
def hall() -> Hall:
    """All rooms of the process; raises ForeignFileError, sqlite3.OperationalError, OSError."""
    return open_hall(reach.rooms_file())


@st.cache_resource(show_spinner=False)
def invented() -> Company:
    """The invented company."""
    return company.invented()


@st.cache_resource(max_entries=_SOME, show_spinner=False)
def qr_code(address: str) -> str:
    """An address as a QR code: SVG, dark on white with its quiet zone, so that it is read off a dark page too."""
    return str(segno.make(address, error="m", micro=False).svg_inline(scale=_MODULE, dark="#000000", light="#ffffff"))


def pay_of(role: str, mix: Mapping[str, float]) -> MixPay | None:
    """What a mix would have paid a role's people; None where the company no longer has the role or an objective."""
    return _paid(role, tuple(mix.items()))


def plan_pay(role: str) -> MixPay | None:
    """What the plan as it is pays a role's people."""
    known = invented()
    return pay_of(role, company.plan_mix(known, role)) if company.fits(known, role, ()) else None


def spread(room: Room, asked: Round, *, dark: bool) -> Chart:
    """The picture of a round's answers; who answered first makes no difference to it, so it is not drawn anew."""
    return _drawn(room.role, room.objectives, tuple(sorted(asked.answers.values())), dark, room)


def first_answers() -> None:
    """Fill the caches with what the first room will ask for."""
    known = invented()
    for role in company.roles(known):
        plan_pay(role)
    role = company.roles(known)[0]
    spread_of_answers([company.plan_mix(known, role)], company.titles_of(known, role))


@st.cache_resource(max_entries=_MANY, show_spinner=False)
def _paid(role: str, mix: tuple[tuple[str, float], ...]) -> MixPay | None:
    with suppress(InputError):
        return company.pay_of(invented(), role, dict(mix))
    return None


@st.cache_resource(max_entries=_SOME, show_spinner=False)
def _drawn(role: str, objectives: tuple[str, ...], answers: tuple[Mix, ...], dark: bool, _room: Room) -> Chart:
    known = invented()
    titles = company.asked_titles(known, _room)
    mixes = [company.as_weights(_room, mix) for mix in answers]
    now = company.plan_mix(known, role) if company.fits(known, role, objectives) else {}
    return spread_of_answers(mixes, titles, present=now, dark=dark)
