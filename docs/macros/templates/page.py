"""A template as a page to print: the same forms and grids as the workbook, on A4, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from macros.formats import num, pct
from macros.templates.shape import (
    Block,
    Column,
    Field,
    Form,
    Grid,
    Kind,
    Note,
    Sheet,
    Template,
    Value,
    cell_value,
    field_value,
    formula_at,
)

_STYLE = """
:root { color-scheme: light; }
body { color: #1c2730; font: 9.5pt/1.35 system-ui, sans-serif; margin: 12mm auto; max-width: 270mm; padding: 0 4mm; }
h1 { font-size: 15pt; margin: 0 0 2pt; }
h2 { font-size: 12pt; margin: 14pt 0 4pt; }
h3 { font-size: 10.5pt; margin: 10pt 0 3pt; }
p { margin: 2pt 0 6pt; }
.box { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.6pt solid #8a959f; padding: 2.5pt 4pt; text-align: left; vertical-align: top; }
th { background: #eef2f5; font-weight: 600; }
.form th { width: 34%; }
.form .help { border: 0; color: #4a5560; font-style: italic; width: 30%; }
.grid td { height: 15pt; min-width: 10mm; }
.grid .help td { background: #fff; color: #4a5560; font-size: 8pt; font-style: italic; height: auto; }
.long { height: 34pt !important; }
.number { text-align: right; }
.day { white-space: nowrap; }
@media print {
  @page { margin: 10mm; size: A4; }
  @page wide { size: A4 landscape; }
  body { margin: 0; max-width: none; padding: 0; }
  .wide { page: wide; }
  section { break-before: page; }
  section:first-of-type { break-before: auto; }
  tr { break-inside: avoid; }
  h3 { break-after: avoid; }
}
"""
_DAYS: tuple[Kind, ...] = ("date", "month", "time")
_NUMBERS: tuple[Kind, ...] = ("whole", "number", "money", "share")


def page(template: Template, variant: str) -> str:
    """The template as one HTML file: `variant` is blank, help or filled."""
    title = f"<h1>{escape(template.title)}</h1><p>{escape(template.use)}</p>"
    sheets = [_sheet(sheet, variant, alone=len(template.sheets) == 1) for sheet in template.sheets]
    sheets[0] = sheets[0].replace(">", f">{title}", 1)  # on the first sheet's paper, be it upright or wide
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(template.title)} ({variant})</title><style>{_STYLE}</style></head><body><main>"
        f"{''.join(sheets)}</main></body></html>\n"
    )


def shown(value: Value, kind: Kind) -> str:
    """A value as text; empty for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return value.isoformat()[:7] if kind == "month" else value.isoformat()
    if isinstance(value, str):
        return value
    if kind == "time":
        minutes = round(value * 1440)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return pct(value) if kind == "share" else num(value, 0 if kind in ("whole", "money") else None)


def _sheet(sheet: Sheet, variant: str, *, alone: bool) -> str:
    heading = "" if alone else f"<h2>{escape(sheet.title)}</h2>"
    wide = ' class="wide"' if sheet.landscape else ""
    return f"<section{wide}>{heading}{''.join(_block(block, sheet, variant) for block in sheet.blocks)}</section>"


def _block(block: Block, sheet: Sheet, variant: str) -> str:
    if isinstance(block, Note):
        return f"<p>{escape(block.text)}</p>"
    heading = f"<h3>{escape(block.heading)}</h3>" if block.heading else ""
    return heading + (_form(block, variant) if isinstance(block, Form) else _grid(block, sheet, variant))


def _form(form: Form, variant: str) -> str:
    rows = "".join(_field(each, variant) for each in form.fields)
    return f'{_region(form.heading)}<table class="form">{rows}</table></div>'


def _region(name: str) -> str:
    """A box that scrolls on a narrow screen, also by keyboard."""
    return f'<div class="box" tabindex="0" role="region" aria-label="{escape(name)}">'


def _field(each: Field, variant: str) -> str:
    options = f" ({' / '.join(each.choices)})" if each.choices and variant != "filled" else ""
    long = ' class="long"' if each.kind == "long" else ""
    help_cell = f'<td class="help">{escape(each.help)}</td>' if variant == "help" else ""
    worked_out = each.formula and variant != "filled"
    value = "" if worked_out else escape(shown(field_value(each, variant), each.kind))
    return f'<tr><th scope="row">{escape(each.label + options)}</th><td{long}>{value}</td>{help_cell}</tr>'


def _grid(grid: Grid, sheet: Sheet, variant: str) -> str:
    head = "".join(f'<th scope="col">{escape(_heading(column, grid, variant))}</th>' for column in grid.columns)
    helped = "".join(f"<td>{escape(_told(column))}</td>" for column in grid.columns)
    helped = f'<tr class="help">{helped}</tr>' if variant == "help" and any(map(_told, grid.columns)) else ""
    rows = "".join(f"<tr>{''.join(_cells(grid, row, variant))}</tr>" for row in range(grid.rows))
    widths = sheet.widths[: len(grid.columns)]
    cols = "".join(f'<col style="width:{100 * width / sum(widths):.1f}%">' for width in widths)
    body = f"<colgroup>{cols}</colgroup><thead><tr>{head}</tr></thead><tbody>{helped}{rows}</tbody>"
    return f'{_region(grid.heading)}<table class="grid">{body}</table></div>'


def _heading(column: Column, grid: Grid, variant: str) -> str:
    return shown(grid.headings[column.name], "month") if column.heading and variant == "filled" else column.label


def _told(column: Column) -> str:
    return " ".join(filter(None, (column.help, " / ".join(column.choices))))


def _cells(grid: Grid, row: int, variant: str) -> Iterator[str]:
    for column in grid.columns:
        worked_out = formula_at(column, row) and variant != "filled"
        value = "" if worked_out else escape(shown(cell_value(column, grid, row, variant), column.kind))
        look = (
            "number"
            if column.kind in _NUMBERS
            else "long"
            if column.kind == "long"
            else "day"
            if column.kind in _DAYS
            else ""
        )
        yield f'<td class="{look}">{value}</td>' if look else f"<td>{value}</td>"
