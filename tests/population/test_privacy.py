import hashlib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.population.cells import as_text
from compsim.population.privacy import (
    FLOOR,
    groups_to_hide,
    overlapping_groups_to_hide,
    pseudonyms,
    with_pseudonyms,
)
from compsim.population.reading import population_from_tables
from tests.population.small_tables import tables

KEY = b"a key for tests only"
counts = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=8)


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({}, set()),
        ({"a": 5, "b": 60}, set()),
        ({"a": 4, "b": 60, "c": 9}, {"a", "c"}),  # alone, it is the total less b and c
        ({"a": 4, "b": 3, "c": 9, "d": 60}, {"a", "b"}),  # seven people together hide each other
        ({"a": 2, "b": 2, "c": 9, "d": 60}, {"a", "b", "c"}),  # four people together are as telling as one small group
        ({"a": 0, "b": 4, "c": 7}, {"b", "c"}),
        ({"a": 0, "b": 7}, set()),
        ({"a": 3}, {"a"}),
        ({"a": 1, "b": 6, "c": 6}, {"a", "b"}),  # the same size: the first by name
    ],
)
def test_small_groups_are_hidden_and_so_is_what_would_reveal_them(sizes: dict[str, int], hidden: set[str]) -> None:
    assert groups_to_hide(sizes) == hidden
    assert groups_to_hide(pd.Series(sizes, dtype="int64")) == hidden


@given(counts)
def test_a_total_less_what_is_shown_is_never_a_small_group(sizes: dict[str, int]) -> None:
    hidden = groups_to_hide(sizes)
    shown = {group for group, size in sizes.items() if size and group not in hidden}
    behind = sum(sizes[group] for group in hidden)
    assert all(sizes[group] >= FLOOR for group in shown)
    assert not hidden or not shown or (behind >= FLOOR and len(hidden) > 1)


@given(counts)
def test_nothing_is_hidden_without_need(sizes: dict[str, int]) -> None:
    hidden = groups_to_hide(sizes)
    small = {group for group, size in sizes.items() if 0 < size < FLOOR}
    assert small <= hidden
    assert len(hidden - small) <= 1
    assert bool(hidden) == bool(small)


members = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.sets(st.integers(0, 9).map(str)), max_size=6)


@given(members)
def test_people_in_several_hidden_groups_count_once(groups: dict[str, set[str]]) -> None:
    hidden = overlapping_groups_to_hide(groups)
    shown = {group for group, people in groups.items() if people and group not in hidden}
    behind = set().union(*(groups[group] for group in hidden))
    assert all(len(groups[group]) >= FLOOR for group in shown)
    assert not hidden or not shown or (len(behind) >= FLOOR and len(hidden) > 1)


def test_two_groups_of_the_same_three_people_do_not_hide_each_other() -> None:
    three, many = {"a", "b", "c"}, set("abcdefgh")
    assert overlapping_groups_to_hide({"renewals": three, "upsell": three, "revenue": many}) == {
        "renewals",
        "upsell",
        "revenue",
    }
    assert groups_to_hide({"renewals": 3, "upsell": 3, "revenue": 8}) == {"renewals", "upsell"}  # apart, they are six


def test_a_pseudonym_is_stable_and_depends_on_the_key() -> None:
    assert pseudonyms(["Ann", "Ben"], KEY) == {"Ann": pseudonyms(["Ann"], KEY)["Ann"], **pseudonyms(["Ben"], KEY)}
    assert pseudonyms(["Ann"], KEY)["Ann"] != pseudonyms(["Ann"], b"another key")["Ann"]
    with pytest.raises(ValueError, match="the key for pseudonyms is empty"):
        pseudonyms(["Ann"], b"")


def test_a_pseudonym_is_the_beginning_of_a_keyed_hash() -> None:
    padded = KEY.ljust(64, b"\0")  # RFC 2104, written out
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded) + b"Ann").digest()
    digest = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded) + inner).digest()
    bits = "".join(f"{byte:08b}" for byte in digest)[:30]
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    assert pseudonyms(["Ann"], KEY)["Ann"] == "Rep-" + "".join(
        letters[int(bits[i : i + 5], 2)] for i in range(0, 30, 5)
    )


def test_many_names_have_pseudonyms_of_their_own() -> None:
    names = [f"name {i}" for i in range(100_000)]  # at 30 bits, about five pairs collide
    made = pseudonyms(names, KEY)
    assert len(set(made.values())) == len(names) + 1
    lengths = {len(name) for name in made.values() if name}
    assert lengths == {10, 11}
    assert pseudonyms(reversed(names), KEY) == made


def test_a_population_under_pseudonyms_pays_the_same_and_names_nobody() -> None:
    frames = tables(
        ("rep role team manager target_incentive", "Ann x North - 1", "Ben x North Ann 1"),
        (
            "rep measure period actual stretch credit",
            "Ann calls 2025-01 3 - -",
            "Ben calls 2025-01 4 - -",
            "Ann visits 2025-01 4 year individual",
            "North visits 2025-01 4 year team",
            "- visits 2025-01 4 year company",
        ),
        paid=("rep paid", "Ben 5"),
        measures=("measure combine", "visits distinct"),
    )
    names = pseudonyms(["Ann", "Ben"], KEY)
    made = population_from_tables(with_pseudonyms(frames, KEY))
    plain = population_from_tables(frames)
    assert made.roster["rep"].tolist() == [names["Ann"], names["Ben"]]
    assert made.roster["manager"].tolist() == ["", names["Ann"]]
    assert made.paid is not None
    assert made.paid["rep"].tolist() == [names["Ben"]]
    assert made.notes == plain.notes == ()
    assert (made.results["calls"] == plain.results["calls"]).all()
    assert all((made.distinct[key] == plain.distinct[key]).all() for key in plain.distinct)
    text = " ".join(as_text(frame[name]).str.cat() for frame in (made.roster, made.paid) for name in frame.columns)
    assert "Ann" not in text
    assert "Ben" not in text
