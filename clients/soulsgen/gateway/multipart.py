"""The fields of a multipart form, by strict rules.

Source: RFC 7578. Fields are told apart by the boundary alone; their names are plain ASCII; no part holds
parts of its own. A field's charset is UTF-8.
"""

import re
from dataclasses import dataclass

_BOUNDARY = re.compile(r'multipart/form-data\s*;\s*boundary=(?:"([ -~]{1,70})"|([!-~]{1,70}))', re.IGNORECASE)
_NAME = re.compile(rb'content-disposition:\s*form-data\s*;[^\r\n]*?\bname="?([A-Za-z0-9_.\[\]-]{1,64})', re.I)
_FILE = re.compile(rb'content-disposition:[^\r\n]*?;\s*filename="?([^"\r\n;]{0,255})', re.I)
_MOST_FIELDS = 64
_MOST_HEADER_BYTES = 8 << 10
_CUT_OFF = "the form is cut off, or its boundary is not the one it names"


@dataclass(frozen=True)
class Field:
    """`content` is a part of the body, not a copy. `file` is the name it was sent under, None of no file."""

    name: str
    content: memoryview
    file: str | None = None


def read_form(content_type: str, body: bytes) -> list[Field]:
    """Raises ValueError saying what is wrong with the form."""
    found = _BOUNDARY.match(content_type)
    if not found:
        raise ValueError("send a form: Content-Type multipart/form-data with a boundary")
    mark = b"\r\n--" + (found[1] or found[2]).encode()
    fields: list[Field] = []
    start = _first(body, mark)
    while not body.startswith(b"--", start):
        end = body.find(mark, start)
        if end < 0:
            raise ValueError(_CUT_OFF)
        if len(fields) == _MOST_FIELDS:
            raise ValueError(f"the form has more than {_MOST_FIELDS} fields")
        fields.append(_field(body, start, end))
        start = end + len(mark)
    return fields


def _first(body: bytes, mark: bytes) -> int:
    """Where the first boundary ends, which may stand at the very beginning, or after empty lines."""
    if body.startswith(mark[2:]):
        return len(mark) - 2
    begin = body.find(mark)
    if not 0 <= begin < _MOST_HEADER_BYTES or body[:begin].strip():
        raise ValueError(_CUT_OFF)
    return begin + len(mark)


def _field(body: bytes, start: int, end: int) -> Field:
    # What stands between a boundary and its line's end means nothing.
    newline = body.find(b"\r\n", start, end)
    gap = body.find(b"\r\n\r\n", newline, end) if newline >= 0 else -1
    head = body[newline : min(gap, newline + _MOST_HEADER_BYTES)] if gap >= 0 else b""
    name = _NAME.search(head)
    if not name:
        raise ValueError("a field of the form has no name")
    file = _FILE.search(head)
    content = memoryview(body)[gap + 4 : end]
    return Field(name[1].decode(), content, file[1].decode("utf-8", "replace") if file else None)
