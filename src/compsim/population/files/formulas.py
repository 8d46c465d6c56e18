"""Text that a spreadsheet would take for a formula: an apostrophe before it when written, none when read again.

Source: the advice on CSV injection of the Open Worldwide Application Security Project.
"""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd
import pyarrow as pa
from pyarrow import compute

FORMULA_STARTS: Final = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # ASCII, full width
GUARD: Final = "'"  # spreadsheets take what follows it for text
_RISKY: Final = f"{GUARD}*[{re.escape(''.join(FORMULA_STARTS))}]"  # guarded ones too, so that reading takes off one
_GUARDED: Final = f"^{GUARD}({_RISKY})"


def harmless(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula, also after it was saved as CSV; only text can change."""
    return f"{GUARD}{value}" if isinstance(value, str) and re.match(_RISKY, value) else value


def harmless_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A table whose texts and column names no spreadsheet takes for formulas; figures and days stay as they are.

    A carriage return becomes a line feed: a CSV file puts quotes around the one and not the other, and what follows a
    bare carriage return would begin a line of its own.
    """
    texts = [name for name in frame if not _figures(frame[name])]
    safe = frame.assign(**{str(name): frame[name].map(_harmless_in_csv, na_action="ignore") for name in texts})
    return safe.rename(columns=_harmless_in_csv)


def _harmless_in_csv(value: Any) -> Any:
    return harmless(re.sub("\r\n?", "\n", value)) if isinstance(value, str) else value


def as_meant(column: Any) -> Any:
    """An Arrow column of text (n) without the guards before formulas, so that a table written here reads as it was."""
    if not pa.types.is_string(column.type) or not compute.any(compute.starts_with(column, GUARD)).as_py():
        return column
    return compute.replace_substring_regex(column, _GUARDED, r"\1", max_replacements=1)


def as_named(name: str) -> str:
    """The name of a column without the guard before a formula."""
    return re.sub(_GUARDED, r"\1", name, count=1)


def _figures(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_datetime64_any_dtype(column.dtype)
