"""Posts to every channel, and how they are found again."""

from datetime import UTC, datetime
from secrets import token_hex

from soulsgen.channels.post import Channel, Image, Post, Receipt

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


def post(text: str | None = None, *images: Image) -> Post:
    return Post(
        text or f"Ash & “ember” 火 {token_hex(8)}.", images=images, key=token_hex(8), when=datetime.now(UTC)
    )


def found(channel: Channel, wanted: Post) -> Receipt | None:
    """What the account shows of it since it was written."""
    assert wanted.when
    return channel.find(wanted, wanted.when)
