"""The engine for checkpoints: sentences of many rows in batches, each as it would sound alone."""

import logging
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

import numpy as np
import torch

from tts.engines.engine import Engine, Line, Refused, Voice
from tts.engines.network import Network, Sound, Utterance
from tts.engines.pronunciation import sounds_by, voice_for
from tts.engines.spans import estimated_phonemes, estimated_spans, phoneme_spans, word_spans
from tts.engines.spelled import Spelled, Unspeakable
from tts.engines.tempo import resampled, stretched
from tts.speech import Speech, Timed

logger = logging.getLogger("soulsgen.tts")
# Asking whether a row is cancelled may cost a look at a file; a cancel is heard within 50 ms.
_ASK_EVERY_S = 0.01
_SHORT_OF_MEMORY = Refused("the sentence is longer than this machine's memory holds; make it shorter")


class Stopped(Exception):
    """All rows of the batch under way are cancelled."""


class NeuralEngine:
    """An `engine.Engine` around a network. A sentence sounds the same each time: its noise is from a seed."""

    def __init__(self, network: Network, batch: int, seed: int = 0, teller: Engine | None = None) -> None:
        """batch: most sentences at once. seed: another one gives another reading of every sentence.

        teller: who tells the phonemes of words where the network does not; closed with this one.
        """
        self.network = network
        self.name = network.name
        self.batch = batch
        self.seed = seed
        self.teller = teller

    def voices(self) -> tuple[Voice, ...]:
        return self.network.voices()

    def speak(
        self, lines: Sequence[Line], cancelled: Callable[[int], bool]
    ) -> Iterator[tuple[int, Speech | Refused]]:
        """As `engine.Engine` says. Nothing is yielded of a line that is cancelled before it is done."""
        for places in in_rounds([line.row for line in lines], self.batch):
            batch = {place: lines[place] for place in places if not cancelled(lines[place].row)}
            yield from in_order(self._batch(batch, cancelled), batch)

    def close(self) -> None:
        if self.teller:
            self.teller.close()

    def _batch(
        self, lines: Mapping[int, Line], cancelled: Callable[[int], bool]
    ) -> Iterator[tuple[int, Speech | Refused]]:
        known = {voice.name for voice in self.network.voices()}
        asked: dict[int, Utterance] = {}
        for place, line in lines.items():
            try:
                asked[place] = self._utterance(line, known)
            except Unspeakable as reason:
                yield place, Refused(str(reason))
        watch = _Watch({lines[place].row for place in asked}, cancelled)
        try:
            for place, sound in self._sounds(asked, watch):
                if not cancelled(lines[place].row):
                    yield place, self._speech(lines[place], asked[place].spelled, sound)
        except Stopped:
            return

    def _utterance(self, line: Line, known: set[str]) -> Utterance:
        """Raises Unspeakable."""
        voice = line.voice or self.network.voices()[0].name
        if voice not in known:
            raise Unspeakable(f"voice must be one of {', '.join(sorted(known))}, not {line.voice!r}")
        spelled = self.network.spell(line.sentence)
        said = f"{self.seed}\n{voice}\n{line.sentence.said}".encode()
        seed = int.from_bytes(blake2b(said, digest_size=8).digest()) >> 1
        pace = line.speed / _raised(line.pitch) if self.network.paced else 1.0
        return Utterance(spelled, voice, pace, seed)

    def _sounds(
        self, asked: Mapping[int, Utterance], stop: Callable[[], None]
    ) -> Iterator[tuple[int, Sound | Refused]]:
        """Together; where that fails, what is left one by one, so that only those at fault are refused."""
        if not asked:
            return
        left = dict(asked)
        refused = yield from self._together(left, stop)
        # Here, and not where it was caught, the fault is gone, and with it the tensors that it held.
        if refused == _SHORT_OF_MEMORY:
            torch.cuda.empty_cache()
        if refused and len(asked) == 1:
            yield next(iter(asked)), refused
        elif refused:
            for place, one in left.items():
                yield from self._sounds({place: one}, stop)

    def _together(
        self, left: dict[int, Utterance], stop: Callable[[], None]
    ) -> Generator[tuple[int, Sound | Refused], None, Refused | None]:
        """Takes out of `left` what is done; returns what is to be said of a fault."""
        order = list(left)
        try:
            for number, sound in self.network.sound([left[place] for place in order], stop):
                del left[order[number]]
                yield order[number], sound
        except (Stopped, GeneratorExit):
            raise
        except Exception as fault:
            return _refusal(fault, len(order))
        return None

    def _speech(self, line: Line, spelled: Spelled, sound: Sound | Refused) -> Speech | Refused:
        if isinstance(sound, Refused):
            return sound
        if not np.isfinite(sound.samples).all():
            return Refused("the model made numbers of this sentence that are no sound", ours=True)
        rate, words = self.network.sample_rate_hz, line.sentence.words
        raised = _raised(line.pitch)
        if sound.tokens:
            samples = resampled(sound.samples, round(len(sound.samples) / raised))
            # Times follow the samples that there are: rounding is spread over all of them.
            shrunk = rate * len(sound.samples) / max(1, len(samples))
            said = _in_seconds(word_spans(words, spelled, sound.tokens, 1), shrunk)
            sounds = _in_seconds(phoneme_spans(spelled, sound.tokens, 1), shrunk)
            made = Speech(samples, rate, said, sounds)
            return made if sounds else self._pronounced(line, made)
        length = round(len(sound.samples) / line.speed)
        samples = resampled(stretched(sound.samples, rate, raised / line.speed), length)
        spans = estimated_spans(words, samples, rate)
        return self._pronounced(line, Speech(samples, rate, spans, (), estimated=True))

    def _pronounced(self, line: Line, made: Speech) -> Speech:
        """With the phonemes that the teller has for its words; without, where it cannot say them."""
        if not self.teller:
            return made
        voices = self.network.voices()
        language = next((voice.language for voice in voices if voice.name == line.voice), voices[0].language)
        try:
            sounds = sounds_by(self.teller, line.sentence.words, voice_for(self.teller, language))
        except Unspeakable:
            return made
        return replace(made, phonemes=estimated_phonemes(made.words, sounds), estimated=True)


