"""The workshop in a real browser: a facilitator, two phones and the wall at once, in a process of its own."""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

import compsim as cs
from compsim.analysis.mixes import MixPay, median_mix, pay_of_mixes
from compsim.present.numbers import money, percent, signed_money
from simulator.text import plain
from simulator.workshop import reach
from tests.e2e.conftest import PATIENCE, PROBES, Visit, settled, wait_for
from tests.e2e.test_simulator import grave_faults
from tests.project_files import ROOT

pytestmark = pytest.mark.browser

ROLE, NAMES = "hunter", ("revenue", "new_customers", "first_meetings", "team_revenue")
PHONE, DESK, WALL = (390, 844), (1280, 900), (1280, 720)
Enter = Callable[..., Visit]


@contextmanager
def workshop(file: Path, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The process as `make workshop` starts it, on a file of rooms: its address and the process itself."""
    port = port or free_port()
    clean = {name: value for name, value in os.environ.items() if name not in reach.PRIVATE}
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    own = {reach.FILE: str(file), "PYTHONPATH": paths}
    with file.with_suffix(".log").open("a") as log:
        command = [sys.executable, "-m", "simulator.workshop", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=clean | own, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}", server
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workshop's address, without a slash at the end."""
    with workshop(tmp_path_factory.mktemp("workshop") / "rooms.db") as (address, _):
        yield address


@pytest.fixture
def enter(browser: Browser, house: str) -> Iterator[Enter]:
    """Somebody with a browser of their own; afterwards every console must be clean and nobody else was asked."""
    visits: list[Visit] = []

    def entered(size: tuple[int, int] = PHONE, scheme: Literal["light", "dark"] = "light") -> Visit:
        screen = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=screen, color_scheme=scheme, accept_downloads=True)  # type: ignore[arg-type]
        made = Visit(context.new_page(), house)
        made.page.on("console", lambda message: heard(made, message))
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("request", lambda request: made.requests.append(request.url))
        visits.append(made)
        return made

    yield entered
    for one in visits:
        one.page.context.close()
    assert [complaint for one in visits for complaint in one.complaints] == []
    asked = [url for one in visits for url in one.requests]
    assert [url for url in asked if not url.startswith((house, "data:", "blob:"))] == []


def heard(visit: Visit, message: ConsoleMessage) -> None:
    probe = str(message.location.get("url", "")).endswith(PROBES)
    if message.type in {"error", "warning"} and not probe:
        visit.complaints.append(message.text)


# --- what people do


def press(page: Page, key: str) -> None:
    page.get_by_role("button", name=plain(key), exact=True).click()
    settled(page)


def open_room(visit: Visit, name: str) -> Page:
    """The facilitator's page of a new room on the hunters' plan."""
    page = visit.open("/")
    page.get_by_label(plain("home.name")).fill(name)
    page.get_by_label(plain("home.name")).press("Tab")
    settled(page)
    press(page, "home.open_button")
    expect(page.get_by_role("heading", name=plain("lead.take"))).to_be_visible(timeout=60_000)
    settled(page)
    return page


def code_of(page: Page) -> str:
    found = re.search(r"room=([A-Z]{6})&", page.url)
    assert found is not None
    return found[1]


def join(visit: Visit, code: str) -> Page:
    """A phone that types the code."""
    page = visit.open("/")
    page.get_by_label(plain("home.code")).fill(f"{code[:3]} {code[3:]}".lower())
    press(page, "home.join_button")
    expect(page.get_by_role("slider").first).to_be_visible(timeout=60_000)
    settled(page)
    return page


def weigh(page: Page, place: int, weight: int) -> list[int]:
    """Move one slider with the keys, step by step, to a weight; answers all weights."""
    slider = page.get_by_role("slider").nth(place)
    slider.focus()
    while (here := int(slider.input_value())) != weight:
        slider.press("ArrowRight" if here < weight else "ArrowLeft")
        expect(slider).not_to_have_value(str(here), timeout=60_000)
        settled(page)
    return weights(page)


