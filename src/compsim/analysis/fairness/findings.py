"""What stands out: the tests of one scenario together, corrected for their number, each with size and interval."""

from __future__ import annotations

import pandas as pd

from compsim.analysis.fairness.chance import holm

FINDINGS = ("scenario", "kind", "about", "figure", "size", "low", "high", "n", "p", "p_corrected", "stands_out")
LEVEL = 0.05


def findings_of(
    gaps: pd.DataFrame, opportunity: pd.DataFrame, outside: pd.DataFrame, influenced: pd.DataFrame
) -> pd.DataFrame:
    """Every test of every scenario (`FINDINGS`), p corrected by Holm's method over all tests of the scenario.

    Kinds: gap (size in the figure's unit), correlation (partial rank correlation), explained (share of spread),
    influenced (points of attainment per full inbound share). `stands_out` is a corrected p below 5 %: with so many
    questions, one answer in twenty companies without any pattern would stand out by chance, not one in each.
    """
    rows = pd.concat(
        [
            _rows(gaps, "gap", gaps["column"] + ": " + gaps["group"], gaps["figure"], "gap"),
            _rows(opportunity, "correlation", opportunity["influence"], opportunity["outcome"], "r"),
            _rows(outside, "explained", outside["influences"].map(", ".join), outside["outcome"], "share"),
            _rows(influenced, "influenced", influenced["objective"], influenced["objective"], "slope"),
        ],
        ignore_index=True,
    )
    corrected = rows.groupby("scenario", sort=False)["p"].transform(lambda p: holm(p.to_numpy()))
    rows = rows.assign(p_corrected=corrected, stands_out=corrected < LEVEL)
    ordered: pd.DataFrame = rows.sort_values(["scenario", "p_corrected", "p"], kind="stable", na_position="last")
    return ordered[list(FINDINGS)].reset_index(drop=True)


def _rows(frame: pd.DataFrame, kind: str, about: pd.Series, figure: pd.Series, size: str) -> pd.DataFrame:
    n = frame["n"] + frame["others"] if "others" in frame else frame["n"]
    columns = {"size": frame[size], "low": frame["low"], "high": frame["high"], "n": n, "p": frame["p"]}
    return pd.DataFrame({"scenario": frame["scenario"], "kind": kind, "about": about, "figure": figure, **columns})
