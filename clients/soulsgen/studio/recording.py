"""A film of what viewers get: shots as they come at a constant rate, and the sound, on the instance's clock.

It is written in a thread of its own. A shot stays until the next one's moment; shots that come faster than
the film's rate, or than they can be written, are left out. Sound is never left out.
"""

import threading
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO

import numpy as np
from numpy.typing import NDArray

from soulsgen.avatar.backdrop import read_backdrop
from soulsgen.avatar.film import Film, Form, Shape
from soulsgen.studio.canvas import Canvas
from soulsgen.studio.shot import Shot, Sound
from soulsgen.studio.sound import RATE_HZ, Strip

MOST_S, MOST_BYTES = 600.0, 512 << 20
# Shots that may wait to be written.
_MOST_WAITING = 64
# Of a picture. Moments are rounded, and shots of twice the rate lie right between two pictures.
_ROUNDED = 1e-3


@dataclass(frozen=True)
class Plan:
    """How a recording is to be: at most `most_s` and about `most_bytes` long.

    ending: of its file. background: #rrggbb or transparent.
    """

    form: Form
    ending: str
    fps: int
    background: str
    most_s: float = MOST_S
    most_bytes: int = MOST_BYTES


@dataclass(frozen=True)
class Recorded:
    """reason: why it ended by itself, or ""."""

    frames: int
    seconds: float
    reason: str = ""


class Recording:
    """From `began_s` on, at which `first` is seen. `write` blocks until the end; the rest is called beside.

    `file` can be sought; it holds the whole film when `write` has returned.
    """

    def __init__(self, file: IO[bytes], plan: Plan, began_s: float, first: Shot) -> None:
        self.plan = plan
        self.began_s = began_s
        self._file = file
        backdrop = read_backdrop(plan.background, first.width, first.height)
        self._canvas = Canvas(first.width, first.height, backdrop)
        self._strip = Strip(began_s)
        self._given: SimpleQueue[Shot | Sound | float] = SimpleQueue()
        self._room = threading.Semaphore(_MOST_WAITING)
        self._shot = first
        self._picture: NDArray[np.uint8] | None = None
        self._frames = 0

    def show(self, shot: Shot) -> bool:
        """Whether there was room for it."""
        room = self._room.acquire(blocking=False)
        if room:
            self._given.put(shot)
        return room

    def hear(self, sound: Sound) -> None:
        self._given.put(sound)

    def end(self, at_s: float) -> None:
        """With what was given until then."""
        self._given.put(at_s)

    def write(self) -> Recorded:
        """Raises OSError where the file takes no more, SoulsgenError for a shot that is no picture."""
        transparent = self._canvas.backdrop.behind is None
        shape = Shape(*self._canvas.size, self.plan.fps, transparent)
        film = Film(self._file, self.plan.form, shape, RATE_HZ)
        reason = self._follow(film)
        film.close()
        return Recorded(self._frames, self._frames / self.plan.fps, reason)

    def _follow(self, film: Film) -> str:
        while True:
            given = self._given.get()
            if isinstance(given, Sound):
                self._strip.lay(given)
            elif isinstance(given, Shot):
                self._room.release()
                # From the picture on that is nearest to its moment.
                if reason := self._fill(film, self._count(given.moment_s) - 0.5 + _ROUNDED):
                    return reason
                self._shot, self._picture = given, None
            else:
                return self._fill(film, max(1.0, self._count(given) - _ROUNDED))

    def _count(self, moment_s: float) -> float:
        """Pictures until then."""
        return (moment_s - self.began_s) * self.plan.fps

    def _fill(self, film: Film, count: float) -> str:
        """Show what is to be seen until `count` pictures are over; why there are no more of them, or ""."""
        while self._frames < count:
            if self._frames >= self.plan.most_s * self.plan.fps:
                return f"it was to be no longer than {self.plan.most_s:g} s"
            if self._file.tell() >= self.plan.most_bytes:
                return f"it was to be no larger than {self.plan.most_bytes >> 20} MB"
            if self._picture is None:
                self._picture = self._canvas.painted(self._shot)
            film.show(self._picture)
            self._frames += 1
            film.hear(self._strip.until(round(self._frames * RATE_HZ / self.plan.fps)))
        return ""
