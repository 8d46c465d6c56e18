"""What the stages of deals say: won, lost, still open, or a word that nobody but the company knows.

Only a name that says so and nothing else is sure. A word that usually means an order is offered as won and asked about;
whatever is not known is asked about, too, because a deal that is left out by mistake is pay that somebody loses.
"""

from __future__ import annotations

import re
from typing import Literal

from compsim.population.proposal.names import Confidence, fold, folded, stands_in, without_bracket

Meaning = Literal["won", "lost", "open", "unknown"]

WON = (
    "won, closed won, closedwon, win, deal won, gewonnen, geschlossen gewonnen, geschlossen und gewonnen, "
    "abgeschlossen gewonnen, abgeschlossen und gewonnen, abschluss gewonnen, auftrag erhalten, auftrag gewonnen, "
    "gewonnen abgeschlossen, als gewonnen abgeschlossen, erfolgreich abgeschlossen, sales order, "
    "gagné, gagnée, fermé gagné, fermée gagnée, clôturé gagné, clôturée gagnée, affaire gagnée, "
    "ganado, ganada, cerrado ganado, cerrada ganada, cierre ganado, gesloten gewonnen, afgesloten gewonnen"
)
LOST = (
    "lost, closed lost, closedlost, deal lost, verloren, geschlossen verloren, geschlossen und verloren, "
    "abgeschlossen verloren, abgeschlossen und verloren, als verloren abgeschlossen, auftrag verloren, abgesagt, "
    "no deal, storniert, abgebrochen, abgelehnt, cancelled, canceled, rejected, declined, abandoned, disqualified, "
    "disqualifiziert, perdu, perdue, fermé perdu, fermée perdue, clôturé perdu, clôturée perdue, annulé, annulée, "
    "perdido, perdida, cerrado perdido, cerrada perdida, cierre perdido, cancelado, cancelada, gesloten verloren, "
    "afgesloten verloren, geannuleerd, afgewezen"
)
OPEN = (
    "open, new, lead, lead in, prospect, prospecting, engaging, contact made, contacted, qualification, qualifying, "
    "qualified, qualified to buy, appointment scheduled, meeting scheduled, demo scheduled, presentation scheduled, "
    "decision maker bought-in, contract sent, needs analysis, needs defined, value proposition, id. decision makers, "
    "identify decision makers, perception analysis, proposal, proposal made, proposal sent, proposal/price quote, "
    "proposition, quote, quote sent, quotation, quotation sent, negotiation, negotiation/review, negotiating, "
    "negotiations started, discovery, evaluation, in progress, on hold, pending, stalled, pipeline, "
    "offen, neu, laufend, in bearbeitung, in arbeit, angebot, angebot erstellt, angebot versendet, angebot gesendet, "
    "angebot abgegeben, angebot unterbreitet, angebotsphase, verhandlung, in verhandlung, vertragsverhandlung, "
    "qualifizierung, qualifiziert, erstkontakt, kontakt aufgenommen, kontaktiert, bedarfsanalyse, bedarf ermittelt, "
    "präsentation, termin vereinbart, präsentation vereinbart, vertrag versendet, vertrag gesendet, zurückgestellt, "
    "interessent, anfrage, "
    "ouvert, ouverte, en cours, nouveau, nouvelle, prospection, qualifié, qualifiée, proposition envoyée, devis, "
    "devis envoyé, négociation, rendez-vous planifié, rendez-vous programmé, présentation programmée, contrat envoyé, "
    "analyse des besoins, en attente, découverte, "
    "abierto, abierta, nuevo, nueva, en curso, en proceso, prospección, calificación, cualificación, propuesta, "
    "propuesta enviada, presupuesto enviado, negociación, cita programada, presentación programada, contrato enviado, "
    "análisis de necesidades, pendiente, "
    "nieuw, lopend, in behandeling, prospectie, kwalificatie, gekwalificeerd, offerte, offerte verstuurd, "
    "offerte verzonden, voorstel, voorstel verstuurd, onderhandeling, in onderhandeling, afspraak gepland, "
    "presentatie gepland, contract verstuurd, contract verzonden, behoefteanalyse, in afwachting"
)
LIKE_WON = (  # one such word in a stage: offered as won, never taken
    "won, win, gewonnen, erteilt, erteilung, auftragserteilung, auftragseingang, zuschlag, beauftragt, bestellt, "
    "unterschrieben, unterzeichnet, angenommen, verkauft, fakturiert, abgerechnet, "
    "signed, ordered, awarded, accepted, sold, booked, invoiced, "
    "gagné, gagnée, signé, signée, commandé, commandée, accepté, acceptée, vendu, vendue, "
    "ganado, ganada, firmado, firmada, aceptado, aceptada, vendido, vendida, adjudicado, adjudicada, "
    "ondertekend, getekend, besteld, verkocht, geaccepteerd"
)
LIKE_LOST = (  # one such word in a stage that does not read like won: lost
    "lost, verloren, verlorene, perdu, perdue, perdido, perdida, storniert, storno, cancelled, canceled, abgesagt, "
    "abgebrochen, abgelehnt, rejected, declined, abandoned, disqualified, disqualifiziert, annulé, annulée, cancelado, "
    "cancelada, geannuleerd, afgewezen"
)
LIKE_OPEN = (  # a stage of such words and of fillers is still open
    "open, offen, ouvert, abierto, negotiation, negotiations, verhandlung, verhandlungen, négociation, negociación, "
    "onderhandeling, angebot, proposal, quote, quotation, devis, propuesta, offerte, voorstel, qualification, "
    "qualifizierung, kwalificatie, prospecting, discovery, demo, präsentation, presentation"
)
FILLERS = "in, im, der, die, des, the, of, de, du, en, und, and, et, y, phase, stage, stufe, étape, etapa, fase"
YES = "true, 1, yes, ja, wahr, oui, vrai, sí, verdadero, waar"
NO = "false, 0, no, nein, falsch, non, faux, falso, nee, onwaar"
_NOT_YET = "not won, nicht gewonnen, not closed, nicht abgeschlossen"
_NAMES: tuple[tuple[Meaning, str], ...] = (("won", WON), ("lost", LOST), ("open", OPEN))
_NEGATIONS = folded(
    "not, nicht, no, kein, keine, almost, fast, until, bis, if, wenn, ohne, without, pas, non, sin, geen, niet, "
    "bald, kurz, soon, expected, erwartet"
)
_ORDER = re.compile(r"^\s*\d{1,3}\s*(?:[.):%-]\s*)*|\s*[-–:]?\s*\d{1,3}\s*%\s*$")  # `6. Won`, `Won - 100 %`


