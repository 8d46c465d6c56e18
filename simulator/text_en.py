"""The English table of visible strings. Keys are sorted by page; values are Markdown with {names} for figures."""

from __future__ import annotations

from simulator.text_en_compare import COMPARE_PAGE
from simulator.text_en_documents import DOCUMENTS
from simulator.text_en_export import EXPORT
from simulator.text_en_fairness import FAIRNESS_PAGE
from simulator.text_en_my_plan import MY_PLAN_PAGE
from simulator.text_en_plan import PLAN_PAGE
from simulator.text_en_planner import PLANNER_PAGE
from simulator.text_en_risk import RISK_PAGE
from simulator.text_en_scenarios import SCENARIOS_PAGE
from simulator.text_en_search import SEARCH_PAGE
from simulator.text_en_workshop import WORKSHOP_PAGE

ENGLISH: dict[str, str] = {
    # frame
    "app.title": "Comp-plan simulator",
    "nav.start": "Start",
    "nav.plan": "Plan",
    "nav.result": "Result",
    "nav.compare": "Compare",
    "nav.fairness": "Fairness",
    "nav.risk": "Risk",
    "nav.scenarios": "Scenarios",
    "nav.planner": "Planner",
    "nav.search": "Search",
    "nav.my_plan": "My plan",
    "nav.workshop": "Workshop",
    "nav.handbook": "Sales handbook",
    "side.data": "**People** · {data}",
    "side.plan": "**Plan** · {plan}",
    "months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "period.range": "{first} – {last}",
    "data.company": "Invented company",
    "data.folder": "Folder on this machine",
    "data.upload": "My files",
    "error.title": "Something went wrong",
    "error.body": "This part of the page could not be shown. Nothing was lost; go back, or change something else. "
    "The log has the details under the reference **{reference}**.",
    "error.no_config": "the project's .streamlit/config.toml was not read: start from the project's folder, or other "
    "machines may reach this one",
    "error.store": "the simulator does not start: {why}",
    "handbook.title": "The handbook is not built yet",
    "handbook.body": "The simulator runs without it. To read it here, build it once in the project's folder and load "
    "this page again:",
    "handbook.command": "make docs",
    "handbook.back": "Back to the simulator",
    # what is missing
    "missing.upload.title": "Your files are not here",
    "missing.upload.body": "Files you upload stay in memory for this visit only. After a reload they must be given "
    "again, on the page *Start*. Your plan is still in the address.",
    "missing.broken.title": "The data need mending first",
    "missing.broken.body": "Everything that was found is listed here. Mend it in your files and give them again.",
    "missing.plan.title": "There is no plan for these data yet",
    "missing.plan.body": "A plan could not be made from the data alone.",
    "missing.fit.title": "This plan does not fit these people",
    "missing.fit.body": "The plan needs something that the data do not have. Choose another plan to start from, or "
    "mend what is listed.",
    "missing.to_start": "Go to Start",
    "table.search": "Find in this table",
    "table.keep": "Keep as CSV",
    "table.nothing": "Nothing matches “{search}”.",
    "problems.alt": "What needs mending",
    "problems.notes": "{count} only to know: nothing to mend here, but it may explain the rest.",
    "problems.where": "Where",
    "problems.what": "What",
    "problems.fix": "How to mend it",
    # the plan in use
    "plan.edited": "{plan} (edited)",
    "plan.unknown": "There is no plan under the link **{asked}**. It may have been saved on another machine, or a "
    "letter is missing. You see **{shown}** instead.",
    "plan.unsaved": "Your changes could not be saved, so the link to this plan works in this window only. "
    "Download the plan to keep it.",
    # start
    "start.title": "What would this plan have paid?",
    "start.lead": "Try a sales compensation plan on last year's results, before anybody is paid by it.",
    "start.looking_company": "You are looking at **an invented company**: nobody here is real, and everything can be "
    "tried out at once.",
    "start.looking_folder": "You are looking at **the folder this simulator was started with**. It never leaves "
    "this machine.",
    "start.looking_upload": "You are looking at **your own files**. They are in memory only, and are gone when you "
    "reload the page.",
    "start.plan_is": "The plan on the table is **{plan}**.",
    "start.people": "People",
    "start.teams": "Teams",
    "start.period": "Months",
    "start.paid": "Pay of that year",
    "start.roles": "in {roles}",
    "start.role_one": "one role",
    "start.role_many": "{count} roles",
    "start.measures": "{count} measures",
    "start.paid_known": "known",
    "start.paid_unknown": "not known",
    "start.money_in": "money in {currency}",
    "start.money_unknown": "currency not stated",
    "steps.title": "Four steps",
    "steps.read_title": "**{number}. Read the plan**",
    "steps.read": "What each role is paid for, and how pay rises with attainment.",
    "steps.read_link": "Open the plan",
    "steps.move_title": "**{number}. Change one thing**",
    "steps.move": "Move a weight or a point of a curve; the cost follows at once.",
    "steps.move_link": "Try a weight",
    "steps.judge_title": "**{number}. See who is paid what**",
    "steps.judge": "Total, share at target, teams, people, winners and losers.",
    "steps.judge_link": "Open the result",
    "steps.own_title": "**{number}. Do it with your year**",
    "steps.own": "Three checks before a launch, and what a replay cannot tell you.",
    "steps.own_link": "Simulate before launch",
    "source.title": "Whose year is it?",
    "source.label": "Whose year is it?",
    "source.company": "Three roles in three regions, with a few flaws planted for you to find. It comes back "
    "by itself.",
    "source.folder": "The folder that was named when the simulator was started. Save a file there and reload to see "
    "the change.",
    "source.upload": "Any export of a CRM, an ERP or payroll: you say here which file and which column is what. "
    "Or tables of your own: people, their results, and what they were paid. At most 400 MB together.",
    "source.no_folder": "To work on a folder of your own every time, start with `make run DATA=FOLDER`.",
    "upload.label": "CSV, Excel or Parquet files, several at once",
    "upload.help": "An export of your CRM, ERP or payroll can have any names and columns. Tables that are ready are "
    "called `roster` (rep, role, team, target_incentive …), `results` (rep, measure, period, actual, target) and "
    "`paid` (rep, paid); the name of the file or sheet says which is which.",
    "upload.empty": "Give the files of an export under whatever name: deals and people at least, targets and "
    "activities if you have them. Tables called `roster` and `results` are used as they are. Files are read in memory "
    "and must be given again after a reload. Use pseudonyms where you can.",
    "upload.held": "In memory: {files}",
    "upload.source": "upload",
    "upload.too_large": "the files are larger than 400 MB together",
    "upload.too_large_fix": "Leave out columns and tables that the plan does not need.",
    "check.broken": "**{count} to mend** before these data can be used.",
    "check.notes": "{count} worth knowing about these data",
    "check.formats": "How the files were read",
    "check.fine": "The data were checked: nothing to mend.",
    "plain.title": "A plain plan to begin with",
    **EXPORT,
    **FAIRNESS_PAGE,
    **COMPARE_PAGE,
    **DOCUMENTS,
    **PLAN_PAGE,
    **MY_PLAN_PAGE,
    **PLANNER_PAGE,
    **RISK_PAGE,
    **SEARCH_PAGE,
    **SCENARIOS_PAGE,
    **WORKSHOP_PAGE,
    # result page
    "result.title": "Result",
    "result.lead": "The people and results of last year, paid by this plan. Nothing here predicts what people would "
    "have done differently.",
    "result.total": "Under **{plan}**, {period} would have cost **{total}** in variable pay.",
    "result.notes": "What to know about these figures ({count})",
    "assumed.title": "What is assumed, because the data do not say it ({count})",
    "result.more": "That is {amount} more than was paid ({change}).",
    "result.less": "That is {amount} less than was paid ({change}).",
    "result.same": "That is what was paid.",
    "result.paid_unknown": "What was really paid is not among the data.",
    "result.of_sales": "Cost of sales: {share}, with base salaries {with_base}.",
    "result.at_target": "How many should be at target?",
    "result.sources": "Who publishes these ranges",
    "result.range": "**{name}**: {span}; {here}. :gray[Source ({kind}, {year}): {source}]",
    "result.how_many": "What the evidence says",
    "result.changes": "Whose pay changes?",
    "result.against": "Against",
    "result.against_paid": "What was paid",
    "result.baseline": "{plan} (start)",
    "result.no_comparison": "There is nothing to compare with: these data say nothing about what was paid, and came "
    "with one plan only.",
    "result.change_table": "Everybody's change as a table",
    "result.change_alt": "Change of pay of each person",
    "result.teams": "Teams",
    "result.team_table": "Teams as a table",
    "result.people": "People",
    "result.people_alt": "Attainment and pay of each person",
    "result.take": "Take it along",
    "result.take_lead": "The workbook holds totals, everybody's pay by period and component, and the changes. It names "
    "people: keep it where pay belongs.",
    "result.workbook": "Download workbook",
    "result.file": "payouts.xlsx",
    "result.to_plan": "Change the plan",
    "result.handbook": "Simulate before launch",
    "rep.dialog": "One person",
    "rep.open_from_chart": "Choose a point in the picture to see that person's year, step by step.",
    "rep.choose": "One person in detail",
    "rep.placeholder": "Choose a person",
    "rep.objectives": "**Objectives**",
    "rep.objectives_alt": "Objectives of one person",
    "rep.weight": "Weight",
    "rep.year": "**What was paid when**",
    "rep.year_alt": "Pay of {rep} by component and period",
    "rep.nothing": "Nothing would have been paid.",
    "rep.steps": "Step by step",
    "rep.under": "Paid by",
    "rep.settlement": "Settlement",
    "rep.in_role": "{settlement}, {role}",
    "rep.again": "{settlement} ({number})",
    "rep.no_plan": "{plan} has no plan for this person.",
    "rep.total": "Total {currency}",
}
