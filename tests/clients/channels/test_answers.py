"""Answers of every channel that are late, nonsense or without end, and limits that they tell."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from clients.channels.gate import Fault
from clients.channels.haste import only_hasty
from clients.channels.posts import NAMES, POSTS, SERVERS, found, post
from clients.counterparts import Counterparts
from clients.loopback import serving
from soulsgen.channels.post import Late, RateLimited, Unconfirmed
from soulsgen.errors import Unavailable
from soulsgen.posting.accounts import open_channel
from waiting import LIMIT_S


@pytest.mark.parametrize("name", NAMES)
def test_a_silent_channel_is_unconfirmed(
    there: Counterparts, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_hasty(POSTS[name], monkeypatch)
    channel, ash = open_channel(name, there.keys()), post()
    silent = Fault(POSTS[name], "slow", after=True, slow_s=LIMIT_S)
    there.gates[name].faults.append(silent)
    channel._timeout_s = 0.2  # type: ignore[attr-defined]
    with pytest.raises(Late):
        channel.send(ash)
    silent.until.set()
    there.settle()
    assert found(channel, ash)


NONSENSE = ["<html>Log in</html>", "[]", "null", "{}", '"ash"', '{"data": {"id": null}, "id": null}']


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("body", NONSENSE)
def test_an_answer_that_makes_no_sense_is_a_doubt_after_a_post_and_no_look(
    there: Counterparts, name: str, body: str
) -> None:
    channel, ash = open_channel(name, there.keys()), post()
    there.gates[name].faults.append(Fault(POSTS[name], 200, after=True, body=body))
    with pytest.raises(Unconfirmed):
        channel.send(ash)
    # An empty list is an account without posts, and Mastodon.py makes one of an empty object.
    if (name, body) not in (("discord", "[]"), ("mastodon", "[]"), ("mastodon", "{}")):
        there.gates[name].faults.append(Fault("GET .*(tweets|messages|statuses|getRecord)", 200, body=body))
        with pytest.raises(Unavailable) as caught:
            found(channel, ash)
        assert type(caught.value) is Unavailable
    assert found(channel, ash)
    assert there.texts[name]().count(ash.text) == 1


@pytest.mark.parametrize(
    "body", ["<html>", "[]", '{"configuration": ["a"]}', '{"configuration": {"statuses": 7}}']
)
def test_an_instance_that_says_nonsense_has_the_usual_limits_or_is_out_of_reach(
    there: Counterparts, body: str
) -> None:
    there.gates["mastodon"].faults.append(Fault("GET .*instance", 200, body=body, times=9))
    channel = open_channel("mastodon", there.keys())
    if body.startswith("{"):
        assert channel.limit.most == 500
        return
    with pytest.raises(Unavailable, match="gave an answer that makes no sense: is it a Mastodon"):
        assert channel.limit


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_without_end_is_not_read_to_its_end(
    there: Counterparts, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.gates[name].faults.append(Fault(POSTS[name], 200, after=True, body=f'{{"id": "{"7" * 5000}"}}'))
    channel, ash = open_channel(name, there.keys()), post()
    with monkeypatch.context() as changed:
        for module in ("session", "transport"):
            changed.setattr(f"soulsgen.channels.{module}.MAX_ANSWER_BYTES", 5000)
        with pytest.raises(Unconfirmed, match="the answer has more than 5000 bytes"):
            channel.send(ash)
    assert found(open_channel(name, there.keys()), ash)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_that_drips_is_waited_for_so_long_and_no_longer(
    name: str, there: Counterparts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("session", "transport"):
        monkeypatch.setattr(f"soulsgen.channels.{module}.ANSWER_S", 0.3)

    def drip(_environ: object, start_response: Callable[..., object]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "1000")])
        for _ in range(1000):
            yield b" "
            time.sleep(0.1)

    with serving(drip) as base:
        url = there.discord.webhook(base) if name == "discord" else base
        channel = open_channel(name, there.keys(**{SERVERS[name]: url}))
        with pytest.raises(Unavailable, match="not whole after 0 s"):
            channel.send(post())


@pytest.mark.parametrize("name", NAMES)
def test_a_limit_whose_end_is_told_in_milliseconds_or_nonsense_is_a_limit(
    there: Counterparts, name: str
) -> None:
    then = datetime.now(UTC).timestamp() + 3600
    for reset, known in ((str(int(then * 1000)), True), ("9" * 30, False)):
        headers = {"x-rate-limit-reset": reset, "X-RateLimit-Reset": reset, "RateLimit-Reset": reset}
        there.gates[name].faults.append(Fault(POSTS[name], 429, headers=headers, body="{}"))
        with pytest.raises(RateLimited) as caught:
            open_channel(name, there.keys()).send(post())
        wait_s = caught.value.wait_s()
        assert (wait_s is not None) is known
        # As long as it was when it was told, or less by what has gone by since then.
        assert wait_s is None or 1800 < wait_s < 3601


@pytest.mark.parametrize(
    ("name", "headers", "body", "seconds"),
    [
        ("discord", {"Retry-After": "9999"}, '{"message": "Slow down.", "retry_after": 3599.5}', 3600),
        ("bluesky", {"RateLimit-Reset": "{then}"}, "{}", 3600),
        ("mastodon", {"X-RateLimit-Reset": "{iso}", "X-RateLimit-Remaining": "0"}, "{}", 3600),
        ("x", {"x-rate-limit-reset": "{then}", "x-rate-limit-remaining": "0"}, "{}", 3600),
    ],
)
def test_a_limit_says_when_it_ends(
    there: Counterparts, name: str, headers: dict[str, str], body: str, seconds: float
) -> None:
    now = datetime.now(UTC).timestamp()
    iso = datetime.fromtimestamp(now + seconds, UTC).isoformat()
    filled = {key: value.format(then=int(now + seconds), iso=iso) for key, value in headers.items()}
    there.gates[name].faults.append(Fault(POSTS[name], 429, headers=filled, body=body))
    with pytest.raises(RateLimited) as caught:
        open_channel(name, there.keys()).send(post())
    wait_s = caught.value.wait_s()
    assert wait_s is not None
    # Less by what has gone by since it was told.
    assert seconds / 2 < wait_s < seconds + 1
