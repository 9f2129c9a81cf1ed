"""The agent on an OpenAI-compatible endpoint: what it asks, what it makes of replies, and its faults."""

import time
from collections.abc import Iterator
from itertools import count
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Response, jsonify

from clients.agent.chat_server import ChatServer, error
from clients.loopback import free_port, serving
from soulsgen.agent.answers import Claim, Scene, Spent, Spoken
from soulsgen.agent.chat_endpoint import ChatEndpoint
from soulsgen.agent.openai import OpenAIAgent, Price
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.openai_endpoint import OpenAISettings
from waiting import LIMIT_S

LINES = [
    Spoken(5.0, "The gate of Carrow is shut.", "GM"),
    Spoken(9.0, "I open the gate with a silver key.", "Kim"),
]
KEY = "sk-not-a-real-key"


def agent(url: str, price: Price | None = None, context_tokens: int = 16_000, **settings: Any) -> OpenAIAgent:
    given = {"model": "tiny", "key": KEY, "timeout_s": LIMIT_S, "retries": 2, "backoff_s": 0.01, **settings}
    return OpenAIAgent(ChatEndpoint(OpenAISettings(f"{url}/v1/", **given)), context_tokens, price)


def test_claims_name_the_times_of_the_lines_and_what_is_unsupported_is_to_be_confirmed() -> None:
    server = ChatServer(
        "The gate of Carrow was shut [1].\n- Kim opened it with a silver key. [1-2]\nThe moon fell [2]"
    )
    with serving(server.app) as url:
        made = agent(url, Price(2.0, 8.0))
        claims = made.recap(LINES, 3)
    assert claims == [
        Claim("The gate of Carrow was shut.", (5.0,), True),
        Claim("Kim opened it with a silver key.", (5.0, 9.0), True),
        Claim("The moon fell.", (9.0,), False),
    ]
    assert server.keys == [f"Bearer {KEY}"]
    assert set(server.bodies[0]) == {"model", "messages"}
    system, user = server.bodies[0]["messages"]
    assert "at most 3 sentences" in system["content"]
    assert user["content"] == "1 GM: The gate of Carrow is shut.\n2 Kim: I open the gate with a silver key."
    assert made.spent() == Spent(1000, 50, pytest.approx(0.0024))
    assert made.spent().sentence() == "1000 tokens in, 50 out: $0.0024"
    assert made.made_by().startswith("tiny at http://127.0.0.1:")


def test_a_scene_rests_on_the_lines_it_names() -> None:
    with serving(ChatServer("A shut gate\nin the rain. [2]").app) as url:
        assert agent(url).scene(LINES, "A road.") == Scene("A shut gate in the rain.", (9.0,))
        assert agent(url).scene([], "A road.") == Scene("A road.", ())


def test_an_evening_longer_than_the_context_is_told_in_parts() -> None:
    server = ChatServer("The gate was shut [1].")
    lines = [Spoken(float(number), "The gate of Carrow is shut. " * 10) for number in range(100)]
    with serving(server.app) as url:
        claims = agent(url, context_tokens=4000).recap(lines, 10)
    assert len(server.bodies) > 2
    assert all(len(body["messages"][1]["content"]) <= 8000 for body in server.bodies)
    assert claims[0].at == (0.0,)
    assert claims[-1].at[0] > 50


def test_without_a_price_the_tokens_are_told_alone() -> None:
    with serving(ChatServer().app) as url:
        made = agent(url)
        made.scene(LINES, "")
    assert made.spent().usd is None
    assert "price not known" in made.spent().sentence()


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_busy_endpoint_is_asked_again(status: int) -> None:
    server = ChatServer(
        "A gate. [1]", fault=lambda number, body: error(status, "busy") if number < 2 else None
    )
    with serving(server.app) as url:
        assert agent(url).scene(LINES, "").text == "A gate."
    assert len(server.bodies) == 3


def test_an_endpoint_that_stays_busy_ends_in_words() -> None:
    server = ChatServer(fault=lambda number, body: error(503, "the model is loading"))
    with serving(server.app) as url, pytest.raises(Unavailable) as failed:
        agent(url).scene(LINES, "")
    assert str(failed.value) == f"{url}/v1: HTTP 503: the model is loading (after 2 retries)"
    assert len(server.bodies) == 3


