"""Letters on the command line: the two steps of an announcement as files, for some or for all, and for any name."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from compsim.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty invented people, one of whom has a name that is a path and a formula."""
    folder = tmp_path_factory.mktemp("company")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["compsim", "example", str(folder), "--no-deals", "--reps", "30"])
        with pytest.raises(SystemExit) as stopped:
            main()
    assert stopped.value.code == 0
    for file in folder.glob("*.csv"):
        file.write_text(file.read_text(encoding="utf-8").replace("Rep H-02", ODD), encoding="utf-8")
    return folder


ODD = "=Jörg/../Öz"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["compsim", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out, told.err

    return call


def text_of(file: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages)


def test_step_one_is_a_page_for_each_role(run: Run, company: Path, tmp_path: Path) -> None:
    code, out, _ = run("letters", company / "next_year.yaml", "--data", company, "--out", tmp_path / "a" / "b",
                       "--kind", "summary")  # fmt: skip
    assert code == 0
    assert "wrote 3 files" in out
    made = sorted((tmp_path / "a" / "b").iterdir())
    roles = ("account_manager", "hunter", "inside_sales")
    assert [file.name for file in made] == [f"{role}-plan-summary.pdf" for role in roles]
    for file in made:
        assert len(PdfReader(io.BytesIO(file.read_bytes())).pages) == 1
        assert "Rep " not in text_of(file)


def test_step_two_is_a_letter_for_everybody_and_no_name_leaves_the_folder(
    run: Run, company: Path, tmp_path: Path
) -> None:
    code, out, _ = run("letters", company / "next_year.yaml", "--data", company, "--out", tmp_path / "all", "--json")
    assert code == 0
    written = json.loads(out)["files"]
    assert len(written) == 30
    assert sorted(map(Path, written)) == sorted((tmp_path / "all").iterdir())
    odd = tmp_path / "all" / "Jörg-..-Öz-objective-letter.pdf"
    assert ODD in text_of(odd)
    assert [name for name in ("Rep A-01", "Rep H-01", "Rep I-01") if name in text_of(odd)] == []


def test_only_some_and_as_word_with_what_is_stated(run: Run, company: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    stated = ("--valid-from", "1 January 2026", "--continues", "the plan of 2025", "--ask", "Personnel, room 12")
    code, told, _ = run("letters", company / "next_year.yaml", "--data", company, "--out", out, "--format", "docx",
                        "--rep", "Rep H-01", "--rep", ODD, *stated)  # fmt: skip
    assert (code, "wrote 2 files" in told) == (0, True)
    made = sorted(out.iterdir())
    assert [file.name for file in made] == ["Jörg-..-Öz-objective-letter.docx", "Rep-H-01-objective-letter.docx"]
    cells = [cell.text for table in Document(str(made[1])).tables for row in table.rows for cell in row.cells]
    assert {"1 January 2026", "the plan of 2025", "Personnel, room 12", "Rep H-01, Hunters"} <= set(cells)


def test_somebody_unknown_is_told_and_nothing_is_written(run: Run, company: Path, tmp_path: Path) -> None:
    words = ("letters", company / "next_year.yaml", "--data", company, "--out", tmp_path / "out")
    code, out, err = run(*words, "--rep", "Rep H-1", "--rep", "Rep H-01")
    assert (code, out) == (1, "")
    assert "'Rep H-1'" in err
    assert "Rep H-01" in err
    assert not list(tmp_path.rglob("*.pdf"))
    code, out, _ = run(*words, "--rep", "Rep H-1", "--json")
    assert code == 1
    assert "Rep H-01" in json.loads(out)["problems"][0]["fix"]


def test_what_a_pdf_cannot_show_is_told_and_word_takes_it(run: Run, company: Path, tmp_path: Path) -> None:
    words = ("letters", company / "next_year.yaml", "--data", company, "--rep", "Rep H-01", "--ask", "王芳", "--out")
    code, _, err = run(*words, tmp_path / "pdf")
    assert code == 1
    assert "cannot show: 王 芳" in err
    assert "docx" in err
    assert not list(tmp_path.rglob("*.pdf"))
    assert run(*words, tmp_path / "docx", "--format", "docx")[0] == 0


def test_a_file_in_the_way_is_told_without_a_traceback(run: Run, company: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here first", encoding="utf-8")
    code, _, err = run("letters", company / "next_year.yaml", "--data", company, "--out", tmp_path / "file")
    assert code == 1
    assert "a folder is needed" in err
    assert (tmp_path / "file").read_text(encoding="utf-8") == "here first"
