"""What is refused in an office file before a reader sees it."""

import io
import zipfile

import pytest
from defusedxml.common import EntitiesForbidden

from compsim.office_files import refuse_entities

ENTITY = '<!DOCTYPE x [<!ENTITY a "ha">]>'


def packed(**parts: bytes) -> zipfile.ZipFile:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        for name, content in parts.items():
            book.writestr(name.replace("_", "."), content)
    return zipfile.ZipFile(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["sheet_xml", "sheet_RELS", "sheet_other"])
def test_a_part_that_declares_entities_is_refused_whatever_it_is_called(name: str, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>{ENTITY}<x>&a;</x>'.encode(encoding)
    with pytest.raises(EntitiesForbidden):
        refuse_entities(packed(**{name: content}))


def test_parts_that_are_no_xml_pass_and_a_part_named_xml_must_be_some() -> None:
    refuse_entities(packed(picture_png=b"\x89PNG<", sheet_xml=b"<x/>"))
    with pytest.raises(SyntaxError):
        refuse_entities(packed(sheet_xml=b"<x"))


def test_only_the_beginning_of_a_part_is_read() -> None:
    refuse_entities(packed(sheet_xml=b"<x>" + b"<y/>" * 100_000 + b"not closed"))
