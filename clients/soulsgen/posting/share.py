"""What one channel takes of a line and its images, and what it charges: settled before anything is sent."""

from dataclasses import dataclass
from decimal import Decimal

from soulsgen.channels.cost import cost, url_refusal
from soulsgen.channels.image import fit_images
from soulsgen.channels.post import Image, Limits
from soulsgen.errors import Refused


@dataclass(frozen=True)
class Share:
    """`text` is the line, or the whole sentences of its beginning that fit."""

    text: str
    images: tuple[Image, ...]
    cost_usd: Decimal


def share_of(
    channel: str, limits: Limits, line: str, images: tuple[Image, ...] = (), *, allow_url: bool
) -> Share:
    """The share of the channel that is called `channel`.

    Raises Refused for what it would not take, and what `limits` raise when the channel has to be asked.
    """
    text = limits.limit.fit(line)
    if reason := url_refusal(channel, text, allow_url):
        raise Refused(reason)
    fitted = fit_images(images, limits.images, limits.limit.title) if images else ()
    return Share(text, fitted, cost(channel, text))
