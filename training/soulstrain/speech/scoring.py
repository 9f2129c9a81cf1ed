"""Word error rates of a checkpoint, after Whisper's own normaliser."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from soulstrain.errors import TrainingError
from soulstrain.speech.exam import KINDS, Exam, Question
from soulstrain.speech.hearing import no_speech, transcribe
from soulstrain.speech.mel import log_mel
from soulstrain.speech.recordings import Recording, cut_at_pauses


@dataclass(frozen=True)
class Score:
    """Word error rates as shares (0.05 is 5 %), and what is made of silence.

    `rates` maps each set of the exam, alone and `: `-joined with each kind of sentence, to its rate; `people`
    maps each recording of a person to its rate; `heard_people` to what was understood. `invented` is the
    share of windows without speech for which any text was written, `no_speech` the median probability of
    `<|nospeech|>` there.
    """

    rates: dict[str, float]
    people: dict[str, float]
    heard_people: dict[str, str]
    invented: float
    no_speech: float
    words: int

    def values(self) -> dict[str, Any]:
        return asdict(self)


def score(model: Any, exam: Exam, recordings: Sequence[Recording] = ()) -> Score:
    """Let `model` (a loaded Whisper) sit `exam`, and hear `recordings` of people."""
    rates: dict[str, float] = {}
    for name, questions in exam.sets.items():
        heard = transcribe(model, [question.features for question in questions])
        rates |= _rates(name, questions, heard)
    silent = transcribe(model, exam.nothing)
    heard_people = {recording.name: _understood(model, recording) for recording in recordings}
    first = next(iter(exam.sets.values()))
    return Score(
        rates=rates,
        people={
            recording.name: word_error_rate([recording.said], [heard_people[recording.name]])
            for recording in recordings
        },
        heard_people=heard_people,
        invented=round(sum(map(bool, silent)) / max(1, len(silent)), 4),
        no_speech=round(float(np.median(no_speech(model, exam.nothing))), 4),
        words=sum(len(question.text.split()) for question in first),
    )


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Errors a word over all texts together, to four places."""
    try:
        import jiwer
    except ModuleNotFoundError as error:
        raise TrainingError("scoring needs jiwer: pip install 'soulsgen[speech]'") from error
    plain = normaliser()
    pairs = [(plain(text), plain(guess)) for text, guess in zip(said, heard, strict=True)]
    # A reference of which the normaliser leaves nothing ("Ah.") cannot be divided by.
    pairs = [pair for pair in pairs if pair[0]]
    return round(float(jiwer.wer([text for text, _ in pairs], [guess for _, guess in pairs])), 4)


def normaliser() -> Callable[[str], str]:
    """Whisper's, without its list of British spellings, which is not part of transformers."""
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

    plain: Callable[[str], str] = EnglishTextNormalizer({})
    return plain


def _understood(model: Any, recording: Recording) -> str:
    pieces = cut_at_pauses(recording.samples)
    return " ".join(transcribe(model, [log_mel(piece) for piece in pieces]))


def _rates(name: str, questions: Sequence[Question], heard: Sequence[str]) -> dict[str, float]:
    rates = {name: word_error_rate([question.text for question in questions], heard)}
    for kind in KINDS:
        pairs = [(q.text, text) for q, text in zip(questions, heard, strict=True) if q.kind == kind]
        if pairs:
            rates[f"{name}: {kind}"] = word_error_rate(*zip(*pairs, strict=True))
    return rates
