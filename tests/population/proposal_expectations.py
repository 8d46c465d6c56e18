"""What a proposal must find in each folder of exports/, written by hand from the files."""

from collections.abc import Mapping as MappingOf

EXPECTED: MappingOf[str, MappingOf[str, MappingOf[str, str]]] = {
    "salesforce": {
        "roster": {"rep": "Id", "name": "Name", "role": "UserRole", "team": "Department", "manager": "ManagerId"},
        "deals": {
            "deal": "Id",
            "rep": "OwnerId",
            "amount": "Amount",
            "closed_on": "CloseDate",
            "stage": "StageName",
            "account": "AccountId",
            "created_on": "CreatedDate",
            "type": "Type",
            "source": "LeadSource",
        },
        "accounts": {
            "account": "Id",
            "sector": "Industry",
            "account_country": "BillingCountry",
            "account_employees": "NumberOfEmployees",
        },
    },
    "hubspot": {
        "roster": {"rep": "rep", "team": "team"},
        "deals": {
            "deal": "Record ID",
            "rep": "Deal owner",
            "amount": "Amount",
            "closed_on": "Close Date",
            "stage": "Deal Stage",
            "account": "Associated Company",
            "currency": "Currency",
            "created_on": "Create Date",
            "type": "Deal Type",
            "pipeline": "Pipeline",
            "sales_team": "HubSpot Team",
        },
    },
    "pipedrive": {
        "roster": {"rep": "Name", "team": "Team"},
        "deals": {
            "deal": "Deal - ID",
            "rep": "Deal - Owner",
            "amount": "Deal - Value",
            "closed_on": "Deal - Won time",
            "stage": "Deal - Status",
            "account": "Deal - Organization",
            "currency": "Deal - Currency",
            "created_on": "Deal - Deal created",
            "pipeline": "Deal - Pipeline",
        },
        "activities": {
            "rep": "Activity - Assigned to user",
            "day": "Activity - Due date",
            "type": "Activity - Type",
        },
    },
    "dynamics": {
        "roster": {
            "rep": "Employee",
            "role": "Position",
            "team": "Business Unit",
            "start": "Hire Date",
            "fte": "FTE",
            "base_salary": "Base Salary",
            "target_incentive": "Target Bonus",
        },
        "deals": {
            "deal": "(Do Not Modify) Opportunity",
            "rep": "Owner",
            "amount": "Actual Revenue",
            "closed_on": "Actual Close Date",
            "stage": "Status",
            "account": "Potential Customer",
        },
    },
    "odoo": {
        "roster": {"rep": "name", "role": "job_title", "team": "department_id", "manager": "parent_id"},
        "deals": {
            "deal": "id",
            "rep": "user_id",
            "amount": "expected_revenue",
            "closed_on": "date_closed",
            "stage": "stage_id",
            "account": "partner_id",
            "created_on": "create_date",
            "sales_team": "team_id",
        },
    },
    "german": {
        "roster": {
            "rep": "Name",
            "role": "Rolle",
            "team": "Team",
            "manager": "Vorgesetzter",
            "start": "Eintrittsdatum",
            "fte": "Beschäftigungsgrad",
            "base_salary": "Grundgehalt",
            "target_incentive": "Zielprovision (EUR)",
            "region": "Gebiet",
        },
        "deals": {
            "deal": "Auftragsnr.",
            "rep": "Vertriebsmitarbeiter",
            "amount": "Betrag (EUR)",
            "closed_on": "Auftragsdatum",
            "stage": "Status",
            "account": "Kunde",
            "product_line": "Warengruppe",
        },
    },
}
OPEN = {
    "salesforce": {"base_salary", "target_incentive"},
    "hubspot": {"role", "base_salary", "target_incentive"},
    "pipedrive": {"role", "base_salary", "target_incentive"},
    "dynamics": set(),
    "odoo": {"base_salary", "target_incentive"},
    "german": set(),
}
WON = {
    "salesforce": "Closed Won",
    "hubspot": "Closed won",
    "pipedrive": "Won",
    "dynamics": "Won",
    "odoo": "Won",
    "german": "gewonnen",
}
# rep and month -> revenue and deals won: the rows of exports/ whose stage counts, added up by hand
REVENUE = {
    "salesforce": {
        ("005X1", "2025-01"): (12_000.50, 1),
        ("005X1", "2025-02"): (8_000, 1),
        ("005X2", "2025-03"): (20_000, 1),
        ("005X3", "2025-04"): (1_500.25, 1),
    },
    "hubspot": {
        ("Rep Ahorn", "2025-01"): (1_200, 1),
        ("Rep Ahorn", "2025-02"): (800.50, 1),
        ("Rep Birke", "2025-03"): (2_500, 1),
    },
    "pipedrive": {
        ("Rep Ahorn", "2025-01"): (700, 1),
        ("Rep Ahorn", "2025-02"): (900, 1),
        ("Rep Birke", "2025-03"): (650, 1),
    },
    "dynamics": {("Rep Ahorn", "2025-02"): (9_500, 1), ("Rep Birke", "2025-03"): (4_200, 1)},
    "odoo": {
        ("Rep Ahorn", "2025-01"): (1_000, 1),
        ("Rep Ahorn", "2025-03"): (250.50, 1),
        ("Rep Birke", "2025-03"): (80, 1),
    },
    "german": {
        ("Rep Grün", "2025-03"): (1_234.50, 1),
        ("Rep Grün", "2025-04"): (500, 1),
        ("Rep Weiß", "2025-04"): (-250.25, 0),  # a return: taken off revenue, and no deal won
        ("Rep Weiß", "2025-05"): (12_000, 1),
    },
}
