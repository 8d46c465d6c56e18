"""Every visible string is in the tables, every table has all of them, and the pages only show what the library says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from simulator.text import TABLES, plain, safe, t
from tests.project_files import ROOT

APP = ROOT / "simulator"
MODULES = sorted(APP.rglob("*.py"))
PAGES = sorted(APP.rglob("app_pages/*.py"))
TABLE_FILES = {"text.py", *(f"text_{language}{page}.py" for language in TABLES for page in ("", "_plan"))}
WORDLESS = {"space"}  # takes a size
SESSION_ONLY_IN = {"state.py", "memory.py"}
CACHES_ONLY_IN = {"caches.py"}


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def strings(path: Path) -> set[str]:
    """Every string in a module that is no docstring."""
    found = [node for node in nodes(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
    docs = {ast.get_docstring(node, clean=False) for node in nodes(path) if isinstance(node, documented)}
    return {str(node.value) for node in found} - docs


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", TABLES)
def test_every_language_has_the_same_keys_and_places_for_figures(language: str) -> None:
    english, other = TABLES["en"], TABLES[language]
    assert set(other) == set(english)
    assert {key: placeholders(text) for key, text in other.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


def test_no_key_is_unused_and_none_is_missing() -> None:
    """A key is named in full, or by its beginning in an f-string such as `t(f"data.{kind}")`."""
    keys = set(TABLES["en"])
    named = set().union(*(strings(path) for path in MODULES if path.name not in TABLE_FILES))
    openings = tuple(
        str(part.values[0].value)
        for path in MODULES
        for part in nodes(path)
        if isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant)
    )
    beginnings = tuple(text for text in openings if re.match(r"^[a-z]+\.", text))
    assert {key for key in keys if key not in named and not key.startswith(beginnings)} == set()
    called = {
        node.args[0].value
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"t", "plain"}
        and isinstance(node.args[0], ast.Constant)
    }
    assert called - keys == set()


@pytest.mark.parametrize("path", [path for path in MODULES if path.name not in TABLE_FILES], ids=lambda path: path.name)
def test_no_module_shows_a_string_of_its_own(path: Path) -> None:
    """What Streamlit is asked to show comes from the tables or the library, never from a literal."""
    shown = [
        (node.lineno, argument.value)
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "st"
        and node.func.attr not in WORDLESS
        for argument in [
            *node.args[:1],
            *(word.value for word in node.keywords if word.arg in {"help", "title", "alt"}),
        ]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    assert shown == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_hold_no_arithmetic(path: Path) -> None:
    sums = [node for node in nodes(path) if isinstance(node, ast.BinOp | ast.AugAssign)]
    assert [node.lineno for node in sums if not isinstance(node.op, ast.BitOr)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_only_few_modules_touch_the_session_and_the_caches(path: Path) -> None:
    used = {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}
    assert path.name in SESSION_ONLY_IN or used.isdisjoint({"session_state", "query_params"})
    assert path.name in CACHES_ONLY_IN or used.isdisjoint({"cache_data", "cache_resource"})


def test_values_are_shown_as_they_are() -> None:
    assert safe("*North* [x](y) $5 a_b :material/home:") == r"\*North\* \[x\](y) \$5 a\_b \:material/home:"
    assert "\\*x\\*" in t("table.nothing", search="*x*")
    assert "*x*" in plain("table.nothing", search="*x*")
