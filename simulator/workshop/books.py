"""A room's rounds and answers as files, worked out when somebody asks for them."""

from __future__ import annotations

from compsim.present.mixes import Answers
from simulator.text import plain
from simulator.workshop import caches, company, results, visits
from simulator.workshop.rooms import Room

MIMES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def csv(code: str) -> bytes:
    """Every answer of a room as CSV; nothing of a room that is gone."""
    room = visits.room_of(code)
    return results.as_csv(rounds_of(room), company.asked_titles(caches.invented(), room)) if room else b""


def workbook(code: str) -> bytes:
    """A room's rounds and answers as a workbook; nothing of a room that is gone."""
    room, known = visits.room_of(code), caches.invented()
    if room is None:
        return b""
    titles = company.asked_titles(known, room)
    return results.as_workbook(rounds_of(room), titles, known.currency, _about(room))


def rounds_of(room: Room) -> list[Answers]:
    """All rounds with their answers and what their medians would have paid."""
    return results.rounds_of(room, lambda mix: caches.pay_of(room.role, mix))


def _about(room: Room) -> list[tuple[str, str]]:
    known = caches.invented()
    return [
        (plain("book.room"), room.code),
        (plain("book.role"), company.role_title(known, room.role)),
        (plain("book.plan"), known.plan.title or known.plan.name),
        (plain("book.people"), plain("book.people_says")),
        (plain("book.rule"), plain("book.rule_says")),
        (plain("book.phones"), plain("book.phones_says")),
    ]
