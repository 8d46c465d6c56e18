"""The plan summary and the objective letter: the engine's figures, nobody else's, on their pages, in every name."""

import io
import unicodedata
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

import compsim as cs
from compsim.analysis.own_plan import OwnPlan, own_plans
from compsim.errors import PopulationError
from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.people import Deals, Population
from compsim.present.letter import pdf
from compsim.present.letter.handed_out import File, Format, in_one, letter_of, letters, summaries, whom
from compsim.present.letter.letter import objective_letter
from compsim.present.letter.packed import file_stems
from compsim.present.letter.sheet import Sheet, Stated
from compsim.present.letter.sheet import text_of as everything
from compsim.present.letter.summary import plan_summary
from compsim.present.numbers import money
from tests.analysis.really import LINEAR, plan, sellers

A = "weight: 60%, curve: {points: {80%: 0%, 100%: 100%, 150%: 250%}}"
B = "weight: 40%, curve: {steps: {80%: 50%, 100%: 100%, 120%: 150%}}"
NAME = "Jürgen Müßig-Öztürk"


def text_of(file: File) -> str:
    if file.name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.content)).pages)
    document = Document(io.BytesIO(file.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def pages_of(file: File) -> int:
    return len(PdfReader(io.BytesIO(file.content)).pages)


def in_one_line(file: File) -> str:
    """What a file says, its lines joined."""
    return " ".join(text_of(file).split())


def paid(scenario: Scenario, people: Population, row: int = 0) -> dict[str, float]:
    """What each part and all of it pays at each level: `a at 80` -> money."""
    [own] = own_plans(scenario, people, [row])
    parts = {each.level: {**each.pay.parts, "total": each.pay.total} for each in own.examples}
    return {f"{name} at {level * 100:.0f}": money for level, pay in parts.items() for name, money in pay.items()}


@cache
def company(name: str) -> tuple[Scenario, Population]:
    return cs.example_scenarios()[name], cs.example_population()


@cache
def everybodys(name: str) -> dict[str, tuple[OwnPlan, Sheet]]:
    """What everybody's letter is made of: the one sheet that both kinds of file are written from."""
    scenario, people = company(name)
    plans = own_plans(scenario, people, list(whom(scenario, people).values()))
    return {own.rep: (own, objective_letter(own)) for own in plans}


# --- figures


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_letter_says_what_is_worked_out_by_hand(ending: Format) -> None:
    """At 120 % the first pays 160 % of 6,000 and the second 150 % of 4,000: 9,600 + 6,000."""
    people = sellers({"a": [7, 90], "b": [300, 110]}, target_incentive=10_000.0, rep=[NAME, "Somebody Else"])
    [file] = letters(
        plan("two", {"a": A, "b": B}), people, [NAME], ending, Stated("1 January", "last year's", "Ms Weiß")
    )
    said = text_of(file)
    for words in (NAME, "€6,000.00", "€4,000.00", "€2,000.00", "€10,000.00", "€9,600.00", "€15,600.00", "Ms Weiß"):
        assert words in said, words
    assert "Somebody" not in said


def test_examples_are_the_engines_at_every_level() -> None:
    found = paid(plan("two", {"a": A, "b": B}), sellers({"a": [7], "b": [300]}))
    assert found == pytest.approx(
        {
            "a at 80": 0.0,
            "b at 80": 200.0,
            "total at 80": 200.0,
            "a at 100": 600.0,
            "b at 100": 400.0,
            "total at 100": 1000.0,
            "a at 120": 960.0,
            "b at 120": 600.0,
            "total at 120": 1560.0,
        }
    )


@settings(max_examples=25)
@given(st.lists(st.one_of(st.floats(0, 300), st.just(np.nan)), min_size=2, max_size=4))
def test_examples_do_not_hang_on_results(results: list[float]) -> None:
    scenario = plan("two", {"a": A, "b": f"measure: a, credit: team, weight: 40%, {LINEAR}"})
    assert paid(scenario, sellers({"a": results})) == pytest.approx(
        paid(scenario, sellers({"a": [100.0] * len(results)}))
    )


def test_gates_caps_and_lower_is_better_count_in_the_examples() -> None:
    gated = plan(
        "gated", {"a": f"weight: 100%, {LINEAR}"}, ", gates: [{measure: a, hurdle: 90%}], caps: {payout: 110%}"
    )
    found = paid(gated, sellers({"a": [50]}, better={"a": "lower"}))
    assert [found[f"total at {level}"] for level in (80, 100, 120)] == pytest.approx([0.0, 1000.0, 1100.0])


def test_two_targets_of_one_measure_are_met_each_by_itself() -> None:
    """The second asks for 150 where the data ask for 100."""
    scenario = plan("own", {"a": A, "b": f"measure: a, target: {{every_year: 150}}, {B}"})
    [own] = own_plans(scenario, sellers({"a": [70]}), [0])
    assert [each.target for each in own.objectives] == [100.0, 150.0]
    assert all(each.pay.attainment == pytest.approx({"a": each.level, "b": each.level}) for each in own.examples)


def test_targets_that_grow_on_results_stay_as_they_are() -> None:
    """200 in all, 10 % more, shared by what each brought: 55 and 165."""
    rule = "target: {total: {growth: 10%}, shared_by: results, base: 2025}"
    scenario = plan("grown", {"a": f"weight: 100%, {rule}, {LINEAR}"})
    plans = list(own_plans(scenario, sellers({"a": [50, 150]}), [0, 1]))
    assert [each.objectives[0].target for each in plans] == pytest.approx([55.0, 165.0])
    assert [example.pay.total for each in plans for example in each.examples] == pytest.approx([800, 1000, 1200] * 2)


@pytest.mark.parametrize("own_target", [np.nan, 900.0])
def test_a_manager_is_held_against_what_the_reports_plan_asks_of_them(own_target: float) -> None:
    """Two of 100 by their own plan, not the 500 of the data; or a target of the manager's own, which then holds."""
    text = """
    {scenario: both, plans: {
      boss: {settled: yearly, objectives: {r: {weight: 100%, credit: reports, curve: {rates: {0%: 1}}}},
             gates: [{measure: r, credit: reports, hurdle: 90%}]},
      seller: {settled: yearly, objectives: {r: {weight: 100%, target: {every_year: 100}, curve: {rates: {0%: 1}}}}}}}
    """
    people = sellers({"r": [np.nan, 60, 30]}, role=["boss", "seller", "seller"], manager=["", "R0", "R0"])
    people = replace(people, targets={"r": np.array([[own_target], [500.0], [500.0]])})
    [boss] = own_plans(read_scenario(text), people, [0])
    assert boss.objectives[0].target == (200.0 if np.isnan(own_target) else 900.0)
    assert [each.pay.total for each in boss.examples] == pytest.approx([0.0, 1000.0, 1200.0])


def test_a_cap_on_single_deals_is_no_target() -> None:
    """What a deal counts for at most says nothing about how a target is met."""
    capped = plan("capped", {"a": f"weight: 100%, caps: {{deal: 30}}, {LINEAR}"})
    people = sellers({"a": [70]})
    one = np.array([0])
    name, measure = np.array(["D1"], dtype=object), np.array(["a"], dtype=object)
    deals = Deals(name, one, one, measure, np.array([70.0]), np.array([1.0]), pd.DataFrame(index=[0]))
    found = paid(capped, replace(people, deals=deals))
    assert [found[f"total at {level}"] for level in (80, 100, 120)] == pytest.approx([800.0, 1000.0, 1200.0])


def test_somebody_who_joins_is_paid_for_the_time_there() -> None:
    scenario, people = company("next_year")
    own: OwnPlan = next(own_plans(scenario, people, [2]))  # leaves on 15 June
    assert own.share == pytest.approx((5 + 15 / 30) / 12)
    assert own.incentive == pytest.approx(30_000 * own.share)
    assert {each.level: round(each.pay.total, 2) for each in own.examples}[1.0] == pytest.approx(
        own.incentive, abs=0.01
    )
    [file] = letters(scenario, people, [own.rep])
    said = in_one_line(file)
    assert "You are on the plan for 46 % of it" in said
    assert money(own.incentive, "EUR", decimals=2) in said


# --- the invented company


def test_what_counts_quarter_by_quarter_has_the_target_of_each_quarter() -> None:
    """48 first meetings a quarter; somebody who leaves on 15 June owes 8 of the 48 less, and later nothing."""
    [stays, leaves] = own_plans(*company("next_year"), [0, 2])
    assert [(own.rep, own.role) for own in (stays, leaves)] == [("Rep H-01", "hunter"), ("Rep H-03", "hunter")]
    for own, asked in ((stays, [48, 48, 48, 48]), (leaves, [48, 40, np.nan, np.nan])):
        meetings = {each.name: each for each in own.objectives}["first_meetings"]
        assert [step.periods[0] for step in meetings.targets] == ["2025-01", "2025-04", "2025-07", "2025-10"]
        assert [step.target for step in meetings.targets] == pytest.approx(asked, nan_ok=True)
        assert meetings.target == pytest.approx(np.nansum(asked))
        assert [each.name for each in own.objectives if each.targets] == ["first_meetings"], "the rest counts by year"
    said = everything(objective_letter(leaves))
    assert said.index("Target in") < said.index("January to March 2025") < said.index("October to December 2025")


def test_a_share_is_asked_in_each_half_year_and_not_added_up() -> None:
    everybody = [each for each, _ in everybodys("next_year").values() if each.role == "account_manager"]
    own = next(each for each in everybody if each.share == 1.0)
    rate = {each.name: each for each in own.objectives}["win_rate"]
    assert [step.target for step in rate.targets] == pytest.approx([rate.target, rate.target])


@pytest.mark.parametrize("name", ["last_year", "next_year"])
def test_every_letter_has_its_own_person_and_nobody_elses(name: str) -> None:
    people = company(name)[1]
    assert set(everybodys(name)) == set(people.roster["rep"])
    for rep, (_, sheet) in everybodys(name).items():
        said = everything(sheet)
        assert rep in said
        assert [other for other in everybodys(name) if other != rep and other in said] == []
        assert "Manager 0" not in said


@pytest.mark.parametrize("name", ["last_year", "next_year"])
def test_every_letter_pays_what_the_engine_pays_at_target(name: str) -> None:
    for own, sheet in everybodys(name).values():
        said = everything(sheet)
        for each in own.examples:
            assert each.pay.attainment == pytest.approx(dict.fromkeys(each.pay.attainment, each.level))
            assert money(each.pay.total, "EUR", decimals=2) in said
        if not own.plan.commissions:
            assert own.examples[1].pay.total == pytest.approx(own.incentive)


@pytest.mark.parametrize("name", ["last_year", "next_year"])
def test_a_letter_does_not_change_with_what_others_have(name: str) -> None:
    """Twice the incentive, three times the salary, other targets of what is not counted together.

    Other results too, but for a target that the plan shares out of a sum by what each brought.
    """
    scenario, people = company(name)
    own, sheet = everybodys(name)["Rep H-05"]
    row = whom(scenario, people)["Rep H-05"]
    others = np.arange(len(people.roster)) != row
    roster = people.roster.copy()
    roster.loc[others, "target_incentive"] *= 2
    roster.loc[others, "base_salary"] *= 3
    by_results = {own.plan.measure(part) for part, what in own.plan.objectives.items() if what.target is not None}
    collective = {own.plan.measure(part) for part, what in own.plan.objectives.items() if what.credit != "individual"}
    results = {
        measure: values if measure in by_results else np.where(others[:, None], values * 1.7, values)
        for measure, values in people.results.items()
    }
    targets = {
        measure: values if measure in collective else np.where(others[:, None], values * 0.6, values)
        for measure, values in people.targets.items()
    }
    changed = replace(people, roster=roster, results=results, targets=targets)
    [again] = own_plans(scenario, changed, [row])
    assert objective_letter(again) == sheet


@pytest.mark.parametrize("name", ["last_year", "next_year"])
def test_a_letter_in_full_stays_on_its_pages_and_ends_with_the_signatures(name: str) -> None:
    scenario, people = company(name)
    for rep in list(everybodys(name))[::24]:
        [file] = letters(scenario, people, [rep], "pdf", Stated("1 January", "last year's", "Ms Weiß"))
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(file.content)).pages]
        assert len(pages) <= 2
        assert "date, signature" in pages[-1]
        assert "What you would be paid" in pages[-1], "the money stands where it is signed"


