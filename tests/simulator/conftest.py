"""The app without a browser, with a store of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from compsim.plan.scenario import Scenario, load_scenario
from compsim.population.example.company import write_example
from simulator import caches, widgets
from simulator.sources import Data
from tests.project_files import ROOT

Open = Callable[..., AppTest]
RICH = Path(__file__).with_name("rich.yaml")
PAGES = {name: f"app_pages/{name}.py" for name in widgets.PAGES}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store that only this test sees, and no folder of data."""
    path = tmp_path / "store" / "scenarios.db"
    monkeypatch.setenv("COMPSIM_STORE", str(path))
    for name in ("COMPSIM_DATA", "COMPSIM_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    caches.plan_store.clear()
    yield path
    monkeypatch.setenv("COMPSIM_STORE", str(path))  # a test may have named another
    monkeypatch.delenv("COMPSIM_DATABASE_URL", raising=False)
    caches.plan_store().dispose()
    caches.plan_store.clear()


@pytest.fixture
def open_page() -> Open:
    """Opens a page of the app with what its address says: `open_page("plan", plan="next_year")`."""

    def opened(page: str = "start", **address: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "simulator" / "app.py"), default_timeout=60)
        if page != "start":
            app.switch_page(PAGES[page])
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    return opened


def go(app: AppTest, page: str) -> AppTest:
    """Follow a link inside the app: the address keeps its plan and its data."""
    address = {name: app.query_params[name] for name in ("plan", "data") if name in app.query_params}
    app.switch_page(PAGES[page])
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


@pytest.fixture(scope="session")
def company_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented company as files, with its two plans."""
    folder = tmp_path_factory.mktemp("company")
    write_example(folder, deals=False)
    return folder


@pytest.fixture
def rich(monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """The invented company with a plan that says nearly everything."""
    scenario = load_scenario(RICH)
    data = Data("company", caches.invented_company().population, {"rich": scenario})
    monkeypatch.setattr(caches, "invented_company", lambda: data)
    return scenario
