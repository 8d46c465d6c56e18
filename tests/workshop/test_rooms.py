"""Rooms without a page: who may do what, what is counted, what is kept, and fifty phones at once."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.workshop import hall, keeping, rooms
from simulator.workshop.hall import Hall
from simulator.workshop.rooms import Mix, RefusedError, Room
from tests.project_files import ROOT

ROLE = "account_manager"
OBJECTIVES = ("margin", "focus_share", "team_revenue")


def answers(room: Room, *mixes: Mix) -> Room:
    """The room after so many voices joined and answered its round."""
    for place, mix in enumerate(mixes):
        room = rooms.answered(rooms.joined(room, f"v{place}"), room.current.number, f"v{place}", mix)
    return room


@pytest.fixture
def room() -> Room:
    return rooms.new_room("BCDFGH", "key", ROLE, OBJECTIVES, "First")


@pytest.fixture
def house(tmp_path: Path) -> Hall:
    return hall.open_hall(tmp_path / "workshop" / "rooms.db")


def refused(step: object) -> str:
    with pytest.raises(RefusedError) as caught:
        step()  # type: ignore[operator]
    return caught.value.why


def test_a_code_has_six_letters_that_are_told_apart() -> None:
    codes = {rooms.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 6 and set(code) <= set(rooms.LETTERS) for code in codes)
    assert set(rooms.LETTERS).isdisjoint("AEIOUYL01")


def test_a_code_is_read_as_people_type_it() -> None:
    assert rooms.read_code(" bcd-fgh ") == rooms.read_code("BCD FGH") == "BCDFGH"


def test_the_same_voice_counts_once_and_its_last_answer_counts(room: Room) -> None:
    room = answers(room, (50, 30, 20))
    assert rooms.joined(room, "v0") is room
    room = rooms.answered(room, 1, "v0", (20, 30, 50))
    assert dict(room.current.answers) == {"v0": (20, 30, 50)}


def test_fifty_join_and_the_next_is_told_so(room: Room) -> None:
    for place in range(50):
        room = rooms.joined(room, f"v{place}")
    assert len(room.voices) == 50
    assert refused(lambda: rooms.joined(room, "v50")) == "full"
    assert rooms.joined(room, "v7") is room


@pytest.mark.parametrize("mix", [(50, 30, 15), (55, 45), (52, 28, 20), (120, -20, 0), (50, 30, 20, 0), ()])
def test_an_answer_that_is_no_mix_does_not_count(room: Room, mix: Mix) -> None:
    assert refused(lambda: answers(room, mix)) == "mix"


def test_nobody_answers_who_has_not_joined(room: Room) -> None:
    assert refused(lambda: rooms.answered(room, 1, "stranger", (50, 30, 20))) == "stranger"


def test_a_closed_round_takes_no_answer_until_it_is_opened_again(room: Room) -> None:
    shut = rooms.closed(answers(room, (50, 30, 20)))
    assert refused(lambda: rooms.answered(shut, 1, "v0", (100, 0, 0))) == "closed"
    assert rooms.answered(rooms.reopened(shut), 1, "v0", (100, 0, 0)).current.answers["v0"] == (100, 0, 0)


def test_the_next_round_keeps_the_last_and_takes_no_answer_that_was_meant_for_it(room: Room) -> None:
    later = rooms.next_round(answers(room, (50, 30, 20)), "  Second \n thought ")
    assert [(one.number, one.name, one.is_open, len(one.answers)) for one in later.rounds] == [
        (1, "First", False, 1),
        (2, "Second thought", True, 0),
    ]
    assert refused(lambda: rooms.answered(later, 1, "v0", (100, 0, 0))) == "other_round"
    assert rooms.last_mix(later, "v0") == (50, 30, 20)
    assert rooms.last_mix(later, "v9") is None


@pytest.mark.parametrize("objectives", [(), ("margin",), ("margin", "margin")])
def test_a_room_weighs_at_least_two_objectives(objectives: tuple[str, ...]) -> None:
    assert refused(lambda: rooms.new_room("BCDFGH", "key", ROLE, objectives)) == "objectives"


def test_rounds_end_somewhere(room: Room) -> None:
    for _ in range(49):
        room = rooms.next_round(room)
    assert refused(lambda: rooms.next_round(room)) == "rounds"


def test_only_the_key_leads_and_the_file_does_not_hold_it(house: Hall) -> None:
    room, key = hall.open_room(house, ROLE, OBJECTIVES)
    assert len(key) >= 32
    assert refused(lambda: hall.lead(house, room.code, "", rooms.closed)) == "key"
    assert refused(lambda: hall.lead(house, room.code, room.key_hash, rooms.closed)) == "key"
    assert refused(lambda: hall.end_room(house, room.code, "wrong")) == "key"
    assert not hall.lead(house, room.code, key, rooms.closed).current.is_open
    assert key.encode() not in house.file.read_bytes()
    assert all(key.encode() not in part.read_bytes() for part in house.file.parent.iterdir())


def test_the_file_is_for_its_owner_alone(house: Hall) -> None:
    hall.open_room(house, ROLE, OBJECTIVES)
    assert stat.S_IMODE(house.file.stat().st_mode) == 0o600


def test_what_was_counted_is_there_after_a_restart(house: Hall) -> None:
    room, key = hall.open_room(house, ROLE, OBJECTIVES, "First")
    hall.step(house, room.code, lambda known: answers(known, (50, 30, 20), (0, 0, 100)))
    hall.lead(house, room.code, key, rooms.next_round)
    again = hall.open_hall(house.file)
    assert again.rooms == house.rooms
    assert rooms.is_led_by(again.rooms[room.code], key)


def test_an_ended_room_is_gone_from_the_file_too(house: Hall) -> None:
    room, key = hall.open_room(house, ROLE, OBJECTIVES)
    hall.end_room(house, room.code, key)
    assert hall.find(house, room.code) is None
    assert hall.open_hall(house.file).rooms == {}
    assert refused(lambda: hall.step(house, room.code, rooms.closed)) == "no_room"


def test_fifty_phones_that_answer_at_once_are_all_counted_and_the_others_told(house: Hall) -> None:
    room, _ = hall.open_room(house, ROLE, OBJECTIVES)

    def phone(place: int) -> str:
        mix = ((place % 20) * 5, 100 - (place % 20) * 5, 0)
        try:
            hall.step(house, room.code, partial(rooms.joined, voice=f"v{place}"))
            hall.step(house, room.code, partial(rooms.answered, number=1, voice=f"v{place}", mix=mix))
        except RefusedError as error:
            return error.why
        return "counted"

    with ThreadPoolExecutor(16) as crowd:
        told = list(crowd.map(phone, range(60)))
    assert (told.count("counted"), told.count("full")) == (50, 10)
    counted = {f"v{place}" for place, what in enumerate(told) if what == "counted"}
    assert set(house.rooms[room.code].current.answers) == counted
    assert hall.open_hall(house.file).rooms == house.rooms


def test_an_answer_that_cannot_be_kept_does_not_count(house: Hall) -> None:
    room, _ = hall.open_room(house, ROLE, OBJECTIVES)
    with sqlite3.connect(house.file) as other:
        other.execute("DROP TABLE room")
        other.execute("CREATE VIEW room AS SELECT 1 AS code, 2 AS content")
    other.close()
    assert refused(lambda: hall.step(house, room.code, lambda known: answers(known, (50, 30, 20)))) == "not_kept"
    assert house.rooms[room.code] == room


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read as one" * 40, b""])
def test_a_file_that_cannot_be_read_is_set_aside_and_never_lost(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "rooms.db"
    file.write_bytes(content)
    house = hall.open_hall(file)
    room, _ = hall.open_room(house, ROLE, OBJECTIVES)
    assert hall.open_hall(file).rooms == {room.code: room}
    if content:
        assert (tmp_path / "rooms-unreadable-1.db").read_bytes() == content


def tamper(file: Path, code: str, was: str, becomes: str) -> None:
    with sqlite3.connect(file) as other:
        other.execute("UPDATE room SET content = replace(content, ?, ?) WHERE code = ?", (was, becomes, code))
    other.close()


@pytest.mark.parametrize(
    ("was", "becomes"), [("[50, 30, 20]", "[50, 30, 25]"), ('"rounds": [', '"rounds": 7, "x": ['), ("{", "")]
)
def test_a_room_that_was_tampered_with_is_set_aside_and_the_others_go_on(
    house: Hall, was: str, becomes: str, caplog: pytest.LogCaptureFixture
) -> None:
    (broken, _), (whole, _) = (hall.open_room(house, ROLE, OBJECTIVES) for _ in range(2))
    hall.step(house, broken.code, lambda known: answers(known, (50, 30, 20)))
    tamper(house.file, broken.code, was, becomes)
    aside = house.file.with_name("rooms-unreadable-1.db")
    for _ in range(2):  # the second time there is nothing left to set aside
        assert hall.open_hall(house.file).rooms == {whole.code: whole}
    assert [part.name for part in house.file.parent.glob("*unreadable*")] == [aside.name]
    assert set(keeping.load(aside).rooms) == {whole.code}
    assert keeping.load(aside).broken == (broken.code,)
    assert caplog.text.count(aside.name) == 1


def test_a_row_that_names_another_room_is_no_room(house: Hall) -> None:
    room, _ = hall.open_room(house, ROLE, OBJECTIVES)
    tamper(house.file, room.code, room.code, "ZZZZZZ")
    assert hall.open_hall(house.file).rooms == {}


def test_a_file_that_holds_something_else_is_neither_changed_nor_moved(tmp_path: Path) -> None:
    file = tmp_path / "scenarios.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE scenario (id TEXT)")
    other.close()
    before = file.read_bytes()
    with pytest.raises(keeping.ForeignFileError):
        hall.open_hall(file)
    assert file.read_bytes() == before
    assert [part.name for part in tmp_path.iterdir()] == [file.name]


def test_a_file_out_of_reach_is_told_and_stays(house: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    room, _ = hall.open_room(house, ROLE, OBJECTIVES)
    with sqlite3.connect(house.file, isolation_level=None) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("DELETE FROM room WHERE code = 'none'")
        monkeypatch.setattr(keeping, "PATIENCE", 0.05)
        with pytest.raises(sqlite3.OperationalError):
            hall.open_hall(house.file)
    other.close()
    assert hall.open_hall(house.file).rooms == {room.code: room}


def test_two_processes_do_not_keep_their_rooms_in_one_file(tmp_path: Path) -> None:
    file = tmp_path / "workshop" / "rooms.db"
    with keeping.claim(file):
        taken = "from pathlib import Path; from simulator.workshop import keeping; keeping.claim(Path({!r}))"
        other = subprocess.run(
            [sys.executable, "-c", taken.format(str(file))], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert "HeldError" in other.stderr
    keeping.claim(file).close()


WRITER = """
import sys
from functools import partial
from pathlib import Path
from simulator.workshop import hall, rooms
house = hall.open_hall(Path(sys.argv[1]))
room = next(iter(house.rooms.values()), None) or hall.open_room(house, "hunter", ("revenue", "offers"))[0]
number = len(room.current.answers)
hall.step(house, room.code, partial(rooms.joined, voice="v0"))
while True:
    number += 1
    weight = number % 21 * 5
    hall.step(house, room.code, partial(rooms.answered, number=1, voice="v0", mix=(weight, 100 - weight)))
    print(number, weight, flush=True)
