"""Lines to sentences, each with the line it came from, and what its words say of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from agent.settings import Line

_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=\S)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Words that say nothing of what a sentence is about.
_COMMON = """
a about after again all also am an and any are aren't as at back be because been before being but by can
can't come could couldn't did didn't do does doesn't doing don't down for from get go going gonna got had
has have having he he's her here hers him his how i i'd i'll i'm i've if in into is isn't it it's its just
know let let's like make me more much my no nor not now of off oh okay on one only or our out over own
really right said say see she she's so some such than that that's the their them then there there's these
they they're thing things think this those through to too up us very wanna want was wasn't we we'll we're
we've well were weren't what what's when where which while who why will with won't would wouldn't yeah yes
you you'll you're you've your
"""
STOP_WORDS = frozenset(_COMMON.split())
# Talk about the game or the room and not about the world.
_TABLE_TALK = re.compile(
    r"\b(d4|d6|d8|d10|d12|d20|d100|dice|rolls?|rolled|rolling|initiative|modifier|armou?r class|hit points?"
    r"|saving throw|advantage|disadvantage|spell slots?|character sheet|bonus action|microphone|mic|mute"
    r"|muted|discord|pizza|bathroom|can you hear me|whose turn|plus \w+)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(maybe|perhaps|might|i think|i guess|i suppose|probably|not sure|could be|i believe|seems?|apparently"
    r"|or something)\b|\?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a line; `order` counts all sentences of the request."""

    text: str
    at: float
    speaker: str | None
    order: int


def split(lines: Iterable[Line]) -> list[Sentence]:
    """The sentences of `lines` in the order of their times."""
    ordered = sorted(lines, key=lambda line: line.at)
    pieces = [(piece, line) for line in ordered for piece in _END.split(" ".join(line.text.split())) if piece]
    return [Sentence(piece, line.at, line.speaker, order) for order, (piece, line) in enumerate(pieces)]


def words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def content_words(text: str) -> list[str]:
    return [word for word in words(text) if word not in STOP_WORDS]


def is_table_talk(text: str) -> bool:
    return bool(_TABLE_TALK.search(text))


def is_hedged(text: str) -> bool:
    """A question or a guess: what it says is to be confirmed."""
    return bool(_HEDGE.search(text))
