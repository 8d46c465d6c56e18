"""Whether last year's data bear a simulation: measure by measure and part by part, before anything is worked out.

Two practical questions stand behind it. Is the figure already tracked, or quickly to be had? Is the calculation simple?
They are answered as far as the data can; what only a person knows is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from compsim.analysis import readiness_figures as found
from compsim.analysis import readiness_parts as plans
from compsim.analysis.paid import paid_per_rep
from compsim.analysis.readiness_figures import Figures
from compsim.analysis.readiness_rules import Collected, Origin, Reason, light_of
from compsim.analysis.rows import records as plain_rows
from compsim.analysis.rows import share
from compsim.calendar import months_of
from compsim.engine.arrays import evaluated_periods, restricted
from compsim.engine.evaluation import evaluate
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

A_CENT = 0.01 + 1e-9  # recomputed and paid may differ by rounding
_NOTHING = Collected()


@dataclass(frozen=True, eq=False)
class Recomputed:
    """Last year's pay worked out again against what was paid; money over the evaluated periods."""

    scenario: str
    people: int  # with both
    same: int  # to the cent
    difference: float  # recomputed − paid, of all together
    rows: pd.DataFrame  # rep, paid, recomputed, difference: those that differ, the largest first
    left_out: int  # people on the plan of whom no pay is recorded

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        counted = {name: getattr(self, name) for name in ("scenario", "people", "same", "difference", "left_out")}
        return counted | {"rows": plain_rows(self.rows)}


@dataclass(frozen=True, eq=False)
class Readiness:
    """What the data can bear; shares are ratios, NaN where nobody needs a figure. Lights: see `readiness_rules`."""

    measures: pd.DataFrame  # measure, combine, used (by the scenario), expected, there, share, missing (figures: people
    # × periods on the plan), constant, repeated (roster rows), outliers (figures), behind (records | sum | differs |
    # computed), differing (reps and periods), last_record (day), known_after_days, origin, source, entered_by, light,
    # reasons
    parts: pd.DataFrame  # role, part, measure, credit, people, then as above for the people whose result counts,
    # without_target (people), light, reasons, asks_for (what the data lack, in words); no rows without a scenario
    missing: pd.DataFrame  # measure, rep, first, last (periods), periods (how many): one row a rep
    unusual: (
        pd.DataFrame
    )  # measure, rep, period, kind (constant | repeated | outlier), figure, usual; the measure's unit
    collecting: pd.DataFrame  # measure, origin, people, figures, a_month (figures a month)
    calculation: pd.DataFrame  # role, objectives, commissions, gates, multipliers, caps, measures, figures
    recomputed: Recomputed | None  # last year's plan on these data against what was paid
    questions: pd.DataFrame  # measure, question (source | known_after): what only a person can say
    scenario: str
    periods: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        names = ("measures", "parts", "missing", "unusual", "collecting", "calculation", "questions")
        return {
            "scenario": self.scenario,
            "periods": list(self.periods),
            **{name: _plain(getattr(self, name)) for name in names},
            "recomputed": None if self.recomputed is None else self.recomputed.as_dict(),
        }

    def __str__(self) -> str:
        return self.measures[["measure", "expected", "share", "behind", "origin", "light"]].to_string(index=False)


def readiness(
    population: Population,
    scenario: Scenario | None = None,
    *,
    baseline: Scenario | None = None,
    collected: Mapping[str, Collected] | None = None,
    records: pd.DataFrame | None = None,
) -> Readiness:
    """What the data can bear, of the scenario's evaluated periods if there is one.

    `baseline` is last year's plan: its pay is held against what was paid. `collected` is what somebody says of each
    measure, `records` the single records behind results that the population has only as sums: measure, rep, day,
    amount. Raises PlanError if the scenario evaluates none of the periods, or the baseline cannot be evaluated.
    """
    window = population if scenario is None else restricted(population, evaluated_periods(scenario, population))
    said = dict(collected or {})
    figures = {name: found.figures_of(window, name, _needed(window, scenario, name)) for name in window.measures}
    seen = {name: _seen(window, each, said.get(name, _NOTHING), records) for name, each in figures.items()}
    used = _used(window, scenario)
    caveats = {name: tuple(each.reasons) for name, each in seen.items()}
    return Readiness(
        measures=pd.DataFrame([{"measure": name, "used": name in used, **each.row} for name, each in seen.items()]),
        parts=pd.DataFrame(columns=list(plans.PART_COLUMNS))
        if scenario is None
        else plans.parts_of(scenario, window, caveats),
        missing=_missing(window, figures),
        unusual=_unusual(window, figures),
        collecting=_collecting(window, figures, seen, used),
        calculation=pd.DataFrame() if scenario is None else plans.calculation_of(scenario, window),
        recomputed=None if baseline is None or population.paid is None else _recomputed(population, baseline),
        questions=_questions(seen, used),
        scenario="" if scenario is None else scenario.name,
        periods=window.periods,
    )


@dataclass(frozen=True, eq=False)
class _Seen:
    """What was found of one measure."""

    row: dict[str, Any]
    reasons: tuple[Reason, ...]
    origin: Origin


def _seen(window: Population, figures: Figures, said: Collected, records: pd.DataFrame | None) -> _Seen:
    computed = window.definitions[figures.measure].combine == "ratio"
    behind = found.NO_RECORDS if computed else found.records_of(window, figures.measure, records)
    origin = _origin(said, computed=computed, recorded=behind.there)
    counts = found.counts_of(figures, window)
    reasons = found.reasons_of(counts, said, behind)
    row = {
        "combine": window.definitions[figures.measure].combine,
        **{name: count for name, count in counts.items() if name != "judged"},
        "share": share(counts["there"], counts["expected"]),
        "behind": "computed" if computed else _behind(behind),
        "differing": behind.differing,
        "last_record": None if behind.last_day is None else str(behind.last_day.date()),
        "known_after_days": np.nan if said.known_after_days is None else said.known_after_days,
        "origin": origin,
        "source": said.source,
        "entered_by": said.entered_by,
        "light": light_of(reasons),
        "reasons": reasons,
    }
    return _Seen(row, reasons, origin)


