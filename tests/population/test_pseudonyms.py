"""Under pseudonyms nobody is named anywhere, everything that was joined still is, and everybody is paid the same."""

import re
import stat
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from compsim.engine.evaluation import evaluate
from compsim.errors import PopulationError
from compsim.invented import example_scenarios
from compsim.population.cells import as_text
from compsim.population.crediting.credit import credit_deals
from compsim.population.crediting.pseudonyms import with_pseudonyms
from compsim.population.example.company import example_population, example_tables
from compsim.population.people import Population
from compsim.population.privacy import pseudonymised, pseudonyms, without_columns
from compsim.population.privacy_key import key_from
from compsim.population.reading import population_from_tables
from tests.population.small_export import DEALS, mapped, small_export
from tests.population.small_tables import table, tables

KEY = b"a key for tests only"
PSEUDONYM = re.compile(r"Rep-[0-9A-HJKMNP-TV-Z]{6,}")
WORDS = re.compile(r"[^\W_]+")
words = st.text("abcdeöxyzABXYZ", min_size=2, max_size=7)
person = st.one_of(words, st.tuples(words, words).map(" ".join))


def cells(frames: dict[str, pd.DataFrame]) -> list[str]:
    return [text for frame in frames.values() for name in frame for text in as_text(frame[name]).unique()]


def spoken(text: str) -> list[str]:
    """The words of a text without its pseudonyms, as a reader would recognise them."""
    return [word.casefold() for word in WORDS.findall(PSEUDONYM.sub(" ", text))]


def company(names: list[str], boss: str) -> dict[str, pd.DataFrame]:
    """Tables in which every name stands in many places and shapes."""
    many = len(names)
    roster = pd.DataFrame(
        {
            "rep": names,
            "role": "hunter",
            "team": f"Team {boss}",
            "manager": boss,
            "target_incentive": 1000.0,
            "buddy": names[::-1],
            "mail": [".".join(name.split()) + "@example.org" for name in names],
            "note": [f"took over from {', '.join(reversed(names[i - 1].split()))}!" for i in range(many)],
        }
    )
    results = pd.DataFrame({"rep": names, "measure": "calls", "period": "2025-01", "actual": np.arange(1.0, many + 1)})
    deals = pd.DataFrame(
        {
            "deal": [f"{name.upper()} renewal {i}" for i, name in enumerate(names)],
            "rep": names,
            "measure": "revenue",
            "period": "2025-01",
            "amount": 10.0,
            "shared_with": names[::-1],
        }
    )
    paid = pd.DataFrame({"rep": names, "paid": 1.0})
    return {"roster": roster, "results": results, "deal_credits": deals, "paid": paid}


@given(
    st.lists(person, min_size=2, max_size=6, unique_by=lambda name: tuple(sorted(WORDS.findall(name.casefold())))),
    person,
)
def test_no_name_survives_anywhere_and_joins_hold(names: list[str], boss: str) -> None:
    ordinary = {"team", "example", "org", "took", "over", "from", "renewal", "hunter", "calls", "revenue"}
    people = [*names, boss]
    parts = [set(WORDS.findall(name.casefold())) for name in people]
    assume(not any(part & ordinary for part in parts))
    before = company(names, boss)
    after = pseudonymised(before, KEY)
    for text in cells(after):
        left = spoken(text)
        for name in people:
            wanted = WORDS.findall(name.casefold())
            assert not any(left[i : i + len(wanted)] == wanted for i in range(len(left)))
    for kind in ("results", "deal_credits", "paid"):
        assert after[kind]["rep"].tolist() == after["roster"]["rep"].tolist()
    assert after["roster"]["rep"].is_unique
    assert after["roster"]["buddy"].tolist() == after["roster"]["rep"].tolist()[::-1]
    assert len(set(after["roster"]["team"])) == 1


@given(st.lists(person, min_size=1, max_size=6, unique=True), st.binary(min_size=1), st.binary(min_size=1))
def test_the_same_key_gives_the_same_names_and_another_key_others(names: list[str], key: bytes, other: bytes) -> None:
    assume(key.ljust(64, b"\0") != other.ljust(64, b"\0"))  # HMAC fills a short key up with zeros
    frames = company(names, "The Boss")
    again = [pseudonymised(frames, which)["roster"]["rep"].tolist() for which in (key, key, other)]
    assert again[0] == again[1]
    assert not set(again[0]) & set(again[2])


def test_everybody_is_paid_the_same_under_pseudonyms() -> None:
    scenarios, people = list(example_scenarios().values()), example_population()
    plain, hidden = evaluate(scenarios, people), evaluate(scenarios, pseudonymised(people, KEY))
    assert (plain.money == hidden.money).all()
    stand_ins = pseudonyms(people.roster["rep"], KEY)
    assert hidden.per_rep().index.tolist() == [stand_ins[name] for name in plain.per_rep().index]


def test_tables_and_population_get_the_same_pseudonyms() -> None:
    frames = {name: frame for name, frame in example_tables(40, 1).items() if name not in ("deals", "activities")}
    from_tables = population_from_tables(pseudonymised(frames, KEY), currency="EUR")
    from_people = pseudonymised(population_from_tables(frames, currency="EUR"), KEY)
    assert from_tables.fingerprint == from_people.fingerprint


