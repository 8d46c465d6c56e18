"""The English strings of the page My plan."""

from __future__ import annotations

MY_PLAN_PAGE: dict[str, str] = {
    "own.title": "My plan",
    "own.person": "Person",
    "own.choose": "Choose a person",
    "own.in_role": "{rep}, {role}",
    "own.no_name": "(no name)",
    "own.own_line": "One person's own line. Nobody else's figures stand here.",
    "own.nobody": "This plan has no role that anybody in these data has. Choose another plan to start from.",
    "own.set": "What if I reach …",
    "own.set_lead": "Each slider begins with what was reached. Results move in proportion, month by month, as they "
    "were spread. What has a slider of its own stays where its slider is: the team's result while you move your own, "
    "a share while you move what it is a share of.",
    "own.slider": "{objective}, attainment in %",
    "own.reset": "As it was",
    "own.picture": "Picture over",
    "own.next": "The next point",
    "own.next_lead": "A point is one of attainment over the whole time. Every figure is worked out with the whole "
    "plan, so a gate, a cap or a factor that reads the same result counts too.",
    "own.three": "Three what-ifs side by side",
    "own.three_lead": "Every figure can be changed; the three stay while this visit lasts. Results that count by month "
    "or quarter keep their ups and downs, so 100 % of the year can leave a quarter short of its target.",
    "own.case_target": "Exactly target",
    "own.case_was": "As it was",
    "own.case_more": "Everything 10 points higher",
    "own.case_pay": "Variable pay",
    "own.case_change": "{change} against as it was",
    "own.documents": "Announce it in two steps",
    "own.documents_lead": "Step one: the rules of a role on one page, without anybody's figures. Step two: a "
    "letter to each person with the own targets, what they pay, and a place to sign.",
    "own.all": "Documents for everybody",
    "own.all_lead": "One file for each role, or one for each person, packed in a zip.",
    "own.prepare": "Write the letters to all",
    "own.writing": "Writing the letters",
    "own.written": "{count} of {many} letters",
    "own.stop": "Stop",
    "own.valid_from": "Valid from",
    "own.continues": "Replaces or continues",
    "own.ask": "Who to ask",
    "own.format": "As a file for",
    "own.pdf": "PDF, to hand over",
    "own.docx": "Word, to change",
    "own.summary": "Step one: plan summary",
    "own.letter": "Step two: letter",
    "own.all_summaries": "Summaries of all roles (zip)",
    "own.all_letters": "Letters to all (zip)",
    "own.zip_letters": "objective-letters.zip",
    "own.zip_summaries": "plan-summaries.zip",
    "own.handbook": "How to announce a plan in two steps",
}
