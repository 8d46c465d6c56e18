"""Several files in one: a zip whose bytes depend on its content alone, with names that every file system takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_LONGEST = 160  # bytes; a file system takes 255, and an ending and a number come behind


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip, in the order given."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in files.items():
            entry = ZipInfo(name)  # the date of an entry is that of the first day a zip knows
            entry.compress_type = ZIP_DEFLATED
            made.writestr(entry, content)
    return out.getvalue()


def file_stems(names: Iterable[str]) -> list[str]:
    """A name without an ending for each of the names; those that would be one on some disk are numbered."""
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        stem = _stem(name)
        unique, count = stem, 1
        while unique.casefold() in taken:
            count += 1
            unique = f"{stem}-{count}"
        taken.add(unique.casefold())
        found.append(unique)
    return found


def _stem(name: str) -> str:
    plain = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", name)).strip("-._")
    plain = plain.encode()[:_LONGEST].decode(errors="ignore")
    return f"person-{plain}".rstrip("-") if not plain or _RESERVED.match(plain.partition(".")[0]) else plain
