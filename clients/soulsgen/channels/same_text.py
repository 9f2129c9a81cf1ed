"""Whether a post seen in an account is the one that was sent: channels change texts on their way."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from soulsgen.channels.post import Blind, Post, Receipt

# Their clock and ours differ, and some channels cut a post's time to the second.
CLOCK_SKEW = timedelta(minutes=2)
# X puts links of its own in place of others, and adds one for the images.
_LINK = re.compile(
    r"(?:https?://)?[\w-]+(?:\.[\w-]+)+/\S*|https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.I
)


@dataclass(frozen=True)
class Sighting:
    """A post as the account shows it; without a text it is somebody else's."""

    receipt: Receipt
    text: str | None
    created: datetime


def matching(post: Post, sightings: Sequence[Sighting], since: datetime, most: int) -> Receipt | None:
    """The first sighting of `post` that is not older than the try at `since`.

    Of the newest `most` posts. Raises Blind when they do not reach back to `since` and it is not among them.
    """
    wanted = words(post.text)
    for sighting in sightings:
        recent = sighting.created >= since - CLOCK_SKEW
        if recent and sighting.text is not None and words(sighting.text) == wanted:
            return sighting.receipt
    if len(sightings) >= most and min(each.created for each in sightings) > since:
        raise Blind(f"it is not among the newest {most} posts, which are all newer than the try")
    return None


def words(text: str) -> str:
    """`text` without its links, in one normal form and with single spaces."""
    return " ".join(_LINK.sub(" ", unicodedata.normalize("NFKC", text)).split())
