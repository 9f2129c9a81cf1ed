"""Names that were misheard, put right by Levenshtein distance; what was heard is kept beside it.

A run of one to three words is taken for a name when few of its letters differ (a fifth of the name's length)
and it is no run of common words. A name of under five letters is only put right where the glossary lists the
mishearing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from Levenshtein import distance

from soulsgen.session.common_words import COMMON_WORDS
from soulsgen.session.glossary import Glossary, Name

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s$")
_LEAST_LETTERS = 5
_MOST_WORDS = 3
_LETTERS_AN_ERROR = 5


@dataclass(frozen=True)
class Corrected:
    """A text, and `(heard, written)` for each place that was put right."""

    text: str
    corrections: tuple[tuple[str, str], ...]


def correct(text: str, glossary: Glossary) -> Corrected:
    """Of the runs that begin at a word the one nearest to a name is put right, if any."""
    names = _with_parts(glossary)
    if not names:
        return Corrected(text, ())
    places = list(_WORD.finditer(text))
    made: list[tuple[int, int, str]] = []
    index = 0
    while index < len(places):
        runs = _runs(text, places, index, names)
        if not runs:
            index += 1
            continue
        _, shorter, written = min(runs)
        count = -shorter
        made.append((places[index].start(), places[index + count - 1].end(), written))
        index += count
    return _applied(text, made)


def _with_parts(glossary: Glossary) -> list[Name]:
    """Ser Odric is called Odric too."""
    parts = [
        Name(part, name.kind)
        for name in glossary.names
        if " " in name.text
        for part in name.text.split()
        if len(part) >= _LEAST_LETTERS and part.lower() not in COMMON_WORDS
    ]
    return [*glossary.names, *parts]


def _applied(text: str, made: Sequence[tuple[int, int, str]]) -> Corrected:
    corrections = []
    for start, end, written in reversed(made):
        if text[start:end] != written:
            corrections.append((text[start:end], written))
            text = text[:start] + written + text[end:]
    return Corrected(text, tuple(reversed(corrections)))


def _runs(
    text: str, places: Sequence[re.Match[str]], index: int, names: Sequence[Name]
) -> list[tuple[int, int, str]]:
    """Runs from `index` that are a name, as (letters that differ, minus its words, what to write)."""
    found = []
    for count in range(1, min(_MOST_WORDS, len(places) - index) + 1):
        run = text[places[index].start() : places[index + count - 1].end()]
        if re.search(r"[.,;:!?]", run):
            break
        bare = _POSSESSIVE.sub("", run)
        if near := _nearest(bare, names):
            off, name = near
            found.append((off, -count, name.text + run[len(bare) :]))
    return found


def _nearest(heard: str, names: Sequence[Name]) -> tuple[int, Name] | None:
    """The name that `heard` stands for, if any, and how many letters differ."""
    folded = _letters(heard)
    listed = next((name for name in names if folded in map(_letters, name.heard)), None)
    if listed:
        return 0, listed
    if all(word.lower() in COMMON_WORDS for word in heard.split()):
        return None
    scored = [(off, name) for name in names if (off := _off(heard, folded, name)) is not None]
    return min(scored, key=lambda pair: pair[0], default=None)


def _off(heard: str, folded: str, name: Name) -> int | None:
    """How many letters differ, where they are few enough."""
    wanted = _letters(name.text)
    if folded == wanted:
        return 0
    words = heard.lower().split()
    # `Carrow is` is not Carrow misheard: a common word at the edge belongs to the sentence.
    loose = len(words) > len(name.text.split()) and {words[0], words[-1]} & COMMON_WORDS
    most = len(wanted) // _LETTERS_AN_ERROR if len(wanted) >= _LEAST_LETTERS else 0
    if most == 0 or loose or folded[:1] != wanted[:1]:
        return None
    off = int(distance(folded, wanted, score_cutoff=most))
    return off if off <= most else None


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
