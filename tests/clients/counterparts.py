"""Every channel's other side on loopback, behind a gate, with the variables that lead there."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from clients.channels.discord_server import DiscordServer
from clients.channels.gate import Gate
from clients.channels.xrpc_server import HANDLE, XrpcServer
from clients.loopback import serving
from clients.x_provider import XProvider
from soulsgen.posting.accounts import Keys

MASTODON_TOKEN = "alice_token"
VARIABLES = {
    "consumer_key": "TWITTER_CONSUMER_KEY",
    "consumer_secret": "TWITTER_CONSUMER_SECRET",
    "access_token": "TWITTER_ACCESS_TOKEN",
    "token_secret": "TWITTER_TOKEN_SECRET",
    "api_url": "X_API_URL",
    "mastodon_url": "MASTODON_URL",
    "mastodon_token": "MASTODON_TOKEN",
    "bluesky_handle": "BLUESKY_HANDLE",
    "bluesky_password": "BLUESKY_APP_PASSWORD",
    "bluesky_url": "BLUESKY_URL",
    "discord_webhook": "DISCORD_WEBHOOK",
    "discord_bot_token": "DISCORD_BOT_TOKEN",
}


@dataclass
class Counterparts:
    """`texts[name]()` are the posts of that channel, oldest first; `gates[name]` is before its server."""

    env: dict[str, str] = field(default_factory=dict)
    gates: dict[str, Gate] = field(default_factory=dict)
    texts: dict[str, Callable[[], list[str]]] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    x: XProvider = field(default_factory=XProvider)
    discord: DiscordServer = field(default_factory=DiscordServer)
    bluesky: XrpcServer = field(default_factory=XrpcServer)

    def keys(self, **changes: str) -> Keys:
        """What `env` says, as the command would read it."""
        given = {name: self.env[variable] for name, variable in VARIABLES.items() if variable in self.env}
        return Keys(**{**given, **changes})  # type: ignore[arg-type]

    def settle(self) -> None:
        for gate in self.gates.values():
            gate.settle()


@contextmanager
def counterparts(folder: Path, mastodon_url: str | None = None) -> Iterator[Counterparts]:
    """X, Discord, Bluesky and the outbox; Mastodon too, where a server runs at `mastodon_url`."""
    there = Counterparts()
    with ExitStack() as open_servers:

        def gated(name: str, upstream: str) -> str:
            there.gates[name] = Gate(upstream)
            return open_servers.enter_context(there.gates[name].opened())

        x = gated("x", open_servers.enter_context(serving(there.x.flask)))
        discord = gated("discord", open_servers.enter_context(serving(there.discord.flask)))
        bluesky = gated("bluesky", open_servers.enter_context(serving(there.bluesky.flask)))
        there.env |= {
            "X_API_URL": x,
            "TWITTER_CONSUMER_KEY": there.x.app.key,
            "TWITTER_CONSUMER_SECRET": there.x.app.secret,
            "TWITTER_ACCESS_TOKEN": there.x.account["oauth_token"],
            "TWITTER_TOKEN_SECRET": there.x.account["oauth_token_secret"],
            "DISCORD_WEBHOOK": there.discord.webhook(discord),
            "DISCORD_BOT_TOKEN": there.discord.bot_token,
            "BLUESKY_URL": bluesky,
            "BLUESKY_HANDLE": HANDLE,
            "BLUESKY_APP_PASSWORD": there.bluesky.password,
            "SOULSGEN_LEDGER": str(folder / "ledger.db"),
        }
        there.texts |= {
            "x": lambda: [post["text"] for post in there.x.posts],
            "discord": lambda: [message["content"] for message in there.discord.messages],
            "bluesky": lambda: [record["text"] for record in there.bluesky.records.values()],
            "outbox": lambda: [
                file.with_suffix(".txt").read_text("utf-8").rstrip("\n")
                for file in sorted((folder / "outbox").glob("*.json"))
            ],
        }
        there.secrets += [
            *(value for name, value in there.env.items() if name.startswith("TWITTER")),
            there.discord.token,
            there.discord.bot_token,
            there.bluesky.password,
        ]
        if mastodon_url:
            there.env |= {"MASTODON_URL": gated("mastodon", mastodon_url), "MASTODON_TOKEN": MASTODON_TOKEN}
            there.texts["mastodon"] = lambda: toots(mastodon_url)
            there.secrets.append(MASTODON_TOKEN)
        yield there


def toots(url: str) -> list[str]:
    """Texts of the account on the Mastodon at `url`, oldest first."""
    from mastodon import Mastodon

    from soulsgen.channels.mastodon import _text

    client = Mastodon(access_token=MASTODON_TOKEN, api_base_url=url)
    me = client.account_verify_credentials()
    return [_text(status.content).strip() for status in client.account_statuses(me.id, limit=40)][::-1]
