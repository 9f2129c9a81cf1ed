"""TorchServe's edge of the agent: JSON rows in, recaps, scenes and answers out."""

import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ts.metrics.metric_type_enum import MetricTypes

from agent.answers import Chat, Recap, Scene
from agent.model import load_engine
from agent.settings import (
    ChatRequest,
    Line,
    ModelSettings,
    RecapRequest,
    Request,
    SceneRequest,
    parse_request,
)
from handlerkit.batch import answer_batch
from handlerkit.checks import SettingsError
from handlerkit.device import pin_threads, worker_device
from handlerkit.rows import Row, RowError, json_object


class AgentHandler:
    """Body: {"op": "recap" | "scene" | "chat"} and its request of `agent.settings`. Reply: an answer."""

    def initialize(self, context: Any) -> None:
        """Load the engine that model-config.yaml describes onto this worker's device."""
        settings = ModelSettings.from_mapping((context.model_yaml_config or {}).get("agent") or {})
        pin_threads(settings.threads)
        folder = Path(context.system_properties["model_dir"]) / "weights"
        self.engine = load_engine(folder, settings, worker_device(context))
        # The first call allocates: before the worker says it is ready.
        self.engine.scene([SceneRequest((Line(0.0, "A lantern burns on the wall."),))])
        self.metrics = context.metrics

    def handle(self, data: list[Row], context: Any) -> list[bytes]:
        """Replies for a batch; see `handlerkit.batch.answer_batch`."""
        return answer_batch(data, context, _request, self._replies)

    def _replies(self, requests: list[Request]) -> list[dict[str, Any] | RowError]:
        """The rows of each operation are answered together."""
        started = time.perf_counter()
        operations: dict[type, Callable[[list[Any]], Sequence[Recap | Scene | Chat]]] = {
            RecapRequest: self.engine.recap,
            SceneRequest: self.engine.scene,
            ChatRequest: self.engine.chat,
        }
        told = {"engine": self.engine.name, "embeddings": self.engine.embeddings}
        replies: dict[int, dict[str, Any] | RowError] = {}
        for kind, answer in operations.items():
            rows = [index for index, request in enumerate(requests) if isinstance(request, kind)]
            if rows:
                answers = answer([requests[index] for index in rows])
                replies |= {row: made.record() | told for row, made in zip(rows, answers, strict=True)}
        self.metrics.add_counter("AgentRequests", len(requests))
        seconds = time.perf_counter() - started
        self.metrics.add_time("AgentSeconds", seconds, unit="s", metric_type=MetricTypes.HISTOGRAM)
        return [replies[index] for index in range(len(requests))]


def _request(row: Row) -> Request:
    try:
        return parse_request(json_object(row))
    except SettingsError as error:
        raise RowError(HTTPStatus.BAD_REQUEST, str(error)) from error
