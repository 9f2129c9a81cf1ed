"""Names nobody listed, by their capitals: "Maud", "Wall of Odrun", "Queen Maud of Hest", "King's Mooring"."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from soulscorpus.language.lexicon import TITLES
from soulstagger import common_words

# What may stand inside a name, between capitals.
LINKS: frozenset[tuple[str, ...]] = frozenset(
    {("of",), ("of", "the"), ("the",), ("'s",), ("’s",), ("'",), ("’",), ("-",)}
    | {(word,) for word in ("de", "du", "la", "van", "von")}
)
# A capital after one of these is no evidence: a sentence or a speech begins.
OPENERS = frozenset({".", "!", "?", ":", "…", "...", "—", "–", '"', "“", "”", "‘", "'", "(", "[", "*"})


class Run(NamedTuple):
    """Words `start` to `end`, the latter excluded; empty when the capital was no name."""

    start: int
    end: int


def run_at(words: Sequence[str], start: int, doc: Any) -> Run | None:
    """The longest run of capitals from word `start`, without its article; None where no capital is.

    `doc` has the words' parts of speech, which decide about the capital that opens a sentence.
    """
    if not words[start][0].isupper():
        return None
    if not _is_name(words, start, doc):
        return Run(start + 1, start + 1)
    end = start + 1
    while (after := _next_capital(words, end)) and not _begins_another(words, end, after):
        end = after + 1
    return Run(start, end)


def _next_capital(words: Sequence[str], end: int) -> int:
    """The place of the capital that goes on with a run up to `end`, or 0."""
    for links in range(3):
        place = end + links
        if place < len(words) and _is_capital(words[place]):
            return place if links == 0 or tuple(words[end:place]) in LINKS else 0
    return 0


def _begins_another(words: Sequence[str], end: int, after: int) -> bool:
    """Whether the capital `after` a run up to `end` opens another name, as Queen in "to Hest Queen Maud"."""
    return after == end and words[after] in TITLES and words[end - 1] not in TITLES


def _is_capital(word: str) -> bool:
    """Capital, then something small: not I, HP or R1."""
    return word[0].isupper() and not word.isupper()


def _is_name(words: Sequence[str], place: int, doc: Any) -> bool:
    word = words[place]
    if not _is_capital(word):
        return False
    goes_on = place + 1 < len(words) and _is_capital(words[place + 1])
    if opens(words, place):
        return word in TITLES or _is_rare(doc[place]) or (goes_on and doc[place].pos_ == "PROPN")
    return goes_on or not doc[place].is_stop


def _is_rare(token: Any) -> bool:
    """Whether nobody writes the word small, and it is no plural, which any trade or beast may have."""
    rare = not token.is_stop and token.lower_ not in common_words() and not token.text.endswith("s")
    return rare and token.pos_ in {"NOUN", "PROPN"}


def opens(words: Sequence[str], place: int) -> bool:
    """Whether word `place` begins a sentence or a speech and would have its capital anyway."""
    return place == 0 or words[place - 1] in OPENERS
