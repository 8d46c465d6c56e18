"""The brief as pieces of a document: figures and neutral words, groups of five and more, and nobody's name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from compsim.analysis.changes import Change
from compsim.analysis.groups import Grouped
from compsim.analysis.impact import ChangeBand
from compsim.analysis.norms import placed_in
from compsim.analysis.pot import PotAndDistribution
from compsim.calendar import parse_period
from compsim.present.answers import pot_in_words
from compsim.present.answers_impact import changes_in_words, keep_whole_in_words
from compsim.present.brief.facts import Facts, role_titles, with_group_titles
from compsim.present.brief.names import names_of, without_names
from compsim.present.brief.pieces import Bar, Bars, Brief, Piece, Section, Span, Spans, Tiles
from compsim.present.change_words import BETWEEN, place_in_words, values_in_words
from compsim.present.comparison import side_by_side
from compsim.present.headings import HEADINGS
from compsim.present.letter.sheet import Grid, Line, Points
from compsim.present.numbers import (
    DASH,
    counted,
    money,
    number,
    people,
    percent,
    percent_range,
    signed_money,
    signed_percent,
    spoken,
)
from compsim.present.risk import risk_in_words
from compsim.present.theme import BLUE, GREY, ORANGE, TEAL
from compsim.present.words import BAND_NAMES, hidden_in_words, impact_in_words, norms_in_words

_BAND_COLORS: dict[ChangeBand, str] = {
    "rises_over_5": TEAL,
    "rises": TEAL,
    "same": GREY,
    "falls": ORANGE,
    "falls_over_5": ORANGE,
    "nothing_before": BLUE,
}
Row = Mapping[Any, Any]


def brief_of(facts: Facts, on: date) -> Brief:
    """The brief as of a day."""
    sections = [
        Section("In short", tuple(_in_short(facts))),
        Section("Who is on the plan, and what each group is paid", tuple(_who(facts))),
        Section("Whose pay changes, and how much", tuple(_bands(facts))),
        Section("More money, or other people's money", tuple(_pot(facts))),
        Section("How many reach target", tuple(_at_target(facts))),
        Section("What it takes to earn as much as before", (Line(keep_whole_in_words(facts.kept)),)),
        *([Section("If the year goes differently", (Line(risk_in_words(facts.risk)),))] if facts.risk else []),
        Section("What is proposed: every value that changes", tuple(_proposed(facts))),
        Section("What is not known, and what to ask", (Points(tuple(_open(facts))),)),
        Section("What this rests on", (Points(tuple(_rests_on(facts, on))),)),
    ]
    return Brief(facts.reform.name, _under(facts, on), tuple(sections), "Describes figures; certifies nothing.")


def _under(facts: Facts, on: date) -> str:
    periods = facts.payouts.periods
    return f"Held against {facts.baseline.name} on people and results of {_span(periods)}. As of {on.isoformat()}."


def _span(periods: Sequence[str]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"


# --- in short


def _in_short(facts: Facts) -> Iterator[Piece]:
    total = facts.impact.totals.iloc[0]
    currency = facts.impact.currency
    before, after = (float(share) for share in facts.attainment.frame["share_at_target"])
    yield Tiles(
        (
            ("Variable pay", money(total["after"], currency), f"before {money(total['before'], currency)}"),
            ("The pot changes by", signed_money(total["difference"], currency), signed_percent(total["change"])),
            (
                "Paid more, less, the same",
                f"{number(total['raised'])}, {number(total['lowered'])}, {number(total['unchanged'])}",
                f"of {people(total['people'])}",
            ),
            ("At target", percent(after), f"before {percent(before)}"),
        )
    )
    yield Line(impact_in_words(facts.impact))
    table = side_by_side(facts.cost, facts.attainment, facts.impact)
    head = tuple(map(str, table.frame.columns))
    rows = tuple(tuple(map(str, row)) for row in table.frame.itertuples(index=False))
    yield Grid(head, rows, tuple(range(1, len(head))), wide=1.4)
    yield Line(
        f"Within 0.5{_SPACE}%: pay that changes by less. The pot is that of everybody who has a plan in both.",
        quiet=True,
    )


_SPACE = "\N{NO-BREAK SPACE}"


# --- groups


def _who(facts: Facts) -> Iterator[Piece]:
    names = names_of(facts.payouts.population)
    for grouped in facts.groups:
        titled = with_group_titles(grouped, role_titles(facts)) if grouped.column == "role" else grouped
        yield from _group_table(titled, facts.impact.currency, names)


def _group_table(grouped: Grouped, currency: str, names: frozenset[str]) -> Iterator[Piece]:
    heading = HEADINGS.get(grouped.column, (spoken(grouped.column).capitalize(), "text"))[0]
    head = (heading, "People", "Before", "After", "Change", "Paid more", "Less", "Same")
    rows = tuple(
        (
            without_names(spoken(row["group"]), names),
            number(row["people"]),
            money(row["before"], currency),
            money(row["after"], currency),
            signed_percent(row["change"]),
            number(row["raised"]),
            number(row["lowered"]),
            number(row["unchanged"]),
        )
        for row in grouped.shown.to_dict("records")
    )
    if rows:
        yield Grid(head, rows, tuple(range(1, len(head))), wide=2.0)
    if grouped.hidden:
        yield Line(f"By {heading.lower()}: {hidden_in_words(grouped)}", quiet=True)


# --- changes of pay


def _bands(facts: Facts) -> Iterator[Piece]:
    found = {row["band"]: row for row in facts.impact.bands.to_dict("records")}
    bars = tuple(
        Bar(
            BAND_NAMES[band],
            found[band]["people"],
            f"{number(found[band]['people'])} ({percent(found[band]['share'])})",
            color,
        )
        for band, color in _BAND_COLORS.items()
    )
    yield Bars("People by change of their pay", bars)
    told = [f"{bar.label}: {people(bar.value)}" for bar in bars]
    yield Line(f"Change of yearly variable pay. {'; '.join(told)}.", quiet=True)


def _pot(facts: Facts) -> Iterator[Piece]:
    yield Line(
        "Each change has two parts: what everybody would get if the whole sum had only grown or shrunk, and what moves "
        "from some people to others. The second part adds up to zero."
    )
    titled = with_group_titles(facts.pot.groups, role_titles(facts))
    yield Line(pot_in_words(facts.pot))
    if not titled.shown.empty:
        yield Bars(
            "By role", tuple(_pot_bars(titled, facts.pot)), (("from the pot", TEAL), ("from the distribution", ORANGE))
        )


def _pot_bars(grouped: Grouped, found: PotAndDistribution) -> Iterator[Bar]:
    for row in grouped.shown.to_dict("records"):
        for part, color in (("pot", TEAL), ("distribution", ORANGE)):
            label = f"{spoken(row['group'])}, {people(row['people'])}" if part == "pot" else ""
            yield Bar(label, float(row[part]), signed_money(row[part], found.currency), color)


# --- target


def _at_target(facts: Facts) -> Iterator[Piece]:
    before, after = (float(share) for share in facts.attainment.frame["share_at_target"])
    marks = ((f"{percent(before)} before", before, GREY), (f"{percent(after)} after", after, ORANGE))
    known = tuple(mark for mark in marks if not math.isnan(mark[1]))
    placed = placed_in(after) or placed_in(before)
    if not placed:
        yield Line("Nobody has objectives, so nobody can reach a target.")
        return
    spans = tuple(
        Span(
            f"{item.band.name}, {percent_range(item.band.low, item.band.high)}",
            item.band.low,
            item.band.high,
            _KINDS[item.band.kind],
        )
        for item in placed
    )
    yield Spans("Share of people at target, and published ranges", spans, known, (("advice", BLUE), ("survey", TEAL)))
    if not math.isnan(after):
        yield Line(norms_in_words(after))
    sources = [f"{item.band.name}: {item.band.source} ({item.band.year or 'undated'})." for item in placed]
    yield Line(" ".join(sources), quiet=True)


_KINDS = {"advice": BLUE, "survey": TEAL}


# --- the plan


def _proposed(facts: Facts) -> Iterator[Piece]:
    yield Line(changes_in_words(facts.changes, facts.reform.name, facts.baseline.name))
    titles = role_titles(facts)
    for role, found in groupby(facts.changes, key=lambda change: change.role):
        title = titles.get(role, spoken(role)) if role else "All roles"
        yield Grid((title, "Before", "After"), tuple(map(_changed, found)), (), wide=0.8)
    if facts.changes:
        yield Line(f"{DASH}: the plan says nothing there, so the ordinary rule holds.", quiet=True)


def _changed(change: Change) -> tuple[str, str, str]:
    where = place_in_words(change).removeprefix(f"Objectives{BETWEEN}").removeprefix(f"Commissions{BETWEEN}")
    return (where, *values_in_words(change))


# --- what is not known


def _open(facts: Facts) -> Iterator[str]:
    yield (
        "People are taken to do what they did: nobody sells more, less or something else because the plan changes. "
        "What the plan makes people do is not known from these figures."
    )
    incomplete = int(facts.payouts.incomplete.any(axis=0).sum())
    if incomplete:
        yield f"A result is missing for {people(incomplete)}; their pay is a lower bound. Which results, and why?"
    yield from _left_out(facts)
    if not facts.reform.targets_told:
        yield "On which day people are told their targets is not stated in the proposal."
    if not facts.risk:
        yield "How pay and cost come out in better or worse years is not part of this brief."
    yield "Whether people with like results are paid alike, by group, is a question of its own, and not answered here."
    yield "Whether it may be introduced, and with whose consent, is a question of law and contract: have it checked."


def _left_out(facts: Facts) -> Iterator[str]:
    for reason, count in facts.impact.left_out["reason"].value_counts(sort=False).items():
        yield f"{people(count)} could not be compared: {reason}."
    row = facts.cost.frame.iloc[-1]
    if row["people_without_plan"]:
        yield f"{people(row['people_without_plan'])} on the roster have no plan in the proposal."


def _rests_on(facts: Facts, on: date) -> Iterator[str]:
    population, names = facts.payouts.population, names_of(facts.payouts.population)
    yield (
        f"People: {people(population.roster['rep'].nunique())} on the roster, {people(len(facts.impact.rows))} "
        f"compared; each counts once, with the role held last."
    )
    months = sum(parse_period(label)[1] for label in population.periods)
    currency = facts.impact.currency or "not stated"
    yield f"Time: {_span(population.periods)}, {counted(months, 'month', 'months')}. Currency: {currency}."
    yield f"Data: fingerprint {population.fingerprint[:12]}; the same people and results have the same one."
    chance = (
        f"Drawn years: {number(facts.risk.assumed.draws)} draws, seed {facts.risk.assumed.seed}."
        if facts.risk
        else "Nothing is drawn by chance, so there is no seed: the same data and plans give the same figures."
    )
    yield chance
    yield from (f"Assumed: {without_names(text, names)}" for text in population.assumptions)
    notes = len({*population.notes, *facts.payouts.notes})
    if notes:
        told = counted(notes, "remark", "remarks")
        yield f"{told} on the data and the plans; they may name people and are not printed here."
    yield "Groups of fewer than five people are not shown, nor a group that would give them away."
    yield f"Made on {on.isoformat()} by compsim from the two plan files; the figures can be worked out again from them."
