"""What holds for every channel, against its real other side behind a gate that breaks things."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image as Pillow

from clients.channels.gate import Fault
from clients.channels.posts import NAMES, POSTS, SERVERS, found, post
from clients.counterparts import Counterparts
from clients.loopback import free_port
from soulsgen.channels.post import Channel, Image, Late, RateLimited, Unconfirmed
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.posting.accounts import open_channel
from waiting import LIMIT_S


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
    return [requests.get(path, timeout=LIMIT_S).content for path in paths], [
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
    assert (found(channel, ash) is not None) is after
    assert there.texts[name]().count(ash.text) == after
    assert [secret for secret in there.secrets if secret in str(caught.value)] == []


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


def test_no_channel_shows_its_keys(there: Counterparts, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        channels: list[Channel] = [open_channel(name, there.keys()) for name in NAMES]
        for channel in channels:
            channel.send(post())
    shown = caplog.text + repr(channels) + repr(there.keys()) + "".join(each.account for each in channels)
    assert "POST /api/webhooks/" in shown
    assert [secret for secret in there.secrets if secret in shown] == []
