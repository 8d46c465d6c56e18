"""The columns that each table of a mapping can use, and what tells one table from another; sources: `names`."""

from __future__ import annotations

from compsim.population.proposal.deal_names import ACCOUNTS, ACTIVITIES, CREDITS, DEALS, PRODUCTS, REP_IDS, REP_NAMES
from compsim.population.proposal.names import Wanted, group_of

TARGETS_OF_COUNTS = (
    "neukundenziel, new customer target, abschlussziel, deal target, deals target, margenziel, margin target, "
    "db-ziel, objectif nouveaux clients, objectif de marge, objetivo de clientes nuevos, doelstelling nieuwe klanten"
)
TIMES = (
    "period, month, monat, quarter, quartal, zeitraum, periode, halbjahr, half-year, période, mois, trimestre, "
    "semestre, período, periodo, mes, kwartaal, maand"
)
ONE_WORD = "one word for everybody, or a column of the people's file"
A_YEAR = "one figure a year for everybody, or a column of the people's file"

ROSTER = (
    Wanted(
        "rep",
        "text",
        (
            (
                "sure",
                "name, full name, employee, employee name, user, display name, mitarbeiter, mitarbeitername, "
                "mitarbeiter/in, mitarbeitende, nachname vorname, name vorname, nom, nom complet, nom prénom, "
                "collaborateur, salarié, nombre, nombre completo, empleado, naam, volledige naam, medewerker, "
                + REP_NAMES,
            ),
            ("sure", "id, system user id, user, login, email, e-mail, user principal name, " + REP_IDS),
        ),
        missing="the column that names each person as the deals do",
    ),
    Wanted("name", "text", (("sure", "name, full name, employee name, display name, mitarbeitername, owner name"),)),
    Wanted(
        "role",
        "text",
        (
            ("sure", "role, job role, sales role, rolle, vertriebsrolle, comp plan, plan, rôle, rol"),
            (
                "likely",
                (
                    "job title, title, position, job position, funktion, stelle, stellenbezeichnung, tätigkeit, "
                    "user role, profile, fonction, poste, intitulé du poste, puesto, cargo, función, functie"
                ),
            ),
        ),
        tie=True,
        missing=ONE_WORD,
    ),
    Wanted(
        "team",
        "text",
        (
            ("sure", "team, sales team, vertriebsteam, team name, main team, équipe, equipo, verkoopteam"),
            (
                "likely",
                (
                    "department, department id, abteilung, gruppe, group, business unit, bereich, "
                    "département, departamento, afdeling"
                ),
            ),
            (
                "unsure",
                (
                    "manager, vorgesetzter, führungskraft, region, gebiet, regional office, standort, niederlassung, "
                    "région, agence, región, zona, oficina, regio, vestiging"
                ),
            ),
        ),
        tie=True,
        missing="one word for everybody; a team may be everybody with the same manager",
    ),
    Wanted(
        "manager",
        "text",
        (
            (
                "sure",
                (
                    "manager, vorgesetzter, führungskraft, teamleiter, teamleitung, team lead, reports to, "
                    "vertriebsleiter, supérieur, supérieur hiérarchique, n+1, responsable, jefe, supervisor, "
                    "leidinggevende, teamleider"
                ),
            ),
            ("likely", "manager id, manager name, parent id"),
        ),
    ),
    Wanted(
        "start",
        "date",
        (
            ("sure", "start, start date, plan start, gültig ab, von, date de début, fecha de inicio, startdatum"),
            (
                "likely",
                (
                    "hire date, hired, eintritt, eintrittsdatum, einstellungsdatum, date d'entrée, date d'embauche, "
                    "fecha de alta, fecha de ingreso, fecha de contratación, datum in dienst, in dienst sinds"
                ),
            ),
        ),
    ),
    Wanted(
        "end",
        "date",
        (
            ("sure", "end, end date, plan end, gültig bis, bis, date de fin, fecha de fin, einddatum"),
            (
                "likely",
                (
                    "exit date, leaving date, termination date, austritt, austrittsdatum, date de sortie, "
                    "fecha de baja, datum uit dienst"
                ),
            ),
        ),
    ),
    Wanted(
        "fte",
        "number",
        (
            (
                "sure",
                (
                    "fte, beschäftigungsgrad, employment level, stellenanteil, arbeitszeitanteil, vollzeitäquivalent, "
                    "beschäftigungsumfang, teilzeitgrad, teilzeitquote, teilzeitfaktor, pensum, arbeitspensum, vzä, "
                    "mak, etp, taux d'activité, taux d'emploi, taux de temps partiel, quotité de travail, "
                    "porcentaje de jornada, deeltijdfactor, deeltijdpercentage, parttimefactor, parttimepercentage"
                ),
            ),
            (
                "likely",
                (
                    "weekly hours, hours per week, hours a week, working hours, wochenstunden, wochenarbeitszeit, "
                    "arbeitsstunden pro woche, stunden pro woche, stunden/woche, std./woche, arbeitszeit, "
                    "heures hebdomadaires, heures par semaine, horas semanales, horas por semana, uren per week, "
                    "contracturen"
                ),
            ),
        ),
    ),
    Wanted(
        "base_salary",
        "number",
        (
            (
                "sure",
                (
                    "base salary, base pay, annual base salary, fixed salary, fixed pay, grundgehalt, fixum, "
                    "jahresgrundgehalt, fixgehalt, festgehalt, fixvergütung, grundvergütung, bruttogrundgehalt, "
                    "grundgehalt brutto, fixanteil, "
                    "salaire de base, salaire fixe, rémunération fixe, fixe, "
                    "salario base, salario fijo, sueldo base, sueldo fijo, retribución fija, "
                    "basissalaris, vast salaris, vaste beloning"
                ),
            ),
            (
                "likely",
                (
                    "salary, gehalt, jahresgehalt, annual salary, bruttogehalt, bruttojahresgehalt, jahresbrutto, "
                    "monatsgehalt, monthly salary, bruttomonatsgehalt, monatsbrutto, "
                    "salaire, salaire annuel, salaire brut, salaire mensuel, salario, sueldo, salario bruto, "
                    "salario anual, salario mensual, salaris, jaarsalaris, brutosalaris, maandsalaris"
                ),
            ),
            (
                "unsure",
                (
                    "ote, on-target earnings, zielgehalt, zieleinkommen, jahreszieleinkommen, gesamtvergütung, "
                    "rémunération totale, salario total, totaal inkomen"
                ),
            ),
        ),
        tie=True,
        missing=A_YEAR,
    ),
    Wanted(
        "target_incentive",
        "number",
        (
            (
                "sure",
                (
                    "target incentive, target variable, variable target, target bonus, target commission, zielbonus, "
                    "zielprovision, zielprämie, zieltantieme, zielvariable, variables zielgehalt, "
                    "variable zielvergütung, zielbetrag variabel, variable bei 100 %, bonus bei 100 %, "
                    "provision bei 100 %, zielbonus 100 %, bonus bei zielerreichung, "
                    "prime cible, prime sur objectifs, bonus cible, variable cible, rémunération variable cible, "
                    "part variable cible, "
                    "bono objetivo, variable objetivo, comisión objetivo, incentivo objetivo, "
                    "retribución variable objetivo, "
                    "doelbonus, targetbonus, streefbonus, bonus bij target, variabele beloning bij target"
                ),
            ),
            (
                "likely",
                (
                    "variable, variable pay, variabel, bonus at target, variabler anteil, variable vergütung, "
                    "variabler gehaltsanteil, part variable, rémunération variable, retribución variable, "
                    "variabele beloning, variabel deel"
                ),
            ),
            (
                "unsure",
                (
                    "bonus, provision, commission, prämie, ote, tantieme, jahresbonus, prime, primes, bono, "
                    "comisión, comisiones, incentivo, provisie, commissie"
                ),
            ),
        ),
        tie=True,
        missing=A_YEAR,
    ),
    Wanted(
        "region",
        "text",
        (
            (
                "sure",
                (
                    "region, regional office, gebiet, vertriebsgebiet, territory, area, niederlassung, région, "
                    "secteur, región, zona, territorio, regio, rayon"
                ),
            ),
        ),
    ),
    Wanted("seniority", "text", (("sure", "seniority, level, stufe, karrierestufe, grade"),)),
    Wanted("segment", "text", (("sure", "segment, market segment, marktsegment"),)),
    Wanted("gender", "text", (("sure", "gender, geschlecht, sex"),)),
    Wanted("country", "text", (("sure", "country, land"),)),
)

