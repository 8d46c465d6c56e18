"""What the server adds to every answer, what it says while something is missing, and what it never writes down."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

from simulator import launch
from simulator.handbook import Handbook
from simulator.security import (
    NoValues,
    SecurityHeaders,
    content_policy,
    inline_script_hashes,
    keep_values_out_of_the_log,
    log_reference,
    script_hash,
)
from simulator.text import plain

FIGURE = "salary of Rep H-01 is 98765"


def asked(app: SecurityHeaders | Handbook, path: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of a GET."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        await asyncio.Event().wait()  # the client waits for its answer
        return {"type": "http.disconnect"}

    scope: Scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": [], "query_string": b""}
    with ThreadPoolExecutor(1) as own_thread:  # the browser tests keep an event loop in this one
        own_thread.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return int(sent[0]["status"]), headers, b"".join(message.get("body", b"") for message in sent[1:]).decode()


def scripts(policy: str) -> str:
    return next(part for part in policy.split("; ") if part.startswith("script-src"))


def test_every_answer_carries_the_headers() -> None:
    status, headers, body = asked(SecurityHeaders(PlainTextResponse("fine")), "/plan")
    assert (status, body) == (200, "fine")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["content-security-policy"] == content_policy("/plan")


def test_the_policy_names_this_server_and_the_inline_script_that_is_installed() -> None:
    page = (Path(streamlit.__file__).with_name("static") / "index.html").read_text(encoding="utf-8")
    inline = page.split("<script>", 1)[1].split("</script>", 1)[0]
    assert scripts(content_policy("/")) == f"script-src 'self' {script_hash(inline)}"
    assert inline_script_hashes() == (script_hash(inline),)
    assert "http" not in content_policy("/")
    assert "unsafe-eval" not in content_policy("/")


def test_a_hash_is_the_one_a_browser_computes() -> None:
    # printf 'alert(1)' | openssl dgst -sha256 -binary | base64
    assert script_hash("alert(1)") == "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"


@pytest.mark.parametrize("path", ["/handbook", "/handbook/", "/handbook/comp/"])
def test_only_the_handbook_may_run_its_themes_inline_scripts(path: str) -> None:
    assert "'unsafe-inline'" in scripts(content_policy(path))


@pytest.mark.parametrize("path", ["/", "/plan", "/handbooks", "/_stcore/health"])
def test_everything_else_runs_no_inline_script(path: str) -> None:
    assert "'unsafe-inline'" not in scripts(content_policy(path))


def test_a_missing_handbook_says_how_to_build_it(tmp_path: Path) -> None:
    status, _, body = asked(Handbook(tmp_path / "site"), "/")
    assert status == 404
    assert plain("handbook.command") in body


def test_a_handbook_that_was_built_meanwhile_is_served(tmp_path: Path) -> None:
    handbook = Handbook(tmp_path / "site")
    asked(handbook, "/")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<h1>built</h1>", encoding="utf-8")
    status, _, body = asked(handbook, "/")
    assert (status, body) == (200, "<h1>built</h1>")


def fail() -> None:
    raise ValueError(FIGURE)


def raised() -> ValueError:
    with pytest.raises(ValueError, match="98765") as caught:
        fail()
    return caught.value


def test_the_log_of_a_failure_has_its_place_and_no_value(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="simulator"):
        reference = log_reference(raised())
    assert reference in caplog.text
    assert "ValueError" in caplog.text
    assert Path(__file__).name in caplog.text
    assert "98765" not in caplog.text


def test_streamlits_own_record_of_a_failure_loses_its_message(caplog: pytest.LogCaptureFixture) -> None:
    keep_values_out_of_the_log()
    logger = logging.getLogger("streamlit.error_util")
    logger.addHandler(caplog.handler)
    try:
        logger.error("Uncaught app execution", exc_info=raised())
    finally:
        logger.removeHandler(caplog.handler)
    assert "Uncaught app execution: ValueError" in caplog.text
    assert "98765" not in caplog.text


def test_the_filter_is_added_once() -> None:
    keep_values_out_of_the_log()
    keep_values_out_of_the_log()
    filters = logging.getLogger("streamlit.error_util").filters
    assert len([known for known in filters if isinstance(known, NoValues)]) == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [(["--data", "year"], "year"), (["--data=year"], "year"), ([], None), (["--data"], None)],
)
def test_the_folder_can_be_named_on_the_command_line(arguments: list[str], expected: str | None) -> None:
    assert launch.data_folder(arguments) == (Path(expected) if expected else None)


def test_the_folder_can_be_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPSIM_DATA", "year")
    assert launch.data_folder([]) == Path("year")
    assert launch.data_folder(["--data", "other"]) == Path("other")


def test_the_store_stands_beside_the_working_directory_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMPSIM_STORE")
    assert launch.store_path() == Path.cwd() / ".compsim" / "scenarios.db"
    monkeypatch.setenv("COMPSIM_STORE", "plans.db")
    assert launch.store_path() == Path("plans.db")


def test_the_database_is_the_file_unless_an_address_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert launch.store_address() == launch.store_path()
    monkeypatch.setenv("COMPSIM_DATABASE_URL", "postgresql://somebody@host/plans")
    assert launch.store_address() == "postgresql://somebody@host/plans"
