"""A room of the workshop: who joined, the rounds, and what everybody answered. Pure: each step makes a new room.

A mix is a tuple of whole per cents in the order of the room's objectives, in steps of 5, adding to 100. Voices are
random marks of browsers; nobody's name is asked for or kept.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Mix = tuple[int, ...]
Why = Literal[
    "full", "closed", "other_round", "mix", "stranger", "no_room", "not_kept", "objectives", "house", "key", "rounds"
]

LETTERS = "BCDFGHJKMNPQRSTVWXZ"  # no vowels, so no words; none that is taken for another when it is read out
CODE_LETTERS = 6
MOST_PEOPLE = 50
MOST_ROUNDS = 50
FEWEST_OBJECTIVES = 2
STEP = 5  # per cent
WHOLE = 100
LONGEST_NAME = 60  # letters


class RefusedError(Exception):
    """A step that the room does not allow; `why` is the key of the sentence that says so."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True)
class Round:
    """One question to the room, and the answers."""

    number: int  # from 1
    name: str
    is_open: bool
    answers: Mapping[str, Mix]  # by voice, in the order of the first answer


@dataclass(frozen=True)
class Room:
    """A room with its rounds; the last one is the current one."""

    code: str
    key_hash: str  # of the facilitator's key; the key itself is kept nowhere
    role: str  # whose pay is weighed
    objectives: tuple[str, ...]
    voices: tuple[str, ...]  # who joined, in order
    rounds: tuple[Round, ...]

    @property
    def current(self) -> Round:
        """The round that is asked now."""
        return self.rounds[-1]


def new_code() -> str:
    """Six letters that are told apart on a wall and over the telephone."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))


def read_code(text: str) -> str:
    """A code as somebody typed it: small letters, blanks and hyphens are fine."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[: CODE_LETTERS * 2]


def new_key() -> str:
    """What makes somebody the facilitator: 192 random bits."""
    return secrets.token_urlsafe(24)


def hash_of(secret: str) -> str:
    """What is kept instead of a key or of a browser's mark."""
    return hashlib.sha256(secret.encode()).hexdigest()


def voice_of(code: str, mark: str) -> str:
    """Who a browser is in one room: from another room's list nobody can tell that it was the same one."""
    return hash_of(f"{code}/{mark}")


def new_room(code: str, key: str, role: str, objectives: tuple[str, ...], name: str = "") -> Room:
    """A room with its first round open; raises RefusedError for fewer than two objectives."""
    if len(set(objectives)) != len(objectives) or len(objectives) < FEWEST_OBJECTIVES:
        raise RefusedError("objectives")
    return Room(code, hash_of(key), role, objectives, (), (Round(1, _short(name), True, {}),))


def is_led_by(room: Room, key: str) -> bool:
    """Whether this key opens the room's facilitator page."""
    return bool(key) and secrets.compare_digest(room.key_hash, hash_of(key))


def joined(room: Room, voice: str) -> Room:
    """The room with a voice in it; the same voice twice is one. Raises RefusedError when fifty are there."""
    if voice in room.voices:
        return room
    if len(room.voices) >= MOST_PEOPLE:
        raise RefusedError("full")
    return replace(room, voices=(*room.voices, voice))


def answered(room: Room, number: int, voice: str, mix: Mix) -> Room:
    """The room with a voice's answer to a round, in place of an earlier one; raises RefusedError if it cannot count."""
    if voice not in room.voices:
        raise RefusedError("stranger")
    if number != room.current.number:
        raise RefusedError("other_round")
    if not room.current.is_open:
        raise RefusedError("closed")
    if not is_mix(mix, len(room.objectives)):
        raise RefusedError("mix")
    return _with_current(room, replace(room.current, answers={**room.current.answers, voice: mix}))


def is_mix(mix: Mix, objectives: int) -> bool:
    """Whether this weighs so many objectives in steps of 5 % that add to 100 %."""
    steps = all(0 <= weight <= WHOLE and weight % STEP == 0 for weight in mix)
    return len(mix) == objectives and steps and sum(mix) == WHOLE


def closed(room: Room) -> Room:
    """The room with its round closed: answers stay as they are."""
    return _with_current(room, replace(room.current, is_open=False))


def reopened(room: Room) -> Room:
    """The room with its round open again."""
    return _with_current(room, replace(room.current, is_open=True))


def named(room: Room, number: int, name: str) -> Room:
    """The room with another name for one of its rounds, which need not be the current one any more."""
    short = _short(name)
    return replace(room, rounds=tuple(replace(one, name=short) if one.number == number else one for one in room.rounds))


def next_round(room: Room, name: str = "") -> Room:
    """The room with the round closed and a new one open; raises RefusedError after fifty."""
    if len(room.rounds) >= MOST_ROUNDS:
        raise RefusedError("rounds")
    done = closed(room)
    return replace(done, rounds=(*done.rounds, Round(room.current.number + 1, _short(name), True, {})))


def last_mix(room: Room, voice: str) -> Mix | None:
    """What a voice answered last, in whatever round; None before its first answer."""
    return next((one.answers[voice] for one in reversed(room.rounds) if voice in one.answers), None)


def _with_current(room: Room, current: Round) -> Room:
    return replace(room, rounds=(*room.rounds[:-1], current))


def _short(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
