"""What exports call the columns of deals, of what attaches to them and of activities; sources: `names`.

A group of names is worth `sure` (it says this and nothing else), `likely` (it usually says this) or `unsure` (it may).
"""

from __future__ import annotations

from compsim.population.proposal.names import Wanted

REP_NAMES = (
    "owner, opportunity owner, deal owner, owner name, owner full name, sales rep, sales representative, rep, "
    "salesperson, sales agent, seller, account executive, verkäufer, vertriebsmitarbeiter, vertriebler, außendienst, "
    "außendienstmitarbeiter, ad-mitarbeiter, besitzer, user name"
)
REP_IDS = (
    "owner id, hubspot owner id, user id, salesperson id, salesperson/id, rep id, owner email, employee id, "
    "personalnummer, personalnr, mitarbeiternummer, mitarbeiternr, verkäufernummer, verkäufernr"
)
ACCOUNT_NAMES = (
    "account, account name, company, company name, associated company, customer, customer name, potential customer, "
    "organization, organisation, client, kunde, kundenname, firma, partner"
)
ACCOUNT_IDS = (
    "account id, customer id, associated company id, associated company ids, org id, organization id, partner id, "
    "parent account id, company id, kundennummer, kundennr, kunden-nr, debitor, debitorennummer"
)
PRODUCT_NAMES = "product, product name, produkt, artikel, artikelbezeichnung, produktname, item"
PRODUCT_IDS = "product id, product code, sku, item number, artikelnummer, artikelnr, produktnummer, product2 id"
DEALS = (
    Wanted(
        "deal",
        "text",
        (
            (
                "sure",
                (
                    "opportunity id, deal id, record id, id, external id, order id, order number, order reference, "
                    "opportunity number, object id, auftragsnummer, auftragsnr, rechnungsnummer, rechnungsnr, "
                    "invoice number, belegnummer, belegnr, vorgangsnummer, deal number, opportunityid"
                ),
            ),
            ("likely", "deal, opportunity, deal name, opportunity name, topic, title, name, titel, thema, bezeichnung"),
        ),
    ),
    Wanted(
        "rep",
        "text",
        (
            ("sure", REP_NAMES),
            ("sure", REP_IDS),
            ("likely", "user, employee, mitarbeiter, verantwortlicher, verantwortlich, zuständig, betreuer, agent"),
            ("unsure", "account owner, assigned to, bearbeiter, sachbearbeiter, manager, created by, erstellt von"),
        ),
        tie=True,
        missing="the column that names who sold it",
    ),
    Wanted(
        "amount",
        "number",
        (
            ("sure", "actual revenue, actual value"),
            (
                "sure",
                (
                    "amount, deal amount, value, deal value, close value, net amount, gross amount, net value, "
                    "gross value, revenue, sales, order value, invoice amount, amount untaxed, amount total, betrag, "
                    "nettobetrag, bruttobetrag, netto, brutto, umsatz, nettoumsatz, wert, auftragswert, nettowert, "
                    "auftragssumme, volumen, rechnungsbetrag, verkaufswert"
                ),
            ),
            ("likely", "amount in company currency, amount in home currency, expected revenue, total, summe, price"),
            ("unsure", "estimated value, est. revenue, estimated revenue, tcv, acv, arr, mrr, forecast amount"),
        ),
        tie=True,
        missing="the column that holds the money; or take the measures that add it up away",
    ),
    Wanted(
        "closed_on",
        "date",
        (
            ("sure", "won time, won date, date won, won on, gewonnen am"),
            (
                "sure",
                (
                    "close date, closed date, actual close date, closed on, deal closed on, close time, date closed, "
                    "closing date, order date, date order, invoice date, abschlussdatum, schließdatum, "
                    "abgeschlossen am, "
                    "auftragsdatum, bestelldatum, rechnungsdatum"
                ),
            ),
            ("likely", "date, datum, belegdatum, buchungsdatum, day, tag, closed"),
            (
                "unsure",
                (
                    "expected close date, est. close date, estimated close date, expected closing, date deadline, "
                    "deadline, voraussichtliches abschlussdatum, lieferdatum, delivery date, zahlungsdatum, paid on"
                ),
            ),
        ),
        tie=True,
        missing="the column with the day on which it counts",
    ),
    Wanted(
        "stage",
        "text",
        (
            ("sure", "stage, stage name, deal stage, stage id, sales stage, phase, verkaufsphase, vertriebsphase"),
            ("sure", "status, state, state code, deal status, status reason, status code, auftragsstatus, won status"),
        ),
    ),
    Wanted("won", "text", (("sure", "is won, won, is closed won, closed won, gewonnen"),)),
    Wanted("account", "text", (("sure", ACCOUNT_NAMES), ("sure", ACCOUNT_IDS))),
    Wanted("product", "text", (("sure", PRODUCT_NAMES), ("sure", PRODUCT_IDS))),
    Wanted(
        "currency",
        "text",
        (
            (
                "sure",
                (
                    "currency, currency code, currency iso code, opportunity currency, deal currency, "
                    "transaction currency, "
                    "transaction currency id, company currency, währung, währungscode"
                ),
            ),
        ),
    ),
    Wanted("margin", "number", (("sure", "margin, gross margin, profit, deckungsbeitrag, db, rohertrag, marge"),)),
    Wanted(
        "created_on",
        "date",
        (
            (
                "sure",
                (
                    "created date, create date, created on, deal created, add time, created, creation date, "
                    "date created, "
                    "erstellt am, angelegt am, erstelldatum, anlagedatum, engage date, date open"
                ),
            ),
        ),
    ),
    Wanted("type", "text", (("sure", "type, deal type, opportunity type, geschäftsart, auftragsart, vorgangsart"),)),
    Wanted(
        "source",
        "text",
        (("sure", "lead source, source, deal source, original source, original source type, herkunft, quelle"),),
    ),
    Wanted(
        "product_line",
        "text",
        (("sure", "product line, product family, product category, warengruppe, produktgruppe, produktlinie, sparte"),),
    ),
    Wanted("region", "text", (("sure", "region, territory, gebiet, vertriebsgebiet, regional office"),)),
    Wanted("pipeline", "text", (("sure", "pipeline, vertriebspipeline"),)),
    Wanted("sales_team", "text", (("sure", "sales team, team, hubspot team, team id, vertriebsteam, owner role"),)),
)

