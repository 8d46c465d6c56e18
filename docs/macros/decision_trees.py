"""Decision trees from decision_trees.yaml: one definition gives the picture and the same in words under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

from ruamel.yaml import YAML

from compsim.errors import InputError, Problem, did_you_mean

FILE = "decision_trees.yaml"
KINDS = ("go", "wait", "stop")

_WIDTH = 400  # user units, as in the other pictures
_ASK, _GAP, _OUT = 218, 62, 120  # widths: question, arrow with its answer, outcome
_ASK_SIGNS, _OUT_SIGNS = 28, 14  # of 13 units, what fits into a box
_LINE, _PAD, _DOWN = 17, 10, 30  # height of a line, room above and below the text, arrow downwards


@dataclass(frozen=True)
class Exit:
    """An answer that ends the way."""

    answer: str
    to: str  # an outcome


@dataclass(frozen=True)
class Question:
    """One question, what to look at for the answer, and where the answers lead."""

    ask: str
    look: str
    exits: Sequence[Exit]
    on: str  # the answer that leads to the next question


@dataclass(frozen=True)
class Outcome:
    """What to do at the end of a way."""

    name: str
    kind: str  # one of KINDS
    does: str  # a sentence


@dataclass(frozen=True)
class Tree:
    """Questions in order; `end` is the outcome after the last one."""

    title: str
    questions: Sequence[Question]
    end: str
    outcomes: Mapping[str, Outcome]


@cache
def trees() -> Mapping[str, Tree]:
    """All trees by name, as decision_trees.yaml has them."""
    return read_trees((Path(__file__).parent / FILE).read_text("utf-8"))


def read_trees(text: str) -> Mapping[str, Tree]:
    """Trees from YAML; InputError lists every outcome that does not exist or is never reached."""
    found = {name: _tree(row) for name, row in YAML(typ="safe").load(text).items()}
    problems = [problem for name, tree in found.items() for problem in _problems(name, tree)]
    if problems:
        raise InputError(problems)
    return found


def decision_tree(name: str, known: Mapping[str, Tree] | None = None) -> str:
    """A tree as Markdown: the picture, then the same in words. Raises InputError for a name that is none."""
    known = trees() if known is None else known
    if name not in known:
        raise InputError([Problem(FILE, f"no decision tree '{name}'", did_you_mean(name, tuple(known)))])
    return f"{picture(known[name])}\n\n{in_words(known[name])}"


def in_words(tree: Tree) -> str:
    """The tree as a numbered list of questions and a list of outcomes, in Markdown."""
    last = len(tree.questions)
    asked = [_question_in_words(tree, n, "" if n == last else f"question {n + 1}") for n in range(1, last + 1)]
    ends = [f"- **{outcome.name}.** {outcome.does}" for outcome in tree.outcomes.values()]
    return "\n".join([*asked, "", "Where it ends:", "", *ends])


def picture(tree: Tree) -> str:
    """The tree as one line of HTML: questions down the left, ways out to the right."""
    parts, top = [], 2.0
    for question in tree.questions:
        drawn, tall = _row(tree, question, top)
        parts.append(drawn + _down(question.on, top + tall))
        top += tall + _DOWN
    drawn, tall = _outcome(tree.outcomes[tree.end], 1, top, _ASK)
    words = escape(f"Decision tree: {tree.title}. The same in words stands below the picture.", quote=True)
    return (
        f'<figure class="drawn tree"><svg viewBox="0 0 {_WIDTH} {top + tall + 2:.0f}" role="img" aria-label="{words}">'
        f"{''.join(parts)}{drawn}</svg><figcaption>{escape(tree.title)}. The same in words:</figcaption></figure>"
    )


def _tree(row: Mapping[str, Any]) -> Tree:
    asked = [Question(q["ask"], q["look"], [Exit(**each) for each in q["exits"]], q["on"]) for q in row["questions"]]
    return Tree(row["title"], asked, row["end"], {key: Outcome(**each) for key, each in row["outcomes"].items()})


def _problems(name: str, tree: Tree) -> list[Problem]:
    used = {tree.end, *(way.to for question in tree.questions for way in question.exits)}
    unknown = [f"'{key}' is no outcome" for key in sorted(used - set(tree.outcomes))]
    idle = [f"no way leads to '{key}'" for key in tree.outcomes if key not in used]
    kinds = [f"'{each.kind}' is no kind of outcome" for each in tree.outcomes.values() if each.kind not in KINDS]
    return [Problem(FILE, says, path=name) for says in (*unknown, *idle, *kinds)]


def _question_in_words(tree: Tree, number: int, following: str) -> str:
    question = tree.questions[number - 1]
    ways = [f"*{way.answer}:* **{tree.outcomes[way.to].name}**." for way in question.exits]
    leads = following or f"**{tree.outcomes[tree.end].name}**"
    return f"{number}. **{question.ask}** {question.look} {' '.join(ways)} *{question.on}:* {leads}."


def _row(tree: Tree, question: Question, top: float) -> tuple[str, float]:
    """One question with its ways out, and its height."""
    lines = wrap(question.ask, _ASK_SIGNS)
    outs, below = [], top
    for way in question.exits:
        drawn, height = _outcome(tree.outcomes[way.to], _ASK + _GAP, below, _OUT - 1)
        outs.append(_across(way.answer, below + height / 2) + drawn)
        below += height + 6
    tall = max(len(lines) * _LINE + 2 * _PAD, below - 6 - top)
    box = f'<rect class="track" x="1" y="{top:.0f}" width="{_ASK - 1}" height="{tall:.0f}" rx="5"/>'
    return box + _lines(lines, 12, top, tall, "label") + "".join(outs), tall


def _outcome(outcome: Outcome, left: float, top: float, width: float) -> tuple[str, float]:
    """The box of an outcome, and its height."""
    lines = wrap(outcome.name, _OUT_SIGNS)
    tall = len(lines) * _LINE + 2 * _PAD
    box = f'<rect class="end end--{outcome.kind}" x="{left}" y="{top:.0f}" width="{width}" height="{tall}" rx="5"/>'
    return box + _lines(lines, left + 11, top, tall, f"label strong on-{outcome.kind}"), tall


def _across(answer: str, level: float) -> str:
    start, tip = _ASK, _ASK + _GAP
    line = f'<path class="way" d="M{start} {level:.0f}H{tip - 7}"/>'
    head = f'<path class="tip" d="M{tip - 8} {level - 5:.0f}v10l8-5z"/>'
    return line + head + _text((start + tip - 6) / 2, level - 5, answer, "quiet", "middle")


def _down(answer: str, top: float) -> str:
    line = f'<path class="way" d="M24 {top:.0f}v{_DOWN - 7}"/>'
    head = f'<path class="tip" d="M19 {top + _DOWN - 8:.0f}h10l-5 8z"/>'
    return line + head + _text(34, top + _DOWN / 2 + 4, answer, "quiet")


def _lines(lines: Sequence[str], left: float, top: float, tall: float, kind: str) -> str:
    first = top + (tall - len(lines) * _LINE) / 2 + _LINE - 4
    return "".join(_text(left, first + n * _LINE, line, kind) for n, line in enumerate(lines))


def _text(left: float, top: float, words: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{left:.0f}" y="{top:.0f}" text-anchor="{anchor}">{escape(words)}</text>'