@pytest.mark.parametrize("name", ["last_year", "next_year"])
def test_a_summary_has_the_rules_on_one_page_and_nobodys_figures(name: str) -> None:
    scenario, people = company(name)
    files = list(summaries(scenario, people))
    assert [file.name for file in files] == [f"{role}-plan-summary.pdf" for role in scenario.plans]
    for file, plan_of_role in zip(files, scenario.plans.values(), strict=True):
        said = text_of(file)
        assert pages_of(file) == 1
        assert plan_of_role.title in said
        assert all(part.title in said for part in plan_of_role.parts().values())
        assert "Rep " not in said
        assert "€" not in said


def test_a_persons_summary_is_the_one_of_the_role() -> None:
    scenario, people = company("next_year")
    [file] = summaries(scenario, people, ["Rep A-01"], "docx")
    assert file.name == "account_manager-plan-summary.docx"
    assert "Win rate" in text_of(file)


def test_the_same_letter_is_the_same_file() -> None:
    scenario, people = company("next_year")
    for ending in ("pdf", "docx"):
        made: list[Any] = [list(letters(scenario, people, ["Rep H-02"], ending)) for _ in range(2)]  # type: ignore[arg-type]
        assert made[0] == made[1]


# --- files


ODD = [
    *("A/B", "a:b", "=HYPERLINK(1)", "CON", "..", " ", "Jürgen Müßig-Öztürk", "<b>Ann</b> & Co"),
    *("x" * 300, "Ä" * 300, "Zoë\u0308", "Straße", "STRASSE"),
]