def weights(page: Page) -> list[int]:
    """What the sliders stand at, once they are drawn."""
    expect(page.get_by_role("slider")).to_have_count(len(NAMES), timeout=60_000)
    return [int(one.input_value()) for one in page.get_by_role("slider").all()]


def send(page: Page) -> None:
    press(page, "phone.send")
    expect(page.get_by_text(plain("phone.sent"))).to_be_visible(timeout=60_000)
    settled(page)


def main_of(page: Page) -> Any:
    return page.get_by_test_id("stMain")


def points(page: Page, name: str) -> list[tuple[float, float]]:
    """Where the marks of a name stand in the picture."""
    read = """(chart, name) => {
        const at = chart.data.findIndex(trace => trace.name === name);
        return at < 0 ? [] : chart.calcdata[at].map(dot => [dot.x, dot.y]);
    }"""
    found = page.locator(".js-plotly-plot").first.evaluate(read, name)
    return [(x, y) for x, y in found]


def figures(page: Page) -> list[str]:
    return [one.inner_text() for one in page.get_by_test_id("stMetricValue").all()]


def as_mix(found: list[int]) -> dict[str, float]:
    return {name: weight / 100 for name, weight in zip(NAMES, found, strict=True)}


def paid(mix: dict[str, float]) -> MixPay:
    """What the library says that a mix pays."""
    (pay,) = pay_of_mixes(cs.example_scenarios()["next_year"], ROLE, [mix], cs.example_population())
    return pay


def in_figures(pay: MixPay) -> list[str]:
    return [
        money(pay.payout, "EUR"),
        signed_money(pay.difference, "EUR"),
        percent(pay.share_at_target),
        signed_money(pay.gain, "EUR"),
        signed_money(pay.loss, "EUR"),
    ]


def downloaded(page: Page, key: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=plain(key)).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


# --- the journey


def test_a_room_weighs_its_objectives_from_the_first_answer_to_the_files(enter: Enter) -> None:
    lead = open_room(enter(DESK), "Gut feeling")
    code = code_of(lead)
    wall = enter(WALL).open(f"/wall?room={code}")
    expect(main_of(wall)).to_contain_text(plain("wall.nobody"))
    expect(main_of(wall)).to_contain_text(f"{code[:3]} {code[3:]}")

    one, two = join(enter(), code), join(enter(), code)
    assert weights(one) == weights(two) == [25, 25, 25, 25]
    mixes = [weigh(one, 0, 70), weigh(two, 3, 45)]
    assert [sum(mix) for mix in mixes] == [100, 100]
    send(one)
    send(two)
    shows_on_the_wall(wall, mixes)
    assert figures(lead) == figures(wall)

    one.reload()
    expect(one.get_by_text(plain("phone.sent"))).to_be_visible(timeout=60_000)
    assert weights(one) == mixes[0]
    expect(main_of(wall)).to_contain_text(plain("wall.count", answered=2, joined=2))

    closes_and_goes_on(lead, wall, (one, two))
    weigh(one, 1, 50)
    send(one)
    expect(main_of(wall)).to_contain_text(plain("wall.count", answered=1, joined=2), timeout=60_000)
    expect(wall.get_by_role("table").get_by_role("row")).to_have_count(4, timeout=60_000)

    takes_it_along(lead, code, mixes)
    deletes(lead, two, code)


def shows_on_the_wall(wall: Page, mixes: list[list[int]]) -> None:
    """Every answer, the medians, and what the median mix would have paid, which is what the library says."""
    pay, plan = paid(median_mix([as_mix(mix) for mix in mixes])), paid(as_mix([50, 20, 15, 15]))
    expect(main_of(wall)).to_contain_text(plain("wall.count", answered=2, joined=2), timeout=60_000)
    expect(wall.get_by_test_id("stMetricValue")).to_have_text(in_figures(pay), timeout=60_000)
    expect(main_of(wall)).to_contain_text(plain("mix.plan", figure=money(plan.payout, "EUR")))
    settled(wall)
    dots = {(weight, place) for mix in mixes for place, weight in enumerate(mix)}
    assert sorted(points(wall, "Answers, with the number of people")) == sorted(dots)
    halfway = [((a + b) / 2, place) for place, (a, b) in enumerate(zip(*mixes, strict=True))]
    assert points(wall, "Median") == [pytest.approx(mark) for mark in halfway]
    assert points(wall, "The plan as it is") == [(50, 0), (20, 1), (15, 2), (15, 3)]


