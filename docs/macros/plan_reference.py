"""The reference of the plan file, made from the plan model: a table a part, with a worked case for every word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any

from macros import plan_cases
from ruamel.yaml import YAML

from compsim.cases import read_case
from compsim.engine.explanation import explain
from compsim.errors import InputError, Problem, did_you_mean
from compsim.plan.quantity import write_ratio
from compsim.plan.reference import EXACTLY_ONE, ONE_OR_MORE, FieldNote, PartNote, Word, part_notes, scenario_schema
from compsim.present.explanation import ExplainedLine, explained_lines

EXAMPLE = Path(__file__).with_name("plan_example.yaml")
SCHEMA_FILE, EXAMPLE_FILE = "assets/plan-file.schema.json", "assets/plan-file-example.yaml"
_UNITS: Mapping[str, str] = {
    "ratio": "A share: <code>50%</code> or <code>0.5</code>",
    "money": "Money",
    "money a month": "Money a month",
    "measure": "A number in the measure’s own unit",
    "months": "Whole months",
    "name": "Text",
    "part": "Pairs",
    "words": "Text",
    "yes or no": "<code>true</code> or <code>false</code>",
}
_LONGEST_SNIPPET = 64
_WIDE = 10_000
_NOTHING = "–"
_CLASSES = {_NOTHING: ' class="nothing"'}


def part_table(model: str) -> str:
    """All fields of one part of the plan file as a table; on a narrow screen the rows become cards.

    Raises InputError for a part that the model does not have.
    """
    if model not in _parts():
        raise InputError([Problem("plan_part", f"no part '{model}'", did_you_mean(model, tuple(_parts())))])
    part = _parts()[model]
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Field", "What it means", "Write", "Left out"))
    rows = "".join(_row(part, field) for field in part.fields)
    lead = f'<p class="part-means">{_prose(part.means)}{_one_of(model)}</p>'
    return f'{lead}<table class="stack fields"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def part_example(model: str) -> str:
    """A part as the shortest worked case writes it, as a block of YAML with a link to the case."""
    found = plan_cases.case_for(model, "")
    if found is None:
        return ""
    case, use = found
    place = use.place.rpartition(".")[0]
    name, whole = place.rpartition(".")[2], _value_at(case.scenario["plans"], place)
    text = _block("-" if name.isdigit() else f"{name}:", whole)
    return f"```yaml\n{text}\n```\n\nThis [worked case]({plan_cases.PAGE}#{case.anchor}) {plan_cases.pays(case)}."


def files() -> Mapping[str, str]:
    """What the site serves beside its pages: address → text."""
    schema = json.dumps(scenario_schema(), ensure_ascii=False, indent=1)
    return {SCHEMA_FILE: f"{schema}\n", EXAMPLE_FILE: f"{example_file()}\n"}


def example_file() -> str:
    """The plan of the example, as a file of its own."""
    lines = EXAMPLE.read_text("utf-8").partition("scenario:\n")[2].partition("roster:\n")[0].splitlines()
    return "\n".join(line.removeprefix("  ") for line in lines).strip()


def example_block() -> str:
    """The same as a block of YAML."""
    return f"```yaml\n{example_file()}\n```"


def example_explained(rep: str = "rep_a") -> str:
    """What the example pays one person, step by step, as a table in HTML: what `compsim evaluate --explain` prints."""
    case = read_case(EXAMPLE.read_text("utf-8"), EXAMPLE.name)
    told = explain(case.scenario, case.population, rep)
    lines = explained_lines(told, case.scenario, case.population.definitions)
    caption = next(line.label for line in lines if line.level == 0)
    rows = "".join(map(_explained_row, (line for line in lines if line.level > 0)))
    return f'<table class="explained"><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>'


def _explained_row(line: ExplainedLine) -> str:
    if line.level == 1:
        return f'<tr><th class="head" scope="colgroup" colspan="3">{escape(line.label)}</th></tr>'
    cells = f"<td>{escape(line.value)}</td><td>{escape(line.how)}</td>"
    return f'<tr class="figure"><th scope="row">{escape(line.label)}</th>{cells}</tr>'


@cache
def _parts() -> Mapping[str, PartNote]:
    return {part.model: part for part in part_notes()}


@cache
def _told_before() -> Mapping[tuple[str, str], str]:
    """(part, field) -> the earlier part that has the same words with the same meanings."""
    first: dict[tuple[str, tuple[Word, ...]], str] = {}
    again = {}
    for part in _parts().values():
        for field in part.fields:
            if field.words and field.means and first.setdefault((field.name, field.words), part.model) != part.model:
                again[part.model, field.name] = first[field.name, field.words]
    return again


def _row(part: PartNote, field: FieldNote) -> str:
    name = f"<code>{field.name}</code>"
    cells = {
        "": f"{_prose(field.means)}{_meanings(part, field)}{_shown(part, field)}",
        "Write": _write(field),
        "Left out": _left_out(part, field),
    }
    row = "".join(f'<td data-label="{label}"{_CLASSES.get(text, "")}>{text}</td>' for label, text in cells.items())
    return f'<tr id="{_slug(part.heading)}-{field.name}"><th scope="row">{name}</th>{row}</tr>'


def _meanings(part: PartNote, field: FieldNote) -> str:
    """The words of a choice, one by one, each with the case that shows it."""
    before = _told_before().get((part.model, field.name))
    if before:
        return f' <span class="again">The words are those of {_anchor(before, field.name)}.</span>'
    groups = [(means, list(words)) for means, words in groupby(field.words, key=lambda word: word.means)]
    items = "".join(f"<li>{_word(part, field, words)}</li>" for _, words in groups)
    return f'<ul class="words">{items}</ul>' if items else ""


def _word(part: PartNote, field: FieldNote, words: Sequence[Word]) -> str:
    means = _prose(words[0].means)
    if len(words) == 1:
        return f"<code>{words[0].word}</code> {means}{_link(part, field, words[0])}"
    return f"{', '.join(f'<code>{word.word}</code>{_link(part, field, word)}' for word in words)}: {means}"


def _link(part: PartNote, field: FieldNote, word: Word) -> str:
    found = plan_cases.case_for(part.model, field.name, word.word)
    return f" {_pays(found[0])}" if found else ""


def _shown(part: PartNote, field: FieldNote) -> str:
    """How a case writes a field that is no choice, with what the case pays."""
    found = None if field.words else plan_cases.case_for(part.model, field.name)
    if found is None or part.model == "Scenario":
        return ""
    snippet = _in_one_line({field.name: found[1].value})
    code = f"<code>{escape(snippet)}</code> " if len(snippet) <= _LONGEST_SNIPPET else ""
    return f'<div class="shown">{code}{_pays(found[0])}</div>'


def _pays(case: plan_cases.Worked) -> str:
    return plan_cases.link(case, "../plan-file-cases/").replace("<a ", '<a class="pays" ')


def _write(field: FieldNote) -> str:
    if field.words:
        one = "One of the words" if len(field.words) > 1 else f"<code>{field.words[0].word}</code>"
        others = " or ".join(["", *map(_anchor, field.parts)])
        return f"{one}{others}{', or a list of names' if field.name == 'holds' else ''}"
    if field.parts:
        return _parts_to_write(field)
    return _UNITS[field.unit] + _between(field)


def _parts_to_write(field: FieldNote) -> str:
    linked = " or ".join(map(_anchor, field.parts))
    if field.name in ("objectives", "commissions", "plans"):
        return f"Names, each with {linked}"
    if field.name == "where":
        return f"Attributes, each with a value, a list or {linked}"
    if field.name == "gates":
        return f"A list, each with {linked}"
    listed = field.name in ONE_OR_MORE and field.parts != ("PartCaps",)
    return f"{linked}, or a list of them" if listed else linked


def _between(field: FieldNote) -> str:
    low, high = (_bound(bound, field.unit) for bound in (field.lowest, field.highest))
    if low and high:
        return f", {low} to {high}"
    return f", at least {low}" if low else ""


def _bound(bound: float | None, unit: str) -> str:
    if bound is None:
        return ""
    return write_ratio(bound).replace("-", "−") if unit == "ratio" else f"{bound:g}"


def _left_out(part: PartNote, field: FieldNote) -> str:
    if field.needed:
        return "<strong>needed</strong>"
    if field.name in EXACTLY_ONE.get(part.model, ()):
        return "one of them is needed"
    if field.default is None:
        return _NOTHING
    written = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    return f"<code>{escape(written)}</code>"


def _one_of(model: str) -> str:
    names = [f"<code>{name}</code>" for name in EXACTLY_ONE.get(model, ())]
    return f" It has exactly one of {', '.join(names[:-1])} and {names[-1]}." if names else ""


def _anchor(model: str, field: str = "") -> str:
    """A link to a part, or to a field of it, on the same page."""
    slug, heading = _slug(_parts()[model].heading), _parts()[model].heading
    return f'<a href="#{slug}{f"-{field}" if field else ""}">{heading}</a>'


def _slug(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def _prose(text: str) -> str:
    """Text as HTML: code in code, and a period such as 2025-01 in one piece."""
    coded = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
    return re.sub(r"\b\d{4}-(?:\d\d|Q\d)\b", r'<span class="whole">\g<0></span>', coded)


def _value_at(data: Any, place: str) -> Any:
    for step in _steps(place):
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def _steps(place: str) -> Iterator[str]:
    yield from (step for step in place.split(".") if step)


def _in_one_line(value: Any, *, bare: bool = True) -> str:
    """Plain data as one line of YAML; `bare` leaves out the braces around one pair."""
    writer, out = YAML(typ="safe", pure=True), StringIO()
    writer.default_flow_style, writer.width, writer.sort_base_mapping_type_on_output = True, _WIDE, False
    writer.dump(_as_written(value), out)
    text = out.getvalue().removesuffix("...\n").strip()
    return text[1:-1] if bare and isinstance(value, Mapping) and len(value) == 1 else text


def _block(opens: str, whole: Mapping[str, Any]) -> str:
    """A part with one line a field, below or behind what opens it."""
    lines = [f"  {name}: {_in_one_line(value, bare=False)}" for name, value in whole.items()]
    return "\n".join([f"-{lines[0][1:]}", *lines[1:]] if opens == "-" else [opens, *lines])


def _as_written(value: Any) -> Any:
    """Plain data whose edges are numbers where a person writes numbers."""
    if isinstance(value, Mapping):
        return {_edge(key): _as_written(inner) for key, inner in value.items()}
    return [_as_written(inner) for inner in value] if isinstance(value, list) else value


def _edge(key: str) -> str | int:
    return int(key) if key.isdecimal() and str(int(key)) == key else key
