"""The calls to the animator archive on TorchServe: poses in, pictures out, in order, in batches.

Several poses make a reply of frames, each 4 bytes of its length, big-endian, and so many bytes; one alone is
its bare bytes. A frame is rows of pixels, red, green, blue, alpha.
"""

import math
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soulsgen.errors import SoulsgenError
from soulsgen.motion.cels import Layers
from soulsgen.motion.scene import Pictures
from soulsgen.torchserve import TorchServe

# [height, width, 4]: red, green, blue, straight alpha.
Frame = NDArray[np.uint8]
Crop = tuple[float, float, float, float]

WHOLE: Crop = (0.0, 0.0, 1.0, 1.0)
MEDIA_TYPE = "application/x-frames"
CHARACTERS = {"op": "characters"}
_CHANNELS = 4
_LENGTH_BYTES = 4
# Side of what the archive draws, before it is brought to a size.
_DRAWN = 512
# The archive takes more poses at once, but the next batch is drawn while one is worked on; and a quarter of
# the server's max_response_size is room enough.
_BATCH, _BATCH_BYTES = 16, 16 << 20
_UNDER_WAY = 2
_DECIMALS = 4


@dataclass(frozen=True)
class Character:
    """One of an archive's, and what can be laid over it.

    picture: SHA-256 of the pixels of its picture, rows of red, green, blue, alpha; "" where it is not told.
    """

    name: str
    cels: frozenset[str]
    effects: frozenset[str]
    picture: str = ""

    def wearing(self, pictures: Pictures) -> Pictures:
        """`pictures` without what this character has no layers for: the archive would refuse them."""
        return Pictures(
            pictures.poses,
            [_known(layers, self.cels) for layers in pictures.cels],
            [_known(layers, self.effects) for layers in pictures.effects],
        )


def _known(layers: Layers, names: frozenset[str]) -> Layers:
    return {name: round(strength, _DECIMALS) for name, strength in layers.items() if name in names}


def characters(client: TorchServe, model: str) -> list[Character]:
    """Of the archive `model`. Raises SoulsgenError when it tells of none, and as `TorchServe.predict`."""
    try:
        return [
            Character(
                str(one["name"]),
                frozenset(one["cels"]),
                frozenset(one["effects"]),
                str(one.get("picture") or ""),
            )
            for one in client.predict(model, CHARACTERS)["characters"]
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise SoulsgenError(
            f"{model} told of no characters ({error!r}): is it the animator archive?"
        ) from error


def payload(character: Character, pictures: Pictures, look: Mapping[str, Any]) -> dict[str, Any]:
    """The archive's request for `pictures`; `look` is what it takes beside poses and layers."""
    worn = character.wearing(pictures)
    return {
        "character": character.name,
        "poses": np.round(worn.poses, _DECIMALS).tolist(),
        "cels": worn.cels,
        "effects": worn.effects,
        **look,
    }


@dataclass(frozen=True)
class Animator:
    """The archive `model`, which draws a character on `size` x `size` pixels.

    crop: what is kept of them, from left, top to right, bottom, 0 to 1.
    """

    client: TorchServe
    size: int
    crop: Crop = WHOLE
    model: str = "animator"

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of a frame. The archive cuts what it draws at whole pixels, and brings that to its size."""
        left, top, right, bottom = (round(edge * _DRAWN) for edge in self.crop)
        height, width = (max(1, round(side * (self.size / _DRAWN))) for side in (bottom - top, right - left))
        return height, width, _CHANNELS

    @property
    def batch(self) -> int:
        return max(1, min(_BATCH, _BATCH_BYTES // math.prod(self.shape)))

    def character(self, name: str | None = None) -> Character:
        """The character `name`, or the archive's first.

        Raises SoulsgenError when there is none of that name, and as `TorchServe.predict` does.
        """
        known = characters(self.client, self.model)
        found = next((one for one in known if name in (None, one.name)), None)
        if found is None:
            there = ", ".join(one.name for one in known) or "none"
            raise SoulsgenError(f"{self.model} has no character {name or ''}; there are {there}")
        return found

    def frames(self, character: Character, pictures: Iterable[Pictures]) -> Generator[Frame, None, None]:
        """Each picture drawn, in order; two batches are under way while one is worked on.

        Raises Refused for what the archive will never draw, Unavailable when it could not be reached,
        SoulsgenError for an answer that is not the archive's.
        """
        under_way: deque[Future[list[Frame]]] = deque()
        pool = ThreadPoolExecutor(_UNDER_WAY)
        try:
            for part in self._parts(pictures):
                under_way.append(pool.submit(self._drawn, character, part))
                if len(under_way) > _UNDER_WAY:
                    yield from under_way.popleft().result()
            while under_way:
                yield from under_way.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _parts(self, pictures: Iterable[Pictures]) -> Iterator[Pictures]:
        for some in pictures:
            for first in range(0, len(some.poses), self.batch):
                part = slice(first, first + self.batch)
                yield Pictures(some.poses[part], some.cels[part], some.effects[part])

    def _drawn(self, character: Character, part: Pictures) -> list[Frame]:
        look = {"size": self.size, "crop": list(self.crop), "format": "rgba"}
        content, media_type = self.client.predict_bytes(self.model, payload(character, part, look))
        try:
            frames = _read_frames(content) if media_type == MEDIA_TYPE else [memoryview(content)]
            if [len(frame) for frame in frames] != [math.prod(self.shape)] * len(part.poses):
                raise ValueError(f"{len(frames)} of {len(part.poses)} frames")  # noqa: TRY301
        except ValueError as error:
            raise SoulsgenError(
                f"{self.model} did not reply with the pictures that were asked for "
                f"({media_type or 'nothing'}, {error}): is it the animator archive?"
            ) from error
        return [np.frombuffer(frame, np.uint8).reshape(self.shape) for frame in frames]


def _read_frames(content: bytes) -> list[memoryview]:
    """Raises ValueError for what ends in the middle of a frame."""
    view, frames, at = memoryview(content), [], 0
    while at < len(view):
        begin = at + _LENGTH_BYTES
        at = begin + int.from_bytes(view[at:begin], "big")
        if at > len(view):
            raise ValueError("cut off in the middle of a frame")
        frames.append(view[begin:at])
    return frames