PAID = (
    Wanted("rep", "text", ROSTER[0].groups),
    Wanted(
        "paid",
        "number",
        (
            ("sure", "paid, paid out, payout, commission paid, ausgezahlt, auszahlung, versé, pagado, uitbetaald"),
            ("likely", "provision, prämie, bonus"),
        ),
    ),
    Wanted("period", "text", (("sure", "period, month, monat, quarter, quartal, abrechnungsmonat, zeitraum"),)),
)

TARGETS = (
    Wanted("rep", "text", ROSTER[0].groups, tie=True, missing="the column that names each person as the roster does"),
    Wanted(
        "measure",
        "text",
        (("sure", "measure, metric, kpi, kennzahl, messgröße, zielgröße, objective, indicateur, indicador"),),
    ),
    Wanted("period", "text", (("sure", TIMES), ("likely", "jahr, year, année, año, jaar, fiscal year, geschäftsjahr"))),
    Wanted("year", "text", (("sure", "jahr, year, année, año, jaar"),)),
    Wanted("date", "date", (("sure", "date, datum, monat, month, start, gültig ab, von, period start, mes, mois"),)),
    Wanted(
        "target",
        "number",
        (
            (
                "sure",
                (
                    "target, quota, goal, sales target, revenue target, sales quota, quota amount, target amount, "
                    "ziel, zielwert, umsatzziel, verkaufsziel, vertriebsziel, sollumsatz, umsatzsoll, umsatzvorgabe, "
                    "objectif, objectif ca, objectif de vente, objectif de chiffre d'affaires, quota de vente, "
                    "objetivo, objetivo de ventas, cuota, cuota de ventas, meta, "
                    "doelstelling, omzetdoel, omzetdoelstelling, verkoopdoel, omzettarget, " + TARGETS_OF_COUNTS
                ),
            ),
            ("likely", "soll, vorgabe, plan, planumsatz, budget, planwert"),
        ),
        tie=True,
        missing="the column with the figure to reach",
    ),
)

