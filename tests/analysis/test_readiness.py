"""Readiness worked out on paper: what is there, who lacks what, what is odd, and which light that gives."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.analysis.readiness import Readiness, readiness
from compsim.analysis.readiness_rules import LATE, RULES, Collected, collected_from, light_of
from compsim.errors import PlanError, PopulationError
from compsim.invented import example_scenarios
from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.example.company import example_population, example_records, example_tables
from compsim.population.people import Measure, Population
from compsim.population.reading import population_from_tables
from tests.population.small_tables import tables

MONTHS = [f"2025-{month:02d}" for month in range(1, 7)]
ROSTER = ("rep role team target_incentive", "Ann hunter North 1", "Ben hunter North 1", "Cem farmer South 1")


def rows(measure: str, figures: dict[str, str], target: str = "5") -> list[str]:
    """Result rows: a rep and his figures month by month, `.` where there is none."""
    return [
        f"{rep} {measure} {month} {figure} {target}"
        for rep, line in figures.items()
        for month, figure in zip(MONTHS, line.split(), strict=True)
        if figure != "."
    ]


def people(
    *given: list[str], measures: tuple[str, ...] = (), roster: tuple[str, ...] = ROSTER, **more: Any
) -> Population:
    lines = ("rep measure period actual target", *(line for part in given for line in part))
    declared = {"measures": measures} if measures else {}
    return population_from_tables(tables(roster, lines, **declared, **more))


def plan(objective: str, *, measure: str = "calls", role: str = "hunter") -> Scenario:
    part = f"{{weight: 100%, curve: {{points: {{0%: 0%, 100%: 100%}}}}{objective}}}"
    return read_scenario(f"scenario: s\nplans: {{{role}: {{settled: monthly, objectives: {{{measure}: {part}}}}}}}")


def of(found: Readiness, measure: str) -> dict[str, Any]:
    (row,) = found.measures[found.measures["measure"] == measure].to_dict("records")
    return {str(name): value for name, value in row.items()}


ALONE = ("rep role team target_incentive", "Ann hunter North 1")
CALLS = rows("calls", {"Ann": "1 2 3 4 5 6", "Ben": "2 3 . . 4 5"})


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_missing_figure_is_counted_with_who_and_when() -> None:
    found = readiness(people(CALLS))
    row = of(found, "calls")
    assert (row["expected"], row["there"], row["missing"]) == (12, 10, 2)  # Cem's role has no calls at all
    assert row["share"] == pytest.approx(10 / 12)
    assert (row["light"], row["reasons"]) == ("amber", ("some_missing",))
    assert found.missing.to_dict("records") == [
        {"measure": "calls", "rep": "Ben", "first": "2025-03", "last": "2025-04", "periods": 2}
    ]


def test_a_month_without_the_person_is_no_missing_figure() -> None:
    roster = ("rep role target_incentive start", "Ann hunter 1 -", "Ben hunter 1 2025-05-16")
    found = readiness(people(rows("calls", {"Ann": "1 2 3 4 5 6", "Ben": ". . . . 4 5"}), roster=roster))
    assert of(found, "calls")["expected"] == 8
    assert of(found, "calls")["light"] == "green"
    assert found.missing.empty


def test_two_roster_rows_of_one_rep_in_a_month_are_one_figure_to_collect_and_one_person() -> None:
    roster = (
        "rep role target_incentive start end",
        "Ann hunter 1 - 2025-03-15",
        "Ann farmer 1 2025-03-16 -",
    )
    found = readiness(people(rows("calls", {"Ann": "1 2 3 4 5 6"}), roster=roster))
    (row,) = found.collecting.to_dict("records")
    assert (row["people"], row["figures"], row["a_month"]) == (1, 6, 1.0)


def test_a_ratio_lacks_what_its_parts_lack_and_is_not_collected() -> None:
    wins = rows("wins", {"Ann": "1 1 1 1 1 1", "Ben": "0 1 1 1 1 1"})
    measures = ("measure combine numerator denominator", "rate ratio wins calls")
    found = readiness(people(CALLS, wins, measures=measures))
    assert of(found, "rate")["missing"] == 2
    assert (of(found, "rate")["behind"], of(found, "rate")["origin"]) == ("computed", "computed")
    assert found.collecting["measure"].tolist() == ["calls", "wins"]


def test_the_same_figure_every_month_is_told_and_a_caveat_if_most_have_it() -> None:
    half = readiness(people(rows("calls", {"Ann": "1 2 3 4 5 6", "Ben": "7 7 7 7 7 7"})))
    assert of(half, "calls")["constant"] == 1
    assert of(half, "calls")["reasons"] == ("mostly_constant",)  # one of two is half
    three = (*ROSTER, "Dan hunter North 1")
    few = readiness(
        people(rows("calls", {"Ann": "1 2 3 4 5 6", "Ben": "7 7 7 7 7 7", "Dan": "1 2 1 2 1 2"}), roster=three)
    )
    assert (of(few, "calls")["constant"], of(few, "calls")["light"]) == (1, "green")
    assert few.unusual[["rep", "kind", "figure"]].to_numpy().tolist() == [["Ben", "constant", 7.0]]


def test_two_months_are_too_few_to_be_constant() -> None:
    assert of(readiness(people(rows("calls", {"Ann": "7 7 . . . .", "Ben": "7 7 . . . ."}))), "calls")["constant"] == 0


def test_two_people_with_six_equal_different_figures_are_repeated() -> None:
    found = readiness(people(rows("calls", {"Ann": "1 2 3 4 5 6", "Ben": "1 2 3 4 5 6"})))
    assert (of(found, "calls")["repeated"], of(found, "calls")["reasons"]) == (2, ("repeated",))
    five = readiness(people(rows("calls", {"Ann": "1 2 3 4 5 5", "Ben": "1 2 3 4 5 5"})))
    assert of(five, "calls")["repeated"] == 0  # few different figures meet by chance


def crowd(*figures: float) -> Population:
    """People of one role in one month."""
    reps = [f"R{i}" for i in range(len(figures))]
    roster = pd.DataFrame({"rep": reps, "role": "hunter", "team": "", "fte": 1.0, "start": pd.NaT, "end": pd.NaT})
    own = np.array(figures, dtype=float)[:, None]
    return Population(roster, ("2025-01",), {"revenue": Measure("revenue")}, {"revenue": own}, {}, np.ones_like(own))


ORDINARY = (80.0, 90.0, 95.0, 100.0, 100.0, 105.0, 110.0, 120.0, 130.0)


def test_a_figure_far_from_the_median_is_an_outlier() -> None:
    # Of the ten, the median is 102.5 and the MAD 15 with 500 in it: 0.6745 × 397.5 ÷ 15 is about 18.
    found = readiness(crowd(*ORDINARY, 500.0))
    assert (of(found, "revenue")["outliers"], of(found, "revenue")["reasons"]) == (1, ("outliers",))
    (row,) = found.unusual.to_dict("records")
    assert (row["rep"], row["period"], row["kind"], row["figure"], row["usual"]) == (
        "R9",
        "2025-01",
        "outlier",
        500.0,
        102.5,
    )


@pytest.mark.parametrize(
    "last",
    [
        400.0,  # 0.6745 × 297.5 ÷ 15 is beyond 3.5, but it is less than four times 102.5
        0.0,  # nothing sold is ordinary
        20.0,  # low, but more than a tenth of 97.5
    ],
)
def test_skewed_and_empty_months_are_no_outliers(last: float) -> None:
    assert of(readiness(crowd(*ORDINARY, last)), "revenue")["outliers"] == 0


def test_a_tenth_of_the_usual_and_a_large_return_are_outliers() -> None:
    assert of(readiness(crowd(*ORDINARY, 9.0)), "revenue")["outliers"] == 1
    assert of(readiness(crowd(*ORDINARY, -300.0)), "revenue")["outliers"] == 1


def test_nine_people_and_people_without_spread_are_not_judged() -> None:
    assert of(readiness(crowd(*ORDINARY[:8], 900.0)), "revenue")["outliers"] == 0
    assert of(readiness(crowd(*[100.0] * 9, 900.0)), "revenue")["outliers"] == 0


def test_half_a_job_is_held_against_half_of_the_usual() -> None:
    company = crowd(*ORDINARY, 300.0)
    company.roster["fte"] = [1.0] * 9 + [0.5]
    found = readiness(company)  # 300 in half a job are 600 in a whole one
    assert found.unusual[["rep", "figure", "usual"]].to_numpy().tolist() == [["R9", 300.0, 51.25]]


@settings(max_examples=25)
@given(st.lists(st.floats(1, 1e6), min_size=10, max_size=30), st.randoms(use_true_random=False))
def test_neither_the_unit_nor_the_order_makes_an_outlier(figures: list[float], chance: Any) -> None:
    count = of(readiness(crowd(*figures)), "revenue")["outliers"]
    mixed = list(figures)
    chance.shuffle(mixed)
    assert of(readiness(crowd(*mixed)), "revenue")["outliers"] == count
    scaled = [float(np.ldexp(figure, 3)) for figure in figures]
    assert of(readiness(crowd(*scaled)), "revenue")["outliers"] == count


# ── where figures come from ─────────────────────────────────────────────────────────────────────────────────────────


def test_who_enters_a_figure_and_how_late_is_what_somebody_says() -> None:
    measures = pd.DataFrame(
        {
            "measure": ["calls", "wins"],
            "source": ["", "CRM"],
            "entered_by": ["team lead", ""],
            "known_after_days": ["45", ""],
        }
    )
    said = collected_from(measures)
    assert said == {"calls": Collected("", "team lead", 45.0), "wins": Collected("CRM", "", None)}
    wins = rows("wins", {"Ann": "1 1 1 1 1 2", "Ben": "0 1 1 1 1 3"})
    found = readiness(people(CALLS, wins), collected=said)
    assert (of(found, "calls")["origin"], of(found, "wins")["origin"]) == ("person", "system")
    assert "known_late" in of(found, "calls")["reasons"]
    assert found.questions.to_numpy().tolist() == [["calls", "source"], ["wins", "known_after"]]
    by_origin = found.collecting.set_index("origin")["a_month"].to_dict()
    assert by_origin == {"person": 2.0, "system": 2.0}  # two people, six months


@pytest.mark.parametrize(("days", "light"), [(0.0, "green"), (float(LATE), "green"), (LATE + 1.0, "amber")])
def test_late_is_after_the_next_month(days: float, light: str) -> None:
    company = people(rows("calls", {"Ann": "1 2 3 4 5 6"}), roster=ALONE)
    found = readiness(company, collected={"calls": Collected(known_after_days=days)})
    assert of(found, "calls")["light"] == light


def test_what_is_no_number_of_days_is_told_row_by_row() -> None:
    measures = pd.DataFrame({"measure": ["a", "b", "c"], "known_after_days": ["soon", "3", "-1"]})
    with pytest.raises(PopulationError) as caught:
        collected_from(measures, "measures.csv")
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [
        (2, "known_after_days"),
        (4, "known_after_days"),
    ]


def test_a_measures_table_that_says_nothing_of_it_leaves_everything_to_be_asked() -> None:
    assert collected_from(pd.DataFrame({"measure": ["calls"]})) == {"calls": Collected()}


def test_records_either_add_up_or_make_a_caveat() -> None:
    company = people(rows("calls", {"Ann": "1 2 3 4 5 6"}), roster=ALONE)
    days = pd.to_datetime([f"{month}-10" for month in MONTHS])
    records = pd.DataFrame({"measure": "calls", "rep": "Ann", "day": days, "amount": [1.0, 2, 3, 4, 5, 6]})
    fine = of(readiness(company, records=records), "calls")
    assert (fine["behind"], fine["origin"], fine["last_record"], fine["light"]) == (
        "records",
        "system",
        "2025-06-10",
        "green",
    )
    short = of(readiness(company, records=records.iloc[1:]), "calls")
    assert (short["behind"], short["differing"], short["reasons"]) == ("differs", 1, ("does_not_add_up",))
    strangers = records.assign(rep="Zoe")
    assert of(readiness(company, records=strangers), "calls")["differing"] == 6
    assert of(readiness(company), "calls")["behind"] == "sum"


def test_deals_of_the_population_are_records() -> None:
    deals = (
        "deal rep measure period amount day",
        "D1 Ann revenue 2025-01 5 2025-01-20",
        "D2 Ann revenue 2025-02 5 2025-02-03",
    )
    row = of(readiness(people(rows("calls", {"Ann": "1 2 3 4 5 6"}), deal_credits=deals)), "revenue")
    assert (row["behind"], row["origin"], row["last_record"], row["differing"]) == (
        "records",
        "system",
        "2025-02-03",
        0,
    )


# ── a plan ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def part(company: Population, scenario: Scenario) -> dict[str, Any]:
    (row,) = readiness(company, scenario).parts.to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_a_part_is_green_if_everybody_on_the_plan_has_figure_and_target() -> None:
    row = part(people(rows("calls", {"Ann": "1 2 3 4 5 6", "Ben": "2 3 4 4 4 5"})), plan(""))
    assert (row["light"], row["people"], row["expected"], row["share"], row["without_target"]) == (
        "green",
        2,
        12,
        1.0,
        0,
    )


def test_a_role_without_any_figure_is_red() -> None:
    row = part(people(CALLS), plan("", role="farmer"))
    assert (row["light"], row["expected"], row["there"]) == ("red", 6, 0)
    assert row["reasons"] == ("no_figures", "no_targets")


def test_targets_are_asked_for_unless_the_plan_sets_them() -> None:
    none, some = (
        rows("calls", {"Ann": "1 2 3 4 5 6", "Ben": "2 3 4 4 4 5"}, target="-"),
        [*CALLS[:6], *rows("calls", {"Ben": "2 3 4 4 4 5"}, target="-")],
    )
    assert part(people(none), plan(""))["reasons"] == ("no_targets",)
    assert part(people(none), plan(", target: {every_month: 4}"))["light"] == "green"
    row = part(people(some), plan(""))
    assert (row["reasons"], row["without_target"], row["light"]) == (("some_targets_missing",), 1, "amber")
    zero = rows("calls", {"Ann": "1 2 3 4 5 6"}, target="0")
    assert part(people(zero, CALLS[6:]), plan(""))["reasons"] == ("some_missing", "zero_targets")


def test_what_a_plan_asks_for_and_the_data_lack_is_red_with_the_words_of_the_check() -> None:
    row = part(people(CALLS), plan("", measure="callz"))
    assert (row["light"], row["reasons"]) == ("red", ("plan_asks_for_more",))
    assert row["asks_for"] == ("no measure 'callz' in the results",)
    by_deal = part(people(CALLS), plan(", where: {region: [N]}"))
    assert (by_deal["light"], len(by_deal["asks_for"])) == ("red", 1)


def test_quarterly_figures_cannot_be_read_by_month() -> None:
    company = population_from_tables(
        tables(ROSTER[:3], ("rep measure period actual target", "Ann calls 2025-Q1 3 3", "Ben calls 2025-Q1 4 4"))
    )
    row = part(company, plan(""))
    assert row["light"] == "red"
    assert "they cannot be measured by month" in row["asks_for"][0]


def test_a_team_part_needs_the_figures_of_the_whole_team() -> None:
    mixed = ("rep role team target_incentive", "Ann hunter North 1", "Ben farmer North 1", "Cem farmer South 1")
    company = people(rows("calls", {"Ann": "1 2 3 4 5 6", "Ben": "2 3 . 4 4 5", "Cem": ". 1 1 1 2 2"}), roster=mixed)
    row = part(company, plan(", credit: team"))
    assert (row["people"], row["expected"], row["missing"]) == (1, 12, 1)  # Ann and Ben, not Cem
    own = part(company, plan(""))
    assert (own["expected"], own["missing"], own["light"]) == (6, 0, "green")


def test_another_roles_outlier_is_no_caveat_for_a_part() -> None:
    found = readiness(example_population(), example_scenarios()["next_year"])
    flagged = found.parts[found.parts["light"] == "amber"]
    assert set(flagged["role"]) == {"hunter"}
    assert set(flagged["measure"]) == {"revenue"}
    assert found.unusual.query("kind == 'outlier'")[["rep", "period"]].to_numpy().tolist() == [["Rep H-17", "2025-08"]]


def test_only_the_evaluated_periods_count() -> None:
    scenario = read_scenario(
        "scenario: s\nperiods: {first: 2025-01, last: 2025-02}\n"
        "plans: {hunter: {settled: monthly, objectives: {calls: {weight: 100%, curve: {points: {0%: 0, 100%: 1}}}}}}"
    )
    found = readiness(people(CALLS), scenario)
    assert found.periods == ("2025-01", "2025-02")
    assert found.parts["light"].tolist() == ["green"]
    assert found.collecting["figures"].tolist() == [4]


def test_how_much_goes_into_one_persons_pay() -> None:
    found = readiness(example_population(), example_scenarios()["last_year"])
    sizes = found.calculation.set_index("role")
    assert sizes.loc["account_manager"].to_dict() == {
        "objectives": 2,
        "commissions": 1,
        "gates": 1,
        "multipliers": 0,
        "caps": 1,
        "measures": 4,
        "figures": 3,
    }  # fmt: skip - revenue, margin, focus revenue; the focus share is made of two of them


# ── the invented company and its control ────────────────────────────────────────────────────────────────────────────


def test_last_years_pay_comes_out_again_to_the_cent() -> None:
    company, last_year = example_population(), example_scenarios()["last_year"]
    again = readiness(company, baseline=last_year).recomputed
    assert again is not None
    assert (again.people, again.same, again.left_out) == (72, 72, 0)
    assert company.paid is not None
    company.paid.loc[company.paid["rep"] == "Rep H-02", "paid"] += 100.0
    other = readiness(company, baseline=last_year).recomputed
    assert other is not None
    assert (other.same, other.rows["rep"].tolist()) == (71, ["Rep H-02"])
    assert other.rows["difference"].iloc[0] == pytest.approx(-100, abs=0.01)


def test_without_a_record_of_pay_nothing_is_recomputed() -> None:
    company = example_population(truths=False)
    assert readiness(company, baseline=example_scenarios()["last_year"]).recomputed is None


@pytest.mark.parametrize("seed", [2025, 3, 4])
def test_the_control_company_is_green_throughout(seed: int) -> None:
    tables_of = example_tables(seed=seed, truths=False)
    company = example_population(seed=seed, truths=False)
    found = readiness(company, example_scenarios()["next_year"], records=example_records(tables_of))
    assert set(found.measures["light"]) == {"green"}
    assert set(found.parts["light"]) == {"green"}
    assert set(found.measures["behind"]) == {"records", "computed"}


def test_the_answer_is_plain_data() -> None:
    scenarios = example_scenarios()
    found = readiness(example_population(), scenarios["next_year"], baseline=scenarios["last_year"])
    plain = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert plain["scenario"] == "next_year"
    assert plain["parts"][0]["reasons"] == ["outliers"]
    assert plain["recomputed"]["same"] == 72


def test_a_scenario_of_other_years_is_refused() -> None:
    scenario = read_scenario(
        "scenario: s\nperiods: {first: 2030-01, last: 2030-02}\n"
        "plans: {hunter: {objectives: {calls: {weight: 100%, curve: {points: {0%: 0%, 100%: 100%}}}}}}"
    )
    with pytest.raises(PlanError, match="none of the periods"):
        readiness(people(CALLS), scenario)


def test_the_worst_reason_gives_the_light() -> None:
    assert light_of(()) == "green"
    assert light_of(("outliers", "no_figures")) == "red"
    assert {light_of((reason,)) for reason in RULES} == {"amber", "red"}
