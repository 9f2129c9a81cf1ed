"""Callers of OpenAI's audio endpoints."""

import json
from http.client import HTTPConnection, HTTPResponse
from typing import Any

from clients.gateway.opened import TOKEN
from clients.voice.tts_server import sentences
from waiting import LIMIT_S

TEXT = "The bell tolls. Roll 2d6+3."
PCM = b"".join(samples for samples, _ in sentences(TEXT))


def ask(port: int, method: str, path: str, body: Any = None, **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=LIMIT_S)
    sent = json.dumps(body).encode() if isinstance(body, dict) else body
    given = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", **headers}
    connection.request(method, path, sent, given)
    return connection.getresponse()


def speak(port: int, **request: Any) -> HTTPResponse:
    return ask(port, "POST", "/v1/audio/speech", {"model": "tts-1", "input": TEXT, **request})


def fault(answer: HTTPResponse) -> tuple[int, dict[str, Any]]:
    error: dict[str, Any] = json.loads(answer.read())["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    return answer.status, error