def odd_people(names: list[str]) -> Population:
    return sellers({"a": [90.0] * len(names), "b": [90.0] * len(names)}, rep=names)


def test_the_zip_has_everybody_exactly_once_under_names_that_every_disk_takes() -> None:
    with zipfile.ZipFile(io.BytesIO(in_one(letters(plan("two", {"a": A, "b": B}), odd_people(ODD))))) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        said = [without_spaces(text_of(File(name, opened.read(name)))) for name in names]
    assert len({name.casefold() for name in names}) == len(names) == len(ODD)
    assert max(len(name.encode()) for name in names) <= 255
    assert all(unicodedata.normalize("NFC", "".join(rep.split())) in text for rep, text in zip(ODD, said, strict=True))


def without_spaces(text: str) -> str:
    """A long name is broken over lines, and stays whole."""
    return unicodedata.normalize("NFC", "".join(text.split()))


def test_a_name_gives_the_same_file_alone_as_among_all() -> None:
    """Else one of two people whose names meet on a disk would lose the letter to the other."""
    scenario, people = plan("two", {"a": A, "b": B}), odd_people(["A/B", "a:b", "STRASSE", "Straße"])
    together = [file.name for file in letters(scenario, people)]
    assert together == [f"{stem}-objective-letter.pdf" for stem in ("A-B", "a-b-2", "STRASSE", "Straße-2")]
    assert [
        file.name for rep in ("A/B", "a:b", "STRASSE", "Straße") for file in letters(scenario, people, [rep])
    ] == together


