"""A batch of requests drawn: poses of one character together, encoding beside the drawing."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus

import numpy as np
import torch
from numpy.typing import NDArray

from animator.cast import Actor, Cast
from animator.encoding import encoded
from animator.finishing import finished
from animator.picture import CharacterError
from animator.settings import DrawRequest, ModelSettings
from handlerkit.checks import SettingsError

logger = logging.getLogger("soulsgen.animator")
_LATE = "the frames did not get done in time beside those of others; ask for fewer at once, or again"
_FAILED = "drawing {} failed; the worker's log says why"


@dataclass(frozen=True)
class Frames:
    """A file a pose. encode_s: what finishing and encoding them took, one after the other."""

    files: tuple[bytes, ...]
    encode_s: float


@dataclass(frozen=True)
class Fault:
    """Why a request has no frames."""

    status: HTTPStatus
    sentence: str


Answer = Frames | Fault
# A request's place in its batch, a pose's in its request.
Place = tuple[int, int]
# A file, and the seconds it took.
Made = tuple[bytes, float]


class Stage:
    """Draws batch after batch; not for two threads at once."""

    def __init__(
        self, cast: Cast, settings: ModelSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.cast, self.clock = cast, clock
        self.batch, self.batch_seconds = settings.batch, settings.batch_seconds
        # Each computes alone: torch's own threads would wait for each other.
        self.pool = ThreadPoolExecutor(
            cast.desk.workers.threads, "encode", initializer=lambda: torch.set_num_threads(1)
        )

    def draw(self, requests: Sequence[DrawRequest]) -> list[Answer]:
        """One answer a request, in order; what goes wrong with one does not reach the others."""
        until = self.clock() + self.batch_seconds
        answers: dict[int, Answer] = {}
        by_character: dict[str, dict[int, DrawRequest]] = {}
        for row, request in enumerate(requests):
            try:
                by_character.setdefault(self.cast.name_of(request.character), {})[row] = request
            except SettingsError as error:
                answers[row] = Fault(HTTPStatus.BAD_REQUEST, str(error))
        for name, rows in by_character.items():
            try:
                answers |= self._of_one(name, rows, until)
            except CharacterError as error:
                answers |= dict.fromkeys(rows, Fault(HTTPStatus.INTERNAL_SERVER_ERROR, str(error)))
            except Exception:
                # Weights that are whole and no character's: what they make is anything.
                logger.exception("drawing failed")
                fault = Fault(HTTPStatus.INTERNAL_SERVER_ERROR, _FAILED.format(name))
                answers |= dict.fromkeys(rows, fault)
        return [answers[row] for row in range(len(requests))]

    def _of_one(self, name: str, rows: Mapping[int, DrawRequest], until: float) -> dict[int, Answer]:
        actor = self.cast.actor(name)
        answers: dict[int, Answer] = {}
        for row, request in rows.items():
            try:
                self.cast.check_layers(actor, request.cels, request.effects)
            except SettingsError as error:
                answers[row] = Fault(HTTPStatus.BAD_REQUEST, str(error))
            except CharacterError as error:
                answers[row] = Fault(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
        good = {row: request for row, request in rows.items() if row not in answers}
        made = dict(self._made(actor, good, until))
        return answers | {row: _answer(row, request, made) for row, request in good.items()}

    def _made(
        self, actor: Actor, rows: Mapping[int, DrawRequest], until: float
    ) -> Iterator[tuple[Place, Made]]:
        """Frames of all rows, as far as they come; while some are encoded the next are drawn."""
        places = [(row, pose) for row, request in rows.items() for pose in range(len(request.poses))]
        encoding: dict[Place, Future[Made]] = {}
        for start in range(0, len(places), self.batch):
            if self.clock() >= until:
                break
            part = places[start : start + self.batch]
            pictures = self._pictures(actor, rows, part)
            yield from _done(encoding)
            encoding = {
                (row, pose): self.pool.submit(_finished, picture, actor, rows[row], pose)
                for (row, pose), picture in zip(part, pictures, strict=True)
            }
        yield from _done(encoding)

    def _pictures(
        self, actor: Actor, rows: Mapping[int, DrawRequest], places: Sequence[Place]
    ) -> NDArray[np.uint8]:
        poses = torch.stack([rows[row].poses[pose] for row, pose in places])
        return actor.engine.pictures(poses, [actor.cels.cel(rows[row].cels[pose]) for row, pose in places])


def _finished(picture: NDArray[np.uint8], actor: Actor, request: DrawRequest, pose: int) -> Made:
    started = time.perf_counter()
    effects = actor.effects.ordered(request.effects[pose])
    pixels = finished(picture, effects, request.look)
    file = encoded(pixels, request.look.format, request.look.quality)
    return file, time.perf_counter() - started


def _done(encoding: Mapping[Place, Future[Made]]) -> Iterator[tuple[Place, Made]]:
    return ((place, future.result()) for place, future in encoding.items())


def _answer(row: int, request: DrawRequest, made: Mapping[Place, Made]) -> Answer:
    places = [(row, pose) for pose in range(len(request.poses))]
    if not all(place in made for place in places):
        return Fault(HTTPStatus.SERVICE_UNAVAILABLE, _LATE)
    files, seconds = zip(*(made[place] for place in places), strict=True)
    return Frames(files, sum(seconds))
