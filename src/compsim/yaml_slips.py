"""Slips that YAML reads without complaint as something else than was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from compsim.errors import Problem

_HEAD = re.compile(r"^[+-]?[0-9]{1,3}$")
_GROUP = re.compile(r"^[0-9]{3}([.][0-9]+)?( ?%| +each)?$")  # thousands
_REST = re.compile(r"^[0-9]+([.][0-9]+)?( ?%| +each)?$")  # thousands, or what stands behind a decimal comma


def split_numbers(node: Node, source: str) -> Iterator[Problem]:
    """Numbers with commas between their digits, inside {…} or […], where each comma begins another entry.

    `{every_month: 1,200}` and `{0: 2,5%}` are two entries to YAML, `{0: 2%, 1,200,000: 3%}` four.
    """
    if isinstance(node, MappingNode) and node.flow_style:
        yield from _told(_in_pairs(node), source, "")
    if isinstance(node, SequenceNode) and node.flow_style:
        pieces = [[item] for item in node.value if isinstance(item, ScalarNode)]
        loose = any(not _touch(one[-1], two[0]) for one, two in pairwise(pieces))
        chains = [
            chain for chain in _chains(pieces, _GROUP) if loose or any(_text(each)[0] == "0" for each in chain[1:])
        ]
        yield from _told(chains, source, ", or put a space behind the comma if these are several numbers")


def _in_pairs(node: MappingNode) -> list[list[ScalarNode]]:
    """Chains of number pieces among keys and values, as far as a key without a value is one of them."""
    scalars = [[each for each in pair if isinstance(each, ScalarNode)] for pair in node.value]
    pieces = [[each for each in pair if each.value != ""] for pair in scalars]
    lonely = {id(pair[0]) for pair, left in zip(scalars, pieces, strict=True) if len(left) == 1 < len(pair)}
    return [chain for chain in _chains(pieces, _REST) if any(id(each) in lonely for each in chain)]


def _chains(entries: Sequence[Sequence[ScalarNode]], group: re.Pattern[str]) -> list[list[ScalarNode]]:
    """Digits, and the groups of digits that follow with nothing but a comma between, across entries."""
    chains: list[list[ScalarNode]] = []
    for before, after in pairwise(entries):
        if not before or not after or not _touch(before[-1], after[0]) or not group.match(_text(after[0])):
            continue
        if chains and chains[-1][-1] is before[-1]:
            chains[-1].append(after[0])
        elif _HEAD.match(_text(before[-1])):
            chains.append([before[-1], after[0]])
    return chains


def _touch(before: Node, after: Node) -> bool:
    return bool(after.start_mark.index == before.end_mark.index + 1)


def _text(node: ScalarNode) -> str:
    return str(node.value)


def _told(chains: Sequence[Sequence[ScalarNode]], source: str, otherwise: str) -> Iterator[Problem]:
    for chain in chains:
        pieces = [_text(each) for each in chain]
        says = f"'{','.join(pieces)}' was read as {', '.join(pieces[:-1])} and {pieces[-1]}: a comma ends an entry here"
        thousands = len(pieces) > 2 or _GROUP.match(pieces[1])
        whole = ("" if thousands else ".").join(pieces)
        yield Problem(source, says, f"Write {whole}{otherwise}.", line=chain[0].start_mark.line + 1)
