"""A script: plain lines are spoken, `[joy]` alone or before a text is a feeling, `[pause 1.5]` a silence.

Lines that follow one another are one text, as in a file that is broken at column 72.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from soulsgen.errors import SoulsgenError
from soulsgen.motion.emotion import built_in

LONGEST_PAUSE_S = 600.0
_TAG = re.compile(r"\s*\[([^\]]*)\]\s*")
_PAUSE = re.compile(r"pause\s+(\d+(?:\.\d+)?|\.\d+)\s*s?")


@dataclass(frozen=True)
class Spoken:
    """`where` is the script's name and the line, for errors."""

    text: str
    where: str


@dataclass(frozen=True)
class Mood:
    emotion: str
    where: str


@dataclass(frozen=True)
class Pause:
    seconds: float
    where: str


Step = Spoken | Mood | Pause


def check_emotion(name: str, where: str) -> str:
    """`name`; raises SoulsgenError beginning with `where` when she has no such feeling."""
    if name not in built_in():
        raise SoulsgenError(f"{where}: {name} is no emotion; there are {', '.join(built_in())}")
    return name


def read_script(content: bytes, name: str) -> list[Step]:
    """The steps of a script in UTF-8; `name` is its file's.

    Raises SoulsgenError for one in which nothing is said, and naming the line of a tag that is none.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise SoulsgenError(f"{name}:{number}: it is no text in UTF-8 ({error.reason})") from error
    steps: list[Step] = []
    lines: list[str] = []
    begun = 1
    for number, line in enumerate(text.splitlines(), 1):
        tags, rest = _tags(line, f"{name}:{number}")
        if tags:
            steps += [*_spoken(lines, f"{name}:{begun}"), *tags]
            lines = []
        if not lines:
            begun = number
        if rest.strip() or lines:
            lines.append(rest)
    steps += _spoken(lines, f"{name}:{begun}")
    if not any(isinstance(step, Spoken | Pause) for step in steps):
        raise SoulsgenError(f"{name}: nothing is said in it")
    return steps


def _spoken(lines: Sequence[str], where: str) -> list[Step]:
    """Nothing for what holds no letter or digit: it cannot be spoken."""
    text = "\n".join(lines).strip()
    return [Spoken(text, where)] if any(map(str.isalnum, text)) else []


def _tags(line: str, where: str) -> tuple[list[Step], str]:
    """What stands in brackets at the beginning of a line, and the rest of it."""
    tags, at = [], 0
    while found := _TAG.match(line, at):
        tags.append(_tag(found[1].strip().lower(), where))
        at = found.end()
    return tags, line[at:]


def _tag(words: str, where: str) -> Step:
    if not words.startswith("pause"):
        return Mood(check_emotion(words, where), where)
    found = _PAUSE.fullmatch(words)
    seconds = float(found[1]) if found else 0.0
    if not 0 < seconds <= LONGEST_PAUSE_S:
        raise SoulsgenError(
            f"{where}: [{words}]: a silence is [pause 1.5], in seconds up to {LONGEST_PAUSE_S:g}"
        )
    return Pause(seconds, where)


def words_of(steps: Sequence[Step]) -> Iterator[tuple[str, list[Mood]]]:
    """Each word of a transcript, with the moods that begin at it.

    Raises SoulsgenError for a pause: a recording has its own.
    """
    moods: list[Mood] = []
    for step in steps:
        if isinstance(step, Pause):
            raise SoulsgenError(f"{step.where}: a transcript takes no [pause]: the recording has its own")
        if isinstance(step, Mood):
            moods.append(step)
            continue
        for word in step.text.split():
            yield word, moods
            moods = []
