"""Results as tables to show: headings in words with their unit, and for each column what kind of figure it holds.

The figures stay unrounded numbers, so that a table can be sorted and added up; `text()` is what a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.attainment import Attainment
from compsim.analysis.cost import TotalCost
from compsim.analysis.groups import Grouped
from compsim.analysis.impact import Impact
from compsim.analysis.norms import SHARE_AT_TARGET_BANDS, Band, Placed, placed_in
from compsim.analysis.rows import roster_rows
from compsim.engine.payouts import Payouts
from compsim.population.files.formulas import harmless, harmless_frame
from compsim.present.headings import FLAGS, HEADINGS, Kind
from compsim.present.numbers import DASH, Writing, number, percent, percent_range, signed_money, signed_percent
from compsim.present.words import BAND_NAMES

_WRITTEN: dict[Kind, Callable[[float, int], str]] = {
    "count": lambda value, _: number(value),
    "money": number,
    "signed_money": lambda value, decimals: signed_money(value, decimals=decimals),
    "percent": lambda value, _: percent(value, 1),
    "signed_percent": lambda value, _: signed_percent(value),
}
_FIGURES = {"attainment": "Attainment", "payout_ratio": "Payout ÷ target incentive"}
_CSV_DIGITS = 6  # what float arithmetic leaves behind ends here


@dataclass(frozen=True, eq=False)
class Table:
    """A table to show; money is in the currency that its headings name."""

    title: str
    frame: pd.DataFrame  # headings in words; figures as they are, ratios as ratios
    kinds: tuple[Kind, ...]  # one a column

    def having(self, words: str) -> Table:
        """The rows in whose texts every one of the words stands, whatever their case."""
        texts = [i for i, kind in enumerate(self.kinds) if kind == "text"]
        said = self.frame.iloc[:, texts].astype(str).agg(" ".join, axis=1).str.casefold() if texts else pd.Series("")
        kept = np.ones(len(self.frame), dtype=bool)
        for word in words.casefold().split():
            kept &= said.str.contains(word, regex=False).to_numpy() if texts else False
        return Table(self.title, self.frame[kept].reset_index(drop=True), self.kinds)

    def text(self, decimals: int = 0) -> pd.DataFrame:
        """What a reader sees: every figure written out, money with `decimals`."""
        shown = [
            self.frame.iloc[:, i].map(_writer(kind, decimals)).astype("object") for i, kind in enumerate(self.kinds)
        ]
        return pd.concat(shown, axis=1) if shown else self.frame


def table_text(table: Table, decimals: int = 0) -> str:
    """A table for a terminal under its title: words to the left, figures to the right; one without rows is `none`."""
    shown = table.text(decimals)
    if shown.empty:
        return f"{table.title}: none"
    columns = [[str(heading), *map(str, shown.iloc[:, place])] for place, heading in enumerate(shown)]
    aligned = [_aligned(column, left=kind == "text") for column, kind in zip(columns, table.kinds, strict=True)]
    return "\n".join([table.title, *("  ".join(cells).rstrip() for cells in zip(*aligned, strict=True))])


def turned(table: Table) -> Table:
    """A table with few rows and many columns the other way round, every figure written out: one column a first cell."""
    shown = table.text().set_index(table.frame.columns[0]).T
    frame = shown.reset_index(names="")
    written: tuple[Kind, ...] = tuple("written" for _ in shown)
    return Table(table.title, frame, ("text", *written))


def _aligned(cells: Sequence[str], *, left: bool) -> list[str]:
    width = max(map(len, cells))
    return [cell.ljust(width) if left else cell.rjust(width) for cell in cells]


def cost_table(cost: TotalCost) -> Table:
    """One row a scenario."""
    return frame_table(cost.frame, cost.currency, "Cost")


def cost_by_period_table(cost: TotalCost) -> Table:
    """One row a scenario and period."""
    return frame_table(cost.by_period, cost.currency, "Cost by period")


def cost_by_component_table(cost: TotalCost) -> Table:
    """One row a scenario and component."""
    return frame_table(cost.by_component, cost.currency, "Cost by component")


def grouped_table(title: str, grouped: Grouped, currency: str = "") -> Table:
    """One row a scenario and group that may be shown; the column is headed by the roster column."""
    table = frame_table(grouped.shown, currency, title)
    heading = HEADINGS.get(grouped.column, (grouped.column, "text"))[0]
    return Table(title, table.frame.rename(columns={HEADINGS["group"][0]: heading}), table.kinds)


def attainment_table(attainment: Attainment) -> Table:
    """One row a scenario."""
    return frame_table(attainment.frame, title="Attainment")


def objectives_table(attainment: Attainment) -> Table:
    """One row a scenario and objective."""
    return frame_table(attainment.by_objective, title="At target by objective")


def quantiles_table(attainment: Attainment) -> Table:
    """Two rows a scenario: how far attainment and payout reach."""
    return frame_table(attainment.quantiles, title="Spread")


def roster_table(rows: pd.DataFrame, currency: str = "") -> Table:
    """One row a scenario and roster row, as `analysis.rows.roster_rows` gives them, with total pay."""
    return frame_table(rows.assign(total_pay=rows["payout"] + rows["base_salary"]), currency, "Per rep")


def bands_table(impact: Impact) -> Table:
    """One row a scenario and band of change."""
    return frame_table(impact.bands, impact.currency, "Change of pay")


def totals_table(impact: Impact) -> Table:
    """One row a scenario."""
    return frame_table(impact.totals, impact.currency, "Change in total")


def changes_table(impact: Impact) -> Table:
    """One row a scenario and rep."""
    return frame_table(impact.rows, impact.currency, "Change per rep")


def left_out_table(impact: Impact) -> Table:
    """One row a scenario and rep who could not be compared."""
    return frame_table(impact.left_out, title="Not compared")


def norms_table(figure: float, bands: Sequence[Band] = SHARE_AT_TARGET_BANDS) -> Table:
    """One row a published band: its range, where the figure (ratio) stands, and who published it when."""
    lines = [_norm(item, percent(figure)) for item in placed_in(figure, tuple(bands))]
    frame = pd.DataFrame(lines)
    return Table("Published ranges", frame, _all_text(len(frame.columns)))


def periods_table(payouts: Payouts, currency: str = "") -> Table:
    """One row a scenario and roster row on its plan: variable pay of each period, and their sum."""
    return _wide("Per period", payouts, payouts.money.sum(axis=3), payouts.periods, currency)


def components_table(payouts: Payouts, currency: str = "") -> Table:
    """One row a scenario and roster row on its plan: variable pay of each component, and their sum."""
    return _wide("Components", payouts, payouts.money.sum(axis=2), payouts.components, currency)


def case_table(payouts: Payouts, language: Writing = None) -> str:
    """What one scenario pays each rep in each settlement, to the cent, as text: a column for each line that pays."""
    long = payouts.long()
    wide = long.pivot_table(index=["rep", "period"], columns="component", values="money", aggfunc="sum", sort=False)
    paying = [name for name in payouts.components if name in wide and wide[name].abs().sum() > 0]
    shown = wide.loc[wide.abs().sum(axis=1) > 0, paying or list(payouts.components[:1])]
    shown = shown.assign(pays=shown.sum(axis=1))
    return shown.map(lambda value: number(value, 2, language)).to_string() if len(shown) else "pays nothing"


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV that no spreadsheet runs: text that looks like a formula is made harmless."""
    safe, figures = harmless_frame(frame), [harmless(name) for name in frame.select_dtypes("float").columns]
    safe[figures] = safe[figures].round(_CSV_DIGITS) + 0.0  # no negative zero
    return safe.to_csv(index=False, lineterminator="\n")


