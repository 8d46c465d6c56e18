"""From bytes to text: UTF-8, UTF-16 with a mark, Windows-1252, or the encoding that a person states."""

from __future__ import annotations

from compsim.errors import InputError, Problem
from compsim.population.files.formats import ENCODINGS

_SAVE_UTF8 = "Save it as CSV in UTF-8."
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 500_000  # bytes to either side of the first that is not UTF-8
_UTF8_MARK = b"\xef\xbb\xbf"


def decoded(data: bytes, source: str, stated: str | None = None) -> tuple[memoryview, str]:
    """The text in UTF-8 without a mark, and the encoding it was in; InputError if none fits.

    `stated` is one of ENCODINGS; without it only encodings that a file shows by itself are tried.
    """
    if stated == "UTF-16" or (stated is None and data.startswith(_UTF16_MARKS)):
        return _recoded(data, "UTF-16", source), "UTF-16"
    if b"\0" in data:
        says = f"the file is not text: line {_line(data, data.index(0))} holds a NUL byte"
        raise InputError([Problem(source, says, _SAVE_UTF8)])
    if stated not in (None, "UTF-8"):
        return _recoded(data, stated, source), stated
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return _windows(data, error, source, stated), "Windows-1252"
    if data.startswith(_UTF8_MARK):
        return memoryview(data)[len(_UTF8_MARK) :], "UTF-8 with a byte order mark"
    return memoryview(data), "UTF-8"


def _windows(data: bytes, error: UnicodeDecodeError, source: str, stated: str | None) -> memoryview:
    """Text that is not UTF-8, as Windows-1252; InputError where some of it is UTF-8 after all."""
    where = f"line {_line(data, error.start)}"
    if stated is not None:
        raise InputError([Problem(source, f"the file is not {stated}: see {where}", "State another encoding.")])
    cut_off = error.end == len(data) and not data[: error.start].isascii() and "unexpected end" in error.reason
    if (
        data.startswith(_UTF8_MARK)
        or cut_off
        or _mostly_utf8(data[max(0, error.start - _SAMPLE) : error.start + _SAMPLE])
    ):
        says = f"the file is in UTF-8, but {where} is not; it was cut off, or put together from two files"
        raise InputError([Problem(source, says, "Save it as CSV in UTF-8, or state its encoding.")])
    try:
        return memoryview(data.decode("cp1252").encode())
    except UnicodeDecodeError:
        says = "the file is neither UTF-8 nor Windows-1252"
        raise InputError([Problem(source, says, _SAVE_UTF8)]) from None


def _mostly_utf8(data: bytes) -> bool:
    """Whether more letters beyond ASCII are whole in UTF-8 than broken: in Windows-1252 hardly any are."""
    beyond = [letter for letter in data.decode(errors="replace") if letter > "\x7f"]
    return beyond.count("\ufffd") * 2 < len(beyond)


def _recoded(data: bytes, encoding: str, source: str) -> memoryview:
    try:
        return memoryview(data.decode(ENCODINGS[encoding]).removeprefix("\ufeff").encode())
    except UnicodeError:
        says = f"the file is not whole text in {encoding}; it was cut off, or is in another encoding"
        raise InputError([Problem(source, says, _SAVE_UTF8)]) from None


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
