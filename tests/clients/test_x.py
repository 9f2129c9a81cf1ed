"""The X channel against a provider that verifies what it is sent."""

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from clients.loopback import free_port, serving
from clients.x_provider import XProvider
from soulsgen.channels.post import Late, Post, RateLimited, Unconfirmed
from soulsgen.channels.x import X
from soulsgen.channels.x_request import KeyPair
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from waiting import LIMIT_S, wait_until

LINE = Post("The lantern remembers the hand that lit it.")


@pytest.fixture
def provider() -> XProvider:
    return XProvider()


@pytest.fixture
def api_url(provider: XProvider) -> Iterator[str]:
    with serving(provider.flask) as url:
        yield url


def channel(provider: XProvider, api_url: str, timeout_s: float = 60.0) -> X:
    account = KeyPair(provider.account["oauth_token"], provider.account["oauth_token_secret"])
    return X(KeyPair(provider.app.key, provider.app.secret), account, api_url, timeout_s)


def test_a_post_arrives_as_it_was_written(provider: XProvider, api_url: str) -> None:
    post = Post("“Ash” & fire = 火 + 🔥 100%", made_with_ai=False)
    receipt = channel(provider, api_url).send(post)
    assert provider.posts == [{"text": "“Ash” & fire = 火 + 🔥 100%", "made_with_ai": False}]
    assert receipt.id == "1900000000000000001"
    assert receipt.url == "https://x.com/i/web/status/1900000000000000001"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 281, "the text has 281 weighted characters, X takes 280"),
        ("火" * 141, "the text has 282 weighted characters, X takes 280"),
        (" \n", "the text is blank"),
        ("ash\ufeff", "the text holds U+FEFF, which X does not take"),
    ],
)
def test_a_text_x_would_not_take_is_not_sent(
    provider: XProvider, api_url: str, text: str, reason: str
) -> None:
    with pytest.raises(Refused) as caught:
        channel(provider, api_url).send(Post(text))
    assert (str(caught.value), provider.attempts) == (reason, 0)


@pytest.mark.parametrize(
    ("fault", "kind", "message"),
    [
        (
            "rate limit",
            RateLimited,
            "X's limit is used up (Too Many Requests); try again after 2026-01-01 00:00:00 UTC",
        ),
        (
            "day limit",
            RateLimited,
            "X's limit is used up (Rate limit exceeded); try again after 2026-01-02 00:00:00 UTC",
        ),
        (
            "overloaded",
            Unavailable,
            "X is overloaded (HTTP 503: SERVICE UNAVAILABLE); try again later",
        ),
        (
            "permissions",
            Refused,
            "X said no (HTTP 403: Your client app is not configured with the appropriate oauth1 app "
            "permissions for this endpoint); give the app Read and Write in X's developer portal, "
            "then run `twitter auth` again",
        ),
        (
            "credits",
            Refused,
            "X said no (HTTP 402: Your enrolled account has no credits); add credits in X's developer portal",
        ),
        (
            "moved",
            Unconfirmed,
            "X at URL/2/tweets was sent the request and gave no answer (it sends requests elsewhere); "
            "whether it was posted is unknown, look at the account before posting again",
        ),
        (
            "broken",
            Unconfirmed,
            "X failed (HTTP 500: Internal Server Error); whether it was posted is unknown, "
            "look at the account before posting again",
        ),
        (
            "no id",
            Unconfirmed,
            "X answered HTTP 201 without the id of a post; whether it was posted is unknown, "
            "look at the account before posting again",
        ),
        (
            "cut",
            Unconfirmed,
            "X at URL/2/tweets was sent the request and gave no answer (Remote end closed connection "
            "without response); whether it was posted is unknown, look at the account before posting again",
        ),
    ],
)
def test_each_answer_of_x_is_one_kind_of_error_and_is_never_sent_again(
    provider: XProvider, api_url: str, fault: str, kind: type[SoulsgenError], message: str
) -> None:
    provider.fault = fault
    with pytest.raises(SoulsgenError) as caught:
        channel(provider, api_url).send(LINE)
    assert type(caught.value) is kind
    assert str(caught.value).replace(api_url, "URL") == message
    assert provider.attempts == 1


def test_a_silent_x_is_unconfirmed_and_not_asked_again(provider: XProvider, api_url: str) -> None:
    provider.fault, provider.silence_s = "silent", LIMIT_S
    with pytest.raises(Late, match=r"no answer \(Read timed out\. \(read timeout=0\.2\)\)"):
        channel(provider, api_url, timeout_s=0.2).send(LINE)
    wait_until(lambda: provider.posts)
    assert (len(provider.posts), provider.attempts) == (1, 1)


def test_a_post_is_tried_again_while_nothing_listens(
    provider: XProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    with ExitStack() as opened:
        slept: list[float] = []

        def sleep(seconds: float) -> None:
            """It listens from the second pause on."""
            slept.append(seconds)
            if len(slept) == 2:
                opened.enter_context(serving(provider.flask, port))

        monkeypatch.setattr("urllib3.util.retry.time", SimpleNamespace(sleep=sleep, time=time.time))
        channel(provider, f"http://127.0.0.1:{port}").send(LINE)
    assert (len(provider.posts), provider.attempts, len(slept)) == (1, 1, 2)


def test_an_x_out_of_reach_says_that_nothing_was_sent(provider: XProvider) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable) as caught:
        channel(provider, url).send(LINE)
    assert type(caught.value) is Unavailable
    words = "[Errno 111] Connection refused; nothing was sent"
    assert str(caught.value) == f"could not reach X at {url}/2/tweets: {words}"


def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_sent(provider: XProvider) -> None:
    with (
        serving(provider.flask, ssl_context="adhoc") as url,
        pytest.raises(Unavailable, match=r"self-signed certificate .*; nothing was sent") as caught,
    ):
        channel(provider, url).send(LINE)
    assert (type(caught.value), provider.attempts) == (Unavailable, 0)


@pytest.mark.parametrize("url", ["api.x.com", "ftp://api.x.com", "http://"])
def test_an_api_url_that_is_none_is_named(provider: XProvider, url: str) -> None:
    with pytest.raises(
        SoulsgenError, match=r"2/tweets is not a URL; X_API_URL is normally https://api.x.com"
    ):
        channel(provider, url).send(LINE)


def test_a_wrong_secret_fails_the_signature_check(provider: XProvider, api_url: str) -> None:
    provider.app.secret = "another"
    sender = channel(provider, api_url)
    provider.app.secret = "the true one"
    with pytest.raises(Refused) as caught:
        sender.send(LINE)
    assert provider.faults == ["invalid_signature"]
    assert provider.posts == []
    assert str(caught.value) == (
        "X said no (HTTP 401: Unauthorized); check the keys and this machine's clock; "
        "`twitter auth` gives a new access token"
    )


def test_no_log_and_no_repr_shows_a_key(
    provider: XProvider, api_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    sender = channel(provider, api_url)
    # Kubernetes' client quiets this logger for the whole process.
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "urllib3"):
        sender.send(LINE)
    shown = caplog.text + repr(sender) + repr(KeyPair(provider.app.key, provider.app.secret))
    assert "POST /2/tweets" in shown
    assert [key for key in (*provider.secrets(), *provider.tokens) if key in shown] == []
