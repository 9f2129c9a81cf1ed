"""TorchServe's edge of the agent: JSON rows in, recaps, scenes and answers out."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any

from ts.metrics.metric_type_enum import MetricTypes

from agent.answers import Chat, Recap, Refusal, Scene
from agent.model import load_engine
from agent.settings import (
    ChatRequest,
    Line,
    ModelSettings,
    RecapRequest,
    Request,
    Sampling,
    SceneRequest,
    parse_request,
)
from handlerkit.batch import Answer, answer_batch
from handlerkit.checks import SettingsError
from handlerkit.device import pin_threads, worker_device
from handlerkit.rows import Row, RowError, json_object
from handlerkit.streaming import Streams

logger = logging.getLogger(__name__)


class AgentHandler:
    """Body: {"op": "recap" | "scene" | "chat"} and its request of `agent.settings`. Reply: an answer."""

    def initialize(self, context: Any) -> None:
        """Load the engine that model-config.yaml describes onto this worker's device."""
        settings = ModelSettings.from_mapping((context.model_yaml_config or {}).get("agent") or {})
        pin_threads(settings.threads)
        folder = Path(context.system_properties["model_dir"]) / "weights"
        self.engine = load_engine(folder, settings, worker_device(context))
        # The first call allocates: before the worker says it is ready.
        lantern = Line(0.0, "A lantern burns on the wall.")
        self.engine.scene([SceneRequest((lantern,), sampling=Sampling(max_tokens=2))])
        self.metrics = context.metrics

    def handle(self, data: list[Row], context: Any) -> list[bytes]:
        """Replies for a batch; see `handlerkit.batch.answer_batch`."""
        places = count()
        replies = partial(self._replies, Streams(context, lambda line: "text" not in line))
        return answer_batch(data, context, lambda row: (next(places), _request(row)), replies)

    def _replies(self, streams: Streams, placed: list[tuple[int, Request]]) -> list[Answer]:
        """The rows of each operation are answered together; `placed` has their places in the batch.

        Chats come first: someone waits for their words.
        """
        started = time.perf_counter()
        operations: dict[type, Callable[[list[int], list[Any]], Sequence[Recap | Scene | Chat | Refusal]]] = {
            ChatRequest: partial(self._chat, streams),
            SceneRequest: lambda _, requests: self.engine.scene(requests),
            RecapRequest: lambda _, requests: self.engine.recap(requests),
        }
        replies: dict[int, Answer] = {}
        for kind, answer in operations.items():
            rows = [(place, request) for place, request in placed if isinstance(request, kind)]
            if rows:
                places = [place for place, _ in rows]
                answers = self._answered(places, partial(answer, places, [request for _, request in rows]))
                replies |= {place: streams.ending(place, made) for place, made in answers.items()}
        self.metrics.add_counter("AgentRequests", len(placed))
        seconds = time.perf_counter() - started
        self.metrics.add_time("AgentSeconds", seconds, unit="s", metric_type=MetricTypes.HISTOGRAM)
        return [replies[place] for place, _ in placed]

    def _chat(
        self, streams: Streams, places: list[int], requests: list[ChatRequest]
    ) -> Sequence[Chat | Refusal]:
        def hear(news: Mapping[int, str | Chat]) -> None:
            streamed = {places[row]: new for row, new in news.items() if requests[row].stream}
            if streamed:
                streams.send({place: self._line(new) for place, new in streamed.items()})

        return self.engine.chat(requests, hear)

    def _answered(
        self, places: list[int], answer: Callable[[], Sequence[Recap | Scene | Chat | Refusal]]
    ) -> dict[int, dict[str, Any] | RowError]:
        """A fault is of one operation's rows: a batch that fails as a whole would break off its streams."""
        try:
            answers = dict(zip(places, answer(), strict=True))
        except Exception:
            logger.exception("an operation failed")
            sentence = "the model failed at this; the worker's log says why"
            return {place: RowError(HTTPStatus.SERVICE_UNAVAILABLE, sentence) for place in places}
        return {place: self._reply(made) for place, made in answers.items()}

    def _reply(self, made: Recap | Scene | Chat | Refusal) -> dict[str, Any] | RowError:
        if isinstance(made, Refusal):
            return RowError(HTTPStatus.UNPROCESSABLE_ENTITY, made.sentence)
        return self._record(made)

    def _line(self, new: str | Chat) -> dict[str, Any]:
        return {"text": new} if isinstance(new, str) else self._record(new)

    def _record(self, made: Recap | Scene | Chat) -> dict[str, Any]:
        return made.record() | {"engine": self.engine.name, "embeddings": self.engine.embeddings}


def _request(row: Row) -> Request:
    try:
        return parse_request(json_object(row))
    except SettingsError as error:
        raise RowError(HTTPStatus.BAD_REQUEST, str(error)) from error
