"""What a phone and a facilitator do in a room: each step is taken in the hall, and a refusal is kept for the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.workshop import caches, company, hall, memory, rooms
from simulator.workshop.memory import Draft
from simulator.workshop.rooms import Mix, RefusedError, Room, Why

State = tuple[str, int, bool]  # what a waiting page looks at: the round's name and number, and whether it is open


def room_of(code: str) -> Room | None:
    """The room of a code, as typed or scanned."""
    return hall.find(caches.hall(), code)


def state_of(code: str) -> State | None:
    """What a page that waits for the facilitator has to notice; None where there is no room."""
    room = room_of(code)
    return (room.current.name, room.current.number, room.current.is_open) if room else None


def open_room(role: str, objectives: tuple[str, ...], name: str) -> tuple[Room, str]:
    """A new room and its key; raises RefusedError."""
    return hall.open_room(caches.hall(), role, objectives, name)


# --- on a phone


def voice_in(code: str) -> str:
    """Who this browser is in a room."""
    return rooms.voice_of(code, memory.mark())


def enter(room: Room) -> Room | Why:
    """The room with this browser in it, or why it stays outside."""
    try:
        entered = hall.step(caches.hall(), room.code, partial(rooms.joined, voice=voice_in(room.code)))
    except RefusedError as error:
        return error.why
    memory.note_been(room.code)
    return entered


def answer_in(room: Room) -> Mix | None:
    """What this browser answered in the current round."""
    return room.current.answers.get(voice_in(room.code))


def draft_in(room: Room) -> Draft:
    """The weights as the sliders stand: the own answer until somebody moves one, or all alike."""
    start = rooms.last_mix(room, voice_in(room.code)) or company.even_mix(room.objectives)
    return memory.draft(room.code, dict(zip(room.objectives, start, strict=True)))


def is_sent(room: Room) -> bool:
    """Whether the answer that counts is the one on the sliders."""
    return answer_in(room) == tuple(draft_in(room).weights.values())


def slider_key(code: str, name: str) -> str:
    """The key of one objective's slider."""
    return f"weight/{code}/{name}"


def hold_key(code: str) -> str:
    """The key of the choice of weights that are held."""
    return f"hold/{code}"


def held_in(room: Room) -> frozenset[str]:
    """The objectives whose weight stays while another one is moved."""
    return frozenset(memory.value_of(hold_key(room.code)) or ()) & frozenset(room.objectives)


def can_move(room: Room, name: str) -> bool:
    """Whether a weight is free, and another one that gives or takes what it gains or loses."""
    free = frozenset(room.objectives) - held_in(room)
    return name in free and len(free) > 1


def hold(code: str) -> None:
    """Other weights are held now: what is moved next begins with the weights as they stand."""
    room = room_of(code)
    if room is not None:
        now = draft_in(room).weights
        memory.keep(code, Draft(now, "", now))


def move(code: str, name: str) -> None:
    """One slider was moved: the others follow."""
    room = room_of(code)
    if room is None or name not in room.objectives:
        return
    now, weight = draft_in(room), int(memory.value_of(slider_key(code, name)))
    if now.weights[name] == weight:  # a browser also tells back what it was set to
        return
    before = now.before if now.moving == name else now.weights
    after = company.moved(before, name, weight, held_in(room) - {name})
    memory.keep(code, Draft(after, name, before))
    for other, weight in after.items():
        memory.hold(slider_key(code, other), weight)


def send(code: str, number: int) -> None:
    """Answer a round with the weights as they stand."""
    room, voice = room_of(code), voice_in(code)
    if room is not None:
        mix = tuple(draft_in(room).weights.values())
        _step(code, lambda now: rooms.answered(rooms.joined(now, voice), number, voice, mix))


# --- the facilitator


def lead(code: str, key: str, change: Callable[[Room], Room]) -> None:
    """Take a step that only the facilitator may take."""
    _noted(code, lambda: hall.lead(caches.hall(), code, key, change))


def end(code: str, key: str) -> bool:
    """Delete the room; whether that was done."""
    return _noted(code, lambda: hall.end_room(caches.hall(), code, key))


def why_not(code: str) -> Why | None:
    """Why the last step of this visit in a room was refused, if it was."""
    return memory.refused(_place(code))


def _step(code: str, change: Callable[[Room], Room]) -> None:
    _noted(code, lambda: hall.step(caches.hall(), code, change))


def _noted(code: str, take: Callable[[], object]) -> bool:
    """Take a step, and keep why it was refused for as long as the round lasts that it was refused in."""
    try:
        take()
    except RefusedError as error:
        memory.note_refused(_place(code), error.why)
        return False
    memory.note_refused(_place(code), None)
    return True


def _place(code: str) -> str:
    room = room_of(code)
    return f"{code}/{room.current.number if room else 0}"
