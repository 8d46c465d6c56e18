"""What a scenario needs of the people, and what is worth knowing about them."""

from compsim.engine.needs import manager_notes
from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.people import Population
from compsim.population.reading import population_from_tables
from tests.population.small_tables import tables

PLAN = """\
scenario: fy26
plans:
  hunter:
    objectives:
      revenue: {weight: 100%, curve: {points: {0%: 0%, 100%: 100%}}}
    gates:
      - measure: revenue
        credit: CREDIT
        hurdle: 50%
"""


def plan(credit: str) -> Scenario:
    return read_scenario(PLAN.replace("CREDIT", credit), "fy26.yaml")


def led_by(*managers: str) -> Population:
    rows = (f"{rep} hunter North 20000 {by}" for rep, by in zip(("Ann", "Ben"), managers, strict=True))
    return population_from_tables(tables(roster=("rep role team target_incentive manager", *rows)))


def told(credit: str, *managers: str) -> list[str]:
    return [str(note) for note in manager_notes(plan(credit), led_by(*managers))]


def test_managers_off_the_roster_are_one_note_where_a_plan_credits_reports() -> None:
    assert told("reports", "Mia", "Noa") == [
        (
            "fy26.yaml line 8, plans.hunter.gates.0.credit: 2 managers are not on the roster: Mia, Noa. "
            "Nobody is credited with what their reports reach; give them a row if they should be."
        )
    ]
    assert told("reports", "Mia", "Ann") == [
        (
            "fy26.yaml line 8, plans.hunter.gates.0.credit: 1 manager is not on the roster: Mia. "
            "Nobody is credited with what their reports reach; give them a row if they should be."
        )
    ]


def test_managers_off_the_roster_are_normal_elsewhere() -> None:
    assert told("team", "Mia", "Noa") == []
    assert told("reports", "-", "Ann") == []