def closes_and_goes_on(lead: Page, wall: Page, phones: tuple[Page, ...]) -> None:
    """A closed round takes nothing more; the next one opens on the phones by itself."""
    press(lead, "lead.close")
    for phone in phones:
        expect(main_of(phone)).to_contain_text("The round is closed. Your answer: Revenue", timeout=60_000)
        expect(phone.get_by_role("slider")).to_have_count(0)
    expect(main_of(wall)).to_contain_text(plain("wall.closed"), timeout=60_000)
    lead.get_by_label(plain("lead.name")).fill("Before the talk")
    lead.get_by_label(plain("lead.name")).press("Enter")
    expect(lead.get_by_role("heading", name="Round 1: Before the talk")).to_be_visible(timeout=60_000)
    press(lead, "lead.next")
    expect(lead.get_by_role("heading", name="Round 2", exact=True)).to_be_visible(timeout=60_000)
    settled(lead)
    expect(lead.get_by_label(plain("lead.name"))).to_have_value("")
    for phone in phones:
        expect(phone.get_by_role("slider").first).to_be_visible(timeout=60_000)
        settled(phone)


def takes_it_along(lead: Page, code: str, mixes: list[list[int]]) -> None:
    """Both files hold what was answered and what it would have paid."""
    median = median_mix([as_mix(mix) for mix in mixes])
    name, csv = downloaded(lead, "lead.csv")
    answers = pd.read_csv(io.BytesIO(csv), dtype={"Phone": str}, encoding="utf-8-sig")
    assert name == f"workshop-{code}.csv"
    assert answers["Round"].tolist() == [1, 1, 1, 2, 2]
    assert sorted(answers.iloc[:2, 3:].to_numpy().tolist()) == sorted(mixes)
    assert answers.iloc[2, 3:].tolist() == [round(weight * 100) for weight in median.values()]
    name, xlsx = downloaded(lead, "lead.xlsx")
    rounds = openpyxl.load_workbook(io.BytesIO(xlsx))["Rounds"]
    assert name == f"workshop-{code}.xlsx"
    assert [cell.value for cell in rounds[2]][:3] == [1, "Before the talk", 2]
    assert rounds.cell(2, 8).value == pytest.approx(paid(median).payout)


def deletes(lead: Page, phone: Page, code: str) -> None:
    """The room is gone after a second look, and a phone that was in it is told so."""
    lead.get_by_text(plain("lead.delete"), exact=True).click()
    lead.get_by_text(plain("lead.delete_sure")).click()
    settled(lead)
    press(lead, "lead.delete_button")
    expect(main_of(lead)).to_contain_text("are deleted")
    expect(main_of(phone)).to_contain_text(plain("ws.deleted", code=code).replace("*", ""), timeout=60_000)
    expect(phone.get_by_label(plain("home.code"))).to_be_visible()


def test_the_link_of_the_qr_code_leads_in_and_a_wrong_code_leads_on(enter: Enter) -> None:
    lead = open_room(enter(DESK), "")
    link = lead.get_by_test_id("stCode").first.inner_text().strip()
    visit = enter()
    page = visit.open("/room?room=QQQQQQ")
    expect(main_of(page)).to_contain_text("There is no room with the code QQQQQQ")
    page = visit.open(link.removeprefix(visit.home))
    expect(page.get_by_role("slider")).to_have_count(4, timeout=60_000)
    qr = enter(WALL).open(f"/wall?room={code_of(lead)}").get_by_role("img", name=re.compile("QR"))
    expect(qr).to_be_visible()


