"""What columns are called: the names that customer systems and spreadsheets give to what a mapping needs.

Names are compared folded: no capitals, accents, spaces, signs or units, so `CloseDate`, `close_date` and `Close Date`
are one name. The vocabulary is a list of facts, read from the systems' own documentation on 2026-11-23:

Salesforce    developer.salesforce.com/docs/platform/field-reference (opportunity), help.salesforce.com sales.opp_fields
HubSpot       knowledge.hubspot.com/crm-deals/hubspots-default-deal-properties
Pipedrive     github.com/pipedrive/client-php docs/Model/DealCollectionResponseObject.md; export columns begin `Deal - `
Dynamics 365  github.com/MicrosoftDocs/dynamics-365-customer-engagement ce/sales/developer/entities/opportunity.md
Odoo          github.com/odoo/odoo addons/crm/models/crm_lead.py
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from compsim.population.mapping.kinds import Kind

Confidence = Literal["sure", "likely", "unsure"]
Meaning = Literal["won", "lost", "open"]
LEVELS: tuple[Confidence, ...] = ("sure", "likely", "unsure")

CURRENCY_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
CURRENCY_CODES = ("EUR", "USD", "CHF", "GBP", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "CAD", "AUD")
_CODES = "|".join(CURRENCY_CODES)
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_TRAILING_CURRENCY = re.compile(rf"(?:[\s_-]+in)?[\s_-]*(?<![A-Za-z])({_CODES}|[€$£])$", re.IGNORECASE)
_TECHNICAL = re.compile(r"^(?:x_studio_|x_|hs_|new_|cf_|cr[0-9a-f]{3,5}_)|__[cr]$", re.IGNORECASE)
_LOCKED = re.compile(r"^\(do not modify\)\s*", re.IGNORECASE)
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ß", "ss"))

PREFIXES: dict[str, str] = {
    "deals": "deal|opportunity|lead|order|geschäft|verkaufschance|auftrag",
    "roster": "user|employee|owner|mitarbeiter|benutzer",
    "accounts": "account|organization|organisation|company|customer|kunde",
    "products": "product|item|produkt|artikel",
    "activities": "activity|task|event|aktivität",
    "credits": "split|credit",
    "paid": "payment|payout",
}


@dataclass(frozen=True)
class Wanted:
    """One of our columns and what exports call it: groups of names, best first, each with what such a name is worth."""

    name: str
    kind: Kind
    groups: tuple[tuple[Confidence, str], ...]  # names separated by commas
    tie: bool = False  # two columns of one group are two different things: ask which
    missing: str = ""  # what to do where the export has none; only for columns that are needed


def fold(text: str) -> str:
    """A name without capitals, accents, spaces and signs: `Schließdatum` and `schliessdatum` are one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if letter.isalnum())
    for long, short in _UMLAUTS:
        letters = letters.replace(long, short)
    return letters


def forms(header: str, table: str) -> Iterator[str]:
    """The folded readings of a column's name: as it is, without unit, technical affix or the table's own name."""
    bare = _LOCKED.sub("", header)
    without_unit = _TRAILING_CURRENCY.sub("", _BRACKET.sub("", bare))
    plain = _TECHNICAL.sub("", without_unit)
    prefix = re.compile(rf"^(?:{PREFIXES[table]})\s*[-–:./]\s*", re.IGNORECASE)
    for text in (bare, without_unit, plain, prefix.sub("", plain)):
        if fold(text):
            yield fold(text)


def currency_in(header: str) -> str:
    """The currency that a header names as its unit, such as EUR in `Betrag (EUR)`; empty if none."""
    bracket = _BRACKET.search(header)
    word = (bracket[1] if bracket else header).strip()
    trailing = (
        _TRAILING_CURRENCY.search(word) if not bracket else re.fullmatch(rf"({_CODES}|[€$£])", word, re.IGNORECASE)
    )
    return CURRENCY_SIGNS.get(trailing[1], trailing[1].upper()) if trailing else ""


def group_of(wanted: Wanted, header: str, table: str) -> int | None:
    """The first group of names a header stands in; None if it stands in none."""
    said = set(forms(header, table))
    return next((index for index, (_, names) in enumerate(wanted.groups) if folded(names) & said), None)


@lru_cache(maxsize=1_000)
def folded(names: str) -> frozenset[str]:
    """The names of a group, folded; remembered, because only the vocabulary is asked for, never what files hold."""
    return frozenset(fold(name) for name in names.split(","))


WON = (
    "won, closed won, closedwon, win, gewonnen, geschlossen gewonnen, abgeschlossen gewonnen, auftrag erhalten, "
    "auftrag gewonnen, gewonnen abgeschlossen, als gewonnen abgeschlossen, erfolgreich abgeschlossen, sales order"
)
LOST = (
    "lost, closed lost, closedlost, verloren, geschlossen verloren, abgeschlossen verloren, "
    "als verloren abgeschlossen, "
    "auftrag verloren, abgesagt, no deal"
)
YES = ("true", "1", "yes", "ja", "wahr")
NO = ("false", "0", "no", "nein", "falsch")
NEW_BUSINESS = "new business, new customer, newbusiness, neugeschäft, neukunde, neukundengeschäft"


def stands_in(value: str, names: str) -> bool:
    """Whether a value is one of these names, whatever its capitals and signs."""
    return fold(value) in folded(names)


def meaning_of(value: str) -> tuple[Meaning, Confidence]:
    """What a stage says about a deal: by its name, by its name before a bracket or, unsure, by a word in it."""
    bare = _BRACKET.sub("", value)
    for meaning, names in _MEANINGS:
        if stands_in(value, names):
            return meaning, "sure"
        if stands_in(bare, names):
            return meaning, "likely"
    words = {fold(word) for word in re.findall(r"\w+", value)}
    if not words & _NEGATIONS:
        for meaning, names in _MEANINGS:
            if words & folded(names):
                return meaning, "unsure"
    return "open", "likely"


_MEANINGS: tuple[tuple[Meaning, str], ...] = (("won", WON), ("lost", LOST))
_NEGATIONS = {fold(word) for word in ("not", "nicht", "no", "kein", "almost", "fast", "until", "bis", "if", "wenn")}
