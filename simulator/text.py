"""Every visible string, by language and key. A new language is one more table with the same keys.

Values that are put into a text come from people's data, so they are escaped: a team called `*North*` stays that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from simulator.text_en import ENGLISH

TABLES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH}
LANGUAGE = "en"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>$~|#])|:(?=[a-z])")


def t(key: str, **values: object) -> str:
    """The text for a key, as Markdown; values are escaped."""
    return plain(key, **{name: safe(str(value)) for name, value in values.items()})


def plain(key: str, **values: object) -> str:
    """The text for a key where Markdown is not read: options of a file name, cells of a table, chart titles."""
    text = TABLES[LANGUAGE][key]
    return text.format(**values) if values else text


def safe(name: str) -> str:
    """A name from the data that Markdown shows as it is."""
    return _MARKDOWN.sub(lambda match: f"\\{match.group(0)}", name)


def has(key: str) -> bool:
    """Whether there is a text of this key."""
    return key in TABLES[LANGUAGE]
