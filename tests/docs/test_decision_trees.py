"""Decision trees: the picture and the words say the same, and a tree that leads nowhere stops the build."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from macros import decision_trees

from compsim.errors import InputError

TREE = """
bring-an-umbrella:
  title: Umbrella or not
  questions:
    - {ask: Is it raining?, look: Out of the window., exits: [{answer: "Yes", to: take}], on: "No"}
    - ask: Will it rain today?
      look: Ask.
      exits: [{answer: "Yes", to: take}, {answer: Perhaps, to: hat}]
      on: "No"
  end: leave
  outcomes:
    take: {name: Take it, kind: go, does: Put it into the bag.}
    hat: {name: Hat & scarf, kind: wait, does: Wear them.}
    leave: {name: Stay, kind: stop, does: Go.}
"""


def test_the_words_lead_the_way_the_picture_does() -> None:
    tree = decision_trees.read_trees(TREE)["bring-an-umbrella"]
    assert decision_trees.in_words(tree).splitlines() == [
        "1. **Is it raining?** Out of the window. *Yes:* **Take it**. *No:* question 2.",
        "2. **Will it rain today?** Ask. *Yes:* **Take it**. *Perhaps:* **Hat & scarf**. *No:* **Stay**.",
        "",
        "Where it ends:",
        "",
        "- **Take it.** Put it into the bag.",
        "- **Hat & scarf.** Wear them.",
        "- **Stay.** Go.",
    ]


def test_the_picture_has_a_box_for_each_way_out_and_one_for_the_end() -> None:
    drawn = decision_trees.picture(decision_trees.read_trees(TREE)["bring-an-umbrella"])
    assert re.findall(r"end end--(\w+)", drawn) == ["go", "go", "wait", "stop"]
    assert "Hat &amp; scarf" in drawn
    assert "\n" not in drawn


def test_boxes_of_one_question_do_not_overlap() -> None:
    drawn = decision_trees.picture(decision_trees.read_trees(TREE)["bring-an-umbrella"])
    boxes = [
        tuple(map(float, found))
        for found in re.findall(r'end--\w+" x="280" y="(\d+)" width="\d+" height="(\d+)"', drawn)
    ]
    assert all(top + tall < below for (top, tall), (below, _) in pairwise(boxes))


@pytest.mark.parametrize("name", decision_trees.trees())
def test_no_line_of_a_tree_is_wider_than_its_box(name: str) -> None:
    tree = decision_trees.trees()[name]
    assert all(len(outcome.name) <= 14 for outcome in tree.outcomes.values())
    assert max(len(way.answer) for question in tree.questions for way in question.exits) <= 8


def test_every_way_must_lead_to_an_outcome_and_every_outcome_be_reached() -> None:
    broken = TREE.replace("to: hat", "to: cap").replace("kind: stop", "kind: end")
    with pytest.raises(InputError) as caught:
        decision_trees.read_trees(broken)
    for words in ("'cap' is no outcome", "no way leads to 'hat'", "'end' is no kind of outcome"):
        assert words in str(caught.value)


def test_a_tree_that_does_not_exist_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match="Did you mean 'pipeline-or-bin'"):
        decision_trees.decision_tree("pipeline-or-bim")
