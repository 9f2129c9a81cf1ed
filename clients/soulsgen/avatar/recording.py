"""A recording to a performance: its sound, and lips that move to what is heard in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soulsgen.avatar.performance import Line, Performance, Stage
from soulsgen.avatar.script import Mood, Step, words_of
from soulsgen.avatar.wording import in_order, timed
from soulsgen.errors import Refused, SoulsgenError
from soulsgen.motion.heard import of_blocks, of_words
from soulsgen.session.cut import chunks
from soulsgen.session.scribe import Scribe
from soulsgen.session.sound import Samples, blocks
from soulsgen.voice.captions import segments
from soulsgen.voice.said import Word

# Both AAC and Opus take it as it is; the channels are mixed to one.
RATE_HZ = 48_000
# The archive gets a recording in pieces of this length at most.
_CHUNK_S = 300.0

# Each word of a transcript with the moods that begin at it.
Written = Sequence[tuple[str, Sequence[Mood]]]


def lend(
    path: Path,
    transcript: Sequence[Step],
    scribe: Scribe,
    emotion: str = "neutral",
    folder: Path | None = None,
) -> tuple[Performance, bool]:
    """The performance of a recording, and whether words were heard; else the mouth follows its loudness.

    transcript: of `read_script`, or empty. folder: as a `Stage` has it. Raises SoulsgenError for what is no
    recording and for a transcript whose moods change where only the asr archive could tell when, and as
    `Scribe` does.
    """
    written = list(words_of(transcript))
    heard = _heard(path, scribe)
    words = timed([word for word, _ in written], heard) if written and heard is not None else heard
    stage = Stage(emotion, folder)
    for mood in written[0][1] if written else ():
        stage.feel(mood.emotion)
    began = stage.now_s
    loud = of_blocks(_kept(blocks(path, str(path), RATE_HZ), stage), RATE_HZ)
    if not loud:
        raise SoulsgenError(f"{path} holds no sound")
    if words is None:
        _refuse_moods(written[1:])
        stage.see(loud, began)
        stage.lines.append(Line(began, stage.now_s, stage.emotion, " ".join(word for word, _ in written)))
    else:
        _feel(stage, written[1:], words[1:], began)
        stage.see(of_words(in_order(words)), began)
        stage.lines += _lines(words, stage, began)
    return stage.finish(), words is not None


def _heard(path: Path, scribe: Scribe) -> list[Word] | None:
    """The words of a recording; None where no asr archive is served, or it hears none."""
    words: list[Word] = []
    try:
        for chunk in chunks(blocks(path, str(path)), _CHUNK_S):
            for segment in scribe.hear(chunk):
                words += [_word(word, chunk.start, scribe.model) for word in segment.words]
    except Refused as error:
        if "HTTP 404" in str(error):
            return None
        raise
    return words or None


def _word(told: Mapping[str, Any], later_s: float, model: str) -> Word:
    try:
        return Word(later_s + float(told["start"]), later_s + float(told["end"]), str(told["word"]).strip())
    except (KeyError, TypeError, ValueError) as error:
        raise SoulsgenError(f"{model} replied with a word without times ({error!r})") from error


def _kept(recording: Iterable[Samples], stage: Stage) -> Iterator[NDArray[np.float32]]:
    """Each block, -1 to 1, once it is on the stage."""
    for block in recording:
        stage.sound(block.astype("<i2").tobytes(), RATE_HZ)
        yield block.astype(np.float32) / np.float32(32768)


def _refuse_moods(written: Written) -> None:
    for _, moods in written:
        if moods:
            raise SoulsgenError(
                f"{moods[0].where}: only an asr archive that hears words could tell when this is said"
            )


def _feel(stage: Stage, written: Written, words: Sequence[Word], began_s: float) -> None:
    for (_, moods), word in zip(written, words, strict=False):
        for mood in moods:
            stage.feel(mood.emotion, began_s + word.start_s)


def _lines(words: Sequence[Word], stage: Stage, began_s: float) -> Iterator[Line]:
    for sentence in segments(words):
        start_s, end_s = began_s + sentence["start"], began_s + sentence["end"]
        yield Line(start_s, end_s, stage.emotion_at(start_s), sentence["text"])
