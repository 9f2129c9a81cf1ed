"""A performance to a film: posed, drawn by the archive, laid before its backdrop and written as it comes."""

import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from soulsgen.avatar.animator import Animator, Character
from soulsgen.avatar.backdrop import Backdrop
from soulsgen.avatar.film import Film, Shape, form_of
from soulsgen.avatar.performance import Performance
from soulsgen.motion.scene import Manner, Pictures, Scene
from soulsgen.voice.keeping import write
from soulsgen.voice.stream import SAMPLE_BYTES

# Poses that are worked out at once: no more than a quarter of a megabyte, however long the film.
_POSED = 512


@dataclass(frozen=True)
class Rendering:
    """How a performance is filmed. seed: of all that she does by herself."""

    animator: Animator
    backdrop: Backdrop
    fps: int = 25
    seed: int = 0

    def shape(self) -> Shape:
        height, width, _ = self.animator.shape
        return Shape(width, height, self.fps, transparent=self.backdrop.behind is None)


def frame_count(performance: Performance, fps: int) -> int:
    """Pictures that last as long as the sound, or less than one of them longer."""
    return math.ceil(performance.samples * fps / performance.rate_hz)


def render(
    performance: Performance,
    character: Character,
    how: Rendering,
    output: Path,
    force: bool = False,
    tell: Callable[[int], None] = lambda _: None,
) -> None:
    """Write the film to `output`, whole or not at all; `tell` gets how many pictures are in it.

    Raises SoulsgenError as `form_of`, `Animator.frames` and `soulsgen.voice.keeping.write` do.
    """
    form = form_of(output, how.fps, how.backdrop.behind is None)
    output.parent.mkdir(parents=True, exist_ok=True)
    performance.sound.seek(0)
    with tempfile.TemporaryFile(dir=output.parent) as file:
        film = Film(file, form, how.shape(), performance.rate_hz)
        pictures = posed(performance, how.fps, how.seed)
        with closing(how.animator.frames(character, pictures)) as frames:
            for count, frame in enumerate(frames, 1):
                film.show(how.backdrop.laid(frame))
                film.hear(_sound_until(count, how.fps, performance))
                tell(count)
        film.close()
        file.seek(0)
        write(output, file, force)


def posed(performance: Performance, fps: int, seed: int) -> Iterator[Pictures]:
    """How she looks in every picture, some of them at a time; picture k is seen from k/fps on."""
    scene = Scene(seed, Manner(shown_s=1 / fps))
    count, events = frame_count(performance, fps), performance.events()
    for first in range(0, count, _POSED):
        yield scene.pictures(np.arange(first, min(count, first + _POSED)) / fps, events)


def _sound_until(pictures: int, fps: int, performance: Performance) -> bytes:
    """What is heard until so many pictures are over and has not been read yet; after the end, silence."""
    wanted = round(pictures * performance.rate_hz / fps) * SAMPLE_BYTES - performance.sound.tell()
    return performance.sound.read(wanted).ljust(wanted, b"\0")


def facts(performance: Performance, how: Rendering) -> dict[str, Any]:
    """Of the film, for programs."""
    shape = how.shape()
    seen = {"fps": shape.fps, "width": shape.width, "height": shape.height}
    return {"frames": frame_count(performance, how.fps), **seen, **performance.facts()}
