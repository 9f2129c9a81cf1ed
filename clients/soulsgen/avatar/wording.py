"""When each word of a transcript is heard: its words laid beside those that the asr archive heard."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from soulsgen.voice.said import Word

# A letter takes no longer, however long the gap is that its word is to fill.
_LETTER_S = 0.12
_MARKS = re.compile(r"\W+")


def timed(text: Sequence[str], heard: Sequence[Word]) -> list[Word]:
    """The words of `text`, each with its times. What was heard and is not in it is left out.

    Words that were heard otherwise share the time of what was heard in their place; words that were not heard
    at all share the gap between their neighbours, which may be none.
    """
    matcher = SequenceMatcher(None, [_key(word.text) for word in heard], [_key(word) for word in text])
    found: list[Word] = []
    for kind, first, last, begun, ended in matcher.get_opcodes():
        words = text[begun:ended]
        if kind == "equal":
            pairs = zip(heard[first:last], words, strict=True)
            found += [Word(there.start_s, there.end_s, word) for there, word in pairs]
        elif words:
            start_s = heard[first].start_s if last > first else _end(heard[:first])
            end_s = heard[last - 1].end_s if last > first else _start(heard[first:])
            found += _shared(words, start_s, max(start_s, end_s))
    return found


def _end(before: Sequence[Word]) -> float:
    return before[-1].end_s if before else 0.0


def _start(after: Sequence[Word]) -> float:
    return after[0].start_s if after else 0.0


def _shared(words: Sequence[str], start_s: float, end_s: float) -> Iterator[Word]:
    """The time from `start_s` to `end_s`, shared by the words' letters."""
    letters = [max(1, len(_key(word))) for word in words]
    each = min(_LETTER_S, (end_s - start_s) / sum(letters))
    edges = [start_s + each * sum(letters[:count]) for count in range(len(words) + 1)]
    for word, (start, end) in zip(words, pairwise(edges), strict=True):
        yield Word(start, end, word)


def _key(word: str) -> str:
    return _MARKS.sub("", word.casefold())


def in_order(words: Iterable[Word]) -> list[Word]:
    """Those that take time, none of which begins before the one before it has ended."""
    kept: list[Word] = []
    for word in words:
        start_s = max(word.start_s, kept[-1].end_s if kept else 0.0)
        if word.end_s > start_s:
            kept.append(Word(start_s, word.end_s, word.text))
    return kept
