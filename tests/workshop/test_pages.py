"""The workshop's pages as state changes: join, weigh, send, close, next, come back, and every way to be outside."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

import compsim as cs
from compsim.analysis.mixes import MixPay, median_mix, pay_of_mixes
from compsim.present.numbers import money, percent, signed_money
from simulator.text import plain
from simulator.workshop import caches, company, guards, hall, memory, rooms, views
from simulator.workshop.rooms import Mix, Room
from tests.project_files import ROOT

ROLE, OBJECTIVES = "account_manager", ("margin", "focus_share", "team_revenue")
Visit = Callable[..., AppTest]


@pytest.fixture
def room() -> Room:
    return opened()[0]


def opened(name: str = "") -> tuple[Room, str]:
    return hall.open_room(caches.hall(), ROLE, OBJECTIVES, name)


def now(room: Room) -> Room:
    found = hall.find(caches.hall(), room.code)
    assert found is not None
    return found


def vote(room: Room, *mixes: Mix) -> None:
    """Answers of other phones."""
    for place, mix in enumerate(mixes):
        hall.step(caches.hall(), room.code, partial(rooms.joined, voice=f"other{place}"))
        step = partial(rooms.answered, number=now(room).current.number, voice=f"other{place}", mix=mix)
        hall.step(caches.hall(), room.code, step)


def change(room: Room, step: Callable[[Room], Room]) -> None:
    """What the facilitator does from another window."""
    hall.step(caches.hall(), room.code, step)


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """A browser of its own on a page; the same `mark` is the same browser, as its cookie makes it."""

    def opened_at(page: str, mark: str = "", **address: str) -> AppTest:
        if mark:
            monkeypatch.setattr(memory, "_cookie", lambda: mark)
        app = AppTest.from_file(str(ROOT / "simulator" / "workshop" / "app.py"), default_timeout=60)
        app.run()
        app.switch_page(f"app_pages/{page}.py")
        for name, value in address.items():
            app.query_params[name] = value
        return settled(app.run())

    return opened_at


def settled(app: AppTest) -> AppTest:
    assert not app.exception
    return app


def phone(visit: Visit, room: Room, mark: str = "") -> AppTest:
    return visit("room", mark or guards.new_mark(), room=room.code)


def weights(app: AppTest) -> list[int]:
    return [int(one.value) for one in app.slider]


def press(app: AppTest, key: str) -> AppTest:
    return settled(next(one for one in app.button if one.key == key).click().run())


def send(app: AppTest, room: Room) -> AppTest:
    return press(app, f"send/{room.code}")


def asked(app: AppTest, name: str) -> str:
    """What the address says; a list only where a test wrote it."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def said(app: AppTest) -> str:
    """Everything that stands on the page as sentences."""
    parts = [*app.markdown, *app.info, *app.warning, *app.success, *app.title]
    return " ".join(str(one.value) for one in parts).replace("\\", "")


def sentence(key: str, **values: object) -> str:
    return plain(key, **values).replace("*", "")


def tells(app: AppTest, key: str, **values: object) -> bool:
    return sentence(key, **values) in said(app).replace("*", "")


# --- a phone


def test_the_code_from_the_wall_leads_into_the_room_however_it_is_typed(visit: Visit, room: Room) -> None:
    app = visit("home")
    app.text_input(key="join/code").set_value(f" {room.code[:3].lower()}-{room.code[3:].lower()}")
    settled(app.button[0].click().run())
    assert asked(app, "room") == room.code
    assert weights(app) == [35, 35, 30]
    assert len(now(room).voices) == 1


@pytest.mark.parametrize("typed", ["QQQQQQ", "   "])
def test_a_wrong_code_is_told_and_can_be_typed_again(visit: Visit, room: Room, typed: str) -> None:
    app = visit("home")
    app.text_input(key="join/code").set_value(typed)
    settled(app.button[0].click().run())
    assert tells(app, "ws.no_room", code=typed) if typed.strip() else tells(app, "ws.no_code")
    app.text_input(key="join/code").set_value(room.code)
    settled(app.button[0].click().run())
    assert asked(app, "room") == room.code


def test_a_link_to_no_room_says_so_and_takes_another_code(visit: Visit, room: Room) -> None:
    app = visit("room", room="*Q*")
    assert tells(app, "ws.no_room", code="*Q*")
    assert not app.slider
    app.text_input(key="join/code").set_value(room.code)
    settled(app.button[0].click().run())
    assert weights(app) == [35, 35, 30]


