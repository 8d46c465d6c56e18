"""Citations, the table of sources and the glossary as HTML; addresses are relative, so the site works on any host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from macros.registry import Source, Term

from compsim.errors import InputError, Problem, did_you_mean

SOURCES_PAGE = "about/sources.md"
STRENGTH_WORDS = {
    "strong": "peer-reviewed study, law or court",
    "practitioner": "said from practice, without data to check",
    "vendor": "said by somebody who sells something near it",
    "anecdote": "one story or one company",
}


def citation(identifier: str, known: Mapping[str, Source], up: str) -> str:
    """A short Markdown link to the source's row: how strong it is and how old; `up` leads to the site's root.

    Raises InputError for an id that sources.yaml does not have.
    """
    if identifier not in known:
        hint = did_you_mean(identifier, tuple(known))
        raise InputError([Problem("sources.yaml", f"no source '{identifier}'", hint)])
    source = known[identifier]
    title = escape(f"{source.source}. Strength: {STRENGTH_WORDS[source.strength]}.", quote=True)
    label = f"{source.strength}, {source.year}"
    return f'[{label}]({up}{SOURCES_PAGE}#{source.id}){{ .cite title="{title}" }}'


def sources_table(known: Mapping[str, Source]) -> str:
    """All sources, one row each with an anchor; on a narrow screen the rows become cards.

    Claims are paragraphs, so that a search result shows the claim that matched and not the whole table.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Claim", "Source", "Strength", "Our number"))
    body = "".join(_source_row(source) for source in known.values())
    return f'<table class="stack sources"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _source_row(source: Source) -> str:
    note = f'<p class="note">{escape(source.note)}</p>' if source.note else ""
    badge = f'<span class="strength strength--{source.strength}">{source.strength}</span>'
    cells = {
        "Claim": f"<p>{escape(source.claim)}</p>{note}",
        "Source": f"{escape(source.source)}, {source.year}",
        "Strength": badge,
        "Our number": escape(source.our_number),
    }
    row = " ".join(f'<td data-label="{name}">{text}</td>' for name, text in cells.items())
    return f'<tr id="{source.id}">{row}</tr>'


def glossary_list(terms: Sequence[Term], part: str = "") -> str:
    """The glossary with a heading a term, so that the search leads to the term itself; `part` keeps pay or sales."""
    shown = [term for term in terms if part in ("", term.part)]
    return f'<div class="glossary">{"".join(_definition(term) for term in shown)}</div>'


def _definition(term: Term) -> str:
    return f'<section><h3 id="{term.anchor}">{escape(term.term)}</h3><p>{escape(term.means)}</p></section>'
