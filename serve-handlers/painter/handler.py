"""TorchServe's edge of the painter: JSON rows in, PNG files out."""

import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ts.metrics.metric_type_enum import MetricTypes

from handlerkit.batch import answer_batch
from handlerkit.checks import SettingsError
from handlerkit.device import pin_threads, worker_device
from handlerkit.media import Media
from handlerkit.rows import Row, RowError, json_object
from painter.engine import Fault, Picture
from painter.model import load_painter
from painter.png import encoded
from painter.settings import ModelSettings, Request, parse_request


class PainterHandler:
    """Body: `painter.settings.Request` as JSON. Reply: image/png, its settings in text chunks."""

    def initialize(self, context: Any) -> None:
        """Load the engine that model-config.yaml describes onto this worker's device."""
        settings = ModelSettings.from_mapping((context.model_yaml_config or {}).get("painter") or {})
        pin_threads(settings.threads)
        folder = Path(context.system_properties["model_dir"]) / "weights"
        self.painter = load_painter(folder, settings, worker_device(context))
        # The first picture imports and allocates: before the worker says it is ready.
        self.painter.paint([Request("a hill", width=256, height=256, steps=1)])
        self.metrics = context.metrics

    def handle(self, data: list[Row], context: Any) -> list[bytes]:
        """Replies for a batch; see `handlerkit.batch.answer_batch`."""
        return answer_batch(data, context, _request, self._replies)

    def _replies(self, requests: list[Request]) -> list[Media | RowError]:
        started = time.perf_counter()
        answers = self.painter.paint(requests)
        replies = [_reply(answer, request) for answer, request in zip(answers, requests, strict=True)]
        self.metrics.add_counter("PainterPictures", sum(isinstance(reply, Media) for reply in replies))
        seconds = time.perf_counter() - started
        self.metrics.add_time("PainterSeconds", seconds, unit="s", metric_type=MetricTypes.HISTOGRAM)
        return replies


def _request(row: Row) -> Request:
    try:
        return parse_request(json_object(row))
    except SettingsError as error:
        raise RowError(HTTPStatus.BAD_REQUEST, str(error)) from error


def _reply(answer: Picture | Fault, request: Request) -> Media | RowError:
    if isinstance(answer, Picture):
        return Media(encoded(answer, request), "image/png")
    status = HTTPStatus.INTERNAL_SERVER_ERROR if answer.ours else HTTPStatus.UNPROCESSABLE_ENTITY
    return RowError(status, answer.sentence)
