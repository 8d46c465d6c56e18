"""Hours of use in minutes: many edits leave the plan, the page and the server as they should be."""

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Visit, settled

pytestmark = [pytest.mark.browser, pytest.mark.long]

ROUNDS = 12
STEPS = 5  # each way, so that a round ends where it began
MOST_GROWTH = 150  # MB over all rounds after the first; a leak of charts or sessions would be several times that


def resident(port: str) -> float:
    """Memory of the server that listens on a port, MB."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            status = (process / "status").read_text(encoding="utf-8")
        except OSError:
            continue
        if b"streamlit" in words and port.encode() in words:
            (kilobytes,) = re.findall(r"VmRSS:\s+(\d+)", status)
            return int(kilobytes) / 1024
    pytest.fail("the server is not among the processes")


def test_many_edits_end_where_they_began_and_do_not_fill_the_memory(visit: Visit) -> None:
    page, port = visit.open("/plan?plan=next_year"), visit.home.rpartition(":")[2]
    slider, total = page.get_by_role("slider").first, page.get_by_test_id("stMetricValue").first
    before, seen, memory = total.inner_text(), set(), []
    for _ in range(ROUNDS):
        for key in ("ArrowRight", "ArrowLeft"):
            for _ in range(STEPS):
                slider.press(key)
                settled(page)
                seen.add(total.inner_text())
        memory.append(resident(port))
    assert total.inner_text() == before
    assert len(seen) == STEPS + 1
    assert memory[-1] - memory[0] < MOST_GROWTH
