"""The scribe's engine: recordings in, transcripts out, windows of all recordings decoded together.

A recording is cut where nobody speaks into windows that the model can hear at once. Each window is encoded
once; language, text and the times of its words come from that. A window whose text fails a check is decoded
again, with more chance, together with whatever else has failed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from asr import guards, prompt
from asr.activity import Span, find_speech
from asr.backend import Aligned, Backend, Draw, Drawn
from asr.guards import Heard
from asr.logmel import LogMel
from asr.recording import Recording, Window
from asr.segments import Part, split
from asr.settings import ModelSettings, Request
from asr.sound import SAMPLE_RATE_HZ, Samples
from asr.transcript import Dropped, Segment, Transcript, Word
from asr.vocabulary import Vocabulary
from asr.windows import cut, gaps
from asr.words import timed

# A shorter silence is a pause, and no news.
TOLD_SILENCE_S = 1.0
# The language is told from the longest window among so many first ones.
PROBED = 6


class Scribe:
    """A model, its vocabulary and the length of its window in samples."""

    def __init__(
        self, backend: Backend, vocabulary: Vocabulary, features: LogMel, window: int, settings: ModelSettings
    ) -> None:
        self.backend = backend
        self.vocabulary = vocabulary
        self.features = features
        self.window = window
        self.settings = settings

    def check(self, request: Request) -> None:
        """Raise SettingsError for what this model cannot do."""
        prompt.check(self.vocabulary, request)

    def warm_up(self) -> None:
        """Run everything once on a second of a buzzing tone, so that the first request need not wait."""
        buzz = (np.arange(SAMPLE_RATE_HZ) % 100 * 100 - 5000).astype(np.int16)
        everything = Span(0, len(buzz))
        recording = Recording(Request(temperatures=(0.0,)), buzz, find_speech(buzz, 1.0), None)
        self._batch([Window(recording, everything, probe=bool(self.vocabulary.languages))])

    def transcribe(self, jobs: Sequence[tuple[Request, Samples]]) -> list[Transcript]:
        """One transcript a job, in order. Requests have passed `check`."""
        recordings = [self._recording(request, samples) for request, samples in jobs]
        windows = [window for recording in recordings for window in self._windows(recording)]
        # What tells a language first; then by length, so that windows of a batch end together.
        windows.sort(key=lambda window: (not window.probe, -window.length))
        for first in range(0, len(windows), self.settings.windows):
            self._batch(windows[first : first + self.settings.windows])
        return [recording.transcript() for recording in recordings]

    def _recording(self, request: Request, samples: Samples) -> Recording:
        activity = find_speech(samples, self.settings.speech_db)
        known = list(self.vocabulary.languages) or [prompt.ONLY_LANGUAGE]
        language = known[0] if len(known) == 1 else request.language
        return Recording(request, samples, activity, language)

    def _windows(self, recording: Recording) -> list[Window]:
        spans = cut(recording.activity, self.window, SAMPLE_RATE_HZ)
        for gap in gaps(spans, len(recording.samples)):
            start, end = gap.start / SAMPLE_RATE_HZ, gap.end / SAMPLE_RATE_HZ
            if end - start >= TOLD_SILENCE_S:
                recording.dropped.append(Dropped(start, end, "", guards.SILENCE))
        windows = [Window(recording, span) for span in spans]
        if recording.language is None and windows:
            max(windows[:PROBED], key=lambda window: window.length).probe = True
        return windows

    def _batch(self, windows: list[Window]) -> None:
        memory = self.backend.encode(self._features(windows))
        self._tell_languages(memory, windows)
        self._decode(memory, windows)
        self._align(memory, windows)
        for window in windows:
            self._keep(window)

    def _features(self, windows: list[Window]) -> torch.Tensor:
        """Log-mel spectrograms of windows filled up with silence."""
        sound = np.zeros((len(windows), self.window), np.float32)
        for row, window in zip(sound, windows, strict=True):
            samples = window.recording.samples[window.span.start : window.span.end]
            row[: len(samples)] = samples.astype(np.float32) / 32768
        return self.features(torch.from_numpy(sound).to(self.features.window.device))

    def _tell_languages(self, memory: Any, windows: list[Window]) -> None:
        rows = [row for row, window in enumerate(windows) if window.probe]
        if not rows:
            return
        for row, chances in zip(rows, self.backend.detect(memory[rows]), strict=True):
            recording = windows[row].recording
            recording.language, recording.probability = max(chances.items(), key=lambda pair: pair[1])

    def _decode(self, memory: Any, windows: list[Window]) -> None:
        """Each window's best text: rounds of rising temperature for those that fail."""
        pending, attempt = list(range(len(windows))), 0
        while pending:
            draws = [self._draw(windows[row].recording, attempt) for row in pending]
            for row, draw, drawn in zip(
                pending, draws, self.backend.decode(memory[pending], draws), strict=True
            ):
                self._compare(windows[row], draw, drawn)
            attempt += 1
            pending = [row for row in pending if self._again(windows[row], attempt)]

    def _draw(self, recording: Recording, attempt: int) -> Draw:
        request = recording.request
        timestamps = self.vocabulary.writes_times
        language = recording.language or prompt.ONLY_LANGUAGE
        return Draw(
            context=prompt.context(self.vocabulary, request.prompt, request.hotwords),
            start=prompt.start(self.vocabulary, language, request.task, timestamps),
            temperature=request.temperatures[attempt],
            timestamps=timestamps,
        )

    def _compare(self, window: Window, draw: Draw, drawn: Drawn) -> None:
        """Keep the new text if it is better than the one before: acceptable first, then likelier."""
        text = self.vocabulary.decode(drawn.ids).strip()
        heard = Heard(text, drawn.average, drawn.no_speech, window.level_db)
        if window.heard is None or self._worth(heard) > self._worth(window.heard):
            window.drawn, window.heard, window.temperature = drawn, heard, draw.temperature

    def _worth(self, heard: Heard) -> tuple[bool, bool, float]:
        retried = guards.needs_retry(heard, self.settings)
        return not retried, guards.fault(heard, self.settings) is None, heard.avg_logprob

    def _again(self, window: Window, attempt: int) -> bool:
        more = attempt < len(window.recording.request.temperatures)
        return more and window.heard is not None and guards.needs_retry(window.heard, self.settings)

    def _align(self, memory: Any, windows: list[Window]) -> None:
        """Words with times for the windows whose requests want them; one call for each start of a text."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for row, window in enumerate(windows):
            if window.recording.request.word_times and self._fault(window) is None:
                request, language = window.recording.request, window.recording.language
                start = prompt.start(self.vocabulary, language or "", request.task, False)
                groups.setdefault(start, []).append(row)
        for start, rows in groups.items():
            texts = [self._text_ids(windows[row]) for row in rows]
            lengths = [windows[row].length for row in rows]
            for row, aligned in zip(
                rows, self.backend.align(memory[rows], start, texts, lengths), strict=True
            ):
                windows[row].words = list(self._words(windows[row], aligned))

    def _words(self, window: Window, aligned: Aligned) -> Iterator[list[Word]]:
        for part in self._parts(window):
            last = part.first + len(part.ids)
            own = Aligned(aligned.seconds[part.first : last + 1], aligned.probabilities[part.first : last])
            end, language = window.start + window.length, window.recording.language or ""
            yield timed(self.vocabulary, part.ids, own, window.start, end, language)

    def _text_ids(self, window: Window) -> list[int]:
        ids = window.drawn.ids if window.drawn else []
        return [token for token in ids if token not in self.vocabulary.timestamps]

    def _parts(self, window: Window) -> list[Part]:
        return split(self.vocabulary, window.drawn.ids if window.drawn else [], window.length)

    def _fault(self, window: Window) -> str | None:
        return guards.fault(window.heard, self.settings) if window.heard else guards.NO_SPEECH

    def _keep(self, window: Window) -> None:
        """Into the recording: the window's segments, or why there are none."""
        recording, heard, start = window.recording, window.heard, window.start
        reason = self._fault(window)
        if heard is None or reason is not None:
            text = heard.text if heard else ""
            recording.dropped.append(Dropped(start, start + window.length, text, reason or guards.NO_SPEECH))
            return
        plain = Segment(
            start=start,
            end=start + window.length,
            text=heard.text,
            avg_logprob=heard.avg_logprob,
            compression_ratio=heard.compression,
            no_speech_prob=heard.no_speech,
            temperature=window.temperature,
        )
        for index, part in enumerate(self._parts(window)):
            text = self.vocabulary.decode(part.ids).strip()
            words = tuple(window.words[index]) if window.words else ()
            recording.segments.append(
                replace(plain, start=start + part.start, end=start + part.end, text=text, words=words)
            )