ACCOUNTS = (
    Wanted("account", "text", (("sure", "name, " + ACCOUNT_NAMES), ("sure", "id, record id, " + ACCOUNT_IDS))),
    Wanted("sector", "text", (("sure", "industry, sector, branche, wirtschaftszweig"),)),
    Wanted("account_country", "text", (("sure", "country, country/region, billing country, land, office location"),)),
    Wanted("account_city", "text", (("sure", "city, billing city, ort, stadt"),)),
    Wanted("account_segment", "text", (("sure", "segment, kundensegment, customer segment, tier, abc, kundenklasse"),)),
    Wanted(
        "account_employees",
        "number",
        (("sure", "employees, number of employees, mitarbeiterzahl, anzahl mitarbeiter"),),
    ),
)

PRODUCTS = (
    Wanted("product", "text", (("sure", "name, bezeichnung, " + PRODUCT_NAMES), ("sure", "id, " + PRODUCT_IDS))),
    Wanted(
        "product_line",
        "text",
        (
            (
                "sure",
                (
                    "product line, series, product family, family, category, product category, warengruppe, "
                    "produktgruppe, "
                    "produktlinie, kategorie, sparte"
                ),
            ),
        ),
    ),
    Wanted(
        "list_price",
        "number",
        (("sure", "list price, sales price, price, unit price, preis, listenpreis, verkaufspreis"),),
    ),
)

ACTIVITIES = (
    Wanted("activity", "text", (("sure", "id, activity id, task id, event id, record id"),)),
    Wanted(
        "rep",
        "text",
        (("sure", "assigned to, activity assigned to, assigned to user, " + REP_NAMES), ("sure", REP_IDS)),
        tie=True,
        missing="the column that names who did it",
    ),
    Wanted(
        "day",
        "date",
        (
            ("sure", "activity date, completed on, marked as done time, done on, erledigt am, actual end"),
            ("likely", "date, datum, due date, start, start date, fällig am, termin, day"),
        ),
        tie=True,
        missing="the column with the day on which it was done",
    ),
    Wanted("type", "text", (("sure", "type, activity type, task type, aktivitätsart, art, tätigkeit, aktivität"),)),
    Wanted("number", "number", (("sure", "count, anzahl, number, menge"),)),
)

CREDITS = (
    Wanted("deal", "text", DEALS[0].groups),
    Wanted("rep", "text", (("sure", "user, team member, mitarbeiter, " + REP_NAMES), ("sure", REP_IDS))),
    Wanted(
        "share", "number", (("sure", "share, split, split percentage, percentage, percent, anteil, prozent, split %"),)
    ),
)
