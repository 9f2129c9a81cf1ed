"""The animator archive as instances share it: a moment of one to a picture."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from soulsgen.avatar.animator import WHOLE, Character, Crop, payload
from soulsgen.errors import SoulsgenError
from soulsgen.motion.events import Event
from soulsgen.motion.scene import Scene
from soulsgen.studio.shot import Shot
from soulsgen.torchserve import Endpoint, Media, TorchServe

# Who waits longer would show what is long over; a try is repeated by whoever paces.
_PATIENCE_S = 20.0


@dataclass(frozen=True)
class Sitting:
    """What a picture is of, and how it is to look: keys of the archive's payload."""

    scene: Scene
    events: Sequence[Event]
    moment_s: float
    character: Character
    look: Mapping[str, Any]

    def payload(self) -> dict[str, Any]:
        """Raises SoulsgenError as `Scene.pictures` does."""
        pictures = self.scene.pictures(np.array([self.moment_s]), self.events)
        # Filters alone have a use for them.
        moving = {"time": self.moment_s, "seed": self.scene.seed} if self.look.get("filters") else {}
        return payload(self.character, pictures, {**self.look, **moving})


class Easel:
    """The archive `model` of a TorchServe.

    Each instance has two pictures under way at most, and the server takes them in the order they come, so
    none waits for more than two of every other.
    """

    def __init__(self, endpoint: Endpoint, model: str = "animator", at_once: int = 16) -> None:
        """at_once: pictures under way, of all instances."""
        patience_s = min(endpoint.timeout_s, _PATIENCE_S)
        self._client = TorchServe(
            replace(endpoint, retries=0, timeout_s=patience_s, connections=max(at_once, endpoint.connections))
        )
        self._model = model
        self._pool = ThreadPoolExecutor(at_once, "drawing")

    async def draw(self, sitting: Sitting) -> Shot:
        """Its `stats` tell `render_ms` and `encode_ms` alone. Raises as `TorchServe.predict` does."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._drawn, sitting)

    def close(self) -> None:
        """What is under way is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _drawn(self, sitting: Sitting) -> Shot:
        request = sitting.payload()
        began_s = time.perf_counter()
        media = self._client.predict_media(self._model, request)
        took_ms = 1000 * (time.perf_counter() - began_s)
        try:
            return _shot(sitting, media, took_ms)
        except (KeyError, ValueError) as error:
            raise SoulsgenError(
                f"{self._model} did not reply with a picture ({media.media_type or 'nothing'}, {error!r}): "
                "is it the animator archive?"
            ) from error


def _shot(sitting: Sitting, media: Media, took_ms: float) -> Shot:
    """Raises KeyError and ValueError for what is no picture."""
    width, height = (int(side) for side in media.headers["X-Size"].split())
    stats = {
        "render_ms": float(media.headers.get("X-Draw-Ms", took_ms)),
        "encode_ms": float(media.headers.get("X-Encode-Ms", 0.0)),
    }
    side = round(sitting.look["size"] * sitting.look.get("upscale", 1.0))
    crop: Crop = tuple(sitting.look.get("crop") or WHOLE)
    return Shot(sitting.moment_s, media.content, media.media_type, width, height, (side, side), crop, stats)
