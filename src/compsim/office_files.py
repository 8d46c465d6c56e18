"""Office files (.xlsx) as zips of XML: what must be known of their parts before any reader unpacks them."""

from __future__ import annotations

import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import iterparse

_XML = (".xml", ".rels", ".vml")


def refuse_entities(packed: zipfile.ZipFile) -> None:
    """Raise if a part of the zip declares XML entities, whatever library reads it later.

    Entities can only be declared before the first element, so no part is read further than that. Raises
    DefusedXmlException for a declaration and ParseError for a part that is named XML and is none.
    """
    for name in packed.namelist():
        if not name.endswith("/"):
            _refuse(packed, name)


def _refuse(packed: zipfile.ZipFile, name: str) -> None:
    try:
        with packed.open(name) as part:
            next(iterparse(part, events=("start",)), None)
    except ParseError:
        if name.casefold().endswith(_XML):
            raise
