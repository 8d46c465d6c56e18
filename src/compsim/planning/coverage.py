"""Who works on which segment, and whether the hours are there for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import model_validator

from compsim.errors import refusal
from compsim.planning.fields import LARGEST_TABLE, People, RowName, Weeks
from compsim.planning.inputs import Inputs, asks, read_inputs
from compsim.planning.quantity import Amount, Share, Whole, divided, split_whole, whole_up, write_rate
from compsim.planning.shown import Shown


class SegmentShare(Inputs):
    """A segment and its part of the revenue."""

    name: RowName
    share: Annotated[Share, asks("Share", "Of the whole revenue target.", "share", "25%", gt=0)]


class SegmentTargetsInputs(Inputs):
    """What `segment_targets` asks for."""

    revenue_target: Annotated[Amount, asks("Revenue target", "Of the whole team.", "money", 5_000_000, gt=0, le=10**12)]
    people: People
    segments: Annotated[
        tuple[SegmentShare, ...],
        asks(
            "Segments",
            "Their shares add to 100 %.",
            "table",
            [{"name": "A", "share": "35%"}, {"name": "B", "share": "25%"}, {"name": "All others", "share": "40%"}],
            min_length=1,
            max_length=LARGEST_TABLE,
        ),
    ]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        refuse_twice([segment.name for segment in self.segments], "segments")
        refuse_incomplete([segment.share for segment in self.segments], "segments", "Add a row for the rest.")
        return self


class SegmentContacts(Inputs):
    """A segment and how often each of its accounts is to be contacted."""

    name: RowName
    accounts: Annotated[Whole, asks("Accounts", "Customers or prospects.", "accounts", 100, ge=0, le=10**9)]
    calls: Annotated[Amount, asks("Calls a year", "With each account.", "calls", 8, ge=0, le=1_000)]
    meetings: Annotated[Amount, asks("Meetings a year", "With each account.", "meetings", 3, ge=0, le=1_000)]


class ContactHoursInputs(Inputs):
    """What `contact_hours` asks for."""

    segments: Annotated[
        tuple[SegmentContacts, ...],
        asks(
            "Segments",
            "How often each account of a segment is called and met in a year.",
            "table",
            [
                {"name": "A", "accounts": 100, "calls": 8, "meetings": 3},
                {"name": "B", "accounts": 300, "calls": 4, "meetings": 1},
                {"name": "C", "accounts": 900, "calls": 1, "meetings": 0},
            ],
            min_length=1,
            max_length=LARGEST_TABLE,
        ),
    ]
    minutes_a_call: Annotated[Amount, asks("Minutes a call", "With dialling and notes.", "minutes", 15, ge=0, le=1_440)]
    hours_a_meeting: Annotated[Amount, asks("Hours a meeting", "With the way and the notes.", "hours", 3, ge=0, le=200)]
    people: Annotated[Whole, asks("People", "Who do it.", "people", 2, ge=1, le=10**6)]
    hours_a_week: Annotated[
        Amount, asks("Hours for it", "Hours each person has for these contacts.", "hours a week", 16, gt=0, le=168)
    ]
    weeks: Weeks

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        refuse_twice([segment.name for segment in self.segments], "segments")
        return self


@dataclass(frozen=True)
class SegmentTarget:
    """One segment in both organisations; what a specialist has is None where no person is left for the segment."""

    name: Annotated[str, Shown("Segment", "name")]
    target: Annotated[float, Shown("Target", "money")]
    target_per_person: Annotated[float, Shown("Mirrored: of each person's target", "money")]
    people: Annotated[int, Shown("Specialised: people", "people")]
    target_per_specialist: Annotated[float | None, Shown("Specialised: target of each", "money")]
    load: Annotated[float | None, Shown("Specialised: target of each ÷ an even share", "ratio")]


@dataclass(frozen=True)
class SegmentTargets:
    """A revenue target by segment: everybody mirrors the mix, or each person has one segment; money as the target."""

    segments: Annotated[tuple[SegmentTarget, ...], Shown("Segments", "table")]
    even_share: Annotated[float, Shown("Even share of a person", "money")]
    heaviest_load: Annotated[
        float | None, Shown("Heaviest load of a specialist", "ratio")
    ]  # None: a segment has nobody


@dataclass(frozen=True)
class SegmentHours:
    """One segment's contacts in a year."""

    name: Annotated[str, Shown("Segment", "name")]
    calls: Annotated[float, Shown("Calls a year", "calls")]
    meetings: Annotated[float, Shown("Meetings a year", "meetings")]
    hours: Annotated[float, Shown("Hours a year", "hours a year")]
    share: Annotated[float | None, Shown("Share of the hours", "share")]


