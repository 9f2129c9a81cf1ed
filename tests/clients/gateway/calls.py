"""Callers of a gateway."""

import socket
from http.client import HTTPConnection
from typing import Any

from clients.gateway.opened import TOKEN
from waiting import LIMIT_S

AUTHORIZED = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}


def ask(port: int, method: str, path: str, body: Any = None, headers: Any = None) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=LIMIT_S)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read()


def head(path: str, length: int, *more: str) -> bytes:
    """The head of a POST to `path`, with a body of `length` bytes to come."""
    lines = [f"POST {path} HTTP/1.1", f"Authorization: Bearer {TOKEN}", f"Content-Length: {length}", *more]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def raw(port: int, request: bytes) -> bytes:
    """All that comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer
