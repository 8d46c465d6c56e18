"""What is worth knowing about the tables and no reason to refuse them: every remark is a warning.

Names that differ only in case or spaces are offered, never merged; rows that count for nobody are listed, never lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import parse_period
from compsim.errors import Problem, plain_name
from compsim.population.cells import plural, problems_at
from compsim.population.coding import Coded, ResultKeys, coded
from compsim.population.people import Measure

NAMES_SHOWN = 12
MANAGER_CUTOFF = 0.8  # who leads is often on no plan, so only a close name is taken for a slip
MOST_COMPARED = 5_000  # longer lists are compared by case and spaces only, not letter by letter


def names_in_words(names: Sequence[str]) -> str:
    """At most `NAMES_SHOWN` names, separated by commas, and how many more there are."""
    rest = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" and {rest:,} more" if rest > 0 else "")


def amounts_in_words(rows: pd.DataFrame, summed: set[str]) -> str:
    """The actuals of some results rows, added up by summed measure: ` (new_customers 2, revenue 1,200)`, or nothing."""
    sums = rows[rows["measure"].isin(summed)].groupby("measure")["actual"].sum()
    words = ", ".join(f"{measure} {amount:,.2f}".removesuffix(".00") for measure, amount in sums.items())
    return f" ({words})" if words else ""


def spelling_remarks(frame: pd.DataFrame, columns: Sequence[str], source: str) -> list[Problem]:
    """Names in one column that differ only in case or spaces, and names with spaces around them."""
    return [remark for column in columns for remark in _spellings(coded(frame[column]), frame, column, source)]


def _spellings(names: Coded, frame: pd.DataFrame, column: str, source: str) -> list[Problem]:
    spellings: dict[str, list[str]] = {}
    for name in names.names:
        spellings.setdefault(plain(name), []).append(name)
    told: dict[int, tuple[str, str]] = {}
    for code, name in enumerate(names.names):
        first, *others = spellings[plain(name)]
        if name != first:
            fix = "Spell them alike if they are the same."
            told[code] = (f"'{name}' and '{first}' differ only in case or spaces and count as two", fix)
        elif name != name.strip() and not others:
            told[code] = (f"'{name}' has spaces around it", "Delete them unless they belong to the name.")
    firsts = np.unique(names.codes, return_index=True)[1]
    rows = frame.index.to_numpy()[firsts[list(told)]]
    return problems_at(source, column, rows, list(told.values()).__getitem__, warning=True)


def roster_remarks(roster: pd.DataFrame, attributes: Sequence[str], source: str) -> list[Problem]:
    """Spellings, managers that are nearly a rep of the roster, and people without a team beside people with one."""
    texts = [name for name in attributes if roster[name].dtype == "str"]
    remarks = spelling_remarks(roster, ["rep", "role", "team", "manager"], source)
    for name in texts:  # an attribute with digits may be money, which no message repeats
        remarks += spelling_remarks(roster[~roster[name].str.contains(r"\d", regex=True)], [name], source)
    remarks += _misspelt_managers(roster, source)
    alone = roster[roster["team"] == ""]
    if 0 < len(alone) < len(roster):
        rows = plural(len(alone), "row has no team and is", "rows have no team and are")
        says = f"{rows} paid nothing where a team is credited"
        remarks.append(_remark(source, says, "Name the team.", int(alone.index[0]), "team"))
    return remarks


def _misspelt_managers(roster: pd.DataFrame, source: str) -> list[Problem]:
    """Managers whose names are nearly those of reps; others who are not on the roster are only not on a plan."""
    reps = {plain_name(rep): rep for rep in reversed(roster["rep"].unique().tolist())}
    away = roster[(roster["manager"] != "") & ~roster["manager"].isin(roster["rep"])].drop_duplicates("manager")
    near = away["manager"].map(lambda name: nearest(name, reps, MANAGER_CUTOFF))
    found = near[near != ""]
    words = [
        (f"manager '{name}' is not on the roster", f"Did you mean '{rep}'?")
        for name, rep in zip(away.loc[found.index, "manager"], found, strict=True)
    ]
    return problems_at(source, "manager", found.index.to_numpy(), words.__getitem__, warning=True)


def strangers(
    rows: pd.DataFrame, known: Sequence[str], source: str, fate: tuple[str, str], summed: set[str] | None = None
) -> list[Problem]:
    """Names under `rep` that are not known, one remark each.

    `fate` says what the name is not and what became of its rows; amounts of the measures in `summed` are told too.
    """
    plain_names = {plain_name(name): name for name in reversed(known)}
    firsts = rows.drop_duplicates("rep")

    def tell(i: int) -> tuple[str, str]:
        name = str(firsts["rep"].iloc[i])
        own = rows[rows["rep"] == name]
        amounts = "" if summed is None else amounts_in_words(own, summed)
        near = nearest(name, plain_names)
        says = f"'{name}' is not {fate[0]}; {plural(len(own), 'row is', 'rows are')} {fate[1]}{amounts}"
        return says, f"Did you mean '{near}'?" if near else "Add the name to the roster if the rows should count."

    return problems_at(source, "rep", firsts.index.to_numpy(), tell, warning=True)


def nearest(name: str, known: dict[str, str], cutoff: float = 0.6) -> str:
    """The known name (plain name -> name) that this one may be a misspelling of, or nothing."""
    if plain_name(name) in known:
        return known[plain_name(name)]
    if len(known) > MOST_COMPARED or any(letter.isdigit() for letter in name):
        return ""  # a number next to another is no misspelling of it
    near = get_close_matches(plain_name(name), known, n=1, cutoff=cutoff)
    return known[near[0]] if near else ""


def plain(name: str) -> str:
    """A name without differences of case and spaces."""
    return " ".join(name.split()).casefold()


def paid_remarks(paid: pd.DataFrame, roster: pd.DataFrame, source: str) -> list[Problem]:
    """Payments to people who are not on the roster, and payments that look repeated; all of them stay."""
    away = paid[~paid["rep"].isin(roster["rep"]) & (paid["rep"] != "")]
    again = paid[paid.duplicated(["rep", "period"]) & (paid["rep"] != "")]
    says = ("the rep has an earlier payment for the same time, and both count", "Delete one if it is a repetition.")
    return [
        *strangers(away, roster["rep"].unique().tolist(), source, ("on the roster", "kept, though not compared")),
        *problems_at(source, "rep", again.index.to_numpy(), lambda i: says, warning=True),
    ]


def results_remarks(
    results: pd.DataFrame, keys: ResultKeys, definitions: dict[str, Measure], declared: set[str], source: str
) -> list[Problem]:
    """Spellings, ratios that would be summed or are given where they are computed, and rows without any figure."""
    remarks = spelling_remarks(results, ["measure"], source)
    actual = results["actual"].to_numpy()
    for code, measure in enumerate(keys.measure.names):
        rows = np.flatnonzero(keys.measure.codes == code)
        figures = actual[rows][np.isfinite(actual[rows])]
        if not len(figures):
            continue
        row = int(results.index[rows[0]])
        if measure not in declared and figures.min() >= 0 and figures.max() <= 1 and (figures % 1 != 0).any():
            says = f"'{measure}' looks like a ratio but is summed"
            fix = "Declare it in the measures table: ratio with numerator and denominator, or mean."
            remarks.append(_remark(source, says, fix, row, "measure"))
        elif measure in definitions and definitions[measure].combine == "ratio":
            says = f"the actuals of '{measure}' are not used; it is computed from its numerator and denominator"
            remarks.append(_remark(source, says, "Give targets only.", row, "actual"))
    silent = results.index[np.isnan(actual) & np.isnan(results["target"].to_numpy())]
    if len(silent):
        says = f"{plural(len(silent), 'row has', 'rows have')} neither an actual nor a target"
        remarks.append(_remark(source, says, "They count as missing, not as zero.", int(silent[0]), "actual"))
    return remarks


def deals_remarks(credits_: pd.DataFrame, in_results: Sequence[str], source: str) -> list[Problem]:
    """Spellings of measures that differ within the deals, or from the names `in_results`."""
    other = {plain(name): name for name in in_results}
    firsts = credits_[~credits_["measure"].isin(in_results)].drop_duplicates("measure")
    near = firsts[firsts["measure"].map(plain).isin(other)]
    fix = "Spell them alike if they are the same."

    def tell(i: int) -> tuple[str, str]:
        name = str(near["measure"].iloc[i])
        return f"'{name}' and '{other[plain(name)]}' differ only in case or spaces and count as two", fix

    told = problems_at(source, "measure", near.index.to_numpy(), tell, warning=True)
    return told or spelling_remarks(credits_, ["measure"], source)


def unused_measures(measures: pd.DataFrame, known: set[str], source: str) -> list[Problem]:
    """Measures that are declared and for which the results have no row."""
    idle = measures[~measures["measure"].isin(known) & (measures["combine"] != "ratio") & (measures["measure"] != "")]
    fix = "Correct the spelling, or delete the row."
    return problems_at(
        source,
        "measure",
        idle.index.to_numpy(),
        lambda i: (f"the results have no '{idle['measure'].iloc[i]}'", fix),
        warning=True,
    )


def silent_reps(roster: pd.DataFrame, with_results: set[str], source: str) -> list[Problem]:
    """Reps on the roster for whom the results have no row, in one remark."""
    silent = roster[~roster["rep"].isin(with_results) & (roster["rep"] != "")].drop_duplicates("rep")
    if silent.empty:
        return []
    names = names_in_words(silent["rep"].tolist())
    says = f"{plural(len(silent), 'rep has', 'reps have')} no results of their own: {names}"
    return [
        _remark(
            source,
            says,
            "Missing results are not zeros; they are listed and paid nothing.",
            int(silent.index[0]),
            "rep",
        )
    ]


def set_aside_remarks(
    set_aside: pd.DataFrame, roster: pd.DataFrame, definitions: dict[str, Measure], source: str
) -> list[Problem]:
    """Every row of results or deals that is credited to nobody: unknown reps and teams by name, the rest by reason."""
    summed = {name for name, measure in definitions.items() if measure.combine == "sum"}
    told: list[Problem] = []
    for column, reason in (("rep", "on the roster"), ("team", "a team of the roster")):
        away = set_aside[set_aside["reason"] == f"not {reason}"]
        told += strangers(away, roster[column].unique().tolist(), source, (reason, "set aside"), summed)
    away = set_aside[set_aside["reason"].str.startswith("not on the plan")]
    for reason in sorted(away["reason"].unique()):
        idle = away[away["reason"] == reason]
        reps = idle["rep"].unique().tolist()
        says = (
            f"{plural(len(idle), 'row is', 'rows are')} set aside because the rep is {reason}: "
            f"{names_in_words(reps)}{amounts_in_words(idle, summed)}"
        )
        fix = "Check start and end in the roster if they should count."
        told.append(_remark(source, says, fix, int(idle.index[0]), "period"))
    return told


def length_remarks(
    keys: ResultKeys, definitions: dict[str, Measure], periods: Sequence[str], source: str
) -> list[Problem]:
    """Measures that come by longer periods than the axis."""
    step = parse_period(periods[0])[1]
    lengths = keys.spans[1]
    names = sorted(keys.measure.names[code] for code in np.unique(keys.measure.codes[lengths > step]))
    fix = "Give it by shorter periods if it is settled more often."
    told = []
    for name in names:
        adds_up = definitions[name].combine in ("sum", "distinct")
        says = (
            f"'{name}' also comes by longer periods and {'counts at their end' if adds_up else 'holds for all of them'}"
        )
        told.append(_remark(source, says, fix, None, "period"))
    return told


def gap_remarks(
    results: Mapping[str, NDArray[np.float64]],
    eligible: NDArray[np.float64],
    roster: pd.DataFrame,
    periods: Sequence[str],
    source: str,
) -> list[Problem]:
    """Measures that a rep has in some periods on the plan and not in others, one remark a measure."""
    told = []
    for name, grid in results.items():
        gaps = np.isnan(grid) & (eligible > 0) & np.isfinite(grid).any(axis=1, keepdims=True)
        rows = np.flatnonzero(gaps.any(axis=1))
        if len(rows):
            first = [
                f"{roster['rep'].iloc[row]} ({periods[int(gaps[row].argmax())]})" for row in rows[: NAMES_SHOWN + 1]
            ]
            first += [""] * (len(rows) - len(first))
            says = f"'{name}' is missing in some periods for {plural(len(rows), 'rep')}: {names_in_words(first)}"
            told.append(_remark(source, says, "Write 0 where there was nothing; missing is not zero.", None, "actual"))
    return told


def _remark(source: str, says: str, fix: str, row: int | None, column: str) -> Problem:
    return Problem(source, says, fix, row=row, column=column, severity="warning")
