"""Request rows as TorchServe hands them over, to JSON objects, and a fault of one row to its reply."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

Row = Mapping[str, Any]


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
        try:
            body = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise RowError(HTTPStatus.BAD_REQUEST, "the body is not JSON in UTF-8") from error
    if not isinstance(body, dict):
        kind = type(body).__name__
        raise RowError(HTTPStatus.BAD_REQUEST, f"the body must be a JSON object, not a JSON {kind}")
    try:
        encoded(body)
    except UnicodeEncodeError as error:
        message = "the body holds half a surrogate pair, which is no character"
        raise RowError(HTTPStatus.BAD_REQUEST, message) from error
    return body


def _body(row: Row) -> Any:
    # `or` would turn an empty payload into a missing one.
    return row.get("body") if row.get("data") is None else row["data"]


def body_bytes(row: Row) -> int:
    """Size of a row's body; for one that TorchServe has decoded, of its JSON."""
    body = _body(row)
    if isinstance(body, bytes | bytearray):
        return len(body)
    text = json.dumps(body, ensure_ascii=False)
    return len(text.encode(errors="surrogatepass")) if body is not None else 0


def encoded(reply: Any) -> bytes:
    """`reply` as JSON in UTF-8; given anything else TorchServe escapes what is not ASCII."""
    return json.dumps(reply, ensure_ascii=False).encode()
