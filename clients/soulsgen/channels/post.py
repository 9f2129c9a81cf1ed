"""What every channel takes and gives: a `Post` in, a `Receipt` out, and the errors in between."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from soulsgen.channels.limit import Limit
from soulsgen.errors import Refused, SoulsgenError, Unavailable


@dataclass(frozen=True)
class Image:
    """An encoded picture and the words for those who cannot see it; `width` and `height` in pixels."""

    content: bytes = field(repr=False)
    media_type: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class ImageLimit:
    """What a channel takes of one image; `alt` counts characters of the alternative text."""

    max_bytes: int
    alt: int
    max_pixels: int = 33_000_000
    count: int = 4


@dataclass(frozen=True)
class Post:
    """What is posted once.

    `key` is the same for every try of one slot on one account, and `when` the slot's time: channels that
    know idempotency derive theirs from the two.
    """

    text: str
    made_with_ai: bool = True
    images: tuple[Image, ...] = ()
    key: str | None = None
    when: datetime | None = None


@dataclass(frozen=True)
class Receipt:
    """Where a post went: the channel's own id for it and an address to look at it."""

    id: str
    url: str


class Limits(Protocol):
    """What a channel takes; known without keys."""

    @property
    def limit(self) -> Limit:
        """What a text may be. May ask the channel, and then raises as `Channel.send` does."""

    @property
    def images(self) -> ImageLimit:
        """What an image may be; asks as `limit` does."""


class Channel(Limits, Protocol):
    """One account at one place to post to."""

    @property
    def name(self) -> str:
        """The channel's name in records and messages, lower case."""

    @property
    def account(self) -> str:
        """Which account of the channel, told without asking it; holds no secret."""

    @property
    def idempotent(self) -> bool:
        """Whether a second try that meets the first one under way still cannot become a second post."""

    def send(self, post: Post) -> Receipt:
        """Post once.

        Raises Refused for a post or keys the channel will never take, Duplicate among them; Unavailable
        when nothing was posted and later may work, RateLimited among them; Unconfirmed when the effect
        is unknown, Late among them.
        """

    def find(self, post: Post, since: datetime) -> Receipt | None:
        """The post in the account's own recent posts, if an earlier `send` did post it.

        `since` is when that was tried, by our clock. Raises Unavailable or Refused, or Blind when this
        channel shows nobody what was posted.
        """


class Duplicate(Refused):
    """The channel has this text from this account already."""


class RateLimited(Unavailable):
    """Nothing was posted: a limit is used up until `reset`, if the channel says when."""

    def __init__(self, message: str, reset: datetime | None = None) -> None:
        super().__init__(message)
        self.reset = reset

    def wait_s(self) -> float | None:
        """Seconds from now to the reset, never negative; None when unknown."""
        return max(0.0, (self.reset - datetime.now(UTC)).total_seconds()) if self.reset else None


class Unconfirmed(Unavailable):
    """The request was sent and its effect is unknown; repeating it could post twice.

    69 is EX_UNAVAILABLE of sysexits.h: not 75, so that a scheduler which repeats 75 leaves this alone.
    """

    exit_code = 69


class Late(Unconfirmed):
    """No answer in time: the request may be under way still, and take effect after a look at the account."""


class Blind(SoulsgenError):
    """The channel's own posts cannot be looked at, so an unknown effect stays unknown."""
