"""Lighthouse on the built handbook: one page of each kind, as a phone gets it from the simulator's own server."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from peers.timing import UnavailableError

from simulator.launch import handbook_folder

ROOT = Path(__file__).parents[1]
HERE = "127.0.0.1"
SITE = handbook_folder()
VERSION = "12.8.2"  # the last one for Node 18 and 20
ROUNDS, PATIENCE = 3, 180.0  # runs of a page, seconds a run may take
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
BARS = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 95}
CALCULATOR = {"performance": 90}  # the bar of a page that works something out
KINDS: Mapping[str, tuple[str, Mapping[str, int]]] = {
    "home": ("", BARS),
    "script": ("qualify/must-have-questions/", BARS),
    "calculator": ("comp/pay-curves/", BARS | CALCULATOR),
    "template": ("templates/", BARS),
    "reference": ("reference/analyses/", BARS),
}
ABOUT = f"""Lighthouse {VERSION}, its settings for a phone (slow network and processor, simulated), on the built
handbook as the simulator serves it, compressed. Points of 100. Of {ROUNDS} runs of a page the one with the most points
for performance: what else runs on the machine can only take some away. Paint: until the largest part of the page is
there. Blocked: milliseconds in which a tap would have to wait. Machine: Lighthouse's own index of it, 1,000 and more
where nothing else runs. Bars: accessibility {BARS["accessibility"]}, the others {BARS["performance"]}, performance
{CALCULATOR["performance"]} where a page calculates."""

HEAD = (
    "| page | address | performance | accessibility | best practices | SEO | paint | blocked | sent | machine |\n"
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"
)


@dataclass(frozen=True)
class Score:
    """One run on one page: points of 100 by category, largest paint and blocked time in seconds, bytes sent."""

    points: Mapping[str, int]
    paint: float
    blocked: float
    sent: int
    machine: float  # Lighthouse's index of the machine at that moment
    faults: tuple[str, ...]  # what cost points outside of performance

    def row(self, kind: str, address: str, bars: Mapping[str, int]) -> str:
        """The line of the table."""
        cells = [f"{self.points[name]}{'' if self.points[name] >= bar else ', missed'}" for name, bar in bars.items()]
        measured = (
            f"{self.paint:.1f} s",
            f"{1000 * self.blocked:.0f} ms",
            f"{self.sent / 1000:.0f} kB",
            f"{self.machine:,.0f}",
        )
        return f"| {' | '.join((kind, f'`/{address}`', *cells, *measured))} |"


def lighthouse_section() -> str:
    """The part of the page on Lighthouse, as Markdown, or why it could not be measured."""
    try:
        return table(measured(*needed()))
    except UnavailableError as reason:
        return f"Not measured: {reason}"


def measured(npx: str, chromium: str) -> Mapping[str, Score]:
    """The best run on one page of each kind."""
    with served() as home:
        return {kind: best(npx, chromium, home + address) for kind, (address, _) in KINDS.items()}


def table(scores: Mapping[str, Score]) -> str:
    """A line for each kind of page, and what cost points outside of performance."""
    rows = [scores[kind].row(kind, address, bars) for kind, (address, bars) in KINDS.items()]
    faults = sorted({f"- {kind}: {fault}" for kind, score in scores.items() for fault in score.faults})
    notes = ["", "What cost points outside of performance:", "", *faults] if faults else []
    return "\n".join([HEAD, *rows, *notes])


def needed() -> tuple[str, str]:
    """Paths of npx and a Chromium; raises `UnavailableError` where one, or the built handbook, is missing."""
    npx = shutil.which("npx")
    if npx is None:
        raise UnavailableError("npm is missing, which brings Lighthouse (Debian: apt-get install npm).")
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else CHROMIUMS
    chromium = next((path for path in map(shutil.which, names) if path), None)
    if chromium is None:
        raise UnavailableError("no Chromium is on the PATH; name one with CHROMIUM=/path/to/chromium.")
    if not (SITE / "index.html").is_file():
        raise UnavailableError("the handbook is not built; run `make docs`.")
    return npx, chromium


@contextmanager
def served() -> Iterator[str]:
    """The handbook's address in a simulator of its own, once that has warmed up and leaves the processor alone."""
    port = str(free_port())
    home = f"http://{HERE}:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "simulator/asgi.py", "--server.address", HERE]
    with tempfile.TemporaryDirectory() as folder:
        own = {"COMPSIM_STORE": str(Path(folder) / "scenarios.db"), "COMPSIM_DATABASE_URL": ""}
        server = subprocess.Popen(
            [*command, "--server.port", port], cwd=ROOT, env=os.environ | own, stdout=subprocess.DEVNULL
        )
        try:
            wait_until_warm(home)
            yield f"{home}/handbook/"
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def wait_until_warm(home: str) -> None:
    """Return when the simulator says that it is warm; raises `UnavailableError` where it does not in time."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        try:
            with urllib.request.urlopen(f"{home}/healthz", timeout=5) as answer:  # noqa: S310 - this machine's own
                if json.load(answer)["warm"]:
                    return
        except OSError:
            pass
        sleep(0.2)
    raise UnavailableError("the simulator did not start in time.")


def best(npx: str, chromium: str, url: str) -> Score:
    """Of the runs on a page the one with the most points for performance."""
    scores = [score_of(report(npx, chromium, url)) for _ in range(ROUNDS)]
    return max(scores, key=lambda score: score.points["performance"])


def report(npx: str, chromium: str, url: str) -> dict[str, Any]:
    """What Lighthouse says about a page, as its JSON has it."""
    options = ["--quiet", "--output=json", f"--only-categories={','.join(BARS)}", f"--chrome-flags={FLAGS}"]
    command = [npx, "--yes", f"lighthouse@{VERSION}", url, *options]
    own = os.environ | {"CHROME_PATH": chromium}
    try:
        done = subprocess.run(command, env=own, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(f"Lighthouse took more than {PATIENCE:.0f} s on {url}.") from error
    if done.returncode:
        raise UnavailableError(f"Lighthouse failed on {url}: {done.stderr.strip()[-300:]}")
    return dict(json.loads(done.stdout))


def score_of(found: Mapping[str, Any]) -> Score:
    """The figures of the table out of what Lighthouse says."""
    audits, categories = found["audits"], found["categories"]
    points = {name: round(100 * categories[name]["score"]) for name in BARS}
    others = [part["id"] for name in BARS if name != "performance" for part in counted(categories[name])]
    faults = tuple(audits[name]["title"] for name in others if audits[name]["score"] not in (None, 1))
    paint, blocked = (
        audits[name]["numericValue"] / 1000 for name in ("largest-contentful-paint", "total-blocking-time")
    )
    sent = int(audits["total-byte-weight"]["numericValue"])
    return Score(points, paint, blocked, sent, found["environment"]["benchmarkIndex"], faults)


def counted(category: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The audits of a category that carry weight."""
    return (part for part in category["auditRefs"] if part["weight"])
