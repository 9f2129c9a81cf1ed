"""A request on its way through the stage: what is done of it, or why no more will be."""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from http import HTTPStatus

import numpy as np
from numpy.typing import NDArray

from animator.cast import Actor
from animator.dressing import Dressing
from animator.encoding import Pixels, encoded
from animator.finishing import finished
from animator.layers import Layer
from animator.settings import DrawRequest

logger = logging.getLogger("soulsgen.animator")
# Of a request's files: a reply over TorchServe's max_response_size ends the worker; this is less.
MOST_BYTES = 60 << 20
_LATE = "the frames did not get done in time beside those of others; ask for fewer at once, or again"
_FAILED = "drawing {} failed; the worker's log says why"
_TOO_LARGE = "as {} these frames are too large to send: ask for fewer at once, or for webp"


@dataclass(frozen=True)
class Frames:
    """A file a pose. draw_s: their share of what drawing them beside others took. encode_s: what finishing
    and encoding them took, one after the other.
    """

    files: tuple[bytes, ...]
    draw_s: float
    encode_s: float


@dataclass(frozen=True)
class Fault:
    """Why a request has no frames."""

    status: HTTPStatus
    sentence: str


Answer = Frames | Fault
# A file, and the seconds it took.
Made = tuple[bytes, float]


class Order:
    """name, actor: whom to draw. dressing: what its look needs besides, if it does."""

    def __init__(
        self, request: DrawRequest, name: str, actor: Actor, dressing: Dressing | None = None
    ) -> None:
        self.request, self.name, self.actor, self.dressing = request, name, actor, dressing
        self.files: list[bytes] = []
        self.draw_s = self.encode_s = 0.0
        self.fault: Fault | None = None

    def finished(self, picture: NDArray[np.uint8], pose: int) -> Made:
        """A frame's file; in any thread."""
        started = time.perf_counter()
        if self.dressing:
            (pixels,) = self.dressed(picture[None], pose)
        else:
            pixels = finished(picture, self._effects(pose), self.request.look)
        return self.encoded(pixels, time.perf_counter() - started)

    def dressed(self, pictures: NDArray[np.uint8], first: int) -> NDArray[np.uint8]:
        """Pixels of the frames of poses from `first` on; where `dressing` is."""
        if not self.dressing:
            raise ValueError("nothing to dress these frames with")
        effects = [self._effects(first + row) for row in range(len(pictures))]
        times = self.request.times[first : first + len(pictures)]
        return self.dressing.dressed(pictures, effects, times, self.request.seed)

    def encoded(self, pixels: Pixels, before_s: float) -> Made:
        """before_s: what making these pixels took."""
        started = time.perf_counter()
        file = encoded(pixels, self.request.look.format, self.request.look.quality)
        return file, before_s + time.perf_counter() - started

    def _effects(self, pose: int) -> Sequence[tuple[Layer, float]]:
        return self.actor.effects.ordered(self.request.effects[pose], self.request.look.side)

    def take(self, made: Future[Made]) -> None:
        """The next pose's file; nothing is kept of what cannot be sent."""
        if self.fault:
            return
        try:
            file, seconds = made.result()
        except Exception:
            logger.exception("a frame was not finished")
            self.fail()
            return
        self.files.append(file)
        self.encode_s += seconds
        if sum(map(len, self.files)) > MOST_BYTES:
            self.files.clear()
            sentence = _TOO_LARGE.format(self.request.look.format)
            self.fault = Fault(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)

    def fail(self) -> None:
        self.fault = failed(self.name)

    def answer(self) -> Answer:
        if self.fault:
            return self.fault
        if len(self.files) < len(self.request.poses):
            return late()
        return Frames(tuple(self.files), self.draw_s, self.encode_s)


def failed(name: str) -> Fault:
    return Fault(HTTPStatus.INTERNAL_SERVER_ERROR, _FAILED.format(name))


def late() -> Fault:
    return Fault(HTTPStatus.SERVICE_UNAVAILABLE, _LATE)
