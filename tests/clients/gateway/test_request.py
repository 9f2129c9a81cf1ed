"""What a request must be to reach TorchServe."""

import json
from pathlib import Path

import pytest

from clients.gateway.behind import Behind
from clients.gateway.calls import head, raw
from clients.gateway.opened import TOKEN
from soulsgen.gateway import body_limit


@pytest.mark.parametrize(
    ("request_line", "headers", "status"),
    [
        ("POST /predictions/souls HTTP/1.1", "Transfer-Encoding: chunked", 411),
        ("POST /predictions/souls HTTP/1.1", "Transfer-Encoding: identity\r\nContent-Length: 2", 411),
        ("POST /predictions/souls HTTP/1.1", "Content-Length: 2\r\nContent-Length: 3", 411),
        ("POST /predictions/souls HTTP/1.1", "Content-Length: +2", 411),
        ("POST /predictions/souls HTTP/1.1", "X: y", 411),
        ("POST /predictions/souls HTTP/1.1", "Content-Length: 1001", 413),
        ("POST /predictions/../models HTTP/1.1", "Content-Length: 2", 404),
        ("POST /predictions/souls?a=b HTTP/1.1", "Content-Length: 2", 404),
        ("POST /models?url=http://example.org/a.mar HTTP/1.1", "Content-Length: 0", 404),
        ("GET /models HTTP/1.1", "X: y", 404),
        ("DELETE /models/souls HTTP/1.1", "X: y", 501),
    ],
)
def test_what_is_no_plain_prediction_never_reaches_torchserve(
    port: int, behind: Behind, request_line: str, headers: str, status: int
) -> None:
    words = f"{request_line}\r\nHost: a\r\nAuthorization: Bearer {TOKEN}\r\n{headers}\r\n\r\n{{}}"
    assert raw(port, words.encode()).split()[1] == str(status).encode()
    assert behind.seen == []


@pytest.mark.parametrize(
    ("request_line", "header", "status", "sentence"),
    [
        ("PUT /predictions/souls HTTP/1.1", "X: y", 501, "Unsupported method ('PUT')"),
        ("OPTIONS /v1/audio/speech HTTP/1.1", "X: y", 501, "Unsupported method ('OPTIONS')"),
        (f"GET /{'a' * 70_000} HTTP/1.1", "X: y", 414, "URI Too Long"),
        ("what?", "X: y", 400, "Bad request syntax ('what?')"),
        ("GET /v1/audio/voices HTTP/1.1", f"X: {'y' * 70_000}", 431, "Line too long"),
        ("GET /ping HTTP/1.1", "X: y\r\n" * 200, 431, "Too many headers"),
        ("GET /ping HTTP/2.1", "X: y", 505, "Invalid HTTP version (2.1)"),
        ("GET /models HTTP/1.1", "X: y", 404, "GET /ping, /metrics, /v1/audio/voices, /v1/models; POST /"),
        (
            "POST /v1/speech HTTP/1.1",
            f"Authorization: Bearer {TOKEN}",
            404,
            "POST /predictions/MODEL, /v1/audio/speech, /v1/audio/transcriptions",
        ),
    ],
)
def test_every_refusal_is_json_in_the_form_of_its_path(
    port: int, request_line: str, header: str, status: int, sentence: str
) -> None:
    answer, _, body = raw(port, f"{request_line}\r\n{header}\r\n\r\n".encode()).partition(b"\r\n\r\n")
    assert answer.split()[1] == str(status).encode()
    assert b"\r\nContent-Type: application/json\r\n" in answer
    error = json.loads(body)["error"]
    assert sentence in (error["message"] if "/v1/" in request_line else error)


def test_the_refusal_of_a_head_has_no_body(port: int) -> None:
    answer = raw(port, b"HEAD /ping HTTP/1.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 501 ")
    assert answer.endswith(b"\r\n\r\n")


def test_a_second_request_hidden_behind_a_first_is_not_read(port: int, behind: Behind) -> None:
    first = head("/predictions/souls", 2) + b"{}"
    assert raw(port, first + first).count(b"HTTP/1.1 200") == 1
    assert len(behind.seen) == 1


@pytest.mark.parametrize("content_type", ["text/plain\r\n b: c", "a\x00b", "text/\xe4"])
def test_a_content_type_that_is_none_is_the_callers_fault(
    port: int, behind: Behind, content_type: str
) -> None:
    answer = raw(port, head("/predictions/souls", 0, f"Content-Type: {content_type}"))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert behind.seen == []


def test_the_limit_of_a_body_is_that_of_the_one_configuration(tmp_path: Path) -> None:
    path = tmp_path / "config.properties"
    path.write_text("# max_request_size=5\nmax_request_size=7\n", "utf-8")
    assert body_limit(path) == 7
    path.write_text("", "utf-8")
    assert body_limit(path) == 1 << 20
