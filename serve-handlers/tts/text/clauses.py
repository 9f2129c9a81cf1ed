"""Cuts a sentence that is too long to wait for, where it is heard the least."""

from collections.abc import Sequence

# Characters of what is said: about 15 seconds.
MOST = 250
_LEAST = 60
_BEFORE_A_CLAUSE = """
and but or nor so yet for because although though while when whenever where which who whom whose that if
unless until since before after as with without into from
"""
_CONJUNCTIONS = frozenset(_BEFORE_A_CLAUSE.split())


def cuts(said: Sequence[str]) -> list[int]:
    """Where to cut the words `said`, so that pieces have at most `MOST` characters; a longer word stays."""
    places, start = [], 0
    while len(said) - start > 1 and _length(said[start:]) > MOST:
        start += _best(said[start:])
        places.append(start)
    return places


def _length(said: Sequence[str]) -> int:
    return sum(map(len, said)) + len(said) - 1


def _best(said: Sequence[str]) -> int:
    """How many words the first piece takes: up to the last of the strongest places to pause."""
    length, best = -1, (0, 1)
    for place, word in enumerate(said[:-1], 1):
        length += len(word) + 1
        if length > MOST:
            break
        best = max(best, (_strength(word, said[place]) if length >= _LEAST else 0, place))
    return best[1]


def _strength(word: str, after: str) -> int:
    if word[-1] in ".!?;:。！？；：":
        return 3
    if word[-1] in ",—…、，":
        return 2
    return int(after.lower() in _CONJUNCTIONS)