def test_what_a_pdf_cannot_show_is_told_before_anything_is_written_and_docx_takes_it() -> None:
    """No sign in the fonts, written from the right, and a sign that no document may hold."""
    scenario, people = plan("two", {"a": A, "b": B}), odd_people(["Ann", "王芳", "שרה", "Bell\x07"])
    with pytest.raises(PopulationError, match=r"cannot show: 王 芳 ש ר ה U\+0007 \| Take docx|cannot show") as refused:
        next(letters(scenario, people))
    assert "Take docx" in str(refused.value)
    assert [file.name for file in letters(scenario, people, ["Ann"])] == ["Ann-objective-letter.pdf"]
    written = [text_of(file) for file in letters(scenario, people, (), "docx")]
    assert all(
        name in text
        for name, text in zip(["Ann", "王芳", "שרה", "Bell\N{REPLACEMENT CHARACTER}"], written, strict=True)
    )


def test_umlauts_and_the_euro_are_in_the_fonts_of_the_pdf() -> None:
    people = sellers({"a": [7], "b": [300]}, rep=[NAME])
    [file] = letters(plan("two", {"a": A, "b": B}), people)
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in PdfReader(io.BytesIO(file.content)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    drawn = [name for name in fonts if "DejaVu" in name]
    assert drawn
    assert all("/FontFile2" in fonts[name]["/FontDescriptor"].get_object() for name in drawn), "embedded"
    assert NAME in in_one_line(file)
    assert "€1,000.00" in in_one_line(file)


def test_the_fonts_lie_beside_the_licence_that_they_name_themselves() -> None:
    folder = Path(pdf.__file__).with_name("fonts")
    licence = (folder / "LICENSE.txt").read_text(encoding="utf-8").strip()
    fonts = sorted(folder.glob("*.ttf"))
    assert [font.name for font in fonts] == ["DejaVuSans-Bold.ttf", "DejaVuSans.ttf"]
    assert all(licence.encode("utf-16-be") in font.read_bytes() for font in fonts)


def test_names_that_meet_on_a_disk_are_kept_apart() -> None:
    assert file_stems(["A/B", "a:b", "a-b-2", "CON", "..", "Jürgen Ö.", "x" * 300]) == [
        "A-B",
        "a-b-2",
        "a-b-2-2",
        "person-CON",
        "person",
        "Jürgen-Ö",
        "x" * 160,
    ]


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_names_make_files_of_their_own(names: list[str]) -> None:
    stems = file_stems(names)
    assert len({stem.casefold() for stem in stems}) == len(names)
    assert not any(set(stem) & set('/\\:*?"<>|\0\n') or stem.startswith(".") or not stem for stem in stems)
    assert all(len(f"{stem}-line-99999-objective-letter.docx".encode()) <= 255 for stem in stems)


def test_somebody_unknown_is_refused_without_figures() -> None:
    scenario, people = company("next_year")
    with pytest.raises(PopulationError) as refused:
        list(letters(scenario, people, ["Rep H-2"]))
    assert "Rep H-02" in str(refused.value)
    assert "€" not in str(refused.value)


# --- one person, several lines


def test_the_letter_is_of_the_last_line_in_time_wherever_it_stands_and_each_line_has_its_own() -> None:
    """A seller until June and again, with another incentive, from July; the later line stands first."""
    people = sellers({"a": [50, 50], "b": [50, 50]}, rep=["Ann", "Ann"], target_incentive=[4_000.0, 2_000.0])
    halves = replace(
        people,
        periods=("2025-H1", "2025-H2"),
        results={name: np.full((2, 2), 50.0) for name in ("a", "b")},
        targets={name: np.full((2, 2), 50.0) for name in ("a", "b")},
        eligible=np.array([[0.0, 1.0], [1.0, 0.0]]),
    )
    scenario = plan("two", {"a": A, "b": B})
    assert whom(scenario, halves) == {"Ann": 0}
    [file] = letters(scenario, halves)
    assert "€2,000.00" in in_one_line(file), "half a year of 4,000"
    earlier = letter_of(scenario, halves, 1)
    assert "€1,000.00" in in_one_line(earlier)
    assert (file.name, earlier.name) == ("Ann-objective-letter.pdf", "Ann-line-3-objective-letter.pdf")


# --- rules in words


def rules(objective: str, rest: str = "") -> str:
    scenario = plan("one", {"a": f"weight: 100%, {objective}"}, rest)
    return everything(plan_summary(scenario, "seller", "EUR")).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("objective", "says"),
    [
        (
            "curve: {points: {50%: 0%, 100%: 100%, 150%: 250%}}",
            "below 50 % nothing; from 50 % to 100 % rising from nothing to 100 %; from 100 % to 150 % rising",
        ),
        ("curve: {rates: {0%: 1, 100%: 2}}", "from 100 % on 100 % and 2 % for each further point"),
        ("curve: {points: {0%: 150%, 100%: 100%}}", "from 0 % to 100 % falling from 150 % to 100 %"),
        ("curve: {steps: {0%: 80%, 100%: 100%}, below: first}", "A: below 100 % 80 %; from 100 % on 100 %."),
        (
            f"caps: {{factor: 130%, money: 5000}}, {LINEAR}",
            "never more than 130 %; never more than €5,000 in each settlement, full-time",
        ),
        (f"caps: {{attainment: 150%}}, {LINEAR}", "attainment counts up to 150 %"),
        (f"take_back: true, {LINEAR}", "pay can fall below zero and is then taken back"),
        (
            f"multiplier: {{roster: team, factors: {{one team: 110%}}, otherwise: 90%}}, {LINEAR}",
            "multiplied by a factor by team: one team 110 %, all others 90 %",
        ),
    ],
)
def test_an_objective_is_told_in_full(objective: str, says: str) -> None:
    assert says in rules(objective)


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        (
            "gates: [{measure: a, hurdle: 90%}]",
            "Gate: with less than 90 % of target in your own a of the year, nothing is paid.",
        ),
        (
            "gates: [{measure: a, credit: team, hurdle: 90%, otherwise: 50%}]",
            "with less than 90 % of target in the team's a of the year, only 50 % of everything is paid.",
        ),
        ("gates: [{measure: a, hurdle: 90%, holds: [a], otherwise: 50%}]", "only 50 % of A is paid."),
        ("commissions: {c: {measure: a, rates: {0: 2%, 1000: 3%}}}", "C: 2 % of a; from 1,000 on 3 % of a."),
        (
            "commissions: {c: {measure: a, rates: {0: 2%, 1000: 3%}, tiers: whole}}",
            "from 1,000 on 3 % of a (the rate reached pays from the first unit on).",
        ),
        (
            "commissions: {c: {measure: a, on: attainment, of: target_incentive, steps: {100%: 5%}}}",
            "C: below 100 % nothing; from 100 % on 5 % of the target incentive.",
        ),
        (
            "commissions: {c: {measure: a, measured: deal, rates: {0: 2%}, where: {line: [x, y]}}}",
            "C: for each deal, 2 % of a; counts only where line is x or y.",
        ),
        ("caps: {payout: 200%, per: year}", "variable pay of the year is at most 200 % of the target incentive"),
        (
            "draw: {every_month: 500, kind: recoverable, first_months: 3}",
            "€500 a month is paid in advance in your first 3 months, and is taken back from later pay.",
        ),
    ],
)
def test_commissions_gates_and_bounds_are_told_in_full(rest: str, says: str) -> None:
    assert says in rules(LINEAR, f", {rest}")


def test_less_is_better_is_told_with_an_example() -> None:
    people = sellers({"a": [7], "b": [300]}, better={"b": "lower"})
    [own] = own_plans(plan("two", {"a": A, "b": B}), people, [0])
    assert "Less is better: B. Half of the target counts as 150 %, twice the target as 0 %." in everything(
        objective_letter(own)
    )
