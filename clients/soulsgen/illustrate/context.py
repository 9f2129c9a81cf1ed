"""Which lines a scene is made of: the newest whole ones that fit, and what stays in mind after it."""

import math
from collections.abc import Sequence

from soulsgen.session.transcript import Line

# English as GPT-like tokenizers cut it; nothing here needs it to the token.
_CHARACTERS_A_TOKEN = 4


def tokens(line: Line) -> int:
    """About how many tokens the line is, with its speaker and its break."""
    return math.ceil((len(line.text) + len(line.speaker or "")) / _CHARACTERS_A_TOKEN) + 1


def total(lines: Sequence[Line]) -> int:
    return sum(tokens(line) for line in lines)


def newest(lines: Sequence[Line], most: int) -> list[Line]:
    """The newest whole lines of at most `most` tokens; of a line longer than that, its end."""
    left = most
    found: list[Line] = []
    for line in reversed(lines):
        if tokens(line) > left:
            break
        left -= tokens(line)
        found.append(line)
    if lines and not found:
        return [_end_of(lines[-1], most)]
    return found[::-1]


def remembered(lines: Sequence[Line], share: float) -> list[Line]:
    """The newest whole lines that make up at most `share` of all tokens: the memory of the next scene."""
    most = int(total(lines) * share)
    return newest(lines, most) if lines and tokens(lines[-1]) <= most else []


def buffer(lines: Sequence[Line], seen: Sequence[int], share: float) -> list[Line]:
    """What is in mind of `lines` after scenes that had seen so many of them, and the lines since.

    The same for a run that was resumed as for one that was not.
    """
    kept: list[Line] = []
    before = 0
    for count in seen:
        kept = remembered([*kept, *lines[before:count]], share)
        before = count
    return [*kept, *lines[before:]]


def _end_of(line: Line, most: int) -> Line:
    room = max(1, most - 1) * _CHARACTERS_A_TOKEN
    text = line.text[-room:]
    whole = text.partition(" ")[2] if len(text) < len(line.text) else text
    return Line(line.at, line.to, None, whole or text, line.source)
