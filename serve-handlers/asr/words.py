"""Tokens to words, with times and probabilities.

A word is what stands between spaces, its punctuation included; in a script without spaces it is a token.
A token that is part of a character waits for the rest of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from asr.backend import Aligned
from asr.transcript import Word
from asr.vocabulary import UNSPACED, Vocabulary

_BROKEN = "�"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of tokens [first, last)."""

    text: str
    first: int
    last: int


def pieces(vocabulary: Vocabulary, ids: Sequence[int]) -> list[Piece]:
    """The text of `ids`, cut between tokens wherever that does not cut a character."""
    found: list[Piece] = []
    first, before = 0, ""
    for last in range(1, len(ids) + 1):
        text = vocabulary.decode(ids[:last])
        if text.endswith(_BROKEN) and last < len(ids):
            continue
        if len(text) > len(before):
            found.append(Piece(text[len(before) :], first, last))
            first, before = last, text
    return found


def grouped(found: Sequence[Piece], language: str) -> list[list[Piece]]:
    """The pieces of each word, in order; spaces alone belong to the word they stand before."""
    groups: list[list[Piece]] = []
    spaced = False
    for piece in found:
        starts = piece.text[:1].isspace() or spaced
        if language in UNSPACED:
            starts = starts or any(letter.isalnum() for letter in piece.text)
        if not groups or (starts and any(part.text.strip() for part in groups[-1])):
            groups.append([])
        groups[-1].append(piece)
        spaced = piece.text[-1:].isspace()
    return groups


def timed(
    vocabulary: Vocabulary, ids: Sequence[int], aligned: Aligned, start: float, end: float, language: str
) -> list[Word]:
    """Words of `ids` within the window from `start` to `end` seconds, in order, none overlapping."""
    words: list[Word] = []
    earliest = start
    for group in grouped(pieces(vocabulary, ids), language):
        text = "".join(piece.text for piece in group).strip()
        if not text:
            continue
        spoken = [piece for piece in group if any(letter.isalnum() for letter in piece.text)] or group
        first, last = spoken[0].first, spoken[-1].last
        begins = min(max(start + aligned.seconds[first], earliest), end)
        ends = min(max(start + aligned.seconds[last], begins), end)
        chances = aligned.probabilities[group[0].first : group[-1].last]
        words.append(Word(begins, ends, text, sum(chances) / len(chances)))
        earliest = ends
    return words
