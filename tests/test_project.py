"""Habits of the project that nobody has to remember: what files may say, pins, fragments, decisions, targets."""

import ast
import os
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project_files import ROOT, project_files

REGISTRIES = ("py" + "pi.org", "python" + "hosted", "registry.npm" + "js", "deb.deb" + "ian")  # in parts: not said here
FORBIDDEN = re.compile("|".join([*map(re.escape, REGISTRIES), r"(?<![\w.])/(work|root|home/\w+|tmp|opt)/"]))
KINDS = ("added", "changed", "fixed", "removed", "security")


def read(path: str | Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def lines_that_say(forbidden: re.Pattern[str], path: Path) -> list[str]:
    try:
        lines = read(path).splitlines()
    except UnicodeDecodeError:  # a picture or a font
        return []
    return [f"{path}:{number}" for number, line in enumerate(lines, start=1) if forbidden.search(line)]


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    assert project_files()
    assert [hit for path in project_files() for hit in lines_that_say(FORBIDDEN, path)] == []


def locked() -> dict[str, tuple[str, int]]:
    """Package -> pinned version and number of hashes in requirements.lock."""
    entries = re.split(r"\n(?=\S)", read("requirements.lock").strip())
    pins = [(re.match(r"([\w.\[\]-]+)==(\S+)", entry), entry.count("--hash=sha256:")) for entry in entries]
    return {canonicalize_name(pin[1]): (pin[2], hashes) for pin, hashes in pins if pin}


def declared() -> list[Requirement]:
    """Every direct dependency, of the library and of each extra."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(line) for group in groups for line in group]


def test_the_lock_has_hashes_for_every_pin_and_no_address() -> None:
    text = read("requirements.lock")
    assert len(locked()) == len(re.findall(r"^\S", text, flags=re.MULTILINE)), "a line that is no pin"
    assert [name for name, (_, hashes) in locked().items() if not hashes] == []
    assert not re.search(r"http|^-|\s@\s|find-links", text, flags=re.MULTILINE)


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_the_lock_holds_what_pyproject_asks_for(requirement: Requirement) -> None:
    version, _ = locked()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version), "run `make lock`"


def third_party_imports(path: Path) -> set[str]:
    """Top-level packages that a file imports from outside the standard library and this project."""
    nodes = list(ast.walk(ast.parse(read(path))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    relative = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    here = {
        entry.stem
        for folder in (ROOT, ROOT / "src", ROOT / "docs", ROOT / path.parent, ROOT / path.parent.parent)
        for entry in folder.iterdir()
    }
    return {name.partition(".")[0] for name in plain | relative} - set(sys.stdlib_module_names) - here


def test_every_import_is_declared_in_pyproject() -> None:
    names = {canonicalize_name(requirement.name) for requirement in declared()}
    owners = packages_distributions()
    missing = {
        f"{path} imports {package}"
        for path in project_files()
        if path.suffix == ".py" and not path.stem.endswith("_side")  # run by the peer's own interpreter
        for package in third_party_imports(path)
        if names.isdisjoint(map(canonicalize_name, owners.get(package, [])))
    }
    assert sorted(missing) == []


def fragments() -> list[Path]:
    return [path for path in project_files() if path.parts[0] == "changelog.d" and path.name != "README.md"]


def test_changelog_fragments_follow_the_convention() -> None:
    assert fragments()
    for path in fragments():
        assert re.fullmatch(rf"[a-z0-9-]+\.({'|'.join(KINDS)})\.md", path.name), path
        assert re.fullmatch(r"[A-Z`].*\.\n", read(path), flags=re.DOTALL), (
            f"{path}: whole sentences, one newline at the end"
        )
        assert "\n\n" not in read(path), f"{path}: one paragraph"


def test_the_kinds_of_fragments_are_explained() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", read("changelog.d/README.md"), flags=re.MULTILINE)) == set(KINDS)


def test_decisions_are_numbered_without_gaps_and_say_the_same_three_things() -> None:
    records = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [path.name[:5] for path in records] == [f"{number:04d}-" for number in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} "), path.name
        assert re.findall(r"^## (.*)", text, flags=re.MULTILINE) == ["Context", "Decision", "Consequence"], path.name


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.MULTILINE))


def test_every_make_target_is_phony_and_explained_in_help() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", read("Makefile"), flags=re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == targets()
    assert set(re.findall(r"^([a-z-]+):.*? ## \S", read("Makefile"), flags=re.MULTILINE)) == targets()


def test_texts_name_only_targets_that_exist() -> None:
    texts = [path for path in project_files() if path.suffix in {".md", ".py", ".toml"} or path.name == "run"]
    named = {(str(path), name) for path in texts for name in re.findall(r"`make ([a-z-]+)", read(path))}
    assert sorted((path, name) for path, name in named if name not in targets()) == []


@pytest.mark.parametrize("script", [".ci/run", "scripts/setup", "scripts/chromium", "scripts/lock"])
def test_scripts_stop_at_the_first_failure_and_can_be_started(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    assert read(script).startswith("#!/usr/bin/env bash\n")
    assert "\nset -euo pipefail\n" in read(script)
