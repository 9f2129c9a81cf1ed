"""A text of any length in parts that the archive takes, each of which ends where a sentence does.

The archive finds the sentences of a part by itself, short forms and all: here a plain rule is enough.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What the archive speaks at once (LONGEST_TEXT of serve-handlers/tts/settings.py).
MOST_CHARACTERS = 5000

# Places to cut, the best first, and the seconds of silence the archive leaves there at a voice's own speed.
_CUTS = (
    (re.compile(r"\n\s*\n"), 0.8),
    # Of points those that no title or initial stands before; none in the middle of “Run!” she cried.
    (re.compile(r"(?:\w{5}\.|[!?…])[\"'”’»)\]]*\s+(?=[^\sa-z]|\Z)|[。！？।]+[」』”’）]*\s*"), 0.4),
    (re.compile(r"\s+"), 0.1),
)


@dataclass(frozen=True)
class Part:
    """`text` begins at character `at` of the whole; `pause_s` is silence before it at a voice's own speed."""

    at: int
    text: str
    pause_s: float = 0.0


def parts_of(text: str, most: int = MOST_CHARACTERS) -> list[Part]:
    """`text` cut into as few parts as the places to cut allow; what holds no letter or digit is left out."""
    if len(text) <= most:
        return [Part(0, text)]
    return list(_parts(text, most))


def _parts(text: str, most: int) -> Iterator[Part]:
    at, pause_s, begun = 0, 0.0, False
    while at < len(text):
        end, behind_s = _cut(text, at, most)
        part = text[at:end]
        if any(map(str.isalnum, part)):
            yield Part(at, part, pause_s if begun else 0.0)
            begun, pause_s = True, 0.0
        at, pause_s = end, max(pause_s, behind_s)


def _cut(text: str, at: int, most: int) -> tuple[int, float]:
    """Where the part from `at` ends: the last of the best places in its later half. And the pause there."""
    if len(text) - at <= most:
        return len(text), 0.0
    for place, pause_s in _CUTS:
        ends = [found.end() for found in place.finditer(text, at + most // 2, at + most)]
        if ends:
            return ends[-1], pause_s
    return at + most, 0.0
