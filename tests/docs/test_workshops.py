"""The workshop kits: complete, in time, and with an answer key that the library has worked out."""

from __future__ import annotations

import re

import pytest
from macros import agenda, lab

import compsim
from compsim.errors import InputError
from tests.docs.built import Handbook, pages

KITS = [address for address in pages() if address.startswith("workshops/")]
PARTS = ("facilitator-sheet", "answer-key", "debrief", "common-mistakes-of-facilitators", "sources")


@pytest.mark.parametrize("address", KITS)
def test_a_kit_has_all_its_parts(handbook: Handbook, address: str) -> None:
    page = handbook.page(address)
    assert set(PARTS) <= page.ids
    assert any(name.startswith("handout") for name in page.ids)
    assert '<details class="success">' in page.html, "the key is folded away"
    own_paper = re.findall(r'<h2 class="new-page" id="([^"]+)"', page.html)
    assert [name.partition("-")[0] for name in own_paper] == ["handout", "answer"]


def test_there_are_five_kits() -> None:
    assert len(KITS) == 5


@pytest.mark.parametrize("address", KITS)
def test_a_kit_ends_when_it_says_it_does(handbook: Handbook, address: str) -> None:
    texts = [block.text for block in handbook.page(address).blocks]
    said = next(int(found[1]) for text in texts if (found := re.match(r"At a glance\. (\d+) minutes", text)))
    end = texts.index("The end")
    assert str(said) in texts[end - 3 : end]
    assert sum(int(text.split()[0]) for text in texts if re.fullmatch(r"\d+\smin", text)) == said
    assert said <= 120


def test_starts_are_worked_out_from_the_minutes_before() -> None:
    table = agenda.agenda([(10, "a", "b", "c"), (25, "d", "e", "f")]).splitlines()
    assert [line.split("|")[1].strip() for line in table[2:]] == ["0", "10", "**35**"]
    with pytest.raises(InputError, match="no minutes"):
        agenda.agenda([(0, "a", "b", "c")])


def test_the_cards_do_what_the_key_says_in_words() -> None:
    found = lab.effects()
    assert found["A"].raised == found["D"].raised == found["B"].lowered == 0
    assert found["A"].cost_change < 0 < found["B"].cost_change
    assert max(found.values(), key=lambda effect: effect.cost_share) == found["B"]
    assert abs(found["C"].cost_share) < 0.01 < found["C"].raised + found["C"].lowered


def test_no_card_moves_the_share_at_target() -> None:
    people, plan = compsim.example_population(), compsim.example_scenarios()["next_year"]
    payouts = compsim.evaluate([plan, *(plan.reform(card.letter, card.changes) for card in lab.CARDS)], people)
    assert compsim.attainment_of(payouts).frame["at_target"].nunique() == 1


def test_card_a_touches_hunters_only_and_nothing_from_target_on() -> None:
    people, plan = compsim.example_population(), compsim.example_scenarios()["next_year"]
    card = next(card for card in lab.CARDS if card.letter == "A")
    changed = plan.reform("card A", card.changes)
    rows = compsim.winners_and_losers(compsim.evaluate([plan, changed], people)).rows
    assert set(rows[rows["difference"].abs() > 0.01]["role"]) == {"hunter"}
    before, after = (
        each.plans["hunter"].objectives["revenue"].model_dump(mode="json")["curve"]["points"]
        for each in (plan, changed)
    )
    assert (before["100%"], before["150%"]) == (after["100%"], after["150%"])
