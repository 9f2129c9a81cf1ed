"""A batch of requests drawn: poses of one character together, encoding beside the drawing."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from http import HTTPStatus

import numpy as np
import torch
from numpy.typing import NDArray

from animator.cast import Actor, Cast
from animator.dressing import Dressing
from animator.engine import Engine
from animator.finisher import Finisher, Place
from animator.order import Answer, Fault, Made, Order, failed, late
from animator.picture import CharacterError
from animator.settings import DrawRequest, ModelSettings
from animator.student.company import Company, Member
from animator.upscaling.anime4k import Anime4K
from animator.upscaling.passes import ShaderError
from handlerkit.checks import SettingsError

logger = logging.getLogger("soulsgen.animator")


class Stage:
    """Draws batch after batch; not for two threads at once."""

    def __init__(
        self, cast: Cast, settings: ModelSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.cast, self.clock = cast, clock
        self.batch, self.batch_seconds = settings.batch, settings.batch_seconds
        self.device = cast.desk.device
        self.anime4k = Anime4K(settings.anime4k, self.device)
        self.finisher = Finisher(self.device, cast.desk.workers.threads)

    def draw(self, requests: Sequence[DrawRequest]) -> list[Answer]:
        """One answer a request, in order; what goes wrong with one does not reach the others."""
        until = self.clock() + self.batch_seconds
        rows_of, answers = self._named(requests)
        names = list(rows_of)
        # No more of them at once than stay loaded.
        for first in range(0, len(names), self.cast.resident):
            orders: dict[int, Order] = {}
            for name in names[first : first + self.cast.resident]:
                taken, refused = self._taken(name, {row: requests[row] for row in rows_of[name]}, until)
                orders |= taken
                answers |= refused
            self._draw(orders.values(), until)
            answers |= {row: order.answer() for row, order in orders.items()}
        return [answers[row] for row in range(len(requests))]

    def _named(self, requests: Sequence[DrawRequest]) -> tuple[dict[str, list[int]], dict[int, Answer]]:
        """Rows of each character that is here, and refusals of the others."""
        rows_of: dict[str, list[int]] = {}
        refused: dict[int, Answer] = {}
        names = self.cast.names()
        for row, request in enumerate(requests):
            try:
                rows_of.setdefault(self.cast.name_of(request.character, names), []).append(row)
            except SettingsError as error:
                refused[row] = Fault(HTTPStatus.BAD_REQUEST, str(error))
        return rows_of, refused

    def _taken(
        self, name: str, rows: Mapping[int, DrawRequest], until: float
    ) -> tuple[dict[int, Order], dict[int, Answer]]:
        """Orders for a character, which is loaded for them, and refusals."""
        if self.clock() >= until:
            return {}, dict.fromkeys(rows, late())
        try:
            actor = self.cast.actor(name)
        except CharacterError as error:
            return {}, dict.fromkeys(rows, Fault(HTTPStatus.INTERNAL_SERVER_ERROR, str(error)))
        except Exception:
            # Weights that are whole and no character's: what they make is anything.
            logger.exception("loading failed")
            return {}, dict.fromkeys(rows, failed(name))
        orders: dict[int, Order] = {}
        refused: dict[int, Answer] = {}
        for row, request in rows.items():
            try:
                orders[row] = self._order(request, name, actor)
            except SettingsError as error:
                refused[row] = Fault(HTTPStatus.BAD_REQUEST, str(error))
            except (CharacterError, ShaderError) as error:
                refused[row] = Fault(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
        return orders, refused

    def _order(self, request: DrawRequest, name: str, actor: Actor) -> Order:
        """Raises SettingsError, CharacterError or ShaderError."""
        self.cast.check_layers(actor, request)
        look = request.look
        # Enlarging pixels is quick on a GPU, and is in their way on the CPU beside it.
        if not look.in_light and not (look.upscaled and self.device.type == "cuda"):
            return Order(request, name, actor)
        wanted = (look.upscale_preset, look.upscale_quality)
        networks = self.anime4k.networks(*wanted) if look.networked else []
        return Order(request, name, actor, Dressing(look, self.device, networks))

    def _draw(self, orders: Iterable[Order], until: float) -> None:
        groups: dict[tuple[Engine | Company, int], list[Place]] = {}
        for order in orders:
            group = groups.setdefault((_drawer(order.actor.engine), order.request.look.side), [])
            group += [(order, pose) for pose in range(len(order.request.poses))]
        for places in groups.values():
            try:
                self._make(places, until)
            except Exception:
                logger.exception("drawing failed")
                for order, _ in places:
                    order.fail()

    def _make(self, places: Sequence[Place], until: float) -> None:
        """Frames as far as they come; while some are encoded the next are drawn.

        None are begun that would not be done in time, if they take as long as those before them.
        """
        encoding: list[tuple[Order, Future[Made]]] = []
        took = 0.0
        while places and (began := self.clock()) + took < until:
            part, places = places[: self.batch], places[self.batch :]
            pictures = _pictures(part)
            _take(encoding)
            encoding = self.finisher.start(part, pictures)
            places = [place for place in places if not place[0].fault]
            took = self.clock() - began
        _take(encoding)


def _drawer(engine: Engine) -> Engine | Company:
    """Those with the same one are drawn together."""
    return engine.company if isinstance(engine, Member) else engine


def _pictures(places: Sequence[Place]) -> NDArray[np.uint8]:
    """Drawn together; each order is told its share of the time that took."""
    started = time.perf_counter()
    poses = torch.stack([order.request.poses[pose] for order, pose in places])
    cels = [order.actor.cels.cel(order.request.cels[pose]) for order, pose in places]
    engines = [order.actor.engine for order, _ in places]
    side = places[0][0].request.look.side
    members = [engine for engine in engines if isinstance(engine, Member)]
    if members:
        pictures = members[0].company.pictures(members, poses, cels, side)
    else:
        pictures = engines[0].pictures(poses, cels, side)
    share_s = (time.perf_counter() - started) / len(places)
    for order, _ in places:
        order.draw_s += share_s
    return pictures


def _take(encoding: Iterable[tuple[Order, Future[Made]]]) -> None:
    for order, made in encoding:
        order.take(made)
