"""MkDocs events: checks what pages say about themselves, marks glossary terms and gives the theme's controls names.

A page past its review date gets a banner and never breaks the build, or the calendar would break it.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

# The macros are a package of the docs folder and not installed; MkDocs loads this file by its path.
sys.path.insert(0, str(Path(__file__).parents[1]))

from macros import catalogue, pages, paths, plan_reference, registry
from macros.first_use import FirstUse
from macros.templates import library
from macros.words import WORDS, Words
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.handbook")

_GLOSSARY_PAGE = "start/glossary.md"
_first_use = FirstUse({})


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Adds the glossary's tooltips to the Markdown extensions."""
    _first_use.meanings = tooltips()
    extensions: list[Any] = config.markdown_extensions  # names, says MkDocs; objects are passed through all the same
    extensions.append(_first_use)
    return config


def tooltips() -> dict[str, tuple[str, str]]:
    """Spelling -> (term, meaning) of every term that is worth marking, also at the start of a sentence."""
    found = {}
    for term in registry.glossary():
        for spelling in () if term.everyday else (term.term, *term.also):
            found[spelling] = found[spelling[:1].upper() + spelling[1:]] = (term.term, term.means)
    return found


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the JSON schema of the plan model with the reference's example, and the templates."""
    if config.theme["language"] == "en":  # one copy is enough
        for address, content in {**plan_reference.files(), **library.files()}.items():
            files.append(File.generated(config, address, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Refuses a page that does not say who owns it, until when it holds and for whom it is."""
    for problem in pages.front_matter_problems(page.meta):
        log.warning("%s: %s", page.file.src_uri, problem)
    # a glossary explains itself, and it explains English words
    _first_use.active = page.file.src_uri != _GLOSSARY_PAGE and config.theme["language"] == "en"
    if page.is_homepage:
        page.meta.setdefault("hide", ["navigation", "toc"])
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Adds the words for the search and, when it is due, the note that a review is."""
    banner = pages.review_banner(page.meta, date.today(), _words(config))
    if banner:
        log.info("%s: the review was due on %s", page.file.src_uri, page.meta["review_by"])
    return pages.after_heading(html, banner + pages.search_block(page.meta.get("search_words") or []))


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Hands the theme the page's foot; drops the canonical address, which would name one host only."""
    page.canonical_url = None
    if not pages.front_matter_problems(page.meta):
        there = {other.file.src_uri: other for other in nav.pages}
        context["words"] = _words(config)
        context["page_foot"] = pages.page_foot(page.meta, _words(config))
        context["page_file"] = _file(page, config)
        context["page_topics"] = _topics(page, there)
        context["page_paths"] = [_way_on(step, there, _words(config)) for step in _steps(page, there)]
    return context


def _file(page: Page, config: MkDocsConfig) -> str:
    """Where the page's Markdown stands, from the root of the project."""
    root = Path(config.config_file_path).resolve().parent
    return (Path(config.docs_dir) / page.file.src_uri).resolve().relative_to(root).as_posix()


def _topics(page: Page, there: Mapping[str, Page]) -> list[tuple[str, str]]:
    """The page's topics, each with the address of the list of its pages; without one where no page lists them."""
    lists, tags = there.get(catalogue.ALL_PAGES), [str(tag) for tag in page.meta["tags"]]
    return [(tag, f"{lists.url}#{catalogue.topic_anchor(tag)}" if lists else "") for tag in tags]


def _steps(page: Page, there: Mapping[str, Page]) -> Sequence[paths.Step]:
    return paths.steps_on(page.file.src_uri, paths.paths(), there)


def _way_on(step: paths.Step, there: Mapping[str, Page], words: Words) -> tuple[str, str, str]:
    """What comes next on a path: words, the text of the link and its address."""
    reader = step.path.reader
    if not step.following:
        return words.path_end.format(reader=reader), words.doors, f"./#{step.path.anchor}"
    following = there[step.following]
    said = words.on_path.format(reader=reader, number=step.number + 1, of=step.of)
    return said, str(following.meta["title"]), following.url


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Names the controls that the theme leaves nameless."""
    return _named(output, _words(config))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for pages without a Markdown file, such as the one for a wrong address."""
    return _named(output_content, _words(config))


def _named(html: str, words: Words) -> str:
    dialog, box = 'data-md-component="search" role="dialog"', '<input type="checkbox"'
    named = html.replace(dialog, f'{dialog} aria-label="{words.search}"')
    return named.replace(box, f'{box} aria-label="{words.done}"')


def _words(config: MkDocsConfig) -> Words:
    return WORDS[config.theme["language"]]
