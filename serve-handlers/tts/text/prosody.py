"""The marks a voice hears: what of a text's punctuation is given to it, and how long it is silent behind."""

from collections.abc import Sequence
from types import MappingProxyType

from tts.text.tokens import Token

# Seconds at a voice's own speed behind what ends so; of several the longest.
_PAUSES_S = MappingProxyType(
    {"?": 0.4, "!": 0.4, ".": 0.4, "…": 0.6, "—": 0.3, ":": 0.3, ";": 0.25, ",": 0.15}
    | {"。": 0.4, "！": 0.4, "？": 0.4, "।": 0.4, "、": 0.15, "，": 0.15, "；": 0.25, "：": 0.3}
)
_GAPS_S = MappingProxyType({"": 0.0, "line": 0.45, "paragraph": 0.8})
_CUT_S = 0.1
_QUOTES_THAT_OPEN = frozenset("«“„‘([{¿¡")
_OPENING = "([{—–"
_CLOSING = ")]}—–…"


def pause_s(token: Token) -> float:
    """Of silence behind `token`, the last of its sentence."""
    marks = (token.trail if token.core else token.plain).replace("...", "…").replace("--", "—")
    return max([_CUT_S, _GAPS_S[token.gap], *(_PAUSES_S.get(mark, 0.0) for mark in marks)])


def pause_behind(said: str) -> float:
    """Of silence behind a piece of a sentence that ends in `said`."""
    return max(_CUT_S, _PAUSES_S.get(said[-1], 0.0))


def marked(tokens: Sequence[Token], said: Sequence[str]) -> list[str]:
    """`said`, each with the mark that follows its word, if one is heard; the last ends its sentence."""
    marks = [
        _mark(token, words, place, len(tokens))
        for place, (token, words) in enumerate(zip(tokens, said, strict=True))
    ]
    for place in range(len(tokens) - 1, 0, -1):
        # Brackets and dashes that open are heard before their word, marks that stand alone behind the last.
        if not said[place] and marks[place]:
            marks[place - 1] = _stronger(marks[place - 1], marks[place])
        elif set(tokens[place].lead) & set(_OPENING):
            marks[place - 1] = _stronger(marks[place - 1], ",")
    spoken = [place for place, words in enumerate(said) if words]
    if spoken and marks[spoken[-1]] not in (".", "!", "?"):
        marks[spoken[-1]] = "."
    return [words + mark if words else "" for words, mark in zip(said, marks, strict=True)]


def as_written(tokens: Sequence[Token]) -> list[str]:
    """Each word with its marks; those that stand apart ("« Quoi ? »") at the word they open or close."""
    said: list[str] = []
    opening, last = "", None
    for place, token in enumerate(tokens):
        said.append(opening + token.plain if token.core else "")
        if token.core:
            opening, last = "", place
        elif set(token.plain) <= _QUOTES_THAT_OPEN or last is None:
            opening += token.plain
        else:
            said[last] += token.plain
    return said


def _mark(token: Token, words: str, place: int, count: int) -> str:
    """Of the marks behind a word the one that is heard; a dot only where the sentence ends."""
    trail = token.trail if token.core else token.plain
    if words and not token.core:
        return ""  # a sign that is said
    for mark in "?!":
        if mark in trail:
            return mark
    if place == count - 1:
        return "."
    if not place and trail == "." and token.core.isdecimal():
        return ","  # of a list
    for mark in ";:,":
        if mark in trail:
            return mark
    return "," if set(trail) & set(_CLOSING) or ".." in trail or "--" in trail or trail == "-" else ""


def _stronger(one: str, other: str) -> str:
    return max((one, other), key=lambda mark: ("", ",", ":", ";", ".", "!", "?").index(mark))
