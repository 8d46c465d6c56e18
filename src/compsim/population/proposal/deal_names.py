"""What exports call the columns of deals, of what attaches to them and of activities; sources: `names`.

A group of names is worth `sure` (it says this and nothing else), `likely` (it usually says this) or `unsure` (it may).
"""

from __future__ import annotations

from compsim.population.proposal.names import Wanted

REP_NAMES = (
    "owner, opportunity owner, deal owner, owner name, owner full name, sales rep, sales representative, rep, "
    "salesperson, sales agent, seller, account executive, verkäufer, vertriebsmitarbeiter, vertriebler, außendienst, "
    "außendienstmitarbeiter, ad-mitarbeiter, besitzer, user name, deal-eigentümer, eigentümer, opportunity-inhaber, "
    "opportunityinhaber, inhaber, vertriebsbeauftragter, zuständiger mitarbeiter, zuständiger verkäufer, "
    "zuständiger vertriebsmitarbeiter, verkaufsberater, kundenbetreuer, "
    "propriétaire, propriétaire de l'opportunité, propriétaire de la transaction, propriétaire de l'affaire, "
    "commercial, vendeur, vendeuse, chargé d'affaires, ingénieur commercial, "
    "propietario, propietario del negocio, propietario de la oportunidad, propietario de oportunidad, vendedor, "
    "comercial, agente comercial, "
    "eigenaar, eigenaar van deal, dealeigenaar, eigenaar opportunity, verkoper, accountmanager, vertegenwoordiger"
)
REP_IDS = (
    "owner id, hubspot owner id, user id, salesperson id, salesperson/id, rep id, owner email, employee id, "
    "personalnummer, personalnr, pers nr, mitarbeiternummer, mitarbeiternr, mitarbeiter id, verkäufernummer, "
    "verkäufernr, vertreternummer, vertreternr, matricule, número de empleado, personeelsnummer, medewerkernummer"
)
ACCOUNT_NAMES = (
    "account, account name, company, company name, associated company, customer, customer name, potential customer, "
    "organization, organisation, client, kunde, kundenname, firma, partner, accountname, auftraggeber, unternehmen, "
    "potenzieller kunde, debitorname, nom du client, nom du compte, compte, société, entreprise associée, "
    "cliente, nombre del cliente, nombre de la cuenta, cuenta, empresa, razón social, "
    "klant, klantnaam, accountnaam, bedrijf, bedrijfsnaam, relatie"
)
ACCOUNT_IDS = (
    "account id, customer id, associated company id, associated company ids, org id, organization id, partner id, "
    "parent account id, company id, kundennummer, kundennr, kunden-nr, debitor, debitorennummer, numéro client, "
    "code client, número de cliente, código de cliente, klantnummer, debiteurnummer"
)
PRODUCT_NAMES = (
    "product, product name, produkt, artikel, artikelbezeichnung, produktname, item, produit, nom du produit, article, "
    "producto, nombre del producto, artículo, productnaam"
)
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
                    "invoice number, belegnummer, belegnr, vorgangsnummer, vorgangsnr, vorgangs-id, deal number, "
                    "opportunityid, verkaufschance-nr, chance-nr, projektnummer, projektnr, angebotsnummer, "
                    "numéro de commande, numéro de facture, n° de commande, n° de facture, référence, "
                    "número de pedido, número de factura, referencia, "
                    "ordernummer, factuurnummer, dealnummer, offertenummer"
                ),
            ),
            (
                "likely",
                (
                    "deal, opportunity, deal name, opportunity name, topic, title, name, titel, thema, bezeichnung, "
                    "vorgang, verkaufschance, auftrag, geschäft, projekt, opportunityname, name der opportunity, "
                    "opportunité, nom de l'opportunité, nom de la transaction, affaire, nom, "
                    "oportunidad, nombre de la oportunidad, nombre del negocio, negocio, nombre, "
                    "dealnaam, naam opportunity, verkoopkans, naam"
                ),
            ),
        ),
    ),
    Wanted(
        "rep",
        "text",
        (
            ("sure", REP_NAMES),
            ("sure", REP_IDS),
            (
                "likely",
                (
                    "user, employee, mitarbeiter, verantwortlicher, verantwortlich, zuständig, zuständiger, betreuer, "
                    "agent, responsable, attribué à, affecté à, collaborateur, asignado a, empleado, "
                    "verantwoordelijke, medewerker, toegewezen aan"
                ),
            ),
            (
                "unsure",
                (
                    "account owner, assigned to, bearbeiter, sachbearbeiter, manager, created by, erstellt von, "
                    "account-inhaber, accountinhaber, créé par, creado por, gemaakt door, accounteigenaar"
                ),
            ),
        ),
        tie=True,
        missing="the column that names who sold it",
    ),
    Wanted(
        "amount",
        "number",
        (
            ("sure", "actual revenue, actual value, tatsächlicher umsatz, tats. umsatz"),
            (
                "sure",
                (
                    "amount, deal amount, value, deal value, close value, net amount, gross amount, net value, "
                    "gross value, revenue, sales, order value, invoice amount, amount untaxed, amount total, betrag, "
                    "nettobetrag, bruttobetrag, netto, brutto, umsatz, nettoumsatz, wert, auftragswert, nettowert, "
                    "auftragssumme, auftragsvolumen, abschlusswert, volumen, rechnungsbetrag, verkaufswert, dealwert, "
                    "deal-wert, umsatzerlöse, "
                    "montant, montant ht, montant de la transaction, montant de la commande, montant de la facture, "
                    "chiffre d'affaires, "
                    "importe, importe neto, importe del negocio, valor, valor del negocio, ingresos, ventas, "
                    "bedrag, dealbedrag, dealwaarde, orderwaarde, orderbedrag, omzet, netto-omzet, factuurbedrag"
                ),
            ),
            (
                "likely",
                (
                    "amount in company currency, amount in home currency, expected revenue, total, summe, price, "
                    "betrag in unternehmenswährung, valeur, ca, ca ht, waarde, totaal"
                ),
            ),
            (
                "unsure",
                (
                    "estimated value, est. revenue, estimated revenue, tcv, acv, arr, mrr, forecast amount, "
                    "erwarteter umsatz, geschätzter umsatz, gesch. umsatz, montant ttc, revenu espéré, "
                    "ingreso esperado, ingresos estimados, importe bruto, verwachte omzet, geschatte omzet"
                ),
            ),
        ),
        tie=True,
        missing="the column that holds the money; or take the measures that add it up away",
    ),
    Wanted(
        "closed_on",
        "date",
        (
            (
                "sure",
                (
                    "won time, won date, date won, won on, gewonnen am, gewonnen um, gewinndatum, date de gain, "
                    "fecha de ganado, gewonnen op"
                ),
            ),
            (
                "sure",
                (
                    "close date, closed date, actual close date, closed on, deal closed on, close time, date closed, "
                    "closing date, order date, date order, invoice date, abschlussdatum, schließdatum, "
                    "abgeschlossen am, abschluss am, abschluss, abschlusstag, abschlusszeitpunkt, schlusstermin, "
                    "tatsächliches abschlussdatum, tats. abschlussdatum, geschlossen am, beauftragt am, "
                    "auftragsdatum, auftrag vom, auftragseingang am, bestelldatum, rechnungsdatum, "
                    "date de clôture, date de fermeture, clôturé le, date de signature, date de commande, "
                    "date de facture, date de facturation, "
                    "fecha de cierre, cerrado el, fecha de firma, fecha de pedido, fecha de factura, "
                    "sluitingsdatum, afsluitdatum, gesloten op, orderdatum, factuurdatum"
                ),
            ),
            ("likely", "date, datum, belegdatum, buchungsdatum, day, tag, closed, fecha"),
            (
                "unsure",
                (
                    "expected close date, est. close date, estimated close date, expected closing, date deadline, "
                    "deadline, voraussichtliches abschlussdatum, voraussichtlicher abschluss, geplanter abschluss, "
                    "erwarteter abschluss, erwartetes abschlussdatum, gesch. abschlussdatum, lieferdatum, "
                    "delivery date, zahlungsdatum, paid on, "
                    "date de clôture prévue, date de livraison, date de paiement, fecha prevista de cierre, "
                    "fecha de cierre prevista, fecha de entrega, fecha de pago, verwachte sluitingsdatum, "
                    "leverdatum, betaaldatum"
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
            (
                "sure",
                (
                    "stage, stage name, deal stage, stage id, sales stage, phase, verkaufsphase, vertriebsphase, "
                    "deal-phase, verkaufsstufe, "
                    "étape, phase de la transaction, étape de la transaction, phase de vente, étape de vente, "
                    "etapa, etapa del negocio, etapa de ventas, fase, dealfase, fase van deal, verkoopfase"
                ),
            ),
            (
                "sure",
                (
                    "status, state, state code, deal status, status reason, status code, auftragsstatus, won status, "
                    "statusgrund, vorgangsstatus, verkaufsstatus, statut, état, estado, estado del negocio"
                ),
            ),
        ),
    ),
    Wanted("won", "text", (("sure", "is won, won, is closed won, closed won, gewonnen, gagné, ganado"),)),
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
                    "transaction currency id, company currency, währung, währungscode, devise, moneda, divisa, valuta"
                ),
            ),
        ),
    ),
    Wanted(
        "margin",
        "number",
        (("sure", "margin, gross margin, profit, deckungsbeitrag, db, rohertrag, marge, margen"),),
    ),
    Wanted(
        "created_on",
        "date",
        (
            (
                "sure",
                (
                    "created date, create date, created on, deal created, add time, created, creation date, "
                    "date created, "
                    "erstellt am, angelegt am, erstelldatum, anlagedatum, engage date, date open, "
                    "date de création, créé le, fecha de creación, creado el, aanmaakdatum, gemaakt op"
                ),
            ),
        ),
    ),
    Wanted(
        "type",
        "text",
        (
            (
                "sure",
                (
                    "type, deal type, opportunity type, geschäftsart, auftragsart, vorgangsart, typ, deal-typ, "
                    "type de transaction, type d'affaire, tipo, tipo de negocio, soort, type deal"
                ),
            ),
        ),
    ),
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
            (
                "sure",
                (
                    "activity date, completed on, marked as done time, done on, erledigt am, actual end, "
                    "durchgeführt am, fait le, hecho el, uitgevoerd op"
                ),
            ),
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
