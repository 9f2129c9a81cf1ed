"""TorchServe's edge of the scribe: rows of audio in, transcripts out."""

import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ts.metrics.metric_type_enum import MetricTypes

from asr.body import read
from asr.model import load_scribe
from asr.reply import reply
from asr.settings import ModelSettings, Request
from asr.sound import Samples
from asr.transcript import Transcript
from handlerkit.batch import Answer, answer_batch
from handlerkit.checks import SettingsError
from handlerkit.device import pin_threads, worker_device
from handlerkit.rows import Row, RowError

Job = tuple[Request, Samples]


class AsrHandler:
    """Body: audio, or JSON {"audio": base64} with `asr.settings.Request`. Reply: a transcript."""

    def initialize(self, context: Any) -> None:
        """Load the model that model-config.yaml describes onto this worker's device."""
        self.settings = ModelSettings.from_mapping((context.model_yaml_config or {}).get("asr") or {})
        pin_threads(self.settings.threads)
        folder = Path(context.system_properties["model_dir"]) / "weights"
        self.scribe = load_scribe(folder, self.settings, worker_device(context))
        # The first decode allocates and, on a GPU, captures: before the worker says it is ready.
        self.scribe.warm_up()
        self.metrics = context.metrics

    def handle(self, data: list[Row], context: Any) -> list[bytes]:
        """Replies for a batch; see `handlerkit.batch.answer_batch`."""
        return answer_batch(data, context, self._job, self._replies)

    def _job(self, row: Row) -> Job:
        request, samples = read(row, self.settings.max_seconds)
        try:
            self.scribe.check(request)
        except SettingsError as error:
            raise RowError(HTTPStatus.BAD_REQUEST, str(error)) from error
        return request, samples

    def _replies(self, jobs: list[Job]) -> list[Answer]:
        started = time.perf_counter()
        transcripts = self.scribe.transcribe(jobs)
        self._count(transcripts, time.perf_counter() - started)
        return [
            reply(transcript, request, self.settings.partial_margin)
            for transcript, (request, _) in zip(transcripts, jobs, strict=True)
        ]

    def _count(self, transcripts: list[Transcript], seconds: float) -> None:
        """Prometheus counters and a histogram, once a batch; see docs/new-archive.md."""
        self.metrics.add_counter("AsrAudioSeconds", sum(item.duration for item in transcripts))
        self.metrics.add_counter("AsrDropped", sum(len(item.dropped) for item in transcripts))
        self.metrics.add_time("AsrSeconds", seconds, unit="s", metric_type=MetricTypes.HISTOGRAM)