def test_weights_always_add_to_a_hundred_and_nothing_counts_before_it_is_sent(visit: Visit, room: Room) -> None:
    """50 for the first leaves 50 for 35 : 30, which is 26.9 and 23.1, in steps of five 25 and 25."""
    app = phone(visit, room)
    settled(app.slider[0].set_value(50).run())
    assert weights(app) == [50, 25, 25]
    assert now(room).current.answers == {}
    assert tells(app, "phone.unsent")
    send(app, room)
    assert list(now(room).current.answers.values()) == [(50, 25, 25)]
    assert tells(app, "phone.sent")
    settled(app.slider[2].set_value(50).run())
    assert tells(app, "phone.changed")
    assert list(now(room).current.answers.values()) == [(50, 25, 25)]


def test_a_slider_moved_step_by_step_ends_where_one_move_ends(visit: Visit, room: Room) -> None:
    """With 65 for the second, 20 and 15 are left; 35 for the first leaves 65 for 65 : 15, so 52.8 and 12.2."""
    app = phone(visit, room)
    settled(app.slider[1].set_value(65).run())
    assert weights(app) == [20, 65, 15]
    for weight in (25, 30, 35):
        settled(app.slider[0].set_value(weight).run())
    assert weights(app) == [35, 55, 10]


def test_a_held_weight_stays_and_what_nothing_can_move_is_locked(visit: Visit, room: Room) -> None:
    app = phone(visit, room)
    settled(app.pills[0].set_value(["margin"]).run())
    assert [one.disabled for one in app.slider] == [True, False, False]
    settled(app.slider[1].set_value(60).run())
    assert weights(app) == [35, 60, 5]
    settled(app.pills[0].set_value(["margin", "team_revenue"]).run())
    assert all(one.disabled for one in app.slider)


def test_who_has_sent_sees_what_the_own_mix_would_have_paid(visit: Visit, room: Room) -> None:
    app = phone(visit, room)
    assert "would have paid" not in said(app)
    settled(app.slider[0].set_value(100).run())
    send(app, room)
    pay = paid({"margin": 1.0, "focus_share": 0.0, "team_revenue": 0.0})
    assert money(pay.payout, "EUR") in said(app)
    assert signed_money(pay.difference, "EUR") in said(app)


def test_a_reloaded_phone_is_the_same_person_with_the_same_answer(visit: Visit, room: Room) -> None:
    mark = guards.new_mark()
    app = phone(visit, room, mark)
    settled(app.slider[1].set_value(80).run())
    send(app, room)
    sent = weights(app)
    again = phone(visit, room, mark)
    assert weights(again) == sent == [10, 80, 10]
    assert tells(again, "phone.sent")
    assert len(now(room).voices) == len(now(room).current.answers) == 1


def test_a_browser_without_cookies_is_told_what_a_reload_costs(visit: Visit, room: Room) -> None:
    assert tells(visit("room", room=room.code), "phone.no_cookie")
    assert not tells(phone(visit, room), "phone.no_cookie")


def test_the_fifty_first_is_told_and_those_inside_come_back(visit: Visit, room: Room) -> None:
    mark = guards.new_mark()
    phone(visit, room, mark)
    for place in range(49):
        hall.step(caches.hall(), room.code, partial(rooms.joined, voice=f"other{place}"))
    outside = phone(visit, room)
    assert tells(outside, "why.full", most=50)
    assert not outside.slider
    assert len(outside.text_input) == 1, "there is a place to type another room's code"
    assert len(now(room).voices) == 50
    assert weights(phone(visit, room, mark)) == [35, 35, 30]


def test_an_answer_that_comes_after_the_end_of_the_round_is_refused_in_words(visit: Visit, room: Room) -> None:
    app = phone(visit, room)
    change(room, rooms.closed)
    send(app, room)
    assert now(room).current.answers == {}
    settled(app.run())
    assert tells(app, "why.closed")
    assert tells(app, "phone.closed_without")
    assert not app.slider
    change(room, rooms.reopened)
    settled(app.run())
    send(app, room)
    assert not tells(app, "why.closed")
    assert len(now(room).current.answers) == 1


