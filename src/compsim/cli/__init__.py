"""The command line, from an invented company to the letters of an announcement; `COMMANDS` has all in order.

Every command answers in words, or with --json as data on standard output. Exit code 0: done; 1: the input has problems
that a person can mend (all are listed), or a case pays otherwise than it expects; 2: the command itself was called
wrongly; 130: it was interrupted.
"""

from __future__ import annotations

import typer

from compsim.cli.answers import refuse
from compsim.cli.brief import brief
from compsim.cli.exports import credit, example, propose
from compsim.cli.letters import letters
from compsim.cli.pay import cases, evaluate
from compsim.cli.questions import analyse, search
from compsim.cli.reference import schema
from compsim.cli.risks import risk, stress
from compsim.cli.tables import check, readiness
from compsim.errors import CompsimError

COMMANDS = (
    example,
    propose,
    credit,
    check,
    readiness,
    evaluate,
    cases,
    schema,
    analyse,
    search,
    risk,
    stress,
    letters,
    brief,
)  # as the help has them


def main() -> None:
    """Run the command line; problems with the input are printed, never a traceback."""
    try:
        app()
    except CompsimError as error:
        refuse(error)


def _app() -> typer.Typer:
    made = typer.Typer(
        name="compsim",
        help="Simulate sales compensation plans on last year's data.",
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,  # a traceback may carry pay figures
    )
    for command in COMMANDS:
        made.command("map" if command is propose else None)(command)
    return made


app = _app()
