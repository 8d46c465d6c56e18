"""What only a person can decide about an export: which names are the same, which year is credited, in which money."""

from __future__ import annotations

from functools import partial

import streamlit as st

from compsim.errors import MappingError
from compsim.population.proposal.links import JoinProposal
from compsim.population.proposal.months import months_offered, rows_by_month
from compsim.population.proposal.propose import Proposal
from compsim.population.proposal.spellings import SpellingOffer
from compsim.population.proposal.yaml import strays_of
from compsim.present import numbers
from simulator import memory, state, widgets
from simulator.text import plain, safe, t

MANY = 3  # spellings from which on all can be accepted at once
MOST_NAMED = 12  # names that meet nobody, told one by one


# --- names that are spelt nearly alike


def spellings(proposal: Proposal) -> None:
    """Names without a partner, and known ones close to them: each is applied only where somebody says so."""
    loose = [join for join in (*proposal.people, *proposal.joins) if join.strays]
    if not loose:
        return
    st.subheader(t("export.spellings"), anchor=False)
    st.markdown(t("export.spellings_lead"))
    for join in loose:
        _join(proposal, join)
    _accept_all(proposal)


def _join(proposal: Proposal, join: JoinProposal) -> None:
    """One pair of files: how far they meet, a box for each close spelling, and the names that are close to none."""
    widgets.quiet(safe(f"{join.evidence}{strays_of(join)}"))
    offers = [offer for offer in proposal.offers if (offer.table, offer.on) == (join.to, join.on)]
    for offer in offers:
        _box(proposal, offer)
    near = {offer.spelt for offer in offers}
    far = [name for name in join.strays if name not in near]
    if far and join.table == "roster":
        widgets.quiet(t("export.nobody_like", names=", ".join(far[:MOST_NAMED]) + (" …" if far[MOST_NAMED:] else "")))


def _box(proposal: Proposal, offer: SpellingOffer) -> None:
    said = (offer.table, offer.on, offer.spelt, offer.known)
    key = memory.hold(f"export/spelt/{'/'.join(said)}", offer in proposal.accepted)
    label = t("export.spelling", spelt=offer.spelt, known=offer.known, credits=_credits(proposal, offer))
    st.checkbox(label, key=key, on_change=_chosen_spelling, args=(*said, key))


def _credits(proposal: Proposal, offer: SpellingOffer) -> str:
    """What accepting a spelling would credit: rows, those that count, and what they come to."""
    rows = numbers.counted(offer.rows, plain(f"export.one.{offer.table}"), plain(f"export.many.{offer.table}"))
    parts = [rows]
    if offer.counted is not None:
        parts.append(plain("export.of_them_count", count=numbers.number(offer.counted)))
    if offer.amount is not None:
        parts.append(numbers.money(offer.amount, _currency_of(proposal), decimals=2))
    return " · ".join(parts)


def _chosen_spelling(table: str, on: str, spelt: str, known: str, key: str) -> None:
    """Callback: a close spelling stands for the known one, or no longer."""
    applied = bool(memory.value_of(key))
    state.answer_export(lambda proposal: proposal.with_spelling(on, spelt, known, table=table, applied=applied))


def _accept_all(proposal: Proposal) -> None:
    """A button for many spellings at once, where each of them is close to one name only."""
    spelt = [(offer.table, offer.on, offer.spelt) for offer in proposal.offers]
    clear = [offer for offer in proposal.offers if spelt.count((offer.table, offer.on, offer.spelt)) == 1]
    waiting = [offer for offer in clear if offer not in proposal.accepted]
    if len(waiting) > MANY:
        label = t("export.accept_all", count=numbers.number(len(waiting)))
        st.button(label, key="export/accept_all", on_click=_accepted, args=(tuple(waiting),))


def _accepted(offers: tuple[SpellingOffer, ...]) -> None:
    """Callback: all of these stand for the known names."""
    for offer in offers:
        state.answer_export(partial(_with, offer=offer))


def _with(proposal: Proposal, offer: SpellingOffer) -> Proposal:
    return proposal.with_spelling(offer.on, offer.spelt, offer.known, table=offer.table)


# --- which year, in which money


def year_and_currency(proposal: Proposal) -> None:
    """The months that are credited, and the currency."""
    st.subheader(t("export.year"), anchor=False)
    widgets.quiet(t("export.year_lead"))
    first, last, money = st.columns(3)
    rows = rows_by_month(proposal)
    months = months_offered(rows)
    with first:
        _month(proposal, 0, months, next(iter(rows), ""))
    with last:
        begin = proposal.answers.months[0]
        _month(proposal, 1, tuple(month for month in months if month >= begin), next(reversed(rows), ""))
    with money:
        _currency(proposal)


def _month(proposal: Proposal, place: int, months: tuple[str, ...], found: str) -> None:
    """The first (place 0) or the last month; without one as far as the rows reach."""
    word, now = ("first", "last")[place], proposal.answers.months[place]
    key = memory.hold(f"export/month/{word}", now)
    free = plain("export.month_found", month=widgets.period_words(found)) if found else plain("export.month_open")
    st.selectbox(
        t(f"export.month.{word}"),
        ["", *months],
        key=key,
        format_func=lambda month: widgets.period_words(month) if month else free,
        disabled=not months,
        on_change=_chosen_month,
        args=(place, key),
    )


def _chosen_month(place: int, key: str) -> None:
    """Callback: the first or the last month that is credited; a last one before the first no longer holds."""
    said = str(memory.value_of(key) or "")

    def with_month(proposal: Proposal) -> Proposal:
        first, last = proposal.answers.months
        first, last = (said, last) if place == 0 else (first, said)
        return proposal.with_months(first, "" if last < first else last)

    state.answer_export(with_month)


def _currency(proposal: Proposal) -> None:
    """The currency that the files name, to be said otherwise unless the rows themselves name it."""
    found = proposal.currency
    refused = memory.kept("export/currency_refused") or ""
    key = memory.hold("export/currency", refused or _currency_of(proposal))
    st.text_input(
        t("export.currency"),
        key=key,
        placeholder=plain("export.currency_open"),
        disabled=bool(found.found),
        on_change=_chosen_currency,
        args=(key,),
    )
    if not proposal.answers.currency:
        widgets.quiet(safe(found.question or found.evidence))
    if refused:
        st.warning(t("export.no_currency", said=refused), icon=":material/warning:")


def _currency_of(proposal: Proposal) -> str:
    found = proposal.currency
    return found.code or (found.found[0] if len(found.found) == 1 else "")


def _chosen_currency(key: str) -> None:
    """Callback: the currency of the amounts; what is no three letters is told and not taken."""
    said = str(memory.value_of(key) or "").strip()
    try:
        state.answer_export(lambda proposal: proposal.with_currency(said.upper()))
    except MappingError:
        memory.keep("export/currency_refused", said)
    else:
        memory.keep("export/currency_refused", "")
