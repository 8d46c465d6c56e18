"""The public names: complete, sorted, importable, and cheap until they are used."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import compsim

HEAVY = ("numba", "streamlit", "dask", "ibis", "duckdb", "pandera", "plotly", "pandas", "pydantic")
SOURCE = Path(compsim.__file__)


def typed_imports() -> dict[str, str]:
    """Name -> module of what type checkers are told in `if TYPE_CHECKING`."""
    [block] = [node for node in ast.parse(SOURCE.read_text(encoding="utf-8")).body if isinstance(node, ast.If)]
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: str(node.module) for node in imports for alias in node.names}


def after(statement: str, watched: tuple[str, ...]) -> set[str]:
    """Which of the watched packages a fresh interpreter has loaded after the statement."""
    code = f"{statement}\nimport sys\nprint(*(name for name in {watched!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_all_is_sorted_and_without_doubles() -> None:
    assert compsim.__all__ == sorted(set(compsim.__all__))


def test_all_names_what_type_checkers_see() -> None:
    assert set(compsim.__all__) == set(typed_imports())


@pytest.mark.parametrize("name", compsim.__all__)
def test_a_public_name_comes_from_the_module_that_type_checkers_see(name: str) -> None:
    value = getattr(compsim, name)
    home = import_module(typed_imports()[name])
    assert value is getattr(home, name)
    assert isinstance(value, ModuleType) or value.__doc__, f"{name} has no docstring"


def test_dir_offers_every_public_name() -> None:
    assert set(compsim.__all__) <= set(dir(compsim))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'compsim' has no attribute 'evaluat'"):
        getattr(compsim, "evaluat")  # noqa: B009 - the name is unknown to type checkers on purpose


def test_import_loads_nothing_heavy() -> None:
    assert after("import compsim", HEAVY) == set()


def test_reading_a_plan_loads_no_engine_and_no_app() -> None:
    assert after("import compsim; compsim.load_scenario", ("numba", "streamlit", "dask", "ibis", "plotly")) == set()


def test_the_package_says_that_it_is_typed() -> None:
    assert SOURCE.with_name("py.typed").is_file()


def test_the_floors_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"],
        cwd=SOURCE.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
