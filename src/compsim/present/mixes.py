"""Mixes of weights in words and tables: what the group's middle would have paid, and every answer to take home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from compsim.analysis.mixes import Mix, MixPay
from compsim.present.headings import Kind
from compsim.present.numbers import counted, money, percent, signed_money, signed_percent, spoken
from compsim.present.tables import Table
from compsim.present.tables import csv_text as _csv_text
from compsim.present.workbook import table_workbook

MEDIAN = "Median"
_PERCENT = 100


@dataclass(frozen=True)
class Answers:
    """One round: who answered what, and what the median mix would have paid (nothing where nobody answered)."""

    number: int
    name: str
    mixes: Mapping[int, Mix]  # by the number of the phone in the room
    median: Mix | None
    pay: MixPay | None


@dataclass(frozen=True)
class PaidMix:
    """A mix with its name and what it would have paid."""

    name: str
    mix: Mix
    pay: MixPay


def mix_in_words(mix: Mix, titles: Mapping[str, str]) -> str:
    """`Margin 50 %, Team 50 %`."""
    return ", ".join(f"{titles.get(name, spoken(name))} {percent(weight)}" for name, weight in mix.items())


def mix_pay_in_words(pay: MixPay, currency: str) -> str:
    """What a mix would have paid in one sentence, without a person."""
    against = f"{signed_money(pay.difference, currency)}, {signed_percent(pay.change)}"
    moved = (
        f"{counted(pay.raised, 'person is', 'people are')} paid more, {counted(pay.lowered, 'person', 'people')} less"
    )
    return f"{money(pay.payout, currency)} for {pay.people} people ({against}); {moved}."


def paid_mixes_table(title: str, rows: Sequence[PaidMix], titles: Mapping[str, str], currency: str) -> Table:
    """One row a mix: its weights written out, total, against the plan as it is, at target, largest rise and fall."""
    unit = f" ({currency})" if currency else ""
    headings: dict[str, Kind] = {
        "Mix": "text",
        "Weights": "text",
        f"Pay in total{unit}": "money",
        f"Against the plan as it is{unit}": "signed_money",
        "At target": "percent",
        f"Largest rise of one pay{unit}": "signed_money",
        f"Largest fall of one pay{unit}": "signed_money",
    }
    lines = [(row.name, mix_in_words(row.mix, titles), *_figures(row.pay)) for row in rows]
    return Table(title, pd.DataFrame(lines, columns=list(headings)), tuple(headings.values()))


def answers_table(rounds: Sequence[Answers], titles: Mapping[str, str]) -> Table:
    """One row a round and phone, weights in whole per cents; the median of a round stands below its answers."""
    lines = []
    for one in rounds:
        named = [(str(phone), mix) for phone, mix in one.mixes.items()]
        named += [(MEDIAN, one.median)] if one.median else []
        lines += [(one.number, one.name, phone, *_percents(mix, titles)) for phone, mix in named]
    columns = ["Round", "Name", "Phone", *(f"{title} (%)" for title in titles.values())]
    kinds: tuple[Kind, ...] = ("count", "text", "text", *_counts(titles))
    return Table("Answers", pd.DataFrame(lines, columns=columns), kinds)


def rounds_table(rounds: Sequence[Answers], titles: Mapping[str, str], currency: str) -> Table:
    """One row a round: how many answered, the median mix, and what it would have paid."""
    unit = f" ({currency})" if currency else ""
    lines = [
        (
            one.number,
            one.name,
            len(one.mixes),
            *(_percents(one.median, titles) if one.median else [None] * len(titles)),
            *(_figures(one.pay) if one.pay else [None] * 5),
        )
        for one in rounds
    ]
    columns = [
        *("Round", "Name", "Answers"),
        *(f"{MEDIAN}: {title} (%)" for title in titles.values()),
        *(f"Pay in total{unit}", f"Against the plan as it is{unit}", "At target"),
        *(f"Largest rise of one pay{unit}", f"Largest fall of one pay{unit}"),
    ]
    paid: tuple[Kind, ...] = ("money", "signed_money", "percent", "signed_money", "signed_money")
    kinds: tuple[Kind, ...] = ("count", "text", "count", *_counts(titles), *paid)
    return Table("Rounds", pd.DataFrame(lines, columns=columns), kinds)


def answers_csv(rounds: Sequence[Answers], titles: Mapping[str, str]) -> str:
    """Every answer of every round as CSV; a name that looks like a formula is made harmless."""
    return _csv_text(answers_table(rounds, titles).frame)


def answers_workbook(
    rounds: Sequence[Answers], titles: Mapping[str, str], currency: str, about: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Rounds, answers and what they are about (pairs of what and says) as an .xlsx file, formulas made harmless."""
    notes = Table("About", pd.DataFrame(list(about), columns=["What", "Says"]), ("text", "text"))
    return table_workbook([rounds_table(rounds, titles, currency), answers_table(rounds, titles), notes])


def _counts(titles: Mapping[str, str]) -> tuple[Kind, ...]:
    return tuple("count" for _ in titles)


def _figures(pay: MixPay) -> tuple[float, ...]:
    return pay.payout, pay.difference, pay.share_at_target, pay.gain, pay.loss


def _percents(mix: Mix, titles: Mapping[str, str]) -> list[int]:
    return [round(mix[name] * _PERCENT) for name in titles]
