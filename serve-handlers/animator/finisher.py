"""Drawn pictures to files, on threads: each frame on one, or frames of one look together."""

import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby

import numpy as np
import torch
from numpy.typing import NDArray

from animator.look import Look
from animator.order import Made, Order

logger = logging.getLogger("soulsgen.animator")
# A pose of an order, by its place there.
Place = tuple[Order, int]
# Of the frames that are dressed at once: 64 MB each time they are copied, which some filters do ten times.
PIXELS_AT_ONCE = 1 << 22


class Finisher:
    """On a CPU a frame is finished by one thread, beside others: torch's own would wait for each other.

    Where there are fewer frames than threads they share the threads instead; on a GPU all do it.
    """

    def __init__(self, device: torch.device, threads: int) -> None:
        self.device, self.threads = device, threads
        self.pool = ThreadPoolExecutor(threads, "encode", initializer=lambda: torch.set_num_threads(1))

    def start(self, places: Sequence[Place], pictures: NDArray[np.uint8]) -> list[tuple[Order, Future[Made]]]:
        """A file for each picture, in order, when it is done; none for an order that has failed."""
        together = self._together(places)
        made: list[tuple[Order, Future[Made]]] = []
        for order, poses in _runs(places):
            some, pictures = pictures[: len(poses)], pictures[len(poses) :]
            if order.dressing and together:
                made += [(order, each) for each in self._dressed(order, poses, some)]
            else:
                made += [
                    (order, self.pool.submit(order.finished, picture, pose))
                    for picture, pose in zip(some, poses, strict=True)
                ]
        return made

    def _together(self, places: Sequence[Place]) -> bool:
        """Whether this thread dresses them; each of the others does with what memory this one has."""
        looks = [order.request.look for order, _ in places if order.dressing]
        many = len(looks) >= self.threads
        small = all(_pixels(look) * self.threads <= PIXELS_AT_ONCE * 2 for look in looks)
        return self.device.type == "cuda" or not (many and small)

    def _dressed(
        self, order: Order, poses: Sequence[int], pictures: NDArray[np.uint8]
    ) -> Iterator[Future[Made]]:
        at_once = max(1, PIXELS_AT_ONCE // _pixels(order.request.look))
        for first in range(0, len(poses), at_once):
            rows = slice(first, first + at_once)
            started = time.perf_counter()
            try:
                pixels = order.dressed(pictures[rows], poses[first])
            except Exception:
                logger.exception("frames were not dressed")
                order.fail()
                return
            each_s = (time.perf_counter() - started) / len(pixels)
            for each in pixels:
                yield self.pool.submit(order.encoded, each, each_s)


def _pixels(look: Look) -> int:
    return look.width * look.height


def _runs(places: Sequence[Place]) -> Iterator[tuple[Order, list[int]]]:
    for order, run in groupby(places, lambda place: place[0]):
        yield order, [pose for _, pose in run]
