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


@dataclass(frozen=True)
class Field:
    """`file` is the name it was sent under, None of a value that is no file."""

    name: str
    content: bytes
    file: str | None = None


def read_form(content_type: str, body: bytes) -> list[Field]:
    """Raises ValueError saying what is wrong with the form."""
    found = _BOUNDARY.match(content_type)
    if not found:
        raise ValueError("send a form: Content-Type multipart/form-data with a boundary")
    mark = b"\r\n--" + (found[1] or found[2]).encode()
    # The first boundary may stand at the very beginning.
    first, *parts = (b"\r\n" + body).split(mark, _MOST_FIELDS + 2)
    if len(parts) > _MOST_FIELDS + 1:
        raise ValueError(f"the form has more than {_MOST_FIELDS} fields")
    if not parts or first.strip() or not parts[-1].startswith(b"--"):
        raise ValueError("the form is cut off, or its boundary is not the one it names")
    return [_field(part) for part in parts[:-1]]


def _field(part: bytes) -> Field:
    # What stands between a boundary and its line's end means nothing.
    _, newline, rest = part.partition(b"\r\n")
    head, gap, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
    name = _NAME.search(head[:_MOST_HEADER_BYTES])
    if not newline or not gap or not name:
        raise ValueError("a field of the form has no name")
    file = _FILE.search(head[:_MOST_HEADER_BYTES])
    return Field(name[1].decode(), content, file[1].decode("utf-8", "replace") if file else None)
