"""A form's fields, read to the byte."""

import pytest

from clients.gateway.audio.form import BOUNDARY, form
from soulsgen.gateway.multipart import Field, read_form


def test_a_forms_fields_are_read_to_the_byte() -> None:
    body = form(("a", "1"), ("a", ""), file=b"\r\n\x00--\r\n")
    quoted = f'multipart/form-data; boundary="{BOUNDARY}"'
    assert read_form(quoted, body) == [
        Field("file", memoryview(b"\r\n\x00--\r\n"), "a.wav"),
        Field("a", memoryview(b"1")),
        Field("a", memoryview(b"")),
    ]
    assert read_form(quoted, b" \r\n" + body + b"what comes after the end") == read_form(quoted, body)
    with pytest.raises(ValueError, match="more than 64 fields"):
        read_form(quoted, form(*[("a", "1")] * 65))
    with pytest.raises(ValueError, match="has no name"):
        read_form(quoted, form().replace(b"name=", b"nam="))
    with pytest.raises(ValueError, match="cut off"):
        read_form(quoted, b"before the beginning\r\n" + body)
    with pytest.raises(ValueError, match="with a boundary"):
        read_form("application/json", body)
