"""Where the workshop is, what phones type, who may open a websocket, and what a browser is known by."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Scope

from simulator import security
from simulator.workshop import __main__ as command
from simulator.workshop import guards, reach
from simulator.workshop.reach import AddressError, reach_of

ALL = "0.0.0.0"  # noqa: S104 - what a facilitator types


@pytest.mark.parametrize(
    ("given", "phones_type"),
    [
        ("192.168.1.20", "http://192.168.1.20:8502"),
        (" sales-laptop.local/ ", "http://sales-laptop.local:8502"),
        ("192.168.1.20:80", "http://192.168.1.20:80"),
        ("https://workshop.example.com", "https://workshop.example.com"),
        ("http://[fd00::7]:8502", "http://[fd00::7]:8502"),
    ],
)
def test_an_address_is_taken_as_people_give_it(given: str, phones_type: str) -> None:
    place = reach_of(ALL, 8502, given)
    assert place.address == phones_type
    assert place.name in place.hosts
    assert ALL not in place.hosts


@pytest.mark.parametrize(
    "given", ["ftp://x", "http://", "a b", "http://x/path", "http://x?y=1", "x:port", "http://u@x"]
)
def test_what_no_phone_can_type_is_told(given: str) -> None:
    with pytest.raises(AddressError):
        reach_of(ALL, 8502, given)


def test_by_itself_only_this_machine_comes_in_and_is_told_how_to_change_that() -> None:
    place = reach_of(reach.HERE, 8502)
    assert place.only_here
    assert place.address == place.own == "http://127.0.0.1:8502"
    assert "HOST=0.0.0.0" in " ".join(command.told(place))
    assert "invented people only" in " ".join(command.told(place))


def test_open_to_the_room_phones_get_the_machines_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "machine_address", lambda: "192.168.1.20")
    place = reach_of(ALL, 8502)
    assert not place.only_here
    assert (place.own, place.address) == ("http://127.0.0.1:8502", "http://192.168.1.20:8502")
    assert "http://192.168.1.20:8502" in command.told(place)[1]
    assert "invented people only" in command.told(place)[1]
    monkeypatch.setattr(reach, "machine_address", lambda: "127.0.0.1")
    assert "ADDRESS=" in command.told(reach_of(ALL, 8502))[1]


def test_a_machine_named_by_itself_is_what_phones_type() -> None:
    place = reach_of("192.168.1.20", 9000)
    assert place.own == place.address == "http://192.168.1.20:9000"


def test_the_server_knows_its_name_so_that_nobody_is_asked_for_it() -> None:
    given = command.arguments(reach_of(ALL, 8502, "https://workshop.example.com"))
    assert given[given.index("--browser.serverAddress") + 1] == "workshop.example.com"
    hosts = [given[place + 1] for place, word in enumerate(given) if word == "--server.allowedHosts"]
    assert hosts == ["127.0.0.1", "localhost", "workshop.example.com"]


def test_a_link_says_which_room() -> None:
    assert reach.link("http://x:1", "lead", room="BCDFGH", key="a-_b") == "http://x:1/lead?room=BCDFGH&key=a-_b"


def test_the_file_of_rooms_is_not_the_store_of_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(reach.FILE)
    assert reach.rooms_file() == Path.cwd() / ".compsim" / "workshop.db"


# --- guards


def answered(app: ASGIApp, scope: Scope) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        await asyncio.Event().wait()  # the client waits for its answer
        return {"type": "http.disconnect"}

    with ThreadPoolExecutor(1) as own_thread:  # the browser tests keep an event loop in this one
        own_thread.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    return sent


def request(**headers: str) -> Scope:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "GET", "path": "/room", "root_path": "", "query_string": b"", "headers": pairs}


def given_mark(scope: Scope) -> SimpleCookie:
    sent = answered(guards.PhoneMarks(PlainTextResponse("page")), scope)
    found = [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
    assert sent[-1]["body"] == b"page"
    return SimpleCookie("".join(found))


def test_a_first_page_brings_a_mark_that_no_script_reads() -> None:
    cookie = given_mark(request(accept="text/html,*/*"))[guards.COOKIE]
    assert guards.is_mark(cookie.value)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    other = given_mark(request(accept="text/html"))[guards.COOKIE]
    assert other.value != cookie.value


def test_a_mark_is_kept_and_a_forged_one_replaced() -> None:
    mark = guards.new_mark()
    assert not given_mark(request(accept="text/html", cookie=f"{guards.COOKIE}={mark}"))
    assert given_mark(request(accept="text/html", cookie=f"{guards.COOKIE}=admin"))
    assert not given_mark(request(accept="*/*"))


@pytest.mark.parametrize(
    ("origin", "host", "name", "own"),
    [
        ("http://192.168.1.20:8502", "192.168.1.20:8502", "", True),
        ("http://evil.example", "192.168.1.20:8502", "", False),
        ("http://192.168.1.20:9000", "192.168.1.20:8502", "", False),
        ("null", "192.168.1.20:8502", "", False),
        ("https://workshop.example.com", "127.0.0.1:8502", "workshop.example.com", True),
        ("https://evil.example", "127.0.0.1:8502", "workshop.example.com", False),
        (None, "127.0.0.1:8502", "", True),
    ],
)
def test_only_pages_of_this_server_open_a_websocket(origin: str | None, host: str, name: str, own: bool) -> None:
    headers = {"host": host} | ({"origin": origin} if origin is not None else {})
    assert security.is_own(Headers(headers), name) == own
    reached: list[str] = []

    async def app(scope: Scope, *_: object) -> None:
        reached.append(scope["type"])

    scope = {**request(**headers), "type": "websocket"}
    sent = answered(security.OwnPagesOnly(app, name), scope)
    assert reached == (["websocket"] if own else [])
    assert [message["type"] for message in sent] == ([] if own else ["websocket.close"])
