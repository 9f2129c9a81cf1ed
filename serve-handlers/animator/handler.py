"""TorchServe's edge of the animator: JSON rows of poses in, frames out."""

import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

import torch
from ts.metrics.metric_type_enum import MetricTypes

from animator.cast import Cast
from animator.encoding import FORMATS
from animator.filters.chain import metadata
from animator.look import WHITE, Look
from animator.model import Desk
from animator.order import Answer as Drawn
from animator.order import Fault, Frames
from animator.pose import COUNT
from animator.reply import reply_of
from animator.sequence import Strengths
from animator.settings import CharactersRequest, DrawRequest, ModelSettings, Request, parse_request
from animator.stage import Stage
from animator.student.workers import Workers
from handlerkit.batch import Answer, answer_batch
from handlerkit.checks import SettingsError
from handlerkit.device import cores, pin_threads, worker_device
from handlerkit.heap import keep_freed
from handlerkit.rows import Row, RowError, json_object


class AnimatorHandler:
    """Body: `animator.settings.Request` as JSON. Reply: an image, or many as application/x-frames."""

    def initialize(self, context: Any) -> None:
        """Open the characters that model-config.yaml names, on this worker's device."""
        settings = ModelSettings.from_mapping((context.model_yaml_config or {}).get("animator") or {})
        keep_freed()
        threads = settings.threads or cores()
        pin_threads(threads)
        folder = Path(settings.characters or Path(context.system_properties["model_dir"]) / "weights")
        desk = Desk(worker_device(context), Workers(threads), settings.batch)
        self.cast = Cast(folder, settings.resident, desk)
        self.stage = Stage(self.cast, settings)
        self._warm()
        self.metrics = context.metrics

    def _warm(self) -> None:
        """The first character loads, and its first frames allocate: before the worker says it is ready.

        Raises CharacterError or SettingsError when there is none that can be drawn.
        """
        self.cast.actor(self.cast.name_of(""))
        at_rest: tuple[Strengths] = ({},)
        for form in FORMATS:
            look = Look(format=form, background=WHITE)
            poses, times = torch.zeros(1, COUNT), torch.zeros(1, dtype=torch.float64)
            (drawn,) = self.stage.draw([DrawRequest(poses, at_rest, at_rest, times, look)])
            if isinstance(drawn, Fault):
                raise SettingsError(drawn.sentence)

    def handle(self, data: list[Row], context: Any) -> list[bytes]:
        """Replies for a batch; see `handlerkit.batch.answer_batch`."""
        return answer_batch(data, context, _request, self._replies)

    def _replies(self, requests: list[Request]) -> list[Answer]:
        started = time.perf_counter()
        asked = [request for request in requests if isinstance(request, DrawRequest)]
        drawn = self.stage.draw(asked)
        if asked:
            self._count(drawn, time.perf_counter() - started)
        frames = iter(zip(drawn, asked, strict=True))
        return [
            _reply(*next(frames)) if isinstance(request, DrawRequest) else self._told(request)
            for request in requests
        ]

    def _told(self, request: Request) -> dict[str, Any]:
        if isinstance(request, CharactersRequest):
            return {"characters": self.cast.told()}
        return {"filters": metadata()}

    def _count(self, drawn: list[Drawn], seconds: float) -> None:
        """Prometheus metrics, once a batch; see docs/new-archive.md."""
        made = [each for each in drawn if isinstance(each, Frames)]
        count = sum(len(each.files) for each in made)
        self.metrics.add_counter("AnimatorFrames", count)
        self.metrics.add_time("AnimatorSeconds", seconds, unit="s", metric_type=MetricTypes.HISTOGRAM)
        if count:
            for name, seconds_of in (
                ("AnimatorDrawSeconds", sum(each.draw_s for each in made)),
                ("AnimatorEncodeSeconds", sum(each.encode_s for each in made)),
            ):
                self.metrics.add_time(name, seconds_of / count, unit="s", metric_type=MetricTypes.HISTOGRAM)
            self.metrics.add_metric(
                "AnimatorFps", count / seconds, unit="count", metric_type=MetricTypes.GAUGE
            )


def _request(row: Row) -> Request:
    try:
        return parse_request(json_object(row))
    except SettingsError as error:
        raise RowError(HTTPStatus.BAD_REQUEST, str(error)) from error


def _reply(answer: Drawn, request: DrawRequest) -> Answer:
    return reply_of(answer, request.look)