def test_without_the_key_the_facilitators_page_shows_nothing(enter: Enter) -> None:
    code = code_of(open_room(enter(DESK), ""))
    page = enter(DESK).open(f"/lead?room={code}&key=guess")
    expect(main_of(page)).to_contain_text(plain("why.key"))
    assert page.get_by_role("button", name=plain("lead.close")).count() == 0


# --- for everybody, on every screen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_anybodys_way(enter: Enter, scheme: Literal["light", "dark"]) -> None:
    lead = open_room(enter(DESK, scheme), "Gut feeling")
    code = code_of(lead)
    phone = join(enter(PHONE, scheme), code)
    assert grave_faults(phone) == {}
    send(phone)
    wall = enter(WALL, scheme).open(f"/wall?room={code}")
    expect(wall.get_by_test_id("stMetricValue")).to_have_count(5, timeout=60_000)
    assert grave_faults(enter(PHONE, scheme).open("/")) == {}
    assert grave_faults(enter(PHONE, scheme).open("/room?room=QQQQQQ")) == {}
    assert [grave_faults(page) for page in (phone, wall, lead)] == [{}, {}, {}]
    press(lead, "lead.close")
    expect(main_of(phone)).to_contain_text("The round is closed. Your answer", timeout=60_000)
    assert grave_faults(phone) == {}


def test_a_phone_needs_no_sideways_scrolling(enter: Enter) -> None:
    desk = open_room(enter(DESK), "A name of a round that is about as long as a name of a round is")
    code, address = code_of(desk), desk.url
    phone = join(enter(), code)
    send(phone)
    lead = enter()
    pages = [phone, enter().open("/"), enter().open("/room?room=QQQQQQ"), lead.open(address.removeprefix(lead.home))]
    assert [main_of(page).evaluate("main => main.scrollWidth <= main.clientWidth") for page in pages] == [True] * 4


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_a_projector_shows_what_moves_without_scrolling(enter: Enter, size: tuple[int, int]) -> None:
    code = code_of(open_room(enter(DESK), ""))
    send(join(enter(), code))
    wall = enter(size).open(f"/wall?room={code}")
    expect(wall.get_by_test_id("stMetricValue")).to_have_count(5, timeout=60_000)
    wall.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=PATIENCE * 1000)
    settled(wall)
    for what in (
        wall.locator(".js-plotly-plot").first,
        wall.get_by_test_id("stMetricValue").last,
        wall.locator(".ws-code"),
    ):
        box = what.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size[1]
    code_box, title = wall.locator(".ws-code").bounding_box(), wall.locator("h1").bounding_box()
    assert code_box is not None
    assert title is not None
    assert code_box["x"] + code_box["width"] <= title["x"]


def test_pages_are_served_with_a_strict_policy_and_a_mark(house: str) -> None:
    request = urllib.request.Request(f"{house}/room?room=X", headers={"Accept": "text/html"})  # noqa: S310 - this machine's own address
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - this machine's own address
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert "unsafe-inline" not in policy["script-src"]
        assert "unsafe-eval" not in policy["script-src"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "HttpOnly" in answer.headers["set-cookie"]


@pytest.mark.long
def test_a_room_goes_on_after_its_process_was_killed(browser: Browser, tmp_path: Path) -> None:
    """The phone, the wall and the facilitator's link find the room again on the same address."""
    file, port = tmp_path / "rooms.db", free_port()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    desk = browser.new_context(viewport={"width": 1280, "height": 900})
    with workshop(file, port) as (home, server):
        lead = open_room(Visit(desk.new_page(), home), "Before")
        phone = join(Visit(context.new_page(), home), code_of(lead))
        sent = weigh(phone, 0, 60)
        send(phone)
        server.send_signal(signal.SIGKILL)
    with workshop(file, port):
        for page in (phone, lead):
            page.reload()
        expect(phone.get_by_text(plain("phone.sent"))).to_be_visible(timeout=60_000)
        assert weights(phone) == sent
        expect(main_of(lead)).to_contain_text(plain("wall.count", answered=1, joined=1), timeout=60_000)
    for each in (context, desk):
        each.close()
