"""Request rows as TorchServe hands them over, to JSON objects, and a fault of one row to its reply."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

Row = Mapping[str, Any]
# Objects and lists inside each other; requests have three. Python's own limit is that of its stack, so what
# could be decoded in one place could not be written, or shown in a sentence, in another.
DEEPEST = 64
_TOO_DEEP = f"the body is nested too deeply: more than {DEEPEST} objects and lists inside each other"


class RowError(Exception):
    """A fault of one row alone: an HTTP status and a sentence the caller can act on."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


def json_object(row: Row) -> dict[str, Any]:
    """The JSON object of a row's body; nothing at all is an empty object.

    TorchServe has decoded a body of type application/json; one that was malformed or had another type
    arrives as bytes. Raises RowError (400) for anything that is not an object.
    """
    body = _body(row)
    if row and not row.keys() & {"body", "data"}:
        message = "the body came as a form or a query; send JSON with Content-Type: application/json"
        raise RowError(HTTPStatus.BAD_REQUEST, message)
    if body is None or (isinstance(body, str | bytes | bytearray) and not body.strip()):
        return {}
    if isinstance(body, str | bytes | bytearray):
        body = _parsed(body)
    if not isinstance(body, dict):
        kind = type(body).__name__
        raise RowError(HTTPStatus.BAD_REQUEST, f"the body must be a JSON object, not a JSON {kind}")
    if _too_deep(body):
        raise RowError(HTTPStatus.BAD_REQUEST, _TOO_DEEP)
    try:
        encoded(body)
    except UnicodeEncodeError as error:
        message = "the body holds half a surrogate pair, which is no character"
        raise RowError(HTTPStatus.BAD_REQUEST, message) from error
    return body


def _parsed(body: str | bytes | bytearray) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise RowError(HTTPStatus.BAD_REQUEST, "the body is not JSON in UTF-8") from error
    except RecursionError as error:
        raise RowError(HTTPStatus.BAD_REQUEST, _TOO_DEEP) from error


def _too_deep(body: Any) -> bool:
    """Level by level: a walk that calls itself would break off where its answer is wanted."""
    level = [body] if isinstance(body, dict | list) else []
    for _ in range(DEEPEST):
        inner = (held for one in level for held in (one.values() if isinstance(one, dict) else one))
        level = [held for held in inner if isinstance(held, dict | list)]
    return bool(level)


def _body(row: Row) -> Any:
    # `or` would turn an empty payload into a missing one.
    return row.get("body") if row.get("data") is None else row["data"]


def body_bytes(row: Row) -> int:
    """Size of a row's body; for one that TorchServe has decoded, of its JSON, or 0 where it is too deep."""
    body = _body(row)
    if isinstance(body, bytes | bytearray):
        return len(body)
    if body is None or _too_deep(body):
        return 0
    return len(json.dumps(body, ensure_ascii=False).encode(errors="surrogatepass"))


def encoded(reply: Any) -> bytes:
    """`reply` as JSON in UTF-8; given anything else TorchServe escapes what is not ASCII."""
    return json.dumps(reply, ensure_ascii=False).encode()