def test_an_answer_meant_for_the_last_round_does_not_count_in_the_next(visit: Visit, room: Room) -> None:
    app = phone(visit, room)
    settled(app.slider[0].set_value(100).run())
    change(room, rooms.next_round)
    send(app, room)
    assert [len(one.answers) for one in now(room).rounds] == [0, 0]
    settled(app.run())
    assert tells(app, "why.other_round")
    assert weights(app) == [100, 0, 0]
    send(app, room)
    assert [list(one.answers.values()) for one in now(room).rounds] == [[], [(100, 0, 0)]]


def test_a_closed_round_shows_the_own_answer_and_the_next_one_begins_with_it(visit: Visit, room: Room) -> None:
    app = phone(visit, room)
    settled(app.slider[0].set_value(100).run())
    send(app, room)
    change(room, rooms.closed)
    settled(app.run())
    assert "Margin 100" in said(app)
    change(room, lambda known: rooms.next_round(known, "Second *thought*"))
    settled(app.run())
    assert "Second *thought*" in said(app)
    assert weights(app) == [100, 0, 0]
    assert tells(app, "phone.unsent")


def test_a_room_that_is_deleted_under_somebody_is_told_as_that(visit: Visit) -> None:
    room, key = opened()
    app = phone(visit, room)
    hall.end_room(caches.hall(), room.code, key)
    press(app, f"send/{room.code}")
    settled(app.run())
    assert tells(app, "ws.deleted", code=room.code)
    assert len(app.text_input) == 1