"""


def test_an_answer_that_was_counted_is_there_after_a_kill(tmp_path: Path) -> None:
    """Killed at any moment, the file holds the last answer that was told as counted, or the one after it."""
    file = tmp_path / "rooms.db"
    for lines in (1, 7, 23):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            told = [writer.stdout.readline() for _ in range(lines)]
            writer.send_signal(signal.SIGKILL)
            told += writer.stdout.readlines()
        said = [line.split() for line in told if line.endswith("\n")]
        number, weight = (int(figure) for figure in said[-1])
        (room,) = hall.open_hall(file).rooms.values()
        after = (number + 1) % 21 * 5
        assert room.current.answers["v0"] in {(weight, 100 - weight), (after, 100 - after)}
    assert not list(tmp_path.glob("*unreadable*"))


def test_a_browser_is_somebody_else_in_each_room_and_the_file_does_not_hold_its_mark(house: Hall) -> None:
    voices = {rooms.voice_of(code, "mark") for code in ("BCDFGH", "BCDFGJ")}
    assert len(voices) == 2
    assert rooms.voice_of("BCDFGH", "mark") in voices
    room, _ = hall.open_room(house, ROLE, OBJECTIVES)
    hall.step(house, room.code, partial(rooms.joined, voice=rooms.voice_of(room.code, "the-mark-itself")))
    assert b"the-mark-itself" not in house.file.read_bytes()


def test_the_house_is_full_some_day(house: Hall) -> None:
    house.rooms.update({str(n): rooms.new_room(str(n), "key", ROLE, OBJECTIVES) for n in range(hall.MOST_ROOMS)})
    assert refused(lambda: hall.open_room(house, ROLE, OBJECTIVES)) == "house"


@given(some.lists(some.sampled_from(["next", "close", "open", "join", "answer", "name"]), max_size=40))
def test_whatever_happens_a_room_is_read_as_it_was_written(steps: list[str]) -> None:
    room = rooms.new_room("BCDFGH", "key", ROLE, OBJECTIVES, "Ümläut 'quoted' =1+1")
    for place, step in enumerate(steps):
        before = room
        try:
            room = taken(room, step, f"v{place % 5}", ((place % 21) * 5, 100 - (place % 21) * 5, 0))
        except RefusedError:
            room = before
    assert keeping.from_text(keeping.as_text(room)) == room
    assert [one.number for one in room.rounds] == list(range(1, len(room.rounds) + 1))
    assert all(not one.is_open for one in room.rounds[:-1])
    assert all(set(one.answers) <= set(room.voices) for one in room.rounds)


def taken(room: Room, step: str, voice: str, mix: Mix) -> Room:
    plain = {"next": rooms.next_round, "close": rooms.closed, "open": rooms.reopened}
    if step in plain:
        return plain[step](room)
    if step == "name":
        return rooms.named(room, 1, voice)
    there = rooms.joined(room, voice)
    return rooms.answered(there, there.current.number, voice, mix) if step == "answer" else there
