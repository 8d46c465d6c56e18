"""The built handbook as tests read it: files, links, anchors and blocks of text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
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
    """A piece of text of the article: the tag it stands in and its words."""

    tag: str
    text: str


@dataclass(frozen=True)
class _Open:
    tag: str
    inside: bool  # of the article
    silent: bool  # nobody reads it


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
        self._texts: list[tuple[str, list[str]]] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._note(tag, found)
        if _WITHOUT_END.fullmatch(tag):
            return
        above = self._open[-1]
        silent = above.silent or bool(_SILENT.fullmatch(tag)) or "hidden" in found
        self._open.append(_Open(tag, above.inside or tag == "article", silent))
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
            self._texts[-1][1].append(data)

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
            tag, texts = self._texts.pop()
            self.blocks.append(Block(tag, " ".join("".join(texts).split())))


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

    def html_pages(self) -> Iterator[Page]:
        """Every HTML file of both languages."""
        for path in sorted(self.folder.rglob("*.html")):
            address = path.relative_to(self.folder).as_posix()
            yield Page(address.removesuffix("index.html"), path.read_text("utf-8"))