def meaning_of(value: str) -> tuple[Meaning, Confidence]:
    """What a stage says about a deal: by its name, by its name without bracket and number or, unsure, by its words."""
    outside = without_bracket(value)
    bare, inside = _ORDER.sub("", outside), _words(value[len(outside) :])
    if inside & (_NEGATIONS | folded(LIKE_LOST)):
        return _by_words(_words(value))
    for meaning, names in _NAMES:
        if stands_in(value, names):
            return meaning, "sure"
        if fold(bare) and stands_in(bare, names):
            return meaning, "likely"
    if stands_in(bare, _NOT_YET):
        return "open", "likely"
    return _by_words(_words(value))


def _words(text: str) -> set[str]:
    return {fold(word) for word in re.findall(r"[^\W\d_]+", text)}


def _by_words(words: set[str]) -> tuple[Meaning, Confidence]:
    if words & _NEGATIONS:
        return "unknown", "unsure"
    won, lost = bool(words & folded(LIKE_WON)), bool(words & folded(LIKE_LOST))
    if won:
        return ("unknown" if lost else "won"), "unsure"
    if lost:
        return "lost", "likely"
    still = words & folded(LIKE_OPEN) and words <= folded(LIKE_OPEN) | folded(FILLERS)
    return ("open", "likely") if still else ("unknown", "unsure")