def _origin(said: Collected, *, computed: bool, recorded: bool) -> Origin:
    if computed:
        return "computed"
    if said.source or recorded:
        return "system"
    return "person" if said.entered_by else "not said"


def _behind(records: found.Records) -> str:
    if not records.there:
        return "sum"
    return "differs" if records.differing else "records"


def _needed(window: Population, scenario: Scenario | None, measure: str) -> found.Flags | None:
    """The rows that the scenario needs a figure of; None where it does not ask."""
    rows = None if scenario is None else plans.rows_needed(scenario, window, measure)
    return None if rows is None or not rows.any() else rows


def _used(window: Population, scenario: Scenario | None) -> set[str]:
    """The measures that the scenario reads, with the parts of ratios; all of them without one."""
    if scenario is None:
        return set(window.measures)
    read = {measure for _, _, _, measure in plans.needs_of(scenario)} & set(window.measures)
    return read | {base for measure in read for base in plans.base_measures(window, measure)}


def _missing(window: Population, figures: Mapping[str, Figures]) -> pd.DataFrame:
    """Who lacks a figure of which measure, from when to when, and of how many periods."""
    reps, labels = window.roster["rep"].to_numpy(), np.array(window.periods, dtype=object)
    parts = []
    for name, each in figures.items():
        row, place = np.nonzero(each.missing)
        parts.append(pd.DataFrame({"measure": name, "rep": reps[row], "place": place}))
    cells = pd.concat(parts, ignore_index=True).drop_duplicates()
    by_rep = cells.groupby(["measure", "rep"], sort=False)["place"].agg(["min", "max", "size"]).reset_index()
    first, last = (labels[by_rep[name].to_numpy(dtype=np.int64)] for name in ("min", "max"))
    return by_rep[["measure", "rep"]].assign(first=first, last=last, periods=by_rep["size"])


def _unusual(window: Population, figures: Mapping[str, Figures]) -> pd.DataFrame:
    parts = [frame for each in figures.values() for frame in _unusual_of(window, each)]
    return pd.concat(parts, ignore_index=True)


def _unusual_of(window: Population, figures: Figures) -> Iterator[pd.DataFrame]:
    reps, labels = window.roster["rep"].to_numpy(), np.array(window.periods, dtype=object)
    far, usual = found.outliers(figures, window)
    row, place = np.nonzero(far)
    far_off = {"rep": reps[row], "period": labels[place], "kind": "outlier"}
    yield pd.DataFrame(
        {"measure": figures.measure, **far_off, "figure": figures.own[row, place], "usual": usual[row, place]}
    )
    for kind, rows in (("constant", found.constant(figures)), ("repeated", found.repeated(figures))):
        row = np.flatnonzero(rows)
        place = figures.expected[row].argmax(axis=1)
        told = {"rep": reps[row], "period": labels[place], "kind": kind, "figure": figures.own[row, place]}
        yield pd.DataFrame({"measure": figures.measure, **told, "usual": np.nan})


def _collecting(
    window: Population, figures: Mapping[str, Figures], seen: Mapping[str, _Seen], used: set[str]
) -> pd.DataFrame:
    """Figures that somebody has to have each month: everybody's, of every measure that is not computed."""
    reps, months = pd.factorize(window.roster["rep"])[0], float(months_of(window.periods).sum())
    rows = []
    for name in sorted(used):
        if seen[name].origin == "computed":
            continue
        wanted = figures[name].expected
        rep, period = np.nonzero(wanted)
        pairs = np.unique(reps[rep] * len(window.periods) + period)
        people = len(np.unique(reps[rep]))
        rows.append((name, seen[name].origin, people, len(pairs), len(pairs) / months))
    return pd.DataFrame(rows, columns=["measure", "origin", "people", "figures", "a_month"])


def _questions(seen: Mapping[str, _Seen], used: set[str]) -> pd.DataFrame:
    asked = []
    for name in sorted(used):
        if seen[name].origin in ("person", "not said"):
            asked.append((name, "source"))
        if seen[name].origin != "computed" and np.isnan(seen[name].row["known_after_days"]):
            asked.append((name, "known_after"))
    return pd.DataFrame(asked, columns=["measure", "question"])


def _recomputed(population: Population, baseline: Scenario) -> Recomputed:
    payouts = evaluate(baseline, population)
    paid, again = paid_per_rep(payouts), payouts.per_rep()[baseline.name]
    again = again[again.index.isin(payouts.population.roster["rep"][payouts.on_plan[0]])]
    both = again.index[again.index.isin(paid.index)]
    rows = pd.DataFrame({"rep": both, "paid": paid[both].to_numpy(), "recomputed": again[both].to_numpy()})
    rows["difference"] = rows["recomputed"] - rows["paid"]
    differ = rows[rows["difference"].abs() > A_CENT]
    largest = differ["difference"].abs().sort_values(ascending=False, kind="stable").index
    return Recomputed(
        scenario=baseline.name,
        people=len(rows),
        same=len(rows) - len(differ),
        difference=float(rows["difference"].sum()),
        rows=differ.loc[largest].reset_index(drop=True),
        left_out=len(again) - len(both),
    )


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain data; tuples become lists."""
    return [
        {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}
        for row in plain_rows(frame)
    ]
