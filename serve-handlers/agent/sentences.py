"""Text to sentences, and what a sentence's words say of it."""

import re
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=\S)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Words that say nothing of what a sentence is about.
_COMMON = """
a about after again all also am an and any are aren't as at back be because been before being but by can
can't come could couldn't did didn't do does doesn't doing don't down for from get go going gonna got had
has have having he he's her here hers him his how i i'd i'll i'm i've if in into is isn't it it's its just
know let let's like make me more much my no nor not now of off oh okay on one only or our out over own
really right said say says see she she's so some still such than that that's the their them then there
there's these they they're thing things think this those through to too up us very wanna want wanted was
wasn't we we'll we're we've well were weren't what what's when where which while who why will with won't would
wouldn't yeah yes you you'll you're you've your
"""
STOP_WORDS = frozenset(_COMMON.split())
# Talk about the game or the room and not about the world.
_CHECKS = (
    "initiative|perception|insight|survival|stealth|investigation|athletics|acrobatics|deception|persuasion"
    "|intimidation|arcana|history|religion|nature|medicine|constitution|strength|dexterity|intelligence|wisdom"
    "|charisma|damage"
)
_NUMBERS = r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|twenty"
_TABLE_TALK = re.compile(
    r"\b(?:d4|d6|d8|d10|d12|d20|d100|dice|initiative|modifier|armou?r class|hit points?|points of damage"
    r"|saving throw|advantage|disadvantage|spell slots?|character sheet|bonus action|get a level|level up"
    r"|whose turn|microphone|mic|mute|muted|discord|pizza|crisps|bathroom|can you hear me|hear(?:ing)? you"
    rf"|take five|same time|next week|last time (?:you|we)|(?:plus|natural) (?:{_NUMBERS})"
    # Not sleeves, nor stones down a hill.
    rf"|roll(?:s|ed|ing)?(?=\W*$| (?:an?|for|to|with|the dice|that|again|natural|\d+|{_CHECKS})\b))\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(maybe|perhaps|might|i think|i guess|i suppose|probably|not sure|could be|i believe|seems?|apparently"
    # Of question marks the last: behind each of them \W* would run to the end.
    r"|or something)\b|\?[^\w?]*$",
    re.IGNORECASE,
)
# Labels of the one who tells what there is.
_NARRATORS = ("gm", "dm", "narrator", "storyteller", "referee")
_NARRATOR = re.compile(r"\b(?:game|dungeon) ?master\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a line; `order` counts all sentences of the request."""

    text: str
    at: float
    speaker: str | None
    order: int


def ends(text: str) -> list[str]:
    """`text` cut where its sentences end."""
    return [piece for piece in _END.split(" ".join(text.split())) if piece]


def words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def content_words(text: str) -> list[str]:
    return [word for word in words(text) if word not in STOP_WORDS]


def is_table_talk(text: str) -> bool:
    return bool(_TABLE_TALK.search(text))


def is_hedged(text: str) -> bool:
    """A question or a guess: what it says is to be confirmed."""
    return bool(_HEDGE.search(text))


def is_narrator(speaker: str | None) -> bool:
    """Whether a speaker's label says that the table hears the world from them."""
    return speaker is not None and (speaker.lower() in _NARRATORS or bool(_NARRATOR.search(speaker)))
