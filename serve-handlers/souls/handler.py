"""TorchServe's edge of the lore engine: JSON rows in, lines out."""

import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ts.metrics.metric_type_enum import MetricTypes

from handlerkit.batch import answer_batch
from handlerkit.checks import SettingsError
from handlerkit.device import pin_threads, worker_device
from handlerkit.rows import Row, RowError, json_object
from souls.engine import Answer
from souls.model import load_engine
from souls.settings import ModelSettings, Request, parse_request


class SoulsHandler:
    """Body: `{}` or `souls.settings.Request` as JSON. Reply: `{"result": line, "results": [lines]}`."""

    def initialize(self, context: Any) -> None:
        """Load the engine that model-config.yaml describes onto this worker's device."""
        settings = ModelSettings.from_mapping((context.model_yaml_config or {}).get("souls") or {})
        pin_threads(settings.threads)
        folder = Path(context.system_properties["model_dir"]) / "weights"
        self.engine = load_engine(folder, settings, worker_device(context))
        # The first decode allocates and, on a GPU, captures: before the worker says it is ready.
        self.engine.generate([Request(seed=0)])
        self.metrics = context.metrics

    def handle(self, data: list[Row], context: Any) -> list[bytes]:
        """Replies for a batch; see `handlerkit.batch.answer_batch`."""
        return answer_batch(data, context, self._request, self._replies)

    def _request(self, row: Row) -> Request:
        try:
            request = parse_request(json_object(row))
            self.engine.check(request)
        except SettingsError as error:
            raise RowError(HTTPStatus.BAD_REQUEST, str(error)) from error
        return request

    def _replies(self, requests: list[Request]) -> list[dict[str, Any] | RowError]:
        started = time.perf_counter()
        answers = self.engine.generate(requests)
        self._count(answers, time.perf_counter() - started)
        return [
            RowError(HTTPStatus.UNPROCESSABLE_ENTITY, answer.fault)
            if answer.fault
            else {"result": answer.lines[0], "results": answer.lines}
            for answer in answers
        ]

    def _count(self, answers: list[Answer], seconds: float) -> None:
        """Prometheus counters and a histogram, once a batch; see docs/new-archive.md."""
        self.metrics.add_counter("SoulsSentences", sum(len(answer.lines) for answer in answers))
        self.metrics.add_counter("SoulsTokens", sum(answer.tokens for answer in answers))
        self.metrics.add_counter("SoulsCopiesRejected", sum(answer.rejected["copies"] for answer in answers))
        self.metrics.add_time("SoulsSeconds", seconds, unit="s", metric_type=MetricTypes.HISTOGRAM)
