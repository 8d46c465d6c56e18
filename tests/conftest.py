"""What every test shares: how Hypothesis searches, and the browser."""

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

# What is waited for comes at once on a quiet machine, and later where two tests share a slow one.
expect.set_options(timeout=20_000)

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# A test says what must hold, never how fast; and a run on a submission draws the same examples each time.
settings.register_profile("compsim", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("compsim")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium to test with: CHROMIUM if set, else the first on the PATH."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, (named,) if named else BROWSERS)), None)
    if found is None:
        pytest.fail(
            "no Chromium: `make test` installs one on Debian as root; else install one or name it with CHROMIUM=…"
        )
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for a whole run: a process can hold a single one at a time, whichever files it runs."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()
