"""What happens when somebody does something: data are switched, weights move, plans are loaded, links are opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from compsim.plan.scenario import read_scenario
from compsim.population.example.company import csv_text, example_tables, scenario_texts
from simulator import caches, sources, store
from simulator.text import plain, t
from tests.simulator.conftest import Open, go

COST, AT_TARGET = "live.cost", "live.at_target"


def tile(app: AppTest, key: str) -> str:
    """The figure under a label."""
    return str(next(metric.value for metric in app.metric if metric.label == plain(key)))


def weights(app: AppTest) -> dict[str, int]:
    return {str(slider.key).rpartition("/")[2]: int(slider.value) for slider in app.slider}


def said(app: AppTest) -> str:
    """Everything that messages and paragraphs say."""
    parts = [*app.markdown, *app.error, *app.warning, *app.info, *app.success]
    return "\n".join(str(part.value) for part in parts)


def tables(app: AppTest) -> str:
    """What stands in the tables, as a reader sees it: without the escapes of Markdown."""
    return "\n".join(table.value.to_csv() for table in app.table).replace("\\", "")


def upload(app: AppTest, files: dict[str, bytes]) -> AppTest:
    for name, content in files.items():
        app.file_uploader(key="start/upload").upload(name, content)
    return app.run()


def company_files(reps: int = 72) -> dict[str, bytes]:
    tables = example_tables(reps, deals=False)
    return {f"{name}.csv": csv_text(table).encode() for name, table in tables.items()}


# --- pages


@pytest.mark.parametrize("page", ["start", "plan", "result", "compare", "fairness", "risk", "search"])
@pytest.mark.parametrize("plan", ["last_year", "next_year"])
def test_every_page_opens_on_every_starting_plan(open_page: Open, page: str, plan: str) -> None:
    app = open_page(page, plan=plan)
    assert not app.exception
    assert app.query_params["plan"] == plan


def test_start_says_who_is_loaded(open_page: Open) -> None:
    app = open_page()
    assert "invented company" in said(app)
    assert tile(app, "start.people") == "72"


# --- the plan in the address


def test_a_moved_weight_changes_the_total_the_address_and_nothing_but_the_sum(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    before = tile(app, COST)
    app.slider(key="weight/hunter/revenue").set_value(80).run()
    assert not app.exception
    assert weights(app)["revenue"] == 80
    assert sum(weights(app).values()) == 100
    assert tile(app, COST) != before
    assert store.is_content_id(app.query_params["plan"])


def test_a_link_opens_the_same_plan_elsewhere(open_page: Open) -> None:
    here = open_page("plan", plan="next_year")
    here.slider(key="weight/hunter/revenue").set_value(80).run()
    there = open_page("plan", plan=here.query_params["plan"])
    assert weights(there) == weights(here)
    assert tile(there, COST) == tile(here, COST)


def test_the_address_before_the_edit_shows_the_plan_before_the_edit(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    before = weights(app)
    app.slider(key="weight/hunter/revenue").set_value(80).run()
    app.query_params["plan"] = "next_year"  # what the back button does
    app.run()
    assert weights(app) == before


def test_a_slider_moved_step_by_step_keeps_the_others_in_proportion(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    before = weights(app)
    for percent in (60, 100, 51, before["revenue"]):
        app.slider(key="weight/hunter/revenue").set_value(percent).run()
    assert weights(app) == before


def test_the_plan_goes_along_from_page_to_page(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.slider(key="weight/hunter/revenue").set_value(80).run()
    total = tile(app, COST)
    assert tile(go(app, "result"), COST) == total
    assert weights(go(app, "plan"))["revenue"] == 80


def test_an_unknown_plan_is_named_and_the_starting_plan_stands_in(open_page: Open) -> None:
    app = open_page("plan", plan="aaaaaaaaaaaa")
    assert not app.exception
    assert "aaaaaaaaaaaa" in app.warning[0].value
    assert weights(app) == weights(open_page("plan", plan="next_year"))


def test_the_address_carries_ids_only(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.slider(key="weight/hunter/revenue").set_value(80).run()
    assert set(app.query_params) == {"plan"}


def test_another_starting_plan_can_be_chosen(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.selectbox(key="plan/start").set_value("last_year").run()
    assert app.query_params["plan"] == "last_year"
    assert weights(app) == {"revenue": 60, "new_customers": 20, "focus_share": 20}


def test_without_a_store_the_edit_holds_in_this_window_and_says_so(open_page: Open, own_store: Path) -> None:
    app = open_page("plan", plan="next_year")
    caches.plan_store.clear()
    own_store.unlink(missing_ok=True)
    own_store.mkdir(parents=True)  # a folder where the file should be
    app.slider(key="weight/hunter/revenue").set_value(80).run()
    assert weights(app)["revenue"] == 80
    assert t("plan.unsaved") in said(app)
    own_store.rmdir()


# --- curves, gates, caps


def test_a_cap_can_be_taken_away_and_put_back(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.toggle(key="cap/hunter/on").set_value(False).run()
    without = current_yaml(app)
    assert read_scenario(without).plans["hunter"].payout_cap.payout is None
    app.toggle(key="cap/hunter/on").set_value(True).run()
    assert read_scenario(current_yaml(app)).plans["hunter"].payout_cap.payout == 2.0


def test_a_cap_comes_back_as_it_was(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.number_input(key="field/hunter/caps.0.payout").set_value(115.0).run()
    app.toggle(key="cap/hunter/on").set_value(False).run()
    app.toggle(key="cap/hunter/on").set_value(True).run()
    caps = read_scenario(current_yaml(app)).plans["hunter"].payout_cap
    assert (caps.payout, caps.per) == (1.15, "year")


@pytest.mark.parametrize(
    "ways", [["rates", "points"], ["steps", "rates", "points"], ["steps", "points", "steps", "points"]]
)
def test_a_curve_that_is_redrawn_and_drawn_back_is_the_same_curve(open_page: Open, ways: list[str]) -> None:
    app = open_page("plan", plan="next_year")
    before = read_scenario(current_yaml(app)).plans["hunter"].objectives["revenue"].curve
    for way in ways:
        app.segmented_control(key="drawing/hunter/objectives.revenue.curve").set_value(way).run()
    assert not app.exception
    assert read_scenario(current_yaml(app)).plans["hunter"].objectives["revenue"].curve == before


def test_a_gate_can_be_added_and_removed(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.button(key="add/hunter/gates/gate").click().run()
    assert len(read_scenario(current_yaml(app)).plans["hunter"].gates) == 1
    app.button(key="remove/hunter/gates.0").click().run()
    assert read_scenario(current_yaml(app)).plans["hunter"].gates == ()
    assert not app.exception


def test_a_curve_can_be_drawn_another_way(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.get_by_key("drawing/hunter/objectives.revenue.curve").set_value("steps").run()
    assert read_scenario(current_yaml(app)).plans["hunter"].objectives["revenue"].curve.steps is not None


def test_a_renamed_plan_keeps_its_name_in_its_file(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.text_input(key="plan/title").set_value("Plan B").run()
    assert read_scenario(current_yaml(app)).title == "Plan B"
    assert "Plan B" in said(go(app, "result"))


def test_settlement_changes_the_plan(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.selectbox(key="field/hunter/settled").set_value("yearly").run()
    assert read_scenario(current_yaml(app)).plans["hunter"].settled == "yearly"


def current_yaml(app: AppTest) -> str:
    """The plan file that the page shows."""
    return next(str(code.value) for code in app.code if str(code.value).startswith("scenario:"))


# --- the plan as a file


def test_a_pasted_plan_with_a_mistake_is_refused_with_its_line(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    text = scenario_texts()["next_year"].replace("weight: 50%", "weight: 40%", 1)
    app.text_area(key="file/pasted").set_value(text)
    app.button(key="file/take").click().run()
    assert not app.exception
    assert "add to 90%" in tables(app)
    assert "line " in tables(app)
    assert app.query_params["plan"] == "next_year"


def test_a_pasted_plan_is_used(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.text_area(key="file/pasted").set_value(scenario_texts()["last_year"].replace("last_year", "mine"))
    app.button(key="file/take").click().run()
    assert weights(app) == {"revenue": 60, "new_customers": 20, "focus_share": 20}


def test_an_uploaded_plan_is_used(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.file_uploader(key="file/upload").upload("mine.yaml", scenario_texts()["last_year"].encode()).run()
    assert not app.exception
    assert weights(app) == {"revenue": 60, "new_customers": 20, "focus_share": 20}


def test_a_plan_that_does_not_fit_the_people_says_what_is_missing(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    text = scenario_texts()["last_year"].replace("focus_share:", "loyalty:", 1)
    app.text_area(key="file/pasted").set_value(text)
    app.button(key="file/take").click().run()
    assert not app.exception
    assert "no measure 'loyalty'" in tables(app)
    assert app.query_params["plan"] == "next_year"
    assert app.text_area(key="file/pasted").value == text


# --- data


def test_a_folder_named_at_the_start_is_the_usual_data(
    open_page: Open, company_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPSIM_DATA", str(company_folder))
    app = open_page()
    assert "folder" in said(app)
    assert tile(app, "start.people") == "72"
    assert tile(open_page("result", plan="next_year"), COST) == tile(
        open_page("result", plan="next_year", data="company"), COST
    )


def test_data_can_be_switched_there_and_back(
    open_page: Open, company_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPSIM_DATA", str(company_folder))
    app = open_page()
    app.get_by_key("start/source").set_value("company").run()
    assert app.query_params["data"] == "company"
    assert "invented company" in said(app)
    app.get_by_key("start/source").set_value("folder").run()
    assert "data" not in app.query_params


def test_a_folder_that_is_not_there_is_told_without_a_traceback(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPSIM_DATA", str(tmp_path / "nowhere"))
    app = open_page()
    assert not app.exception
    assert "no such file or folder" in tables(app)
    assert not open_page("result").exception


def test_uploaded_tables_are_used_and_get_a_plain_plan(open_page: Open) -> None:
    app = upload(open_page(data="upload"), company_files())
    assert not app.exception
    assert tile(app, "start.people") == "72"
    assert "roster.csv" in said(app)
    result = go(app, "result")
    assert not result.exception
    assert tile(result, COST) != "–"


def test_a_broken_upload_lists_everything_to_mend(open_page: Open) -> None:
    files = company_files()
    files["roster.csv"] = files["roster.csv"].replace(b"target_incentive", b"incentive", 1)
    files["results.csv"] = files["results.csv"].replace(b"2025-01", b"next summer", 2)
    app = upload(open_page(data="upload"), files)
    assert not app.exception
    assert "target_incentive" in tables(app)
    assert "next summer" in tables(app)


def test_a_file_that_is_no_table_is_refused(open_page: Open) -> None:
    app = upload(open_page(data="upload"), {"book.xlsx": b"this is no workbook"})
    assert not app.exception
    assert "book.xlsx" in tables(app)


def test_an_upload_over_the_limit_is_refused(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST_UPLOAD", 10 * 2**20)
    app = upload(open_page(data="upload"), {"roster.csv": b"x" * (10 * 2**20 + 1)})
    assert plain("upload.too_large") in tables(app)


def test_after_a_reload_uploaded_files_must_be_given_again(open_page: Open) -> None:
    upload(open_page(data="upload"), company_files())
    anew = open_page("result", data="upload")
    assert not anew.exception
    assert t("missing.upload.body") in said(anew)
    assert not anew.metric


def test_an_upload_is_seen_by_its_own_session_only(open_page: Open) -> None:
    mine = upload(open_page(data="upload"), company_files(40))
    assert tile(mine, "start.people") == "40"
    assert not open_page(data="upload").metric


# --- fairness


def test_fairness_says_what_stands_out_and_gives_no_verdict(open_page: Open) -> None:
    told = said(open_page("fairness", plan="last_year"))
    assert "7 of 64 tests on 72" in told.replace("\u00a0", " ")
    assert "South, target ÷ potential" in told
    for word in ("unfair", "compliant", "certif"):
        assert word not in told.lower()


def test_the_preview_appears_for_the_column_that_is_chosen(open_page: Open) -> None:
    app = open_page("fairness", plan="last_year")
    before = len(app.table)
    app.selectbox(key="fairness/column").set_value("gender").run()
    assert not app.exception
    assert len(app.table) == before + 1, "who receives variable pay at all"
    assert "first only" in said(app)
    gaps = [text for text in map(str, (part.value for part in app.markdown)) if ":gray[·" in text]
    assert len(gaps) == 1, "the gap of each item, with the pay and the size of the groups beside it"


# --- risk


def test_risk_is_drawn_anew_for_another_seed_and_the_same_for_the_same(open_page: Open) -> None:
    app = open_page("risk", plan="next_year")
    first = said(app)
    assert "Drawn 200 times from seed 0" in first.replace("\u00a0", " ")
    app.number_input(key="risk/seed").set_value(5).run()
    other = said(app)
    assert not app.exception
    assert "from seed 5" in other
    app.number_input(key="risk/seed").set_value(0).run()
    assert said(app) == first


# --- result


def test_result_says_the_total_and_compares_with_what_was_paid(open_page: Open) -> None:
    app = open_page("result", plan="last_year")
    assert "Sales plan 2025" in said(app)
    assert tile(app, COST) in said(app)


def test_the_reference_can_be_another_plan(open_page: Open) -> None:
    app = open_page("result", plan="next_year")
    app.get_by_key("result/against").set_value("last_year").run()
    assert not app.exception
    assert "Against Sales plan 2025" in said(app)


def test_people_can_be_searched_and_one_looked_at(open_page: Open) -> None:
    app = open_page("result", plan="next_year")
    everybody = len(app.dataframe[-1].value)
    app.text_input(key="result/people/search").set_value("H-01").run()
    assert 0 < len(app.dataframe[-1].value) < everybody
    app.selectbox(key="result/rep").set_value("Rep H-01").run()
    assert not app.exception
    assert "Revenue of the team" in tables(app)


def test_a_search_without_a_hit_says_so(open_page: Open) -> None:
    app = open_page("result", plan="next_year")
    app.text_input(key="result/people/search").set_value("nobody of this name").run()
    assert "nobody of this name" in said(app)