TABLES: dict[str, tuple[Wanted, ...]] = {
    "deals": DEALS,
    "roster": ROSTER,
    "accounts": ACCOUNTS,
    "products": PRODUCTS,
    "activities": ACTIVITIES,
    "credits": CREDITS,
    "paid": PAID,
    "targets": TARGETS,
}

FILE_WORDS: dict[str, str] = {
    "deals": "deal|opportunit|oportunidad|pipeline|order|auftrag|auftraeg|aufträg|verkauf|verkäuf|umsatz|umsätz|"
    "invoice|rechnung|crm.?lead|vente|commande|facture|affaire|venta|pedido|factura|negocio|verkoop|verkopen|factuur",
    "roster": "user|employee|people|person|roster|team|mitarbeiter|vertrieb(?!s)|außendienst|owner|staff|rep(?:s|$)|"
    "salari|équipe|equipe|collaborateur|empleado|plantilla|equipo|medewerker|personeel|verkopers",
    "accounts": "account|compan|customer|organi[sz]ation|kunde|firm|partner",
    "products": "product|produkt|artikel|item|price|preis",
    "activities": "activit|task|meeting|event|call|aktivit|termin|besuch",
    "credits": "split|credit|anteil",
    "paid": "paid|payout|payment|auszahlung|provision|commission",
    "targets": "target|quota|goal|ziel(?!bonus|prov|präm)|vorgabe|objectif|objetivo|cuota|doelstelling",
}

# A file can be this table only if one name of each tuple is found among its columns.
NEEDED_TO_BE: dict[str, tuple[tuple[str, ...], ...]] = {
    "deals": (("amount", "stage", "won"), ("closed_on",), ("rep", "deal", "account")),
    "roster": (("rep",), ("role", "team", "manager", "start", "fte", "base_salary", "target_incentive", "region")),
    "accounts": (("account",), ("sector", "account_country", "account_city", "account_segment", "account_employees")),
    "products": (("product",), ("product_line", "list_price")),
    "activities": (("rep",), ("day",), ("type", "number")),
    "credits": (("deal",), ("rep",), ("share",)),
    "paid": (("rep",), ("paid",)),
    "targets": (("rep",), ("target",)),
}
# Names that stand in every file say little about which table it is.
TELLING: dict[str, tuple[str, ...]] = {
    "deals": ("amount", "closed_on", "stage", "won", "rep", "account", "product", "pipeline"),
    "roster": (
        "role",
        "team",
        "manager",
        "start",
        "end",
        "fte",
        "base_salary",
        "target_incentive",
        "region",
        "seniority",
    ),
    "accounts": ("sector", "account_country", "account_city", "account_segment", "account_employees"),
    "products": ("product_line", "list_price", "product"),
    "activities": ("type", "number", "day"),
    "credits": ("share", "deal", "rep"),
    "paid": ("paid", "period"),
    "targets": ("target", "period", "measure", "date"),
}


def is_known(header: str) -> bool:
    """Whether a column's name says what it is in any of the tables."""
    return any(group_of(want, header, table) is not None for table, wanted in TABLES.items() for want in wanted)
