"""A batch under way: a cancel at any moment, and what the callers are told of it."""

import base64
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from handlers.tts.speaking import TEXTS
from tts import speaking
from tts.cancelling import Marks
from tts.encoding import Pcm
from tts.engines.engine import Engine, Line, Refused, Voice
from tts.engines.neural import NeuralEngine
from tts.model import espeak
from tts.ordering import Desk
from tts.reply import JSON, last_line_of, line_of, reply_of
from tts.settings import ModelSettings, SpeakRequest
from tts.speaking import Speaker
from tts.speech import Speech, Timed
from tts.utterance import Chunk, Utterance
from waiting import LIMIT_S

LINES = "The bell tolls. Nobody answers! Roll 2d6+3, and weep. Again."


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = espeak()
    yield made
    made.close()


@pytest.fixture
def marks(tmp_path: Path) -> Marks:
    return Marks(tmp_path / "utterances")


def utterance(engine: Engine, text: str = LINES, name: str = "bell") -> Utterance:
    return Utterance(Desk(engine, ModelSettings()).order(SpeakRequest(text, name, stream=True)))


class Caller:
    """Of one row: the lines it was sent."""

    def __init__(self, utterance: Utterance) -> None:
        self.utterance = utterance
        self.sent: list[dict[str, object]] = []
        self.ended = threading.Event()

    def hear(self, _: int, chunk: Chunk | None) -> None:
        line = line_of(self.utterance, chunk) if chunk else last_line_of(self.utterance)
        self.sent.append(json.loads(json.dumps(line)))
        if not chunk:
            self.ended.set()

    def samples(self) -> int:
        """In the lines that were sent."""
        return sum(len(base64.b64decode(str(line["audio"]))) // 2 for line in self.sent if "seq" in line)


class Hushed(Marks):
    """Marks that cancel everything from the `after`th look on."""

    def __init__(self, folder: Path, after: int) -> None:
        super().__init__(folder)
        self.after = after
        self.looks = 0

    def cancelled(self, utterance: str) -> bool:
        self.looks += 1
        return self.looks > self.after


def test_whenever_a_cancel_comes_the_last_line_tells_the_samples_of_the_lines_before_it(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Looks are counted: the thread that looks by the clock is not to.
    monkeypatch.setattr(speaking, "LOOK_EVERY_S", LIMIT_S)
    never = Hushed(tmp_path, 1 << 30)
    Speaker(engine, never, 900).speak([whole := utterance(engine)], lambda *_: None)
    ends = list(np.cumsum([0, *(len(chunk.pcm) for chunk in whole.chunks)]))
    told: list[int] = []
    for after in range(0, never.looks, 3):
        caller = Caller(utterance(engine))
        Speaker(engine, Hushed(tmp_path, after), 900).speak([caller.utterance], caller.hear)
        told.append(caller.samples())
        assert caller.sent[-1] == {"id": "bell", "done": True, "samples": told[-1], "cancelled": True}
    # Whole sentences, and after more looks never fewer.
    assert sorted(set(told)) == ends[:-1]
    assert told == sorted(told)


class Deaf:
    """An engine that says a sentence and, asking nobody, goes on until its caller has had the last line."""

    name = "deaf"

    def __init__(self, marks: Marks, others: Sequence[str]) -> None:
        self.marks, self.others = marks, others
        self.callers: list[Caller] = []
        self.told_in_time = False

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("deaf", "en"),)

    def speak(
        self, lines: Sequence[Line], cancelled: Callable[[int], bool]
    ) -> Iterator[tuple[int, Speech | Refused]]:
        for place, line in enumerate(lines):
            if place == len(self.callers):
                for name in self.others:
                    self.marks.cancel(name)
                self.told_in_time = self.callers[0].ended.wait(LIMIT_S)
            yield place, Speech(np.full(100, 0.1, np.float32), 24000, (), ())
            if cancelled(line.row):
                return

    def close(self) -> None:
        """Nothing to let go of."""


def test_a_caller_is_told_while_the_engine_is_deep_in_a_sentence(marks: Marks) -> None:
    deaf = Deaf(marks, ["bell"])
    caller = Caller(utterance(deaf))
    deaf.callers = [caller]
    Speaker(deaf, marks, 900).speak([caller.utterance], caller.hear)
    assert deaf.told_in_time
    # What it said after that is no part of the utterance, nor sent.
    assert [line.get("seq") for line in caller.sent] == [0, None]
    assert caller.sent[-1]["samples"] == caller.samples() == caller.utterance.samples > 0
    assert caller.utterance.cancelled


def test_a_fault_in_telling_of_a_cancel_is_raised(marks: Marks) -> None:
    deaf = Deaf(marks, ["bell"])
    caller = Caller(utterance(deaf))
    deaf.callers = [caller]

    def broken(row: int, chunk: Chunk | None) -> None:
        caller.hear(row, chunk)
        if not chunk:
            raise BrokenPipeError("TorchServe is gone")

    with pytest.raises(BrokenPipeError, match="is gone"):
        Speaker(deaf, marks, 900).speak([caller.utterance], broken)
    assert [mark.suffix for mark in marks.folder.iterdir()] == [".ended"]


@pytest.mark.parametrize("kind", ["vits", "phonemic", "speecht5", "fastspeech2", "bark"])
def test_a_network_is_left_at_its_next_layer_and_tells_what_it_had_said(
    engines: dict[str, NeuralEngine], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts.engines.neural._ASK_EVERY_S", 0.0)
    monkeypatch.setattr(speaking, "LOOK_EVERY_S", LIMIT_S)
    engine = engines[kind]
    text = f"{TEXTS[0]} {TEXTS[0]}"
    never = Hushed(tmp_path, 1 << 30)
    Speaker(engine, never, 900).speak([utterance(engine, text)], lambda *_: None)
    for after in (0, 1, never.looks // 2, never.looks - 1):
        caller = Caller(utterance(engine, text))
        soon = Hushed(tmp_path, after)
        Speaker(engine, soon, 900).speak([caller.utterance], caller.hear)
        assert caller.sent[-1]["cancelled"] is True
        assert caller.sent[-1]["samples"] == caller.samples()
        # Nobody is asked again once all are over: the layers that were left are not run.
        assert soon.looks == after + 1


def test_times_that_are_estimated_are_told_so_in_lines_and_replies(
    engines: dict[str, NeuralEngine], marks: Marks
) -> None:
    for kind in ("vits", "fastspeech2", "speecht5", "bark"):
        engine = engines[kind]
        caller = Caller(utterance(engine, TEXTS[0]))
        Speaker(engine, marks, 900).speak([caller.utterance], caller.hear)
        estimated = kind in ("speecht5", "bark")
        reply = reply_of(caller.utterance, JSON, engine.name)
        assert isinstance(reply, dict)
        assert [line.get("estimated") for line in caller.sent] == [estimated, None]
        assert reply["estimated"] is estimated
        # Words have times all the same.
        assert [word["word"] for word in reply["words"]] == ["The", "bell", "tolls", "for", "you."]


def test_an_utterance_with_one_sentence_of_estimated_times_is_estimated(engine: Engine) -> None:
    made = utterance(engine, "The bell. It tolls.")
    words = (Timed(0.0, 0.1, "The", 0),)
    samples = np.full(2400, 0.1, np.float32)
    for estimated in (False, True):
        made.add(made.chunk(Speech(samples, 24000, words, (), estimated)))
    reply = reply_of(made, JSON, "both")
    assert isinstance(reply, dict)
    assert reply["estimated"] is True


def test_a_chunk_that_is_not_added_leaves_the_utterance_as_it_was(engine: Engine) -> None:
    made = utterance(engine, "The bell. It tolls.")
    speech = Speech(np.full(2400, 0.1, np.float32), 24000, (), ())
    first: Pcm = made.chunk(speech).pcm
    assert (made.samples, made.chunks) == (0, [])
    made.add(made.chunk(speech))
    assert made.samples == len(first)
    assert made.chunk(speech).offset == len(first)
