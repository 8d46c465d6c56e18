"""Tables of text written as text: columns and cells separated by spaces, `-` for an empty cell, `_` for a space."""

import pandas as pd

ROSTER = ("rep role team target_incentive", "Ann hunter North 20000", "Ben hunter North 10000")
RESULTS = (
    "rep measure period actual target",
    "Ann revenue 2025-01 100 80",
    "Ann revenue 2025-02 50 80",
    "Ben revenue 2025-01 30 40",
    "Ben revenue 2025-02 0 40",
)


def table(header: str, *rows: str) -> pd.DataFrame:
    """A table of text."""
    cells = [["" if cell == "-" else cell.replace("_", " ") for cell in row.split()] for row in rows]
    return pd.DataFrame(cells, columns=header.split(), dtype="str")


def tables(
    roster: tuple[str, ...] = ROSTER, results: tuple[str, ...] = RESULTS, **more: tuple[str, ...]
) -> dict[str, pd.DataFrame]:
    """The tables of a population."""
    given = {"roster": roster, "results": results} | more
    return {name: table(*rows) for name, rows in given.items()}
