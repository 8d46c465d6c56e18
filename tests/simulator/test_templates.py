"""Templates: what ships is sound, measures find their place or are left out, and a role is paid as the file says."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from compsim.analysis.expectation import differences
from compsim.analysis.lint import lint
from compsim.cases import Case, load_case
from compsim.engine.evaluation import evaluate
from compsim.errors import PlanError
from compsim.plan.scenario import scenario_from_plain
from simulator import sources
from simulator.templates.reading import Template, templates
from simulator.templates.taking import left_out, likely, with_template
from simulator.text import plain
from tests.project_files import ROOT
from tests.simulator.conftest import Open
from tests.simulator.test_app import COST, said, tables, tile
from tests.simulator.test_choices import plan_of

ALL = list(templates().values())
OWN = [template for template in ALL if not template.published]
PUBLISHED = [template for template in ALL if template.published]
NAMED = {"ids": lambda template: template.name}


def case_of(template: Template) -> Case:
    return load_case(ROOT / "tests" / "cases" / "published" / f"{template.case}.yaml")


# --- what ships


@pytest.mark.parametrize("template", ALL, **NAMED)
def test_every_template_is_a_plan_whose_measures_are_all_named(template: Template) -> None:
    scenario = scenario_from_plain({"scenario": "own", "plans": {"seller": dict(template.plan)}})
    read = {scenario.plans["seller"].measure(name) for name in scenario.plans["seller"].parts()}
    assert read == {wanted.name for wanted in template.wanted}
    assert template.about.endswith(".")


@pytest.mark.parametrize("template", OWN, **NAMED)
def test_our_own_templates_keep_the_published_design_rules_that_need_no_results(template: Template) -> None:
    scenario = scenario_from_plain({"scenario": "own", "plans": {"seller": dict(template.plan)}})
    # seven numbers are fewer than any plan with three objectives states: three weights, three targets, one curve
    assert {advice.rule for advice in lint(scenario)} <= {"few_numbers"}


@pytest.mark.parametrize("template", PUBLISHED, **NAMED)
def test_a_published_example_pays_what_its_source_says(template: Template) -> None:
    """The golden case holds the figures of the source; its own plan is not used, the template is."""
    case = case_of(template)
    made = with_template(case.scenario, case.population, "seller", template, {"sales": "sales"})
    assert differences(evaluate(made, case.population), case.expect, case.population) == []
    assert template.source in case.source


# --- measures


def test_measures_are_found_by_what_they_are_called() -> None:
    people = sources.invented_company().population
    found = {template.name: likely(template, people) for template in OWN}
    assert found["hunter"] == {"sales": "revenue", "new_customers": "new_customers", "first_meetings": "first_meetings"}
    assert found["account_manager"]["margin"] == "margin"
    assert found["saas"]["retention"] == ""  # nothing in the invented company is called like it


def test_a_measure_without_a_place_is_left_out_and_the_weights_still_add_up() -> None:
    company, template = sources.invented_company(), templates()["saas"]
    measures = {"recurring_revenue": "revenue", "demos": "first_meetings", "retention": ""}
    assert left_out(template, measures) == ["retention"]
    made = with_template(company.plans["next_year"], company.population, "hunter", template, measures).plans["hunter"]
    # by hand: 60 : 20 share 100 % as 75 : 25
    assert {name: part.weight for name, part in made.objectives.items()} == {"revenue": 0.75, "first_meetings": 0.25}
    assert made.title == "Hunters"


def test_two_measures_in_one_place_stay_two_objectives() -> None:
    company, template = sources.invented_company(), templates()["team_plan"]
    measures = {"sales": "revenue", "margin": "revenue", "first_meetings": "first_meetings"}
    made = with_template(company.plans["next_year"], company.population, "hunter", template, measures).plans["hunter"]
    assert {name: made.measure(name) for name in made.objectives} == {
        "revenue": "revenue",
        "margin": "revenue",
        "first_meetings": "first_meetings",
    }


def test_who_has_no_targets_is_held_against_the_usual_result() -> None:
    company, template = sources.invented_company(), templates()["inside_sales"]
    measures = {"sales": "revenue", "offers": "offers"}
    made = with_template(company.plans["next_year"], company.population, "hunter", template, measures).plans["hunter"]
    offers = company.population.results["offers"][(company.population.roster["role"] == "hunter").to_numpy()]
    target = made.objectives["offers"].target
    assert target is not None
    assert target.every_month == pytest.approx(float(f"{np.nanmean(offers):.3g}"))
    assert made.objectives["revenue"].target is None


def test_a_template_without_any_measure_is_refused_in_words() -> None:
    company, template = sources.invented_company(), templates()["hunter"]
    nothing = dict.fromkeys((wanted.name for wanted in template.wanted), "")
    with pytest.raises(PlanError, match="none of its measures"):
        with_template(company.plans["next_year"], company.population, "hunter", template, nothing)


@pytest.mark.parametrize("template", ALL, **NAMED)
@pytest.mark.parametrize("role", ["hunter", "account_manager", "inside_sales"])
def test_every_template_can_pay_every_role_of_the_invented_company(template: Template, role: str) -> None:
    company = sources.invented_company()
    made = with_template(
        company.plans["next_year"], company.population, role, template, likely(template, company.population)
    )
    assert evaluate(made, company.population).total().sum() > 0
    assert {other: plan for other, plan in made.plans.items() if other != role} == {
        other: plan for other, plan in company.plans["next_year"].plans.items() if other != role
    }


# --- on the page


def looked(app: AppTest, name: str, role: str = "hunter") -> AppTest:
    """The page with a template chosen."""
    app.session_state[f"template/{role}"] = True  # the expander is open
    app.run()
    return app.selectbox(key="template/which").set_value(name).run()


def test_a_template_becomes_the_roles_plan_and_can_be_undone(open_page: Open) -> None:
    app = looked(open_page("plan", plan="next_year"), "hunter")
    before, paid = plan_of(app), tile(app, COST)
    app.button(key="template/hunter/use").click().run()
    assert not app.exception
    assert {name: part.weight for name, part in plan_of(app).objectives.items()} == {
        "revenue": 0.4,
        "new_customers": 0.2,
        "first_meetings": 0.2,
        "team_sales": 0.2,
    }
    assert tile(app, COST) != paid
    app.button(key="plan/take_back").click().run()
    assert plan_of(app) == before


def test_a_missing_measure_is_said_before_the_template_is_used(open_page: Open) -> None:
    app = looked(open_page("plan", plan="next_year"), "saas")
    assert "the share of customers or of their revenue that stayed" in said(app)
    assert "Retention" in said(app)
    assert app.selectbox(key="template/saas/retention").options[0] == plain("template.none")
    app.selectbox(key="template/saas/retention").set_value("win_rate").run()
    assert "Your data have no measure" not in said(app)
    app.button(key="template/hunter/use").click().run()
    assert list(plan_of(app).objectives) == ["revenue", "first_meetings", "win_rate"]


def test_a_published_example_names_its_source(open_page: Open) -> None:
    app = looked(open_page("plan", plan="next_year"), "published_three_tiers")
    assert "mathtutor.com" in said(app).replace("\\", "")
    app.button(key="template/hunter/use").click().run()
    (made,) = plan_of(app).commissions.values()
    assert made.measure == "revenue"  # other roles call an objective so, and a name is never both
    assert made.rates == {0.0: 0.06, 3000.0: 0.08, 8000.0: 0.1}
    assert plain("edit.refused") not in said(app) + tables(app)
