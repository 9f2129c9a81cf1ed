"""TorchServe's edge of the voice: JSON rows in, speech with its times out, whole or sentence by sentence."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from ts.metrics.metric_type_enum import MetricTypes

from handlerkit.batch import Answer, answer_batch
from handlerkit.checks import SettingsError
from handlerkit.device import pin_threads, worker_device
from handlerkit.rows import Row, RowError, json_object
from handlerkit.streaming import Streams
from tts.cancelling import marks_beside
from tts.model import load_engine
from tts.ordering import Desk
from tts.reply import JSON, last_line_of, line_of, reply_of, wanted
from tts.settings import CancelRequest, ModelSettings, SpeakRequest, VoicesRequest, parse_request
from tts.speaking import Speaker
from tts.utterance import Chunk, Order, Utterance

logger = logging.getLogger(__name__)

# A row's place in its batch, the way its caller wants a reply, and what is asked.
Job = tuple[int, str, Order | VoicesRequest | CancelRequest]


class TtsHandler:
    """Body: {"op": "speak" | "voices" | "cancel"} and its request of `tts.settings`."""

    def initialize(self, context: Any) -> None:
        """Load the engine that model-config.yaml describes onto this worker's device."""
        settings = ModelSettings.from_mapping((context.model_yaml_config or {}).get("tts") or {})
        pin_threads(settings.threads)
        unpacked = Path(context.system_properties["model_dir"])
        self.engine = load_engine(unpacked / "weights", settings, worker_device(context))
        self.marks = marks_beside(unpacked)
        self.speaker = Speaker(self.engine, self.marks, settings.max_seconds)
        self.desk = Desk(self.engine, settings)
        # The first words load a dictionary and an encoder: before the worker says it is ready.
        lantern = Utterance(self.desk.order(SpeakRequest("The lantern burns.", uuid4().hex)))
        self.speaker.speak([lantern], lambda *_: None)
        reply_of(lantern, JSON, self.engine.name)
        self.metrics = context.metrics

    def handle(self, data: list[Row], context: Any) -> list[bytes]:
        """Replies for a batch; see `handlerkit.batch.answer_batch`."""
        places = count()
        streams = Streams(context, lambda line: "done" in line or "error" in line)
        decode = partial(self._job, context, places)
        return answer_batch(data, context, decode, partial(self._replies, streams))

    def _job(self, context: Any, places: Iterator[int], row: Row) -> Job:
        place = next(places)
        try:
            request = parse_request(json_object(row))
            if not isinstance(request, SpeakRequest):
                return place, JSON, request
            way, form = wanted(_accept(context, place))
            return place, way, self.desk.order(replace(request, format=request.format or form))
        except SettingsError as error:
            raise RowError(HTTPStatus.BAD_REQUEST, str(error)) from error

    def _replies(self, streams: Streams, jobs: list[Job]) -> list[Answer]:
        """What is asked about comes first: a cancel may be for a row beside it."""
        answers = {place: self._told(asked) for place, _, asked in jobs if not isinstance(asked, Order)}
        orders = [(place, way, asked) for place, way, asked in jobs if isinstance(asked, Order)]
        if orders:
            answers |= self._spoken(streams, orders)
        return [answers[place] for place, _, _ in jobs]

    def _told(self, asked: VoicesRequest | CancelRequest) -> Answer:
        if isinstance(asked, CancelRequest):
            return {"id": asked.id, "speaking": self.marks.cancel(asked.id)}
        voices = [asdict(voice) for voice in self.engine.voices()]
        return {"voices": voices, "engine": self.engine.name}

    def _spoken(self, streams: Streams, orders: Sequence[tuple[int, str, Order]]) -> dict[int, Answer]:
        """Answers by place; rows that stream have had their lines by then."""
        started = time.perf_counter()
        utterances = [Utterance(order) for _, _, order in orders]

        def hear(row: int, chunk: Chunk | None) -> None:
            place, utterance = orders[row][0], utterances[row]
            # A row that is refused at once has a status of its own.
            if utterance.order.request.stream and (place in streams.begun or not utterance.refused):
                streams.send({place: line_of(utterance, chunk) if chunk else last_line_of(utterance)})

        answers: dict[int, Answer] = {}
        fault: RowError | None = None
        try:
            self.speaker.speak(utterances, hear)
        except Exception:
            # A batch that fails as a whole would break off its streams.
            logger.exception("speaking failed")
            fault = RowError(HTTPStatus.SERVICE_UNAVAILABLE, "speaking failed; the worker's log says why")
        for (place, way, order), utterance in zip(orders, utterances, strict=True):
            answer = fault if fault and not utterance.over else self._answer(utterance, way)
            answers[place] = streams.ending(place, answer) if order.request.stream else answer
        self._count(utterances, time.perf_counter() - started)
        return answers

    def _answer(self, utterance: Utterance, way: str) -> Answer:
        if utterance.order.request.stream and not utterance.refused:
            return last_line_of(utterance)
        return reply_of(utterance, way, self.engine.name)

    def _count(self, utterances: Sequence[Utterance], seconds: float) -> None:
        """Prometheus counters and a histogram, once a batch; see docs/new-archive.md."""
        self.metrics.add_counter("TtsAudioSeconds", sum(one.duration_s for one in utterances))
        self.metrics.add_counter("TtsCancelled", sum(one.cancelled for one in utterances))
        self.metrics.add_time("TtsSeconds", seconds, unit="s", metric_type=MetricTypes.HISTOGRAM)


def _accept(context: Any, place: int) -> str | None:
    """TorchServe keeps a header's name as its sender wrote it."""
    headers = context.get_all_request_header(place)
    return next((value for name, value in headers.items() if name.lower() == "accept"), None)
