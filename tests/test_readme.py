"""What the README tells a reader to do works as written."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_library_example_runs_and_prints_three_results(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the example itself is what is tested
    told = capsys.readouterr().out
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    assert told.count("steeper") == 3
    assert "cost_of_sales" in told
    assert "share_at_target" in told


def test_the_commands_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = set(
        re.findall(r"make ([a-z-]+)\b(?! a| alone)", " ".join(re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)))
    )
    assert named
    assert named <= targets


def test_files_the_readme_points_to_exist() -> None:
    linked = [path for path in re.findall(r"\]\(([^)]+)\)", README) if "://" not in path]
    assert linked
    assert [path for path in linked if not (ROOT / path).exists()] == []
