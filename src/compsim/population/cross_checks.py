"""Checks that need more than one cell: rows that contradict each other, and names that lead nowhere.

Each takes converted tables (see `tables`) and returns problems that must be mended before anything can be computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import MONTHS_IN, period_label
from compsim.errors import Problem, did_you_mean
from compsim.population.cells import EMPTY, plural, problems_at
from compsim.population.coding import Flags, Ints, ResultKeys, Spans
from compsim.population.people import Measure

MOST_PERIODS = 240  # twenty years of months; more is a misspelt year
_AGES_AGO, _FAR_AHEAD = np.datetime64("0001-01-01", "us"), np.datetime64("9999-12-31", "us")


def roster_problems(roster: pd.DataFrame, source: str) -> list[Problem]:
    """End before start, one rep twice at the same time, managers in a circle, several currencies."""
    return [
        *_ends_before_start(roster, source),
        *_overlaps(roster, source),
        *_manager_circles(roster, source),
        *_several_currencies(roster, source),
    ]


def _several_currencies(roster: pd.DataFrame, source: str) -> list[Problem]:
    """Money of two currencies cannot be added up."""
    named = sorted(set(roster["currency"].astype(str)) - {""}) if "currency" in roster else []
    if len(named) < 2:
        return []
    says = f"the rows name several currencies: {', '.join(named)}"
    return [Problem(source, says, "Convert to one currency before loading.", column="currency")]


def results_problems(
    results: pd.DataFrame, keys: ResultKeys, definitions: dict[str, Measure], source: str
) -> list[Problem]:
    """Rows that repeat or overlap each other, and keys that do not fit the measure."""
    distinct = keys.measure.rows_of({name for name, measure in definitions.items() if measure.combine == "distinct"})
    return [
        *_nameless(results, keys, source),
        *_distinct_keys(results, keys, distinct, source),
        *_repeated(results, keys, source),
        *_twice_covered(results, keys, source),
        *_other_target(results, keys, distinct, source),
    ]


def measures_problems(measures: pd.DataFrame, known: set[str], source: str) -> list[Problem]:
    """Measures declared twice, and ratios whose parts are not summed measures of the results (`known`)."""
    twice = measures[measures["measure"].duplicated() & (measures["measure"] != "")]
    found = problems_at(
        source,
        "measure",
        twice.index.to_numpy(),
        lambda i: (f"'{twice['measure'].iloc[i]}' is declared twice", "Delete one of the rows."),
    )
    summed = known - set(measures.loc[measures["combine"] != "sum", "measure"])
    for row in measures.itertuples():
        found += _ratio_parts(row, summed, source)
    return found


def _ratio_parts(row: object, summed: set[str], source: str) -> Iterator[Problem]:
    spot, combine = getattr(row, "Index", None), getattr(row, "combine", "")
    for column in ("numerator", "denominator"):
        part = getattr(row, column)
        if combine == "ratio" and not part:
            yield Problem(source, EMPTY, "A ratio needs a numerator and a denominator.", row=spot, column=column)
        elif combine == "ratio" and part not in summed:
            says = f"'{part}' is not a summed measure of the results"
            yield Problem(source, says, did_you_mean(part, sorted(summed)), row=spot, column=column)
        elif combine != "ratio" and part:
            says = f"only a ratio has a {column}, and this measure is combined by {combine}"
            yield Problem(source, says, "Write ratio under combine, or empty the cell.", row=spot, column=column)


def _ends_before_start(roster: pd.DataFrame, source: str) -> list[Problem]:
    wrong = roster[roster["end"] < roster["start"]]
    fix = "Swap the two, or correct one; both days count as on the plan."
    return problems_at(source, "end", wrong.index.to_numpy(), lambda i: ("the end is before the start", fix))


def _overlaps(roster: pd.DataFrame, source: str) -> list[Problem]:
    """Rows of one rep that share a day."""
    whole = roster[(roster["rep"] != "") & ~(roster["end"] < roster["start"])]
    whole = whole[whole["rep"].duplicated(keep=False)]
    spans = pd.DataFrame({"rep": whole["rep"], "start": whole["start"].fillna(_AGES_AGO)})
    spans["end"] = whole["end"].fillna(_FAR_AHEAD)
    spans = spans.sort_values(["rep", "start"], kind="stable")
    busy_until = spans.groupby("rep")["end"].cummax().groupby(spans["rep"]).shift()
    late = spans[spans["start"] <= busy_until]

    def tell(i: int) -> tuple[str, str]:
        row = late.iloc[i]
        before = spans[(spans["rep"] == row["rep"]) & (spans["end"] >= row["start"]) & (spans.index != late.index[i])]
        says = f"'{row['rep']}' is on this row and on row {before.index[0]} at the same time"
        return says, "Let one row end the day before the next one starts."

    return problems_at(source, "start", late.index.to_numpy(), tell)


def _manager_circles(roster: pd.DataFrame, source: str) -> list[Problem]:
    """Reps who lead, through their managers, to themselves on some day."""
    led = _core_of_circles(roster[(roster["rep"] != "") & roster["manager"].isin(roster["rep"])])
    starts = led["start"].fillna(_AGES_AGO)
    found: dict[frozenset[str], Problem] = {}
    for day in sorted(starts.unique()):
        today = led[(starts <= day) & ~(led["end"] < day)].drop_duplicates("rep")
        manager = dict(zip(today["rep"], today["manager"], strict=True))
        for rep in manager:
            circle = _circle(rep, manager)
            if circle and frozenset(circle) not in found:
                row = int(today.index[today["rep"] == circle[0]][0])
                found[frozenset(circle)] = _circle_problem(circle, row, source)
    return list(found.values())


def _circle_problem(circle: list[str], row: int, source: str) -> Problem:
    names = " → ".join([*circle, circle[0]])
    says = f"'{circle[0]}' is their own manager" if len(circle) == 1 else f"the managers go round in a circle: {names}"
    fix = "Leave the manager of the topmost person empty."
    return Problem(source, says, fix, row=row, column="manager")


def _core_of_circles(led: pd.DataFrame) -> pd.DataFrame:
    """What is left when people who lead nobody, or whose manager has none, are taken away again and again."""
    while len(led):
        keep = led["rep"].isin(led["manager"]) & led["manager"].isin(led["rep"])
        if keep.all():
            break
        led = led[keep]
    return led


def _circle(rep: str, manager: dict[str, str]) -> list[str]:
    """The circle that begins and ends at this rep, or nothing."""
    path, at = [rep], manager.get(rep)
    while at is not None and at != rep:
        if at in path:
            return []
        path.append(at)
        at = manager.get(at)
    return path if at == rep else []


def _nameless(results: pd.DataFrame, keys: ResultKeys, source: str) -> list[Problem]:
    """Rows that do not say whose result it is, and company rows that do."""
    named, company, team = ~keys.rep.rows_of({""}), keys.credit.rows_of({"company"}), keys.credit.rows_of({"team"})
    rows = results.index.to_numpy()
    nobody = rows[~named & ~company & ~team]
    somebody = rows[named & company]
    fix = "Name the rep as the roster spells it."
    return [
        *problems_at(source, "rep", nobody, lambda i: (EMPTY, fix)),
        *problems_at(
            source, "rep", somebody, lambda i: ("a company count names a rep", "Empty the cell; it counts for all.")
        ),
    ]


def _distinct_keys(results: pd.DataFrame, keys: ResultKeys, distinct: Flags, source: str) -> list[Problem]:
    """A distinct count needs a stretch and a credit, unless the row only sets a target; other measures have neither."""
    stretch, credit = ~keys.stretch.rows_of({""}), ~keys.credit.rows_of({""})
    counted = np.isfinite(results["actual"].to_numpy())
    lacking = distinct & ((counted & ~(stretch & credit)) | (stretch != credit))
    extra = ~distinct & (stretch | credit) & keys.usable
    months_in = {str(name): months for name, months in MONTHS_IN.items()}
    lengths = np.array([months_in.get(name, 12) for name in keys.stretch.names])[keys.stretch.codes]
    too_long = distinct & stretch & (keys.spans[1] > lengths)

    def problems(wrong: Flags, column: str, says: str, fix: str) -> list[Problem]:
        spots = np.flatnonzero(wrong)
        names = [keys.measure.names[code] for code in keys.measure.codes[spots[:50]]]
        return problems_at(
            source, column, results.index.to_numpy()[spots], lambda i: (says.format(measure=names[i]), fix)
        )

    only = "'{measure}' is not a distinct count and takes neither stretch nor credit"
    return [
        *problems(
            lacking,
            "stretch",
            "'{measure}' counts distinct things and needs both stretch and credit",
            "Say over which stretch and for whom each thing is counted once, such as year and individual.",
        ),
        *problems(extra, "stretch", only, "Empty the two cells, or declare combine as distinct in the measures."),
        *problems(too_long, "period", "the period is longer than the stretch", "Give counts by shorter periods."),
    ]


def _repeated(results: pd.DataFrame, keys: ResultKeys, source: str) -> list[Problem]:
    key = keys.thing * (len(keys.period.names) + 1) + keys.period.codes
    again = np.flatnonzero(pd.Series(key).duplicated().to_numpy() & keys.usable)
    rows = results.index.to_numpy()

    def tell(i: int) -> tuple[str, str]:
        first = rows[np.argmax(key == key[again[i]])]
        what = "rep, measure and period" if not keys.stretch.names[keys.stretch.codes[again[i]]] else "keys"
        return f"the row has the same {what} as row {first}", "Add the two up, or delete one."

    return problems_at(source, "", rows[again], tell)


def _other_target(results: pd.DataFrame, keys: ResultKeys, distinct: Flags, source: str) -> list[Problem]:
    """Targets of a distinct measure that differ between its stretches: a rep has one target a period."""
    own = np.flatnonzero(distinct & keys.credit.rows_of({"", "individual"}) & results["target"].notna().to_numpy())
    rows = results.iloc[own][["rep", "measure", "period", "target"]]
    first = rows.groupby(["rep", "measure", "period"])["target"].transform("first")
    fix = "Give the target once, or the same in each row of the rep and period."
    return problems_at(
        source,
        "target",
        rows.index[rows["target"] != first].to_numpy(),
        lambda i: ("the target differs from another stretch's for the same rep and period", fix),
    )


def _twice_covered(results: pd.DataFrame, keys: ResultKeys, source: str) -> list[Problem]:
    """Figures by a longer period beside figures of the same thing by shorter ones within it."""
    problems = []
    for column in ("actual", "target"):
        given = np.isfinite(results[column].to_numpy()) & keys.usable
        pairs = [pair for length in (3, 6, 12) for pair in _covered(keys, given, length)]
        rows = results.index.to_numpy()
        longer = rows[[long for long, _ in pairs]]
        shorter = rows[[short for _, short in pairs]]
        says = "the row covers the same time as row {row}, which has a shorter period"
        fix = f"Give each {column} once: by the longer period or by the shorter ones."
        told = [(says.format(row=row), fix) for row in shorter]
        problems += problems_at(source, column, longer, told.__getitem__)
    return problems


def _covered(keys: ResultKeys, given: Flags, length: int) -> list[tuple[int, int]]:
    """Pairs of a row `length` months long and the first shorter row inside it, by position."""
    first, months = keys.spans
    long, short = np.flatnonzero(given & (months == length)), np.flatnonzero(given & (months < length))
    if not len(long) or not len(short):
        return []
    start_of: NDArray[np.int64] = first - first % length
    key: Ints = keys.thing * 200_000 + start_of  # months since year 0 stay below 120,000
    inside = pd.Series(short, index=key[short])
    inside = inside[~inside.index.duplicated()]
    return [(int(i), int(inside.loc[key[i]])) for i in long[np.isin(key[long], key[short])]]


def endless_axis(tables: Sequence[tuple[str, pd.Index, Spans]]) -> list[Problem]:
    """A time axis without end, or a remark where few rows cut it finer than all the others.

    Of each table its source, its spreadsheet rows and the spans of its periods.
    """
    first, months = (np.concatenate(parts) for parts in zip(*(spans for _, _, spans in tables), strict=True))
    known = np.flatnonzero(months > 0)
    if not len(known):
        return []
    begin, end = int(first[known].min()), int((first + months)[known].max())
    if (end - begin) // months[known].min() <= MOST_PERIODS:
        return _cut_finer(tables, months[known])
    places = [(source, int(row)) for source, rows, _ in tables for row in rows]
    source, row = places[known[np.abs(first[known] - np.median(first[known])).argmax()]]
    labels = f"{period_label(begin, 1)} to {period_label(end - 1, 1)}"
    fix = f"Check the year; at most {MOST_PERIODS} periods can be loaded together."
    return [Problem(source, f"the periods reach from {labels}", fix, row=row, column="period")]


_LENGTHS = {1: "month", 3: "quarter", 6: "half year", 12: "year"}


def _cut_finer(tables: Sequence[tuple[str, pd.Index, Spans]], months: Ints) -> list[Problem]:
    """Few rows by a shorter period than the rest: everything is then worked out by it. `months` of every row."""
    lengths, counts = np.unique(months, return_counts=True)
    if 2 * counts[0] >= len(months):
        return []
    short, long = _LENGTHS[int(lengths[0])], _LENGTHS[int(lengths[counts.argmax()])]
    told = []
    for source, rows, spans in tables:
        few = np.flatnonzero(spans[1] == lengths[0])
        if len(few):
            says = (
                f"{plural(len(few), 'row comes', 'rows come')} by {short} and most by {long}, so all is worked out by "
                f"{short}, and what comes by {long} counts in its last {short}"
            )
            fix = f"Give them by {long} too, unless pay is settled by {short}."
            told.append(Problem(source, says, fix, row=int(rows[few[0]]), column="period", severity="warning"))
    return told
