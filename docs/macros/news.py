"""What is new in the handbook: the changelog's entries that begin with it, those not yet released first.

An entry is written once, as a fragment in changelog.d; a release moves it to CHANGELOG.md. Both are read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

KINDS = {"added": "New", "changed": "Changed", "fixed": "Mended", "removed": "Gone", "security": "Safety"}
_UNRELEASED = "Since the last release"
_OURS = re.compile(r"(the )?(sales )?handbook\b", re.IGNORECASE)
_ADDRESS = re.compile(r"`([a-z0-9-]+(?:/[a-z0-9-]+)?)`")
_RELEASE = re.compile(r"^## +(.+)$", re.MULTILINE)
_KIND = re.compile(r"^### +(.+)$", re.MULTILINE)
_BULLET = re.compile(r"\n(?=[-*] )|\n\s*\n")

Entries = Mapping[str, Sequence[str]]  # kind, as KINDS has it -> entries, one paragraph each


def whats_new(root: Path, titles: Mapping[str, str], up: str) -> str:
    """The news in Markdown, newest release first; `titles` maps a page's address to its title.

    An address in backticks, such as `plan/six-levers`, becomes a link to its page.
    """
    changelog = root / "CHANGELOG.md"
    released = releases(changelog.read_text("utf-8")) if changelog.is_file() else {}
    parts = {_UNRELEASED: fragments(root / "changelog.d"), **released}
    shown = {name: told for name, kinds in parts.items() if (told := _told(kinds, titles, up))}
    body = "\n\n".join(f"## {name}\n\n{told}" for name, told in shown.items())
    return body or "Nothing has been noted yet."


def fragments(folder: Path) -> Entries:
    """The entries of a folder of fragments named what-it-is-about.kind.md, by kind."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for path in sorted(folder.glob("*.*.md")):
        kind = path.name.split(".")[-2]
        if kind in found:
            found[kind].append(" ".join(path.read_text("utf-8").split()))
    return found


def releases(changelog: str) -> Mapping[str, Entries]:
    """The entries of CHANGELOG.md: a second heading a release, a third one a kind, an item or a paragraph an entry."""
    parts = _RELEASE.split(changelog)[1:]
    return {name.strip(): _kinds(text) for name, text in zip(parts[::2], parts[1::2], strict=True)}


def _kinds(text: str) -> Entries:
    parts = _KIND.split(text)[1:]
    return {name.strip().lower(): _paragraphs(body) for name, body in zip(parts[::2], parts[1::2], strict=True)}


def _paragraphs(body: str) -> list[str]:
    texts = (" ".join(part.split()).removeprefix("- ").removeprefix("* ") for part in _BULLET.split(body))
    return [text for text in texts if text]


def _told(kinds: Entries, titles: Mapping[str, str], up: str) -> str:
    blocks = []
    for kind, heading in KINDS.items():
        ours = [_linked(entry, titles, up) for entry in kinds.get(kind, ()) if _OURS.match(entry)]
        if ours:
            blocks.append("\n".join([f"**{heading}**", "", *(f"- {entry}" for entry in ours)]))
    return "\n\n".join(['<div class="news" data-search-exclude markdown>', *blocks, "</div>"]) if blocks else ""


def _linked(entry: str, titles: Mapping[str, str], up: str) -> str:
    def link(match: re.Match[str]) -> str:
        address = f"{match[1]}.md"
        return f"[{titles[address]}]({up}{address})" if address in titles else match[0]

    return _ADDRESS.sub(link, entry)