def test_an_answer_that_cannot_be_kept_is_told(visit: Visit, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    app = phone(visit, room)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(hall.keeping, "save", full)
    send(app, room)
    assert tells(app, "why.not_kept")
    assert now(room).current.answers == {}


# --- the wall


def paid(mix: dict[str, float]) -> MixPay:
    (pay,) = pay_of_mixes(cs.example_scenarios()["next_year"], ROLE, [mix], cs.example_population())
    return pay


def test_the_wall_shows_the_code_and_waits_for_the_first_answer(visit: Visit, room: Room) -> None:
    app = visit("wall", room=room.code)
    assert tells(app, "wall.nobody")
    assert not app.metric
    assert any(f"{room.code[:3]} {room.code[3:]}" in one.proto.body for one in app.get("html"))
    assert now(room).voices == (), "looking at the wall is not joining"


def test_the_wall_shows_every_answer_and_what_their_median_would_have_paid(visit: Visit, room: Room) -> None:
    vote(room, (50, 40, 10), (80, 10, 10), (25, 25, 50))
    app = visit("wall", room=room.code)
    median = median_mix([company.as_weights(room, mix) for mix in now(room).current.answers.values()])
    assert [round(weight * 100) for weight in median.values()] == [59, 29, 12]
    pay, plan = paid(median), paid(company.plan_mix(caches.invented(), ROLE))
    assert [str(one.value).replace("\\", "") for one in app.metric] == [
        money(pay.payout, "EUR"),
        signed_money(pay.difference, "EUR"),
        percent(pay.share_at_target),
        signed_money(pay.gain, "EUR"),
        signed_money(pay.loss, "EUR"),
    ]
    assert sentence("mix.plan", figure=money(plan.payout, "EUR")) in said(app)
    assert tells(app, "wall.count", answered=3, joined=3)
    assert tells(app, "wall.left_out", names="Win rate")
    table = app.table[0].value
    assert [cell.replace("\\", "") for cell in table.iloc[:, 0]] == [plain("wall.plan"), "Round 1"]
    vote(room, (0, 0, 100))
    settled(app.run())
    assert str(app.metric[0].value).replace("\\", "") != money(pay.payout, "EUR")


def test_the_wall_keeps_the_rounds_side_by_side(visit: Visit) -> None:
    room, _ = opened("First")
    vote(room, (50, 40, 10))
    change(room, lambda known: rooms.next_round(known, "Second"))
    app = visit("wall", room=room.code)
    assert tells(app, "wall.nobody")
    assert [str(cell).replace("\\", "") for cell in app.table[0].value.iloc[:, 0]] == [
        plain("wall.plan"),
        "Round 1: First",
    ]
    vote(room, (0, 0, 100))
    assert len(settled(app.run()).table[0].value) == 3


def test_the_wall_of_no_room_says_so(visit: Visit) -> None:
    assert tells(visit("wall", room="QQQQQQ"), "ws.no_room", code="QQQQQQ")
    assert tells(visit("wall"), "ws.no_code")


# --- the facilitator


def test_a_room_is_opened_with_what_was_chosen_and_its_facilitator_led_on(visit: Visit) -> None:
    app = visit("home")
    settled(app.segmented_control[0].set_value("inside_sales").run())
    settled(app.pills[0].set_value(["team_revenue", "revenue"]).run())
    app.text_input(key="open/name").set_value("Gut feeling")
    press(app, "open/go")
    (room,) = caches.hall().rooms.values()
    assert (room.role, room.objectives, room.current.name) == (
        "inside_sales",
        ("revenue", "team_revenue"),
        "Gut feeling",
    )
    assert asked(app, "room") == room.code
    assert rooms.is_led_by(room, asked(app, "key"))
    assert "Gut feeling" in " ".join(str(one.value) for one in app.header)


def test_one_objective_alone_opens_no_room(visit: Visit) -> None:
    app = visit("home")
    settled(app.pills[0].set_value(["revenue"]).run())
    press(app, "open/go")
    assert tells(app, "why.objectives")
    assert caches.hall().rooms == {}


@pytest.mark.parametrize("key", ["", "wrong"])
def test_without_the_key_nobody_leads(visit: Visit, room: Room, key: str) -> None:
    app = visit("lead", room=room.code, key=key)
    assert tells(app, "why.key")
    assert not app.button
    assert not app.get("download_button")


def test_the_facilitator_closes_reopens_names_and_goes_on(visit: Visit) -> None:
    room, key = opened()
    app = visit("lead", room=room.code, key=key)
    press(app, "lead/close")
    assert not now(room).current.is_open
    press(app, "lead/reopen")
    assert now(room).current.is_open
    settled(app.text_input[0].set_value("After the talk").run())
    assert now(room).current.name == "After the talk"
    press(app, "lead/next")
    assert [(one.number, one.name, one.is_open) for one in now(room).rounds] == [
        (1, "After the talk", False),
        (2, "", True),
    ]
    assert app.text_input[0].value == ""


def test_a_button_pressed_twice_in_two_windows_begins_one_round(visit: Visit) -> None:
    room, key = opened()
    one, two = (visit("lead", room=room.code, key=key) for _ in range(2))
    press(one, "lead/next")
    press(two, "lead/next")
    assert len(now(room).rounds) == 2


def test_a_name_goes_to_the_round_it_was_typed_for(visit: Visit) -> None:
    room, key = opened()
    app = visit("lead", room=room.code, key=key)
    change(room, rooms.next_round)
    settled(app.text_input[0].set_value("First of all").run())
    assert [one.name for one in now(room).rounds] == ["First of all", ""]
    assert app.text_input[0].value == ""


def test_a_room_is_deleted_after_a_second_look(visit: Visit) -> None:
    room, key = opened()
    app = visit("lead", room=room.code, key=key)
    assert next(one for one in app.button if one.key == "lead/delete").disabled
    settled(app.checkbox[0].check().run())
    press(app, "lead/delete")
    assert caches.hall().rooms == {}
    assert hall.open_hall(caches.hall().file).rooms == {}
    assert tells(app, "home.ended", code=room.code)
    assert not tells(settled(app.run()), "home.ended", code=room.code)


def test_only_where_phones_cannot_come_in_the_facilitator_is_told_how(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, key = opened()
    assert "HOST=0.0.0.0" in said(visit("lead", room=room.code, key=key))
    everywhere = views.reach.reach_of("0.0.0.0", 8502, "192.168.1.20")  # noqa: S104 - what a facilitator types
    monkeypatch.setattr(views, "here", lambda: everywhere)
    app = visit("lead", room=room.code, key=key)
    assert "HOST=0.0.0.0" not in said(app)
    links = [str(one.value) for one in app.code]
    assert links[0] == f"http://192.168.1.20:8502/room?room={room.code}"
    assert links[1].endswith(f"/lead?room={room.code}&key={key}")


def test_rooms_are_there_after_a_restart(visit: Visit) -> None:
    room, key = opened("First")
    vote(room, (50, 40, 10))
    caches.hall.clear()
    app = visit("lead", room=room.code, key=key)
    assert tells(app, "wall.count", answered=1, joined=1)
    assert "First" in " ".join(str(one.value) for one in app.header)
