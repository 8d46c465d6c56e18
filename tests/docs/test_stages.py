"""The stages of a sale: the table and the picture tell the same, and only opportunities stand in the pipeline."""

from __future__ import annotations

import re

from macros import stages

KNOWN = (
    stages.Stage("Sow", "Seed in the ground", "has rained", "Farmer", "[a](a.md)", pipeline=False),
    stages.Stage("Grow", "Green & tall", "has shone", "Sun", "[b](b.md)", pipeline=True),
    stages.Stage("Reap", "Bread", "", "Baker", "[c](c.md)", pipeline=False),
)


def test_the_table_has_a_row_for_each_stage_and_the_last_one_does_not_end() -> None:
    assert stages.stages_table(KNOWN).splitlines()[2:] == [
        "| **1 Sow** | Seed in the ground | … has rained | Farmer | [a](a.md) |",
        "| **2 Grow** | Green & tall | … has shone | Sun | [b](b.md) |",
        "| **3 Reap** | Bread | – it does not end | Baker | [c](c.md) |",
    ]


def test_the_picture_has_an_arrow_between_two_stages_and_marks_the_pipeline_only() -> None:
    drawn = stages.stages_picture(KNOWN)
    assert re.findall(r">(… [^<]*)<", drawn) == ["… has rained", "… has shone"]
    tops = [float(top) for top in re.findall(r'class="track" x="1" y="(\d+)"', drawn)]
    bracket = re.search(r"M326 (\d+)h8V(\d+)h-8", drawn)
    assert bracket is not None
    assert (float(bracket[1]), float(bracket[2])) == (tops[1], tops[1] + 36)


def test_the_pipeline_begins_after_qualifying_as_the_glossary_says() -> None:
    assert [stage.name for stage in stages.stages() if stage.pipeline] == ["Discover", "Propose", "Close"]


def test_texts_fit_between_the_arrow_and_the_bracket() -> None:
    assert max(len(stage.over) for stage in stages.stages()) <= 44
    assert max(len(stage.name) + len(stage.owner) for stage in stages.stages()) <= 36
