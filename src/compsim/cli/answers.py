"""How commands answer: words or JSON, problems with exit code 1, and a sign of life while something takes its time."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer

from compsim.errors import CompsimError, InputError

CANCELLED = 130  # what shells expect of a program that was interrupted


def answer(facts: dict[str, Any], as_json: bool, text: str) -> None:
    """Print the facts as JSON, or the text."""
    typer.echo(json.dumps(facts, ensure_ascii=False, allow_nan=False, indent=2) if as_json else text)


def refuse(error: CompsimError) -> NoReturn:
    """Print every problem, in the form that was asked for, and end with exit code 1."""
    problems = error.problems if isinstance(error, InputError) else ()
    if "--json" in sys.argv:
        listed = [problem.as_dict() for problem in problems] or [{"says": str(error)}]
        typer.echo(json.dumps({"problems": listed}, ensure_ascii=False, indent=2))
    else:
        for line in map(str, problems or (error,)):
            typer.echo(line, err=True)
        faults = [problem for problem in problems if problem.severity == "error"]
        notes = len(problems) - len(faults)
        typer.echo(f"{len(faults) or 1} to mend{f', {notes} only to know' if notes else ''}.", err=True)
    raise SystemExit(1)


@contextmanager
def at_work(what: str) -> Iterator[None]:
    """A line that turns while something takes its time; only on a terminal."""
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …"):
        yield


@contextmanager
def progress() -> Iterator[Callable[[str, float], None]]:
    """A bar with the time that remains; answers the function that moves it (what is being done, share done 0..1)."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


@contextmanager
def cancelled(left: str) -> Iterator[None]:
    """Ctrl-C ends what is being done with one line and exit code 130; `left` says what became of it."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"cancelled: {left}", err=True)
        raise SystemExit(CANCELLED) from None
