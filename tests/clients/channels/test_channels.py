"""What holds for every channel, against its real other side behind a gate that breaks things."""

import io
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import pytest
from PIL import Image as Pillow

from clients.channels.gate import Fault
from clients.counterparts import Counterparts, counterparts
from clients.loopback import free_port, serving
from soulsgen.channels.post import Channel, Image, Late, Post, RateLimited, Unconfirmed
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.posting.accounts import open_channel

NAMES = ["bluesky", "discord", "mastodon", "x"]
# The request that posts.
POSTS = {
    "bluesky": "POST .*createRecord",
    "discord": "POST .*/webhooks/",
    "mastodon": "POST .*/statuses",
    "x": "POST /2/tweets",
}
SERVERS = {
    "bluesky": "bluesky_url",
    "discord": "discord_webhook",
    "mastodon": "mastodon_url",
    "x": "api_url",
}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, mastodon_url: str) -> Iterator[Counterparts]:
    with counterparts(tmp_path_factory.mktemp("there"), mastodon_url) as opened:
        yield opened


@pytest.fixture
def there(servers: Counterparts) -> Counterparts:
    for gate in servers.gates.values():
        gate.faults.clear()
        gate.seen.clear()
    return servers


def post(text: str | None = None, *images: Image) -> Post:
    return Post(
        text or f"Ash & “ember” 火 {token_hex(8)}.", images=images, key=token_hex(8), when=datetime.now(UTC)
    )


def picture(width: int, height: int, alt: str) -> Image:
    file = io.BytesIO()
    Pillow.new("RGB", (width, height), "orange").save(file, "PNG")
    return Image(file.getvalue(), "image/png", alt, width, height)


@pytest.mark.parametrize("name", NAMES)
def test_a_post_arrives_as_it_was_written_and_is_found_again(there: Counterparts, name: str) -> None:
    channel, ash = open_channel(name, there.keys()), post()
    began = datetime.now(UTC)
    assert channel.find(ash, began) is None
    receipt = channel.send(ash)
    assert there.texts[name]()[-1] == ash.text
    assert open_channel(name, there.keys()).find(ash, began) == receipt
    # Also when our clock is ahead or behind.
    for hours in (-1, 1):
        assert channel.find(ash, began + timedelta(hours=hours)) == receipt
    assert receipt.url.startswith("https://")
    assert channel.find(post(), began) is None


@pytest.mark.parametrize("name", NAMES)
def test_images_arrive_with_their_words(there: Counterparts, name: str) -> None:
    images = picture(8, 4, "A lamp — lit."), picture(4, 8, "")
    ash = post(None, *images)
    open_channel(name, there.keys()).send(ash)
    contents, alts = _images_there(there, name)
    assert contents == [image.content for image in images]
    assert alts == ["A lamp — lit.", ""]


