"""The reference of tables and mapping, made from the library's own declarations, with an export credited at build."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from compsim.errors import InputError, Problem, did_you_mean
from compsim.population.crediting.credit import credit_deals
from compsim.population.crediting.report import Report
from compsim.population.mapping import parts, tables
from compsim.population.mapping.reading import read_mapping
from compsim.population.tables import FIELDS, WITH_ATTRIBUTES
from compsim.present.conservation import conservation_table

EXAMPLE = Path(__file__).with_name("export_example")
KINDS: Mapping[str, str] = {"text": "text", "number": "a number", "day": "a date", "period": "a period"}
MODELS: Mapping[str, type[tables.Part]] = {
    "Mapping": parts.Mapping,
    "Table": tables.Table,
    "Column": tables.Column,
    "Filter": tables.Filter,
    "CreditPart": tables.CreditPart,
    "Join": parts.Join,
    "Reassignment": parts.Reassignment,
    "Period": parts.Period,
    "MeasureRule": parts.MeasureRule,
}
NOTHING = "–"
Cells = tuple[str, str, str]


def data_table(name: str) -> str:
    """The columns of one table of last year's data; InputError for a table that there is none of."""
    if name not in FIELDS:
        raise InputError([Problem("data_table", f"no table '{name}'", did_you_mean(name, tuple(FIELDS)))])
    rows: list[Cells] = [
        (column, _ended(f"{field.means}: {KINDS[field.kind]}"), _needed(field.needed, field.default))
        for column, field in FIELDS[name].items()
    ]
    if name in WITH_ATTRIBUTES:
        of = "deal" if name == "deal_credits" else "row"
        rows.append(("", f"Every other column is an attribute of the {of}, under its own name.", NOTHING))
    return _table(rows)


def mapping_part(name: str) -> str:
    """The words of one part of a mapping.yaml; InputError for a part that there is none of."""
    if name not in MODELS:
        raise InputError([Problem("mapping_part", f"no part '{name}'", did_you_mean(name, tuple(MODELS)))])
    return _table(list(_words(MODELS[name])))


def export_files() -> str:
    """The files of the example as blocks of text."""
    return "\n\n".join(
        f'```text title="{name}"\n{_text(name)}\n```' for name in ("deals.csv", "people.csv", "products.csv")
    )


def export_mapping() -> str:
    """The mapping of the example as a block of YAML."""
    return f'```yaml title="mapping.yaml"\n{_text("mapping.yaml")}\n```'


def export_account(measure: str) -> str:
    """What became of every row of the example for one measure, as a table that adds up."""
    mapping = read_mapping(_text("mapping.yaml"))
    table = conservation_table(_credited(), measure, mapping.currency if measure == "revenue" else "")
    columns = [name for name in table.frame.columns if not (table.frame[name] == "").all()]
    head = f"| {' | '.join(str(name) for name in columns)} |\n|---|{'---:|' * (len(columns) - 1)}"
    lines = (f"| {' | '.join(row)} |" for row in table.frame[columns].itertuples(index=False))
    return "\n".join([head, *lines])


def export_told() -> str:
    """What the report of the example tells beside its figures, as a list."""
    report = _credited()
    offers = [
        f"`{spelt}` in {table} is close to `{close}`: offered as a spelling of {column}, never applied by itself"
        for table, column, spelt, close in report.offers()
    ]
    strangers = [f"`{item.value}` has deals and no row among the people" for item in report.not_on_roster]
    assumed = [f"Assumed: {line}" for line in report.assumptions]
    return "\n".join(f"- {line}." for line in (*offers, *strangers, *assumed))


@cache
def _credited() -> Report:
    return credit_deals(EXAMPLE, read_mapping(_text("mapping.yaml"))).report


def _text(name: str) -> str:
    return (EXAMPLE / name).read_text("utf-8").strip()


def _words(model: type[tables.Part]) -> Iterator[Cells]:
    for name, field in model.model_fields.items():
        yield field.alias or name, _ended(field.description or ""), _left_out(field)


def _left_out(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True) if not field.is_required() else None
    return _needed(field.is_required(), default)


def _needed(needed: bool, default: Any) -> str:
    if needed:
        return "<strong>needed</strong>"
    if default in (None, "", (), {}, False):
        return NOTHING
    return f"<code>{escape(f'{default:g}' if isinstance(default, float) else str(default))}</code>"


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _table(rows: Sequence[Cells]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Word", "What it means", "Left out"))
    body = "".join(_row(*row) for row in rows)
    return f'<table class="stack fields"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(word: str, means: str, left_out: str) -> str:
    name = f"<code>{word}</code>" if word else "any other"
    nothing = ' class="nothing"' if left_out == NOTHING else ""
    told = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(means, quote=False))
    return (
        f'<tr><th scope="row">{name}</th><td data-label="">{told}</td>'
        f'<td data-label="Left out"{nothing}>{left_out}</td></tr>'
    )
