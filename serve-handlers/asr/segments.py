"""A window's token ids to its sentences, by the timestamps among them."""

from collections.abc import Sequence
from dataclasses import dataclass

from asr.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Part:
    """Text tokens said from `start` to `end`, seconds within the window, after `first` others."""

    start: float
    end: float
    ids: list[int]
    first: int


def split(vocabulary: Vocabulary, ids: Sequence[int], length: float) -> list[Part]:
    """Parts of a window of `length` seconds, those without text left out.

    A part that no time opens begins where the last one ended, one that none closes ends with the window:
    without any timestamps there is one part, and it has the window's times.
    """
    parts: list[Part] = []
    start, text, told = 0.0, list[int](), 0
    for token in ids:
        if token not in vocabulary.timestamps:
            text.append(token)
            continue
        at = min(vocabulary.seconds(token), length)
        if text:
            parts.append(Part(min(start, at), at, text, told))
            told, text = told + len(text), []
        start = at
    if text:
        parts.append(Part(start, length, text, told))
    return [part for part in parts if vocabulary.decode(part.ids).strip()]
