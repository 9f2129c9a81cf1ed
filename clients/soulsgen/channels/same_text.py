"""Whether a post seen in an account is the one that was sent: channels change texts on their way."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from soulsgen.channels.post import Blind, Post, Receipt

# Some channels cut a post's time to the second.
_GRAIN = timedelta(seconds=1)
# X puts links of its own in place of others, and adds one for the images. What follows a link without a space
# may be a part of it.
_LINK = re.compile(r"(?:https?://|\b[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,})\S*")
# Mastodon shows a mention without its instance.
_MENTION = re.compile(r"(@[\w-]+)@[\w.-]+")


@dataclass(frozen=True)
class Sighting:
    """A post as the account shows it; without a text it is somebody else's."""

    receipt: Receipt
    text: str | None
    created: datetime


def matching(post: Post, sightings: Sequence[Sighting], since: datetime, most: int) -> Receipt | None:
    """The first sighting of `post`, of whatever age: no text is sent to a channel twice.

    Of the newest `most` posts. Raises Blind when it is not among them and they do not reach back to the try
    at `since`, by the channel's clock.
    """
    wanted = words(post.text)
    for sighting in sightings:
        if sighting.text is not None and words(sighting.text) == wanted:
            return sighting.receipt
    if len(sightings) >= most and min(each.created for each in sightings) > since - _GRAIN:
        raise Blind(f"it is not among the newest {most} posts, which are all newer than the try")
    return None


def words(text: str) -> str:
    """The words of `text` alone: no links, punctuation, case, or instances of those who are mentioned."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _LINK.sub(" ", _MENTION.sub(r"\1", plain))
    return " ".join(re.findall(r"\w+", plain)) or " ".join(plain.split())
