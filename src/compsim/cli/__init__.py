"""The command line: `compsim example | check | schema | credit | evaluate | cases | analyse | search`.

Every command answers in words, or with --json as data on standard output. Exit code 0: done; 1: the input has problems
that a person can mend (all are listed), or a case pays otherwise than it expects; 2: the command itself was called
wrongly.
"""

from __future__ import annotations

import typer

from compsim.cli.answers import refuse
from compsim.cli.pay import cases, evaluate
from compsim.cli.questions import analyse, search
from compsim.cli.reference import schema
from compsim.cli.tables import check, credit, example
from compsim.errors import CompsimError

COMMANDS = (example, check, credit, evaluate, cases, schema, analyse, search)  # in the order of the help


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
        made.command()(command)
    return made


app = _app()
