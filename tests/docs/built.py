"""The built handbook as tests read it: files, links, anchors and blocks of text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mkdocs.utils.meta import get_data
from ruamel.yaml import YAML

from tests.project_files import ROOT

ENGLISH = ROOT / "docs" / "en"
_BLOCK = re.compile("p|li|h[1-6]|t[dh]|d[td]|caption|summary|figcaption|label|small")
_SILENT = re.compile("script|style|svg")
_CODE = re.compile("code|kbd|pre|samp")
_WITHOUT_END = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")


def pages() -> list[str]:
    """The addresses of all English pages below the handbook, "" for the first one."""
    names = sorted(path.relative_to(ENGLISH).with_suffix("").as_posix() for path in ENGLISH.rglob("*.md"))
    return ["" if name == "index" else name.removesuffix("/index") + "/" for name in names]


def meta_of(address: str) -> dict[str, Any]:
    """The front matter of the English page at an address."""
    page, folder = ENGLISH / f"{address.rstrip('/') or 'index'}.md", ENGLISH / address / "index.md"
    path = page if page.is_file() else folder
    return dict(get_data(path.read_text("utf-8"))[1])


def scripts() -> list[str]:
    """The pages to speak from."""
    return [address for address in pages() if "script" in meta_of(address)["tags"]]


def redirects() -> dict[str, str]:
    """The addresses that lead on, and where they lead, as mkdocs.yml has them."""
    config = YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text("utf-8"))
    moved = config["plugins"]["redirects"]["redirect_maps"]
    return {_address(old): _address(new) for old, new in moved.items()}


def _address(file: str) -> str:
    name, mark, anchor = file.partition("#")
    return (name.removesuffix(".md").removesuffix("index").rstrip("/") + "/").lstrip("/") + mark + anchor


@dataclass(frozen=True)
class Block:
    """A piece of text of the article: the tag it stands in, its words, and those of them that are no code."""

    tag: str
    text: str
    prose: str


@dataclass(frozen=True)
class _Open:
    tag: str
    inside: bool  # of the article
    silent: bool  # nobody reads it
    code: bool = False


@dataclass
class Page(HTMLParser):
    """One HTML file, taken apart."""

    address: str  # below the handbook, such as start/glossary/
    html: str
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)  # of <a>, as written
    assets: list[str] = field(default_factory=list)  # scripts, styles and pictures, as written
    blocks: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open = [_Open("", inside=False, silent=False)]
        self._texts: list[tuple[str, list[tuple[str, bool]]]] = []  # tag, pieces and whether they are code
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._note(tag, found)
        if _WITHOUT_END.fullmatch(tag):
            self.handle_data(" " if tag == "br" else "")
            return
        above = self._open[-1]
        silent = above.silent or bool(_SILENT.fullmatch(tag)) or "hidden" in found
        code = above.code or bool(_CODE.fullmatch(tag))
        self._open.append(_Open(tag, above.inside or tag == "article", silent, code))
        if self._is_block(self._open[-1]):
            self._texts.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {element.tag for element in self._open}:
            return
        while (element := self._open.pop()).tag != tag:
            self._close(element)
        self._close(element)

    def handle_data(self, data: str) -> None:
        if self._texts and not self._open[-1].silent:
            self._texts[-1][1].append((data, self._open[-1].code))

    def target(self, link: str) -> tuple[str, str]:
        """The address below the handbook that a relative link leads to, and its anchor."""
        parts = urlsplit(link)
        if not parts.path:
            return self.address, parts.fragment
        path = posixpath.normpath(posixpath.join("/", self.address, unquote(parts.path))).lstrip("/")
        return (f"{path}/" if path and parts.path.endswith("/") else path), parts.fragment

    def _note(self, tag: str, found: dict[str, str]) -> None:
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        source = found.get({"script": "src", "img": "src", "link": "href"}.get(tag, ""))
        if source and found.get("rel") not in ("prev", "next"):
            self.assets.append(source)

    def _is_block(self, element: _Open) -> bool:
        return element.inside and not element.silent and bool(_BLOCK.fullmatch(element.tag))

    def _close(self, element: _Open) -> None:
        if self._is_block(element):
            tag, pieces = self._texts.pop()
            text = "".join(piece for piece, _ in pieces)
            prose = "".join(" " if code else piece for piece, code in pieces)
            self.blocks.append(Block(tag, " ".join(text.split()), " ".join(prose.split())))


@dataclass(frozen=True)
class Handbook:
    """The folder of the built site and what the build said."""

    folder: Path
    log: str

    def page(self, address: str) -> Page:
        """A page by its address, such as start/glossary/."""
        return Page(address, self.file(address).read_text("utf-8"))

    def file(self, address: str) -> Path:
        """The file that answers at an address."""
        path = self.folder / address
        return path / "index.html" if address == "" or address.endswith("/") or path.is_dir() else path

    def html_pages(self) -> Sequence[Page]:
        """Every HTML file of both languages."""
        return _html_pages(self.folder)


@cache
def _html_pages(folder: Path) -> Sequence[Page]:
    addresses = [(path.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("*.html"))]
    return [Page(address.removesuffix("index.html"), path.read_text("utf-8")) for address, path in addresses]