def _wide(title: str, payouts: Payouts, money_of: NDArray[np.float64], names: Sequence[str], currency: str) -> Table:
    """`money_of` is (S, R, K) with one name a column."""
    amounts = money_of[payouts.on_plan]  # rows in the order of roster_rows: scenario by scenario
    who = roster_rows(payouts)[["scenario", "rep", "role", "team"]]
    headings = [
        *(HEADINGS[str(column)][0] for column in who),
        *(_with_unit(name, currency) for name in (*names, "All")),
    ]
    frame = pd.concat([who, pd.DataFrame(amounts), pd.Series(amounts.sum(axis=1))], axis=1)
    frame.columns = pd.Index(headings)
    return Table(title, frame, _all_text(4) + tuple("money" for _ in (*names, "All")))


def frame_table(frame: pd.DataFrame, currency: str = "", title: str = "") -> Table:
    """A frame of any result with headings in words; a column that nobody named keeps its name."""
    columns = [_column(str(name), frame[name]) for name in frame]
    shown = frame.apply(_in_words)
    shown.columns = pd.Index([_with_unit(heading, currency if "money" in kind else "") for heading, kind in columns])
    return Table(title, shown, tuple(kind for _, kind in columns))


def _norm(item: Placed, figure: str) -> dict[str, str]:
    band = item.band
    return {
        "Published range": band.name,
        "From–to": percent_range(band.low, band.high),
        f"{figure} is": item.position,
        "Kind": band.kind,
        "Source": band.source,
        "Year": str(band.year or "undated"),
    }


def _all_text(columns: int) -> tuple[Kind, ...]:
    return tuple("text" for _ in range(columns))


def _column(name: str, values: pd.Series) -> tuple[str, Kind]:
    """Heading and kind of a column; a flag says yes or nothing."""
    return (FLAGS.get(name, "Missing result"), "text") if values.dtype == bool else HEADINGS.get(name, (name, "text"))


def _in_words(values: pd.Series) -> pd.Series:
    """Flags as `yes` or nothing, inner names of bands and figures as a reader knows them."""
    if values.dtype == bool:
        return values.map({True: "yes", False: ""})
    inner: dict[Any, str] = {**BAND_NAMES, **_FIGURES}
    return values.map(lambda name: inner.get(name, name)) if values.name in ("band", "figure") else values


def _with_unit(heading: str, unit: str) -> str:
    return f"{heading} ({unit})" if unit else heading


def _writer(kind: Kind, decimals: int) -> Callable[[Any], str]:
    if kind in ("text", "written"):
        return lambda value: DASH if pd.isna(value) else str(value)
    written = _WRITTEN[kind]
    return lambda value: written(float(value), decimals)
