"""The English strings about what can be taken along: pictures, the workbook with formulas, and the brief."""

from __future__ import annotations

DOCUMENTS: dict[str, str] = {
    "saving.title": "Save pictures",
    "saving.how": "Each picture has a camera button in its upper corner: point at the picture, or go there with the "
    "Tab key. It is saved on this machine only.",
    "saving.format": "Saved as",
    "saving.svg": "SVG, sharp at every size",
    "saving.png": "PNG, for slides and mails",
    "saving.light": "On white, though the page is dark",
    "document.formulas": "Workbook with formulas",
    "document.formulas_help": "Choose a person in it, and every step of the pay is worked out by formulas, beside what "
    "this page says. It names everybody on the plan.",
    "document.formulas_file": "pay-with-formulas.xlsx",
    "document.brief": "Brief (PDF)",
    "document.brief_help": "Two to four pages: what changes in the plan, whose pay, and what is not known. It names "
    "nobody and shows no group of fewer than five.",
    "document.brief_file": "brief.pdf",
    "document.brief_paid": "A brief holds one plan against another. Choose a plan to compare with in place of what was "
    "paid.",
    "document.brief_few": "Fewer than five people can be compared, so a brief would show their pay. There is none.",
    "compare.take": "Take it along",
    "compare.take_lead": "For leadership and a works council: a brief in neutral words. It takes a few seconds.",
}
