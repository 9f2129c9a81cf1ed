"""The channels by name, opened with the keys that were given."""

from dataclasses import dataclass, field
from pathlib import Path

from soulsgen.channels.bluesky import SERVICE_URL, Bluesky
from soulsgen.channels.discord import Discord
from soulsgen.channels.mastodon import Mastodon
from soulsgen.channels.outbox import Outbox
from soulsgen.channels.post import Channel, Limits
from soulsgen.channels.x import X
from soulsgen.channels.x_request import API_URL, KeyPair
from soulsgen.errors import Refused
from soulsgen.secret import secret

CHANNELS = ("bluesky", "discord", "mastodon", "outbox", "x")


class MissingKeys(Refused):
    """A channel was asked for without what opens it."""


@dataclass(frozen=True)
class Keys:
    """What opens the channels; none of it is shown."""

    consumer_key: str | None = field(default=None, repr=False)
    consumer_secret: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    token_secret: str | None = field(default=None, repr=False)
    api_url: str = API_URL
    mastodon_url: str | None = None
    mastodon_token: str | None = field(default=None, repr=False)
    bluesky_handle: str | None = None
    bluesky_password: str | None = field(default=None, repr=False)
    bluesky_url: str = SERVICE_URL
    discord_webhook: str | None = field(default=None, repr=False)
    discord_bot_token: str | None = field(default=None, repr=False)
    outbox: Path = Path("outbox")


# channel: its title, the keys it needs with the names a user gives them, and where they come from
_NEEDS = {
    "x": (
        "X",
        {
            "consumer_key": "-k/--consumer-key (TWITTER_CONSUMER_KEY)",
            "consumer_secret": "-s/--consumer-secret (TWITTER_CONSUMER_SECRET)",
            "access_token": "-a/--access-token (TWITTER_ACCESS_TOKEN)",
            "token_secret": "-S/--token-secret (TWITTER_TOKEN_SECRET)",
        },
        "see `twitter auth`, or try --dry-run",
    ),
    "mastodon": (
        "Mastodon",
        {
            "mastodon_url": "--mastodon-url (MASTODON_URL)",
            "mastodon_token": "--mastodon-token (MASTODON_TOKEN)",
        },
        "docs/posting.md says where to get them, or try --dry-run",
    ),
    "bluesky": (
        "Bluesky",
        {
            "bluesky_handle": "--bluesky-handle (BLUESKY_HANDLE)",
            "bluesky_password": "--bluesky-password (BLUESKY_APP_PASSWORD)",
        },
        "docs/posting.md says where to get them, or try --dry-run",
    ),
    "discord": (
        "Discord",
        {"discord_webhook": "--discord-webhook (DISCORD_WEBHOOK)"},
        "docs/posting.md says where to get it, or try --dry-run",
    ),
}


def open_channel(name: str, keys: Keys) -> Channel:
    """Raises MissingKeys naming all that is missing. Nothing is asked of the channel yet."""
    if name == "outbox":
        return Outbox(keys.outbox)
    title, needed, where = _NEEDS[name]
    # A Secret made from a file often ends with a line break.
    given = {key: str(getattr(keys, key) or "").strip() for key in needed}
    if missing := [needed[key] for key, value in given.items() if not value]:
        raise MissingKeys(f"{title} needs {', '.join(missing)}; {where}")
    if name == "x":
        app = KeyPair(given["consumer_key"], given["consumer_secret"])
        return X(app, KeyPair(given["access_token"], given["token_secret"]), keys.api_url)
    if name == "mastodon":
        return Mastodon(given["mastodon_url"], secret("MASTODON_TOKEN", given["mastodon_token"]))
    if name == "bluesky":
        return Bluesky(given["bluesky_handle"], given["bluesky_password"], keys.bluesky_url)
    return Discord(given["discord_webhook"], secret("DISCORD_BOT_TOKEN", keys.discord_bot_token))


def limits_of(name: str, keys: Keys) -> Limits:
    """What the channel takes, without any keys; an instance of Mastodon that is named is asked for it."""
    if name == "mastodon":
        return Mastodon(keys.mastodon_url, None)
    known: dict[str, Limits] = {"x": X, "bluesky": Bluesky, "discord": Discord, "outbox": Outbox}
    return known[name]
