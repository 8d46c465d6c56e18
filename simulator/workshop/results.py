"""What a room has answered so far: the median of each round, what it would have paid, and all of it to take along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from compsim.analysis.mixes import Mix, MixPay, median_mix
from compsim.present.mixes import Answers, PaidMix, answers_csv, answers_workbook
from simulator.workshop.company import as_weights
from simulator.workshop.rooms import Room, Round

PayOf = Callable[[Mix], MixPay | None]


def mixes_of(room: Room, asked: Round) -> list[dict[str, float]]:
    """Every answer to a round as ratios, in the order of the first answer."""
    return [as_weights(room, mix) for mix in asked.answers.values()]


def median_of(room: Room, asked: Round) -> dict[str, float] | None:
    """The room's median mix in a round; None before the first answer."""
    mixes = mixes_of(room, asked)
    return median_mix(mixes) if mixes else None


def rounds_of(room: Room, pay_of: PayOf) -> list[Answers]:
    """All rounds with their answers; `pay_of` tells what a mix would have paid, or nothing.

    Phones are numbered by their mark and not by when they came, so that a number says nothing about who that was.
    """
    phone = {voice: number for number, voice in enumerate(sorted(room.voices), start=1)}
    return [_answers(room, asked, phone, pay_of) for asked in room.rounds]


def paid_medians(rounds: Sequence[Answers], called: Callable[[Answers], str]) -> list[PaidMix]:
    """The medians of the rounds that somebody answered and that could be paid, by what they are called."""
    return [PaidMix(called(one), one.median, one.pay) for one in rounds if one.median and one.pay]


def as_csv(rounds: Sequence[Answers], titles: Mapping[str, str]) -> bytes:
    """Every answer as CSV; the mark at the beginning tells a spreadsheet that the letters are UTF-8."""
    return answers_csv(rounds, titles).encode("utf-8-sig")


def as_workbook(
    rounds: Sequence[Answers], titles: Mapping[str, str], currency: str, about: Sequence[tuple[str, str]]
) -> bytes:
    """Rounds, answers and what they are about as an .xlsx file."""
    return answers_workbook(rounds, titles, currency, about)


def _answers(room: Room, asked: Round, phone: Mapping[str, int], pay_of: PayOf) -> Answers:
    by_phone = {phone[voice]: as_weights(room, mix) for voice, mix in asked.answers.items()}
    median = median_of(room, asked)
    return Answers(asked.number, asked.name, dict(sorted(by_phone.items())), median, pay_of(median) if median else None)
