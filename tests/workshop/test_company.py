"""What a room may weigh, how sliders move, and what an answer pays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

import compsim as cs
from compsim.analysis.mixes import median_mix, pay_of_mixes
from simulator.workshop import caches, company, results, rooms
from simulator.workshop.company import Company

NAMES = ("margin", "focus_share", "win_rate", "team_revenue")


@pytest.fixture(scope="module")
def known() -> Company:
    return company.invented()


def test_every_role_with_something_to_weigh_is_offered_by_its_title(known: Company) -> None:
    assert {role: company.role_title(known, role) for role in company.roles(known)} == {
        "hunter": "Hunters",
        "account_manager": "Account managers",
        "inside_sales": "Inside sales",
    }
    assert list(company.titles_of(known, "account_manager")) == list(NAMES)


@pytest.mark.parametrize(
    ("many", "even"), [(2, (50, 50)), (3, (35, 35, 30)), (4, (25, 25, 25, 25)), (6, (20, 20, 15, 15, 15, 15))]
)
def test_everybody_begins_with_the_same_weights(many: int, even: tuple[int, ...]) -> None:
    """Twenty steps of 5 % for three: 7, 7 and 6; for six: 4, 4 and four times 3."""
    assert company.even_mix(tuple(f"o{place}" for place in range(many))) == even


def test_the_others_follow_in_steps_of_five() -> None:
    """50 for the first leaves 50 for 25 : 25 : 25; in steps of 5 that is 20, 15 and 15."""
    before = dict.fromkeys(NAMES, 25)
    assert list(company.moved(before, "margin", 50).values()) == [50, 20, 15, 15]


def test_a_held_weight_stays_and_the_moved_one_takes_what_is_left() -> None:
    """Held 40 and 30: 30 are left, so 80 becomes 30 and the free one nothing."""
    before = {"margin": 20, "focus_share": 40, "win_rate": 30, "team_revenue": 10}
    after = company.moved(before, "margin", 80, {"focus_share", "win_rate"})
    assert list(after.values()) == [30, 40, 30, 0]


@given(
    some.lists(some.tuples(some.sampled_from(NAMES), some.integers(0, 20)), max_size=12),
    some.sets(some.sampled_from(NAMES), max_size=2),
)
def test_however_sliders_move_the_weights_are_an_answer(moves: list[tuple[str, int]], held: set[str]) -> None:
    weights = dict(zip(NAMES, company.even_mix(NAMES), strict=True))
    for name, steps in moves:
        before = weights
        weights = company.moved(weights, name, steps * 5, held - {name})
        assert {kept: weights[kept] for kept in held - {name}} == {kept: before[kept] for kept in held - {name}}
    assert list(weights) == list(NAMES)
    assert rooms.is_mix(tuple(weights.values()), len(NAMES))


def test_the_rooms_median_pays_what_the_library_says() -> None:
    room = rooms.new_room("BCDFGH", "key", "account_manager", NAMES)
    for voice, mix in {"b": (50, 20, 10, 20), "a": (80, 0, 0, 20), "c": (20, 20, 20, 40)}.items():
        room = rooms.answered(rooms.joined(room, voice), 1, voice, mix)
    (first,) = results.rounds_of(room, lambda mix: caches.pay_of(room.role, mix))
    weights = [dict(zip(NAMES, (w / 100 for w in mix), strict=True)) for mix in room.current.answers.values()]
    assert first.median == median_mix(weights)
    (expected,) = pay_of_mixes(
        cs.example_scenarios()["next_year"], "account_manager", [median_mix(weights)], cs.example_population()
    )
    assert first.pay == expected
    assert {phone: round(mix["margin"] * 100) for phone, mix in first.mixes.items()} == {1: 80, 2: 50, 3: 20}


def test_phones_are_numbered_by_their_mark_and_not_by_when_they_came() -> None:
    room = rooms.new_room("BCDFGH", "key", "account_manager", NAMES)
    for voice in ("z", "m", "a"):
        room = rooms.answered(rooms.joined(room, voice), 1, voice, (100, 0, 0, 0) if voice == "z" else (0, 100, 0, 0))
    (first,) = results.rounds_of(room, lambda _: None)
    assert list(first.mixes) == [1, 2, 3]
    assert first.mixes[3]["margin"] == 1.0


def test_a_room_older_than_the_plan_keeps_its_answers_and_pays_nothing(known: Company) -> None:
    assert not company.fits(known, "account_manager", ("margin", "luck"))
    assert not company.fits(known, "pilot", ())
    assert caches.pay_of("pilot", {"margin": 1.0}) is None
    assert caches.pay_of("account_manager", {"luck": 1.0}) is None
    room = rooms.new_room("BCDFGH", "key", "account_manager", ("margin", "sheer_luck"))
    assert company.asked_titles(known, room)["sheer_luck"] == "sheer luck"
