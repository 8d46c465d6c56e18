"""What the loader says of a mistake in the example plan: made when the handbook is built, so it is what people see."""

from __future__ import annotations

from html import escape

from macros.plan_reference import example_file

from compsim import read_scenario
from compsim.errors import InputError, PlanError, Problem

FILE = "fy26.yaml"


def refusal(line: str, instead: str) -> str:
    """A line of the example, another in its place, and what the loader says of it, as HTML.

    Raises InputError where the example has no such line, or where the loader sees no mistake.
    """
    text = example_file()
    if text.count(line) != 1:
        raise InputError([Problem("plan_mistake", f"'{line}' stands {text.count(line)} times in the example")])
    try:
        read_scenario(text.replace(line, instead), FILE)
    except PlanError as error:
        said = "".join(f"<samp>{escape(str(problem))}</samp>" for problem in error.problems)
        return f'<div class="mistake"><code>{escape(instead)}</code>{said}</div>'
    raise InputError([Problem("plan_mistake", f"the loader sees no mistake in '{instead}'")])
