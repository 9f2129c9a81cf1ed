"""An emotion as a picture of its own: she stands still, with its pose and its cels and nothing else."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

from soulsgen.avatar.animator import WHOLE, Character, Crop, payload
from soulsgen.motion.emotion import Emotion
from soulsgen.motion.scene import Pictures
from soulsgen.torchserve import Endpoint, TorchServe

# What every character's face is drawn on, and a little about it.
FACE: Crop = (0.3125, 0.109375, 0.6875, 0.484375)
_PATIENCE_S = 20.0
_RETRIES = 1
# Small pictures of all emotions of some characters are a few megabytes.
_KEPT_BYTES = 16 << 20


@dataclass(frozen=True)
class Shape:
    """size: side of the whole picture in pixels, before `crop`. format: webp or png."""

    size: int = 512
    format: str = "png"
    crop: Crop = WHOLE

    def look(self) -> dict[str, Any]:
        return {"size": self.size, "format": self.format, "crop": list(self.crop), "upscale": 1.0}


class Stills:
    """Pictures by the animator archive, one at a time: whoever is live goes first. Small ones are kept."""

    def __init__(self, endpoint: Endpoint) -> None:
        patience_s = min(endpoint.timeout_s, _PATIENCE_S)
        self._client = TorchServe(replace(endpoint, timeout_s=patience_s, retries=_RETRIES))
        self._turn = asyncio.Semaphore(1)
        self._kept: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
        self._kept_bytes = 0

    async def draw(self, model: str, character: Character, emotion: Emotion, shape: Shape) -> bytes:
        """A picture's file. Raises as `TorchServe.predict` does."""
        key = character.name, character.picture, emotion.pose.tobytes(), *sorted(emotion.cels.items()), shape
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        still = Pictures(emotion.pose[None], [dict(emotion.cels)], [{}])
        async with self._turn:
            order = payload(character, still, shape.look())
            media = await asyncio.to_thread(self._client.predict_media, model, order)
        self._keep(key, media.content)
        return media.content

    def _keep(self, key: tuple[Any, ...], content: bytes) -> None:
        if key not in self._kept:
            self._kept[key] = content
            self._kept_bytes += len(content)
        while self._kept_bytes > _KEPT_BYTES:
            self._kept_bytes -= len(self._kept.popitem(last=False)[1])
