"""What columns are called: the names that customer systems and spreadsheets give to what a mapping needs.

Names are compared folded: no capitals, accents, spaces, signs or units, so `CloseDate`, `close_date` and `Close Date`
are one name. The vocabulary is a list of facts, read from the systems' own documentation on 2026-11-23:

Salesforce    developer.salesforce.com/docs/platform/field-reference (opportunity), help.salesforce.com sales.opp_fields
HubSpot       knowledge.hubspot.com/crm-deals/hubspots-default-deal-properties
Pipedrive     github.com/pipedrive/client-php docs/Model/DealCollectionResponseObject.md; export columns begin `Deal - `
Dynamics 365  github.com/MicrosoftDocs/dynamics-365-customer-engagement ce/sales/developer/entities/opportunity.md
Odoo          github.com/odoo/odoo addons/crm/models/crm_lead.py

German, French, Spanish and Dutch names are those that the same systems show when they are set to that language, and
what people write over a column of a spreadsheet.
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
LEVELS: tuple[Confidence, ...] = ("sure", "likely", "unsure")

BY_THE_YEAR = ("base_salary", "target_incentive")  # columns of the roster that hold money a year
CURRENCY_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
CURRENCY_CODES = ("EUR", "USD", "CHF", "GBP", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "CAD", "AUD")
_CODES = "|".join(CURRENCY_CODES)
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_TRAILING_CURRENCY = re.compile(rf"(?:[\s_-]+in)?[\s_-]*(?<![A-Za-z])({_CODES}|[€$£])$", re.IGNORECASE)
_TECHNICAL = re.compile(r"^(?:x_studio_|x_|hs_|new_|cf_|cr[0-9a-f]{3,5}_)|__[cr]$", re.IGNORECASE)
_LOCKED = re.compile(r"^\(do not modify\)\s*", re.IGNORECASE)
_PACE_WORDS = re.compile(
    r"[/,(]?\s*\b(?:(?:pro|per|je|im|par|al|por|a|an)\s+)?(?:monat|monatlich\w*|mtl|month|monthly|mensuel\w*|mensual|mois|"
    r"mes|maand|maandelijks\w*|quartal|quartalsweise|quarter|quarterly|trimestr\w+|kwartaal|halbjahr|halbjährlich\w*|"
    r"jahr|jährlich\w*|year|yearly|annual\w*|annuel\w*|anual|año|jaar|jaarlijks\w*|mo|p\. ?a|p\. ?m|p\. ?q|pa)\b\.?"
)
_PACE_PREFIX = re.compile(r"\b(?:monats|jahres|quartals|halbjahres)(?=[a-zäöü])")

_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ß", "ss"))

PREFIXES: dict[str, str] = {
    "deals": "deal|opportunity|lead|order|geschäft|verkaufschance|auftrag",
    "roster": "user|employee|owner|mitarbeiter|benutzer",
    "accounts": "account|organization|organisation|company|customer|kunde",
    "products": "product|item|produkt|artikel",
    "activities": "activity|task|event|aktivität",
    "credits": "split|credit",
    "paid": "payment|payout",
    "targets": "target|quota|ziel",
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
    prefix = re.compile(rf"^(?:{PREFIXES[table]})\s*[-–:./]\s*", re.IGNORECASE)
    written = forms_as_written(header)
    for text in (*written, prefix.sub("", written[-1])):
        if fold(text):
            yield fold(text)


def forms_as_written(header: str) -> tuple[str, str, str]:
    """A column's name as it is, without its unit, and without a technical affix too."""
    bare = _LOCKED.sub("", header)
    without_unit = _TRAILING_CURRENCY.sub("", _BRACKET.sub("", bare))
    return bare, without_unit, _TECHNICAL.sub("", without_unit)


def without_pace(header: str) -> str:
    """A heading of pay without the word that says how often: `Grundgehalt/Monat` and `Monatsgrundgehalt` are one."""
    return _PACE_PREFIX.sub("", _PACE_WORDS.sub(" ", header.casefold()))


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
    if wanted.name in BY_THE_YEAR:
        said |= {bare for form in forms_as_written(header) if (bare := fold(without_pace(form)))}
    return next((index for index, (_, names) in enumerate(wanted.groups) if folded(names) & said), None)


@lru_cache(maxsize=1_000)
def folded(names: str) -> frozenset[str]:
    """The names of a group, folded; remembered, because only the vocabulary is asked for, never what files hold."""
    return frozenset(fold(name) for name in names.split(","))


NEW_BUSINESS = (
    "new business, new customer, newbusiness, new logo, neugeschäft, neukunde, neukundengeschäft, nouveau client, "
    "nouvelle affaire, cliente nuevo, nuevo cliente, nuevo negocio, nieuwe klant, nieuwe business"
)


def without_bracket(text: str) -> str:
    """A text without what stands in brackets at its end: a unit, or the name of a pipeline."""
    return _BRACKET.sub("", text)


def stands_in(value: str, names: str) -> bool:
    """Whether a value is one of these names, whatever its capitals and signs."""
    return fold(value) in folded(names)