@dataclass(frozen=True)
class ContactHours:
    """The hours that a contact plan takes against the hours there are, a year."""

    segments: Annotated[tuple[SegmentHours, ...], Shown("Segments", "table")]
    hours_needed: Annotated[float, Shown("Hours needed", "hours a year")]
    hours_there: Annotated[float, Shown("Hours there are", "hours a year")]
    hours_left: Annotated[float, Shown("Hours left; below zero they are missing", "hours a year")]
    load: Annotated[float, Shown("Needed ÷ there", "ratio")]
    covered: Annotated[float, Shown("Share of the contacts that fit", "share")]
    people_needed: Annotated[int, Shown("People needed", "people")]


def segment_targets(**given: Any) -> SegmentTargets:
    """Segment shares mirrored by everybody or given to specialists, with the fields of `SegmentTargetsInputs`.

    Specialists are whole people by the largest remainder. Raises InputError where the shares do not add to 100 %.
    Source: Article on individual action plans, French sales-training firm, undated (35 % in segment A and 25 % in B
    mean 35 and 25 % for each person, or all of it for different people).
    """
    asked = read_inputs(SegmentTargetsInputs, given)
    even = asked.revenue_target / asked.people
    counts = split_whole(asked.people, [segment.share for segment in asked.segments])
    rows = tuple(
        _segment_target(segment, count, asked.revenue_target, even)
        for segment, count in zip(asked.segments, counts, strict=True)
    )
    loads = [row.load for row in rows if row.load is not None]
    return SegmentTargets(rows, float(even), max(loads) if len(loads) == len(rows) else None)


def contact_hours(**given: Any) -> ContactHours:
    """What a contact plan takes against the hours there are, with the fields of `ContactHoursInputs`.

    Raises InputError. Source: Article on individual action plans, French sales-training firm, undated (8 calls and 3
    meetings a year with each prospect of segment A).
    """
    asked = read_inputs(ContactHoursInputs, given)
    hours = [_hours_of(segment, asked) for segment in asked.segments]
    needed, each = sum(hours, Fraction(0)), asked.hours_a_week * asked.weeks
    there = each * asked.people
    rows = tuple(
        SegmentHours(
            name=segment.name,
            calls=float(segment.accounts * segment.calls),
            meetings=float(segment.accounts * segment.meetings),
            hours=float(taken),
            share=divided(taken, needed),
        )
        for segment, taken in zip(asked.segments, hours, strict=True)
    )
    return ContactHours(
        segments=rows,
        hours_needed=float(needed),
        hours_there=float(there),
        hours_left=float(there - needed),
        load=float(needed / there),
        covered=float(min(Fraction(1), there / needed)) if needed else 1.0,
        people_needed=whole_up(needed / each),
    )


def refuse_twice(names: Sequence[str], field: str) -> None:
    """RefusalError at each row of a table whose name is there before."""
    for place, name in enumerate(names):
        if name in names[:place]:
            raise refusal(f"'{name}' is there twice", "Rename or delete one.", field, place, "name")


def refuse_incomplete(shares: Sequence[Fraction], field: str, fix: str) -> None:
    """RefusalError where shares do not add to one; the sum is shown."""
    total = sum(shares, Fraction(0))
    if total != 1:
        raise refusal(f"the shares add to {write_rate(total)}, not to 100%", fix, field)


def _segment_target(segment: SegmentShare, people: int, target: Fraction, even: Fraction) -> SegmentTarget:
    whole = target * segment.share
    return SegmentTarget(
        name=segment.name,
        target=float(whole),
        target_per_person=float(even * segment.share),
        people=people,
        target_per_specialist=divided(whole, people),
        load=divided(whole, people * even),
    )


def _hours_of(segment: SegmentContacts, asked: ContactHoursInputs) -> Fraction:
    each = segment.calls * asked.minutes_a_call / 60 + segment.meetings * asked.hours_a_meeting
    return segment.accounts * each