def test_retry_after_is_kept_to_when_short_and_told_when_long() -> None:
    server = ChatServer(
        fault=lambda number, body: error(429, "slow down", Retry_After="0.3") if number == 0 else None
    )
    with serving(server.app) as url:
        began = time.monotonic()
        agent(url).scene(LINES, "")
        assert time.monotonic() - began >= 0.3
    server = ChatServer(fault=lambda number, body: error(429, "slow down", Retry_After="3600"))
    with serving(server.app) as url, pytest.raises(Unavailable, match="asks to wait 3600 s"):
        agent(url).scene(LINES, "")
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (401, "invalid_api_key", "check OPENAI_API_KEY"),
        (400, "context_length_exceeded", "HTTP 400: no"),
        (404, "model_not_found", "HTTP 404: no"),
        (429, "insufficient_quota", "HTTP 429: no"),
        (302, "", "HTTP 302: no"),
    ],
)
def test_a_refusal_is_not_asked_again_and_shows_no_key(status: int, code: str, words: str) -> None:
    server = ChatServer(fault=lambda number, body: error(status, "no", code, Location="http://127.0.0.1:1/"))
    with serving(server.app) as url, pytest.raises(Refused) as refused:
        agent(url).scene(LINES, "")
    assert words in str(refused.value)
    assert KEY not in str(refused.value)
    assert KEY not in repr(OpenAISettings(key=KEY))
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"<html>hello</html>",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": " "}}]}',
        b'{"choices": [{"message": {"content": [1]}}]}',
    ],
)
def test_a_reply_that_is_none_is_an_error(body: bytes) -> None:
    with (
        serving(ChatServer(fault=lambda number, _: Response(body, 200)).app) as url,
        pytest.raises(SoulsgenError, match=r"did not reply as a chat endpoint does|replied with no text"),
    ):
        agent(url).scene(LINES, "")


@pytest.mark.parametrize("status", [200, 400])
def test_a_reply_nested_without_end_is_an_error(status: int) -> None:
    with (
        serving(ChatServer(fault=lambda number, _: Response("[" * 200_000, status)).app) as url,
        pytest.raises(SoulsgenError, match=r"did not reply as a chat endpoint does|no reason given"),
    ):
        agent(url).scene(LINES, "")


def test_a_reply_that_drips_is_waited_for_so_long_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = count()
    monkeypatch.setattr("soulsgen.bounded.time", SimpleNamespace(monotonic=lambda: next(looks)))
    over = Event()

    def drip() -> Iterator[bytes]:
        while not over.wait(0.001):
            yield b" "

    with serving(ChatServer(fault=lambda number, _: Response(drip(), 200)).app) as url:
        try:
            with pytest.raises(Unavailable, match=f"not whole after {LIMIT_S:.0f} s"):
                agent(url, retries=0).scene(LINES, "")
        finally:
            over.set()


def test_an_endpoint_on_loopback_is_asked_past_the_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with serving(ChatServer("A gate. [1]").app) as url:
        assert agent(url, retries=0).scene(LINES, "").text == "A gate."


def test_a_filtered_reply_is_a_refusal() -> None:
    filtered = {"choices": [{"message": {"content": ""}, "finish_reason": "content_filter"}]}
    with (
        serving(ChatServer(fault=lambda number, body: jsonify(filtered)).app) as url,
        pytest.raises(Refused, match="withheld its reply"),
    ):
        agent(url).scene(LINES, "")


def test_an_endpoint_that_hangs_or_is_not_there_or_sends_too_much_is_given_up() -> None:
    over = Event()

    def hangs(number: int, body: dict[str, Any]) -> None:
        over.wait(LIMIT_S)

    with serving(ChatServer(fault=hangs).app) as url:
        try:
            with pytest.raises(Unavailable, match="no answer from"):
                agent(url, timeout_s=0.2, retries=1).scene(LINES, "")
        finally:
            over.set()
    with pytest.raises(Unavailable, match="Connection refused"):
        agent(f"http://127.0.0.1:{free_port()}", retries=0).scene(LINES, "")
    with (
        serving(ChatServer(fault=lambda number, body: Response(b" " * (9 << 20), 200)).app) as url,
        pytest.raises(SoulsgenError, match="more than 8 MB"),
    ):
        agent(url).scene(LINES, "")


def test_what_is_missing_is_said_before_anything_is_sent() -> None:
    with pytest.raises(SoulsgenError, match="say which with --model"):
        agent("http://127.0.0.1:1", model="")
    with pytest.raises(SoulsgenError, match="is not a URL such as"):
        agent("localhost:11434").scene(LINES, "")


def test_an_endpoint_that_counts_no_tokens_is_taken_as_it_is() -> None:
    plain = {"choices": [{"message": {"content": "A gate. [1]"}}]}
    with serving(ChatServer(fault=lambda number, body: jsonify(plain)).app) as url:
        made = agent(url, key=None)
        assert made.scene(LINES, "").text == "A gate."
    assert made.spent().sentence() == ""
