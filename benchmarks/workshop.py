"""The workshop: fifty phones and a wall on one core, against one phone alone."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, perf_counter, sleep

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from simulator.workshop import guards, hall, keeping, reach
from simulator.workshop.rooms import Room

ROOT = Path(__file__).parents[1]
ROLE, OBJECTIVES = "hunter", ("revenue", "new_customers", "first_meetings", "team_revenue")
PHONES, LASTS, PATIENCE = 50, 40.0, 120.0  # seconds
BAR = 0.5  # seconds until 95 of 100 moved sliders have answered
ABOUT = f"""The process as `make workshop` starts it, held to one core; {PHONES} phones and a wall speak to it as
browsers do, for {LASTS:.0f} s. Each phone looks for the next round every three seconds, moves a slider eight times and
sends its answer; all answers must be in the file in the end. Seconds from the message to the end of the run."""


@dataclass
class Browser:
    """One browser's side of the websocket, and how long each kind of step took."""

    socket: ClientConnection
    page: str
    query: str
    elements: dict[str, tuple[str, str]] = field(default_factory=dict)  # key -> widget id, fragment
    watches: dict[str, float] = field(default_factory=dict)  # fragment -> seconds between two looks
    states: dict[str, WidgetState] = field(default_factory=dict)
    took: dict[str, list[float]] = field(default_factory=dict)

    async def step(
        self, kind: str, fragment: str = "", pressed: WidgetState | None = None, *, auto: bool = False
    ) -> None:
        """Ask for a run and wait for its end."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_name, asked.fragment_id, asked.is_auto_rerun = (
            self.query,
            self.page,
            fragment,
            auto,
        )
        asked.context_info.url = f"http://127.0.0.1/{self.page}"
        asked.widget_states.widgets.extend([*self.states.values(), *([pressed] if pressed else [])])
        begun = perf_counter()
        await self.socket.send(message.SerializeToString())
        await self._until_the_end()
        self.took.setdefault(kind, []).append(perf_counter() - begun)

    async def _until_the_end(self) -> None:
        async for data in self.socket:
            message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            self._note(message)
            if message.WhichOneof("type") == "script_finished":
                return

    def _note(self, message: ForwardMsg) -> None:
        if message.HasField("auto_rerun"):
            self.watches[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        element = message.delta.new_element
        for kind in ("slider", "button"):
            if element.HasField(kind):
                widget = getattr(element, kind).id
                self.elements[f"{kind}/{widget.rpartition('/')[2]}"] = (widget, message.delta.fragment_id)

    def named(self, beginning: str) -> tuple[str, str]:
        """The widget and its fragment; the first whose name begins so."""
        return next(found for name, found in self.elements.items() if name.startswith(beginning))


async def live(address: str, room: Room, page: str, lasts: float, *, votes: bool) -> Browser:
    """A browser that opens a page, looks for news, and on a phone weighs and sends."""
    cookie = {"Cookie": f"{guards.COOKIE}={guards.new_mark()}"}
    where = f"{address.replace('http', 'ws')}/_stcore/stream"
    async with connect(where, additional_headers=cookie, subprotocols=["streamlit"], max_size=None) as opened:  # type: ignore[list-item]
        browser = Browser(opened, page, f"room={room.code}")
        await browser.step("open")
        until = perf_counter() + lasts
        moves = iter(sorted(secrets.SystemRandom().uniform(0, lasts * 0.8) for _ in range(8))) if votes else iter(())
        begun, next_move = perf_counter(), next(moves, None)
        while perf_counter() < until:
            ((watch, every),) = browser.watches.items()
            await asyncio.sleep(min(every, max(until - perf_counter(), 0)))
            await browser.step("look", watch, auto=True)
            while next_move is not None and perf_counter() - begun > next_move:
                await _move(browser)
                next_move = next(moves, None)
        if votes:
            await _send(browser)
        return browser


async def _move(browser: Browser) -> None:
    widget, fragment = browser.named("slider/")
    state = WidgetState(id=widget)
    state.double_array_value.data.append(5.0 * secrets.randbelow(21))
    browser.states[widget] = state
    await browser.step("move", fragment)


async def _send(browser: Browser) -> None:
    widget, fragment = browser.named("button/")
    pressed = WidgetState(id=widget)
    pressed.trigger_value = True
    await browser.step("send", fragment, pressed)


async def crowd(address: str, room: Room, phones: int, lasts: float) -> tuple[list[Browser], Browser]:
    """So many phones and one wall, all at once."""
    walls = asyncio.create_task(live(address, room, "wall", lasts, votes=False))
    found = await asyncio.gather(*(live(address, room, "room", lasts, votes=True) for _ in range(phones)))
    return list(found), await walls


@contextmanager
def served(file: Path) -> Iterator[tuple[str, int]]:
    """The process on one core, warm: its address and its number."""
    with socket.socket() as free:
        free.bind((reach.HERE, 0))
        port = free.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if name not in reach.PRIVATE}
    command = [sys.executable, "-m", "simulator.workshop", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=clean | {reach.FILE: str(file)}, stdout=subprocess.DEVNULL)
    try:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(server.pid, {min(os.sched_getaffinity(0))})
        _wait_for(f"http://{reach.HERE}:{port}")
        yield f"http://{reach.HERE}:{port}", server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310 - this machine's own address
                if b'"warm":true' in answer.read():
                    return
        except (urllib.error.URLError, TimeoutError):
            pass
        sleep(0.2)
    raise TimeoutError("the workshop did not start")


def busy(process: int) -> float:
    """Seconds that a process has worked so far; not a number where the system does not say."""
    file = Path(f"/proc/{process}/stat")
    if not file.exists():
        return float("nan")
    worked = file.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return sum(map(int, worked)) / os.sysconf("SC_CLK_TCK")


def measured(phones: int, lasts: float) -> tuple[dict[str, list[float]], float]:
    """Seconds of each kind of step with so many phones, and the part of its core that the process was busy.

    All their answers must have been kept.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rooms.db"
        room, _ = hall.open_room(hall.open_hall(file), ROLE, OBJECTIVES)
        with served(file) as (address, process):
            before, begun = busy(process), perf_counter()
            found, wall = asyncio.run(crowd(address, room, phones, lasts))
            share = (busy(process) - before) / (perf_counter() - begun)
        kept = len(keeping.load(file).rooms[room.code].current.answers)
        if kept != phones:
            raise RuntimeError(f"{phones} phones sent an answer, {kept} were kept")
    took = {
        kind: [one for phone in found for one in phone.took.get(kind, [])] for kind in ("open", "look", "move", "send")
    }
    return {**took, "wall": wall.took["look"]}, share