class _Watch:
    """Called all the while a batch is made; raises Stopped when nobody waits for it any more."""

    def __init__(self, rows: set[int], cancelled: Callable[[int], bool]) -> None:
        self.rows, self.cancelled = rows, cancelled
        self.next = 0.0

    def __call__(self) -> None:
        now = time.monotonic()
        if now >= self.next:
            self.next = now + _ASK_EVERY_S
            if all(self.cancelled(row) for row in self.rows):
                raise Stopped


def in_rounds(rows: Sequence[int], most: int) -> Iterator[list[int]]:
    """Places of `rows` in batches: every row's first, then every row's second line, and so on.

    The first batch holds first lines alone, for somebody waits to hear something; those after it are filled.
    """
    turns: dict[int, int] = {}
    ranked = []
    for place, row in enumerate(rows):
        ranked.append((turns.get(row, 0), place))
        turns[row] = turns.get(row, 0) + 1
    first = [place for turn, place in sorted(ranked) if turn == 0]
    later = [place for turn, place in sorted(ranked) if turn > 0]
    for places in (first, later):
        for begin in range(0, len(places), most):
            yield places[begin : begin + most]


def in_order(
    results: Iterator[tuple[int, Speech | Refused]], lines: Mapping[int, Line]
) -> Iterator[tuple[int, Speech | Refused]]:
    """Results in the order of each row's lines, held back no longer than that needs."""
    waiting = {
        row: [place for place in lines if lines[place].row == row]
        for row in {one.row for one in lines.values()}
    }
    done: dict[int, Speech | Refused] = {}
    for place, result in results:
        done[place] = result
        queue = waiting[lines[place].row]
        while queue and queue[0] in done:
            yield queue[0], done.pop(queue.pop(0))


def _raised(semitones: float) -> float:
    return float(2.0 ** (semitones / 12))


def _in_seconds(timed: Sequence[Timed], rate: float) -> tuple[Timed, ...]:
    return tuple(Timed(one.start_s / rate, one.end_s / rate, one.text, one.at) for one in timed)


def _refusal(fault: Exception, sentences: int) -> Refused:
    if isinstance(fault, torch.OutOfMemoryError):
        return _SHORT_OF_MEMORY
    logger.error("%d sentences were not spoken", sentences, exc_info=fault)
    return Refused("the model failed at this sentence", ours=True)
