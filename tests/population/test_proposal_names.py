"""How the names of columns, their units and the names of stages are understood."""

import pytest

from compsim.population.proposal.names import currency_in, fold, group_of
from compsim.population.proposal.stages import meaning_of
from compsim.population.proposal.vocabulary import TABLES


@pytest.mark.parametrize(
    ("one", "other"),
    [("CloseDate", "close_date"), ("Schließdatum", "SCHLIESSDATUM"), ("Währung", "Waehrung"), ("E-Mail", "email")],
)
def test_names_are_compared_without_their_dress(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("header", "code"),
    [("Betrag (EUR)", "EUR"), ("Amount [USD]", "USD"), ("Umsatz in CHF", "CHF"), ("value_gbp", "GBP"),
     ("Wert €", "EUR"), ("Betrag (netto)", ""), ("Amount", ""), ("neur", "")],
)  # fmt: skip
def test_a_header_names_its_currency(header: str, code: str) -> None:
    assert currency_in(header) == code


@pytest.mark.parametrize(
    ("value", "said"),
    [("Closed Won", ("won", "sure")), ("gewonnen", ("won", "sure")), ("Closed won (Sales Pipeline)", ("won", "likely")),
     ("6. Won", ("won", "likely")), ("Abgeschlossen - Gewonnen", ("won", "sure")), ("Fermée gagnée", ("won", "sure")),
     ("Cerrada ganada", ("won", "sure")), ("Gesloten gewonnen", ("won", "sure")),
     ("Won - in delivery", ("won", "unsure")), ("Auftrag erteilt", ("won", "unsure")), ("Zuschlag", ("won", "unsure")),
     ("Contract signed", ("won", "unsure")), ("Vertrag unterschrieben", ("won", "unsure")),
     ("Ordered", ("won", "unsure")), ("Angebot angenommen", ("won", "unsure")),
     ("verloren", ("lost", "sure")), ("Closed Lost - Competition", ("lost", "likely")),
     ("Storniert vor Auftrag", ("lost", "likely")), ("Perdue", ("lost", "sure")),
     ("Negotiation", ("open", "sure")), ("3 - Verhandlung", ("open", "likely")), ("not won", ("open", "likely")),
     ("wonderful", ("unknown", "unsure")), ("Stufe 7", ("unknown", "unsure")), ("Almost won", ("unknown", "unsure")),
     ("Closed won (cancelled)", ("unknown", "unsure")), ("Lost but won back", ("unknown", "unsure"))],
)  # fmt: skip
def test_a_stage_says_what_became_of_a_deal(value: str, said: tuple[str, str]) -> None:
    assert meaning_of(value) == said


# what HubSpot, Salesforce, Dynamics 365 and Odoo call these columns in four languages, and what spreadsheets do
HEADINGS = {
    ("deals", "deal"): "Vorgang, Vorgangsnr., Nom de l'opportunité, Nombre del negocio, Dealnaam",
    ("deals", "rep"): "Zuständig, Zuständiger Mitarbeiter, Deal-Eigentümer, Propriétaire de la transaction, "
    "Propietario del negocio, Eigenaar van deal, Vendeur, Vendedor, Verkoper",
    ("deals", "amount"): "Auftragswert, Tats. Umsatz, Montant HT, Importe, Bedrag, Omzet (EUR)",
    ("deals", "closed_on"): "Abschluss am, Schlusstermin, Date de clôture, Fecha de cierre, Sluitingsdatum",
    ("deals", "stage"): "Phase, Deal-Phase, Étape, Etapa del negocio, Fase, Statut",
    ("deals", "account"): "Potenzieller Kunde, Nom du compte, Empresa, Klantnaam",
    ("roster", "rep"): "Mitarbeiter/in, Collaborateur, Empleado, Medewerker",
    ("roster", "role"): "Stellenbezeichnung, Fonction, Puesto, Functie",
    ("roster", "base_salary"): "Grundgehalt/Monat, Fixgehalt mtl., Monatsgrundgehalt, Base salary (monthly), "
    "Salaire de base mensuel, Sueldo base anual, Basissalaris per maand",
    ("roster", "target_incentive"): "Zielbonus p.a., Zielprovision pro Quartal, Variables Zielgehalt, "
    "Prime cible annuelle, Bono objetivo, Doelbonus",
    ("roster", "fte"): "Pensum, Wochenstunden, Taux d'activité, Deeltijdfactor",
    ("targets", "target"): "Umsatzziel, Vertriebsziel, Objectif CA, Cuota, Omzetdoel, Sales quota",
    ("targets", "period"): "Quartal, Trimestre, Kwartaal, Monat",
}


@pytest.mark.parametrize(
    ("table", "name", "header"),
    [(*place, header.strip()) for place, headers in HEADINGS.items() for header in headers.split(",")],
)
def test_headings_of_four_languages_are_known(table: str, name: str, header: str) -> None:
    wanted = next(want for want in TABLES[table] if want.name == name)
    assert group_of(wanted, header, table) is not None
