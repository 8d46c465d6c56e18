"""What the README tells a reader to do works as written."""

import re
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from compsim.cli import app
from tests.crm_export import write_crm_export

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_library_example_runs_and_prints_three_results(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the example itself is what is tested
    told = capsys.readouterr().out
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    assert told.count("steeper") >= 3
    assert all(region in told for region in ("North", "Centre", "South"))
    assert "cost_of_sales" in told
    assert "share_at_target" in told


def pages_with_python() -> list[Path]:
    pages = [ROOT / "README.md", *ROOT.glob("examples/*/README.md"), *(ROOT / "docs" / "en").rglob("*.md")]
    return [page for page in pages if "```python" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", pages_with_python(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_python_example_runs_as_it_stands(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_crm_export(tmp_path / "crm")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.syspath_prepend(ROOT / "docs")
    write_templates(tmp_path)
    monkeypatch.chdir(tmp_path)
    for code in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL):
        exec(compile(code, page.name, "exec"), {})  # noqa: S102 - the example itself is what is tested
    assert capsys.readouterr().out.strip()


def write_templates(folder: Path) -> None:
    """What a reader has downloaded from the page of templates."""
    library = import_module("macros.templates.library")
    for address, content in library.files().items():
        (folder / Path(address).name).write_bytes(content)


def test_the_small_case_prints_what_the_readme_shows(tmp_path: Path) -> None:
    (case,) = re.findall(r"```yaml\n(# quarter\.yaml\n.*?)```", README, flags=re.DOTALL)
    (shown,) = re.findall(r"cases quarter\.yaml --explain\n```\n\n```text\n(.*?)```", README, flags=re.DOTALL)
    (tmp_path / "quarter.yaml").write_text(case, encoding="utf-8")
    told = CliRunner().invoke(app, ["cases", str(tmp_path / "quarter.yaml"), "--explain"], catch_exceptions=False)
    assert told.exit_code == 0
    printed = [line.rstrip() for line in told.stdout.replace("\N{NO-BREAK SPACE}", " ").splitlines()]
    assert printed == shown.splitlines()


def test_the_letters_of_the_readme_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both steps of an announcement, for the smallest company there is."""
    monkeypatch.chdir(tmp_path)
    steps = re.findall(r"^\.venv/bin/compsim (letters [^#\n]*)", README, flags=re.MULTILINE)
    assert len(steps) == 2
    for words in ("example company/ --reps 30 --no-deals", *steps):
        assert CliRunner().invoke(app, words.split(), catch_exceptions=False).exit_code == 0
    assert len(list(Path("letters").glob("*-plan-summary.pdf"))) == 3
    assert len(list(Path("letters").glob("*-objective-letter.pdf"))) == 30


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
