"""What arrives in a row becomes a JSON object or a 400 with a sentence."""

import pytest

from handlerkit.rows import RowError, body_bytes, encoded, json_object

DEEP = "the body is nested too deeply: more than 64 objects and lists inside each other"


def nested(times: int) -> list:
    """A list in a list in a list, `times` in all."""
    inner: list = []
    for _ in range(times - 1):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ({}, {}),
        ({"body": None}, {}),
        ({"body": b""}, {}),
        ({"body": bytearray(b"  \n")}, {}),
        ({"body": {"num": 2}}, {"num": 2}),
        ({"data": bytearray('{"context": "é"}'.encode())}, {"context": "é"}),
        ({"data": b"{}", "body": b"[]"}, {}),
        ({"data": "", "body": {"num": 2}}, {}),
    ],
)
def test_a_body_is_a_json_object_or_nothing(row: dict, value: dict) -> None:
    assert json_object(row) == value


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"{'num': 2}", "the body is not JSON in UTF-8"),
        (b"\xff\xfe", "the body is not JSON in UTF-8"),
        (b"[" * 100_000, DEEP),
        (b'{"a": ' * 65 + b"1" + b"}" * 65, DEEP),
        ({"a": nested(64)}, DEEP),
        ({"a": nested(100_000)}, DEEP),
        ([1], "the body must be a JSON object, not a JSON list"),
        (b'"text"', "the body must be a JSON object, not a JSON str"),
        ({"context": "\ud800"}, "the body holds half a surrogate pair, which is no character"),
        (b'{"\\udc00": 1}', "the body holds half a surrogate pair, which is no character"),
        (b"null", "the body must be a JSON object, not a JSON NoneType"),
        (0, "the body must be a JSON object, not a JSON int"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(body: object, sentence: str) -> None:
    with pytest.raises(RowError) as refused:
        json_object({"body": body})
    assert (refused.value.status, str(refused.value)) == (400, sentence)


def test_a_body_may_be_as_deep_as_is_said() -> None:
    assert json_object({"body": {"a": nested(63)}}) == {"a": nested(63)}


def test_a_form_is_refused_and_not_taken_for_nothing() -> None:
    with pytest.raises(RowError, match="the body came as a form or a query; send JSON"):
        json_object({'{"context": "The tide"}': b""})


def test_the_size_of_a_body_is_that_of_its_bytes() -> None:
    assert [
        body_bytes(row) for row in ({}, {"body": b"12345"}, {"data": {"a": "é"}}, {"body": "\ud800"})
    ] == [0, 5, 11, 5]


def test_a_body_too_deep_to_be_written_has_no_size() -> None:
    assert [body_bytes({"body": body}) for body in ({"a": nested(64)}, nested(100_000))] == [0, 0]


def test_replies_keep_their_letters() -> None:
    assert encoded({"result": "é…"}) == '{"result": "é…"}'.encode()