def test_a_population_of_deals_names_nobody_in_its_notes_either() -> None:
    frames = tables(
        ("rep role manager target_incentive", "Ann_Lee x Eva_Kay 1", "Ben_Ode x Eva_Kay 1"),
        ("rep measure period actual", "Ann_Lee calls 2025-01 3", "Zoe_Far calls 2025-01 4"),
        deal_credits=("deal rep measure period amount owner", "D1 Ben_Ode revenue 2025-01 5 Ann_Lee"),
    )
    made = pseudonymised(population_from_tables(frames, assumptions=["Eva Kay leads everybody"]), KEY)
    assert made.deals is not None
    assert made.deals.attributes["owner"].tolist() == [pseudonyms(["Ann Lee"], KEY)["Ann Lee"]]
    told = " ".join([*map(str, made.notes), *made.assumptions])
    assert pseudonyms(["Zoe Far"], KEY)["Zoe Far"] in told  # a stranger to the roster, told under a pseudonym
    assert not {"ann", "ben", "eva", "zoe", "lee", "ode", "kay", "far"} & set(spoken(told))
    assert isinstance(made, Population)


def test_numbers_are_people_only_where_a_column_holds_people() -> None:
    roster = table("rep role target_incentive colleague level", "101 x 1 102 1", "102 x 1 103 1", "103 x 1 101 101")
    results = table("rep measure period actual", "101 calls 2025-01 103", "102 calls 2025-01 1", "103 calls 2025-01 2")
    made = pseudonymised({"roster": roster, "results": results}, KEY)
    names = pseudonyms(["101", "102", "103"], KEY)
    assert made["roster"]["colleague"].tolist() == [names["102"], names["103"], names["101"]]
    assert made["roster"]["level"].tolist() == ["1", "1", "101"]
    assert made["results"]["actual"].tolist() == ["103", "1", "2"]
    assert made["roster"]["target_incentive"].tolist() == ["1", "1", "1"]


def test_a_role_called_like_a_person_stays_a_role() -> None:
    made = pseudonymised(
        tables(("rep role target_incentive", "hunter hunter 1"), ("rep measure period actual", "hunter calls 2025 1")),
        KEY,
    )
    assert made["roster"]["role"].tolist() == ["hunter"]
    assert made["roster"]["rep"].tolist() != ["hunter"]


# ── columns nobody needs ────────────────────────────────────────────────────────────────────────────────────────────


def test_columns_that_nobody_needs_are_left_out_and_told() -> None:
    frames = tables(("rep role team target_incentive region birthday phone", "Ann x - 1 N 1990-01-01 123"))
    kept, told = without_columns(frames, {"region"})
    assert kept["roster"].columns.tolist() == ["rep", "role", "team", "target_incentive", "region"]
    assert "birthday" in frames["roster"]  # what was given stays as it was
    assert [(note.source, note.severity) for note in told] == [("roster", "warning")]
    assert "birthday, phone" in told[0].says
    assert without_columns(kept, {"region"})[1] == ()


# ── the key ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_is_made_once_at_random_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    first = key_from(tmp_path / "key", [tmp_path / "data"])
    assert key_from(tmp_path / "key") == first
    assert len(first) == 32
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert key_from(tmp_path / "other") != first


@pytest.mark.parametrize("place", ["data/key", "data/below/key"])
@pytest.mark.parametrize("data", ["data", "data/people.xlsx"])
def test_a_key_is_never_beside_the_data(tmp_path: Path, place: str, data: str) -> None:
    (tmp_path / "data" / "below").mkdir(parents=True)
    with pytest.raises(PopulationError, match="beside the data"):
        key_from(tmp_path / place, [tmp_path / data])
    assert not (tmp_path / place).exists()


@pytest.mark.parametrize(
    ("content", "mode", "says"), [("ab" * 32, 0o644, "others may read"), ("secret", 0o600, "no key")]
)
def test_a_key_that_is_none_is_refused(tmp_path: Path, content: str, mode: int, says: str) -> None:
    (tmp_path / "key").write_text(content)
    (tmp_path / "key").chmod(mode)
    with pytest.raises(PopulationError, match=says):
        key_from(tmp_path / "key")


def test_a_key_where_nothing_can_be_written_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(PopulationError, match="the key cannot be used"):
        key_from(tmp_path / "missing" / "key")


def test_no_name_stands_in_what_crediting_lists_beside_its_tables(tmp_path: Path) -> None:
    """Rows set aside name people who are on no roster, and stated spellings name people as they are misspelt."""
    corrected = mapped(("item}\n  products", "item}\n    values: {rep: {Adda: Ada}}\n  products"))
    misspelt = ("11", "Adda", "Won", "2025-01-31", "5", "X", "Pro")
    credited = credit_deals(small_export(tmp_path, [*DEALS, misspelt]), corrected, list_set_aside=True)
    hidden = with_pseudonyms(credited, KEY)
    assert hidden.set_aside is not None
    assert len(hidden.set_aside) == len(credited.set_aside if credited.set_aside is not None else [])
    told = hidden.set_aside.to_csv() + "\n".join(hidden.report.assumptions) + "\n".join(map(str, hidden.report.notes))
    assert [name for name in ("Ada", "Adda", "Bo", "Cy", "Dee") if re.search(rf"\b{name}\b", told)] == []
    assert "deals.rep: 1 name is read as another: stated in the mapping" in hidden.report.assumptions
