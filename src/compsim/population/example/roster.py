"""The invented company's roster table: a row a person, a second one from the day the role or incentive changed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compsim.population.example.draws import nearest
from compsim.population.example.people import (
    ACCOUNT_MANAGER,
    GENDERS,
    NEW_INCENTIVE_FROM,
    NEW_ROLE_FROM,
    REGIONS,
    ROLES,
    SEGMENTS,
    SENIOR_PAY,
    Dates,
    Ints,
    Staff,
)

RAISE = 1.2  # of the target incentive, for a rep whose job grew during the year


def person_of_row(people: Staff) -> Ints:
    """Whose each roster row is: everybody once, and once more whose role or incentive changed (R)."""
    changed = np.flatnonzero(people.new_role | people.new_incentive)
    return np.sort(np.concatenate([np.arange(len(people.rep)), changed]))


def roster(people: Staff) -> pd.DataFrame:
    """The roster table: one row a person, a second one from the day the role or the incentive changed (R)."""
    who = person_of_row(people)
    rows, again = _roster_rows(people, who), np.append(False, who[1:] == who[:-1])
    first, since = np.flatnonzero(np.append(again[1:], False)), _since(people, who[again])
    rows.loc[first, "end"] = since - np.timedelta64(1, "D")
    second = _after_the_change(people, who[again], rows[again])
    rows.loc[again, list(second)] = second
    rows.loc[again, "start"] = since
    return rows


def _since(people: Staff, who: Ints) -> Dates:
    days = np.where(people.new_role[who], np.datetime64(NEW_ROLE_FROM), np.datetime64(NEW_INCENTIVE_FROM))
    return days.astype("datetime64[us]")


def _after_the_change(people: Staff, who: Ints, rows: pd.DataFrame) -> pd.DataFrame:
    """What is different in the second rows: role, home and pay, or the incentive alone."""
    switched, home = people.new_role[who], _account_team(people, who)
    facts, grade = ROLES[ACCOUNT_MANAGER], np.where(people.senior[who], SENIOR_PAY, 1.0)
    usual = nearest(facts.target_incentive * grade, 500.0)
    columns = {
        "role": np.where(switched, facts.name, rows["role"]),
        "team": np.where(switched, np.array(people.teams, dtype=object)[home], rows["team"]),
        "manager": np.where(switched, np.array(people.managers, dtype=object)[home], rows["manager"]),
        "base_salary": np.where(switched, nearest(facts.base_salary * grade, 500.0), rows["base_salary"]),
        "target_incentive": np.where(switched, usual, rows["target_incentive"] * RAISE),
    }
    return pd.DataFrame(columns, index=rows.index)


def _roster_rows(people: Staff, who: Ints) -> pd.DataFrame:
    roles = np.array([role.name for role in ROLES], dtype=object)
    return pd.DataFrame(
        {
            "rep": np.array(people.rep, dtype=object)[who],
            "role": roles[people.role[who]],
            "team": np.array(people.teams, dtype=object)[people.team[who]],
            "manager": np.array(people.managers, dtype=object)[people.team[who]],
            "start": people.start[who].astype("datetime64[us]"),
            "end": people.end[who].astype("datetime64[us]"),
            "fte": people.fte[who],
            "base_salary": people.base_salary[who],
            "target_incentive": people.target_incentive[who],
            "region": np.array(REGIONS, dtype=object)[people.region[who]],
            "seniority": np.where(people.senior[who], "senior", "junior"),
            "tenure_years": people.tenure[who],
            "segment": np.array(SEGMENTS, dtype=object)[people.segment[who]],
            "gender": np.array(GENDERS, dtype=object)[people.gender[who]],
            "potential": people.potential[who].astype(np.int64),
            "inbound_share": people.inbound[who],
        }
    )


def _account_team(people: Staff, who: Ints) -> Ints:
    """A team of account managers in each person's region; people who arrive are spread over its teams in turn."""
    home = np.zeros(len(who), dtype=np.int64)
    for place in range(len(REGIONS)):
        here = np.flatnonzero(people.region[who] == place)
        teams = np.unique(people.team[(people.role == ACCOUNT_MANAGER) & (people.region == place)])
        home[here] = teams[np.arange(len(here)) % len(teams)]
    return home
