"""What a run would post on each channel, worked out without keys, ledger or a request that posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from soulsgen.channels.cost import READ_ON, SOURCE
from soulsgen.channels.limit import Limit
from soulsgen.channels.post import Image, Limits
from soulsgen.errors import Refused
from soulsgen.posting.share import Share, share_of


@dataclass(frozen=True)
class Preview:
    """One channel's `share` of a line of `whole` characters, or the `reason` why it would take none."""

    channel: str
    limit: Limit
    whole: int
    share: Share | None = None
    reason: str | None = None

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        record = {"channel": self.channel, "unit": self.limit.unit, "limit": self.limit.most}
        if self.share is None:
            return record | {"reason": self.reason}
        return record | {
            "text": self.share.text,
            "length": self.limit.count(self.share.text),
            "cut": self._cut,
            "cost_usd": str(self.share.cost_usd),
            "images": [_picture(image) for image in self.share.images],
        }

    def sentence(self) -> str:
        """As a person reads it: lengths, images, price."""
        if self.share is None:
            return f"Error: {self.channel}: {self.reason}"
        parts = [f"{self.limit.count(self.share.text)} of {self.limit.most} {self.limit.unit}"]
        if self._cut:
            parts.append(f"cut at a sentence's end from {self.whole}")
        parts += [
            f"{image.media_type} of {image.width}x{image.height}, {len(image.content)} bytes"
            for image in self.share.images
        ]
        price = f"; ${self.share.cost_usd} ({SOURCE}, {READ_ON})" if self.share.cost_usd else "; free"
        return f"{self.channel}: {', '.join(parts)}{price}"

    @property
    def _cut(self) -> bool:
        return self.share is not None and self.limit.count(self.share.text) < self.whole


def preview(
    limits: Mapping[str, Limits], line: str, images: tuple[Image, ...], allow_url: bool
) -> list[Preview]:
    """One for each channel of `limits`, in their order."""
    return [_preview(name, channel, line.strip(), images, allow_url) for name, channel in limits.items()]


def _preview(name: str, channel: Limits, line: str, images: tuple[Image, ...], allow_url: bool) -> Preview:
    whole = channel.limit.count(line)
    try:
        share = share_of(name, channel, line, images, allow_url=allow_url)
    except Refused as error:
        return Preview(name, channel.limit, whole, reason=str(error))
    return Preview(name, channel.limit, whole, share)


def _picture(image: Image) -> dict[str, Any]:
    return {
        "media_type": image.media_type,
        "width": image.width,
        "height": image.height,
        "bytes": len(image.content),
        "alt": image.alt,
    }