def workshop_section() -> str:
    """The part of the page on the workshop, as Markdown."""
    (alone, _), (together, share) = measured(1, LASTS / 2), measured(PHONES, LASTS)
    head = [
        f"| step | with {PHONES} phones: half | 95 of 100 | one phone alone: half | ratio | bar |",
        "|---|---:|---:|---:|---:|---|",
    ]
    words = {"open": "a phone comes in", "look": "a phone looks for news", "move": "a slider is moved",
             "send": "an answer is sent", "wall": "the wall is drawn anew"}  # fmt: skip
    rows = [_row(name, together[kind], alone[kind], kind) for kind, name in words.items()]
    return "\n".join([*head, *rows, f"\nThe process was busy for {share:.0%} of its core's time."])


def _row(name: str, together: list[float], alone: list[float], kind: str) -> str:
    slow = quantiles(together, n=20)[-1] if len(together) > 1 else together[0]
    bar = "" if kind != "move" else f"95 of 100 in {BAR:g} s{'' if slow <= BAR else ', missed'}"
    ratio = median(together) / median(alone)
    return f"| {name} | {median(together):.3f} s | {slow:.3f} s | {median(alone):.3f} s | {ratio:.1f} | {bar} |"


if __name__ == "__main__":
    print(workshop_section())
