"""What every channel takes and gives: a `Post` in, a `Receipt` out."""

from dataclasses import dataclass
from typing import Protocol

from soulsgen.errors import Unavailable


@dataclass(frozen=True)
class Post:
    text: str
    made_with_ai: bool = True


@dataclass(frozen=True)
class Receipt:
    """Where a post went: the channel's own id for it and an address to look at it."""

    id: str
    url: str


class Channel(Protocol):
    """One place to post to."""

    @property
    def name(self) -> str:
        """The channel's name in records and messages, lower case."""

    def send(self, post: Post) -> Receipt:
        """Post once.

        Raises Refused for a post or keys the channel will never take, Unavailable when nothing was
        posted and later may work, Unconfirmed when only a person can tell whether it was posted.
        """


class Unconfirmed(Unavailable):
    """The request was sent and its effect is unknown; repeating it could post twice.

    69 is EX_UNAVAILABLE of sysexits.h: not 75, so that a scheduler which repeats 75 leaves this alone.
    """

    exit_code = 69