def _images_there(there: Counterparts, name: str) -> tuple[list[bytes], list[str]]:
    """Contents and alternative texts of the newest post."""
    if name == "x":
        ids = there.x.posts[-1]["media"]["media_ids"]
        media = [there.x.media[media_id] for media_id in ids]
        return [each["content"] for each in media], [each["alt"] or "" for each in media]
    if name == "discord":
        attached = there.discord.messages[-1]["attachments"]
        contents = [there.discord.files[each["filename"]] for each in attached]
        return contents, [each["description"] for each in attached]
    if name == "bluesky":
        record = list(there.bluesky.records.values())[-1]
        embedded = record["embed"]["images"]
        assert [each["aspectRatio"]["width"] for each in embedded] == [8, 4]
        contents = [there.bluesky.blobs[each["image"]["ref"]["$link"]] for each in embedded]
        return contents, [each["alt"] for each in embedded]
    import requests
    from mastodon import Mastodon

    client = Mastodon(access_token=there.env["MASTODON_TOKEN"], api_base_url=there.gates["mastodon"].upstream)
    status = client.account_statuses(client.account_verify_credentials().id, limit=1)[0]
    attached = status.media_attachments
    paths = [there.gates["mastodon"].upstream + each.url[each.url.index("/media/") :] for each in attached]
    return [requests.get(path, timeout=5).content for path in paths], [
        each.description or "" for each in attached
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("kind", "after", "error"),
    [
        ("cut", False, Unconfirmed),
        ("cut", True, Unconfirmed),
        (500, False, Unconfirmed),
        (502, True, Unconfirmed),
        (307, True, Unconfirmed),
        (408, True, Late),
        (504, True, Late),
        (429, False, RateLimited),
        (403, False, Refused),
        (401, False, Refused),
    ],
)
def test_each_fault_is_one_kind_of_error_and_the_account_tells_the_rest(
    there: Counterparts, name: str, kind: str | int, after: bool, error: type[SoulsgenError]
) -> None:
    channel, ash = open_channel(name, there.keys()), post()
    there.gates[name].faults.append(Fault(POSTS[name], kind, after, headers={"Location": "/elsewhere"}))
    with pytest.raises(error) as caught:
        channel.send(ash)
    assert type(caught.value) is error
    assert (channel.find(ash, datetime.now(UTC)) is not None) is after
    assert there.texts[name]().count(ash.text) == after
    assert [secret for secret in there.secrets if secret in str(caught.value)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_silent_channel_is_unconfirmed(there: Counterparts, name: str) -> None:
    channel, ash = open_channel(name, there.keys()), post()
    channel._timeout_s = 0.15  # type: ignore[attr-defined]
    there.gates[name].faults.append(Fault(POSTS[name], "slow", after=True, slow_s=0.4))
    with pytest.raises(Late):
        channel.send(ash)
    there.settle()
    assert channel.find(ash, datetime.now(UTC))


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
            channel.find(ash, datetime.now(UTC))
        assert type(caught.value) is Unavailable
    assert channel.find(ash, datetime.now(UTC))
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
def test_a_limit_whose_end_is_told_in_milliseconds_or_nonsense_is_a_limit(
    there: Counterparts, name: str
) -> None:
    then = datetime.now(UTC).timestamp() + 20
    for reset, seconds in ((str(int(then * 1000)), 20), ("9" * 30, None)):
        headers = {"x-rate-limit-reset": reset, "X-RateLimit-Reset": reset, "RateLimit-Reset": reset}
        there.gates[name].faults.append(Fault(POSTS[name], 429, headers=headers, body="{}"))
        with pytest.raises(RateLimited) as caught:
            open_channel(name, there.keys()).send(post())
        assert caught.value.wait_s() == (seconds and pytest.approx(seconds, abs=2))


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
    assert channel.find(ash, datetime.now(UTC))


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_that_drips_is_waited_for_so_long_and_no_longer(
    name: str, there: Counterparts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("session", "transport"):
        monkeypatch.setattr(f"soulsgen.channels.{module}.ANSWER_S", 0.3)

    def drip(_environ: object, start_response: Callable[..., object]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "1000")])
        for _ in range(50):
            yield b" "
            time.sleep(0.1)

    began = time.monotonic()
    with serving(drip) as base:
        url = there.discord.webhook(base) if name == "discord" else base
        channel = open_channel(name, there.keys(**{SERVERS[name]: url}))
        with pytest.raises(Unavailable, match="not whole after 0 s"):
            channel.send(post())
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("name", ["bluesky", "discord", "mastodon"])
def test_a_channel_out_of_reach_says_that_nothing_was_sent(there: Counterparts, name: str) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    url = there.discord.webhook(nowhere) if name == "discord" else nowhere
    with pytest.raises(Unavailable, match=r"nothing was sent|refused") as caught:
        open_channel(name, there.keys(**{SERVERS[name]: url})).send(post())
    assert type(caught.value) is Unavailable
    assert [secret for secret in there.secrets if secret in str(caught.value)] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_be_looked_at_is_unavailable_and_not_absent(there: Counterparts, name: str) -> None:
    there.gates[name].faults.append(Fault("GET|Session", 500, times=9))
    with pytest.raises(Unavailable) as caught:
        open_channel(name, there.keys()).find(post(), datetime.now(UTC))
    assert type(caught.value) is Unavailable


@pytest.mark.parametrize("name", NAMES)
def test_a_text_too_long_is_not_sent(there: Counterparts, name: str) -> None:
    channel = open_channel(name, there.keys())
    with pytest.raises(Refused, match=r"takes (280|300|500|2000)"):
        channel.send(post("x" * 2001))
    assert [
        line for line in there.gates[name].seen if line.startswith("POST") and "Session" not in line
    ] == []


@pytest.mark.parametrize(
    ("name", "headers", "body", "seconds"),
    [
        ("discord", {"Retry-After": "3"}, '{"message": "Slow down.", "retry_after": 2.5}', 2.5),
        ("bluesky", {"RateLimit-Reset": "{then}"}, "{}", 20),
        ("mastodon", {"X-RateLimit-Reset": "{iso}", "X-RateLimit-Remaining": "0"}, "{}", 20),
        ("x", {"x-rate-limit-reset": "{then}", "x-rate-limit-remaining": "0"}, "{}", 20),
    ],
)
def test_a_limit_says_when_it_ends(
    there: Counterparts, name: str, headers: dict[str, str], body: str, seconds: float
) -> None:
    now = datetime.now(UTC).timestamp()
    iso = datetime.fromtimestamp(now + 20, UTC).isoformat()
    filled = {key: value.format(then=int(now + 20), iso=iso) for key, value in headers.items()}
    there.gates[name].faults.append(Fault(POSTS[name], 429, headers=filled, body=body))
    with pytest.raises(RateLimited) as caught:
        open_channel(name, there.keys()).send(post())
    assert caught.value.wait_s() == pytest.approx(seconds, abs=1.5)


def test_no_channel_shows_its_keys(there: Counterparts, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        channels: list[Channel] = [open_channel(name, there.keys()) for name in NAMES]
        for channel in channels:
            channel.send(post())
    shown = caplog.text + repr(channels) + repr(there.keys()) + "".join(each.account for each in channels)
    assert "POST /api/webhooks/" in shown
    assert [secret for secret in there.secrets if secret in shown] == []
