"""Markdown extension: the first use of a glossary term on a page carries its meaning as a tooltip.

The usual abbreviation extension marks every use, which underlines half a page on pay. Headings, links, code and
whatever is already explained are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_LEFT_ALONE = frozenset(
    ["a", "abbr", "button", "code", "label", "pre", "script", "summary", "th", "h1", "h2", "h3", "h4", "h5", "h6"]
)
_AFTER_INLINE = 6  # inline patterns run at 20, the table of contents at 5


class FirstUse(Extension):
    """Marks the first use of each spelling's term; `meanings` maps spelling -> (term, meaning).

    `active` may be switched from page to page.
    """

    def __init__(self, meanings: Mapping[str, tuple[str, str]]) -> None:
        super().__init__()
        self.meanings = meanings
        self.active = True

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        """Registers the tree processor."""
        md.treeprocessors.register(_FirstUseMarker(md, self), "first_use", _AFTER_INLINE)


class _FirstUseMarker(Treeprocessor):
    def __init__(self, md: Markdown, settings: FirstUse) -> None:
        super().__init__(md)
        self.settings = settings
        self.meanings = settings.meanings
        longest_first = sorted(self.meanings, key=len, reverse=True)
        self.pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")

    def run(self, root: ET.Element) -> None:
        if self.meanings and self.settings.active:
            self._walk(root, set())

    def _walk(self, element: ET.Element, seen: set[str]) -> None:
        if element.tag in _LEFT_ALONE:
            return
        children = list(element)
        if marked := self._marked(element.text, seen):
            element.text, marks = marked
            _insert(element, 0, marks)
        for child in children:
            self._walk(child, seen)
            if marked := self._marked(child.tail, seen):
                child.tail, marks = marked
                _insert(element, list(element).index(child) + 1, marks)

    def _marked(self, text: str | None, seen: set[str]) -> tuple[str, list[ET.Element]] | None:
        """The text before the first mark and the marks with the text after each; None where there is nothing new."""
        if not text or isinstance(text, AtomicString):
            return None
        found = []
        for match in self.pattern.finditer(text):
            term = self.meanings[match[0]][0]
            if term not in seen:
                seen.add(term)
                found.append(match)
        if not found:
            return None
        ends = [match.start() for match in found[1:]] + [len(text)]
        marks = [self._abbr(match[0], text[match.end() : end]) for match, end in zip(found, ends, strict=True)]
        return text[: found[0].start()], marks

    def _abbr(self, spelling: str, tail: str) -> ET.Element:
        abbr = ET.Element("abbr", {"title": self.meanings[spelling][1]})
        abbr.text = AtomicString(spelling)
        abbr.tail = tail
        return abbr


def _insert(element: ET.Element, place: int, marks: list[ET.Element]) -> None:
    for offset, mark in enumerate(marks):
        element.insert(place + offset, mark)
