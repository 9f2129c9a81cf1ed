"""What a recogniser wrote of people's talk, to sentences that can be quoted.

Sentences that it cut in two come together again, run-ons are cut where a clause begins, and what nobody
means to say (um, a word said twice, `okay so` in front) is left out. No other word is changed.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from agent.sentences import STOP_WORDS, Sentence, ends
from agent.settings import Line

# The next line of a speaker goes on with an open sentence when it begins so many seconds later or sooner.
_PAUSE_S = 20.0
# Words: of a sentence that is cut, of the pieces it is cut into, and of what comes together.
_RUN_ON = 50
_PIECE = 30
_MOST_JOINED = 60

_FILLER = re.compile(r"\b(?:u+h+|u+h*m+|erm+|er|h+m+|mhm|mm+)\b[,.…]*\s*", re.IGNORECASE)
_ASIDE = re.compile(r",\s*(?:you know|i mean|like|well|sort of)\s*,", re.IGNORECASE)
_TWICE = re.compile(r"\b([a-z]+(?:['’][a-z]+)?(?: [a-z]+(?:['’][a-z]+)?){0,3})((?:,? \1\b)+)", re.IGNORECASE)
_EMPHASIS = ("very", "more", "so", "no", "not", "again", "over")
_BEFORE_A_CLAUSE = (
    r"(?=(?:the|an?|it|he|she|they|you|we|i|there|this|that|these|those|his|her|its|their|my|our|your|in|at|on"
    r"|from|inside|behind|under|above|suddenly)(?:['’][a-z]+)?\b)"
)
_OPENER = re.compile(
    r"(?:(?:okay|ok|yeah|yep|yes|oh|all right|alright|right then)\b[,.!]?"
    r"|so\b,?(?! (?:many|much|far|long|few|little|be|that|called)\b)"
    rf"|(?:right|well|anyway),|(?:now|and|and then|then)(?:,| {_BEFORE_A_CLAUSE}))\s*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(rf",?\s+(?=(?:and|but|so|then|because)(?: then)? {_BEFORE_A_CLAUSE})", re.IGNORECASE)
_ALONE = re.compile(r"\bi\b(?!\.)")


def heard(lines: Iterable[Line]) -> list[Sentence]:
    """The sentences of `lines` in the order of their times."""
    told = [
        (tidy(piece), line)
        for line in _whole(sorted(lines, key=lambda line: line.at))
        for sentence in ends(line.text)
        for piece in _cut(sentence)
    ]
    return [Sentence(text, line.at, line.speaker, order) for order, (text, line) in enumerate(told)]


def tidy(sentence: str) -> str:
    """`sentence` without what nobody means to say; one that is nothing else stays as it is."""
    text = _ASIDE.sub(",", _FILLER.sub("", sentence))
    text = _TWICE.sub(_once, text)
    while (opened := _OPENER.match(text)) and len(text[opened.end() :].split()) > 2:
        text = text[opened.end() :]
    text = _ALONE.sub("I", " ".join(text.split()))
    if not any(letter.isalnum() for letter in text):
        return sentence
    return f"{text[0].upper()}{text[1:]}{'.' if text[-1].isalnum() else ''}"


def _once(found: re.Match[str]) -> str:
    """Small words and beginnings are said twice by accident, other words on purpose."""
    word = found[1].lower()
    return found[1] if " " in word or (word in STOP_WORDS and word not in _EMPHASIS) else found[0]


def _whole(lines: Iterable[Line]) -> list[Line]:
    """A line that begins in the middle of its speaker's sentence is joined to the one before."""
    whole: list[Line] = []
    for line in lines:
        text = " ".join(line.text.split())
        if whole and text and _goes_on(whole[-1], replace(line, text=text)):
            whole[-1] = replace(whole[-1], text=f"{whole[-1].text} {text}")
        elif text:
            whole.append(replace(line, text=text))
    return whole


def _goes_on(before: Line, line: Line) -> bool:
    return (
        before.speaker is not None
        and before.speaker == line.speaker
        and line.at - before.at <= _PAUSE_S
        and line.text[0].islower()
        and (before.text[-1].isalnum() or before.text[-1] == ",")
        and len(before.text.split()) + len(line.text.split()) <= _MOST_JOINED
    )


def _cut(sentence: str) -> list[str]:
    """Runs of whole clauses; of one without clauses, runs of words."""
    if len(sentence.split()) <= _RUN_ON:
        return [sentence]
    runs: list[list[str]] = [[]]
    for clause in _CLAUSE.split(sentence):
        words = clause.split()
        if runs[-1] and len(runs[-1]) + len(words) > _PIECE:
            runs.append([])
        runs[-1] += words
    return [" ".join(run[first : first + _RUN_ON]) for run in runs for first in range(0, len(run), _RUN_ON)]
