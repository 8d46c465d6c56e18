"""The columns that each table of a mapping can use, and what tells one table from another; sources: `names`."""

from __future__ import annotations

from compsim.population.proposal.deal_names import ACCOUNTS, ACTIVITIES, CREDITS, DEALS, PRODUCTS, REP_IDS, REP_NAMES
from compsim.population.proposal.names import Wanted

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
            ("sure", "role, job role, sales role, rolle, vertriebsrolle, comp plan, plan"),
            ("likely", "job title, title, position, job position, funktion, stelle, user role, profile"),
        ),
        tie=True,
        missing=ONE_WORD,
    ),
    Wanted(
        "team",
        "text",
        (
            ("sure", "team, sales team, vertriebsteam, team name, main team"),
            ("likely", "department, department id, abteilung, gruppe, group, business unit"),
            ("unsure", "manager, vorgesetzter, führungskraft, region, gebiet, regional office"),
        ),
        tie=True,
        missing="one word for everybody; a team may be everybody with the same manager",
    ),
    Wanted(
        "manager",
        "text",
        (
            ("sure", "manager, vorgesetzter, führungskraft, teamleiter, teamleitung, team lead, reports to"),
            ("likely", "manager id, manager name, parent id"),
        ),
    ),
    Wanted(
        "start",
        "date",
        (
            ("sure", "start, start date, plan start, gültig ab, von"),
            ("likely", "hire date, hired, eintritt, eintrittsdatum"),
        ),
    ),
    Wanted(
        "end",
        "date",
        (
            ("sure", "end, end date, plan end, gültig bis, bis"),
            ("likely", "exit date, leaving date, termination date, austritt, austrittsdatum"),
        ),
    ),
    Wanted(
        "fte",
        "number",
        (("sure", "fte, beschäftigungsgrad, employment level, stellenanteil, arbeitszeitanteil, vollzeitäquivalent"),),
    ),
    Wanted(
        "base_salary",
        "number",
        (
            (
                "sure",
                (
                    "base salary, base pay, annual base salary, fixed salary, grundgehalt, fixum, "
                    "jahresgrundgehalt, fixgehalt"
                ),
            ),
            ("likely", "salary, gehalt, jahresgehalt, annual salary"),
            ("unsure", "monthly salary, monatsgehalt, ote, on-target earnings, zielgehalt, gesamtvergütung"),
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
                    "variable zielvergütung"
                ),
            ),
            ("likely", "variable, variable pay, variabel, bonus at target"),
            ("unsure", "bonus, provision, commission, prämie, ote"),
        ),
        tie=True,
        missing=A_YEAR,
    ),
    Wanted(
        "region",
        "text",
        (("sure", "region, regional office, gebiet, vertriebsgebiet, territory, area, niederlassung"),),
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
            ("sure", "paid, paid out, payout, commission paid, ausgezahlt, auszahlung"),
            ("likely", "provision, prämie, bonus"),
        ),
    ),
    Wanted("period", "text", (("sure", "period, month, monat, quarter, quartal, abrechnungsmonat, zeitraum"),)),
)

TABLES: dict[str, tuple[Wanted, ...]] = {
    "deals": DEALS,
    "roster": ROSTER,
    "accounts": ACCOUNTS,
    "products": PRODUCTS,
    "activities": ACTIVITIES,
    "credits": CREDITS,
    "paid": PAID,
}

FILE_WORDS: dict[str, str] = {
    "deals": "deal|opportunit|pipeline|order|auftrag|auftraeg|verkauf|verkäuf|umsatz|umsätz|invoice|rechnung|crm.?lead",
    "roster": "user|employee|people|person|roster|team|mitarbeiter|vertrieb(?!s)|außendienst|owner|staff|rep(?:s|$)",
    "accounts": "account|compan|customer|organi[sz]ation|kunde|firm|partner",
    "products": "product|produkt|artikel|item|price|preis",
    "activities": "activit|task|meeting|event|call|aktivit|termin|besuch",
    "credits": "split|credit|anteil",
    "paid": "paid|payout|payment|auszahlung|provision|commission",
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
}
