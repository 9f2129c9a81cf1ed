"""One post to one channel in one slot, as the ledger keeps it."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Column, Integer, MetaData, Table, Text


class State(StrEnum):
    """`sending` is written before a request leaves: only the channel knows whether it arrived."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Entry:
    """A row. `line` is what was to be posted everywhere, `text` what this channel takes of it.

    Times are ISO 8601 in UTC. `sending` is when the newest try began, `cost_usd` what the channel charges
    for the post, `reason` why it failed or is not sent yet.
    """

    channel: str
    account: str
    slot: str
    state: str
    line: str
    text: str
    cost_usd: str
    planned: str
    tries: int = 0
    images: int = 0
    sending: str | None = None
    settled: str | None = None
    post_id: str | None = None
    url: str | None = None
    reason: str | None = None

    @property
    def key(self) -> str:
        """The same for every try of the slot, another for every other one."""
        return sha256("\0".join((self.channel, self.account, self.slot)).encode()).hexdigest()[:32]

    @property
    def price(self) -> Decimal:
        return Decimal(self.cost_usd)


def now() -> str:
    """This moment as the ledger writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


metadata = MetaData()
_KEYS = ("channel", "account", "slot")
_NUMBERS = ("tries", "images")
posts = Table(
    "soulsgen_posts",
    metadata,
    *(
        Column(
            each.name,
            Integer if each.name in _NUMBERS else Text,
            primary_key=each.name in _KEYS,
            nullable=each.default is None,
        )
        for each in fields(Entry)
    ),
)
