"""A language model's sentences with the transcript lines they name, checked against what those lines say."""

import re
from collections.abc import Sequence

from soulsgen.agent.answers import Claim, Scene, Spoken

_CITED = re.compile(r"\s*\[\s*(?:lines?\s*)?(\d+(?:\s*[,;–-]\s*\d+)*)\s*\]\s*[.]?\s*", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)|(\d+)")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_GUESS = re.compile(r"\b(maybe|perhaps|might|probably|possibly|seems?|apparently)\b|\?\s*$", re.IGNORECASE)
# A line of so few words is a heading or a remark.
_LEAST_WORDS = 3
_LONGEST_RANGE = 50
# Share of a claim's longer words that the cited lines must hold for it to be sure.
_SUPPORT = 0.25


def read_claims(text: str, lines: Sequence[Spoken], count: int) -> list[Claim]:
    """At most `count` claims. Not sure is one that names no line of `lines`, or lines that differ."""
    claims = [_claim(line, lines) for line in text.splitlines()]
    return [claim for claim in claims if claim][:count]


def read_scene(text: str, lines: Sequence[Spoken]) -> Scene:
    """A scene that names no lines rests on all of them."""
    cited = _cited(text, lines) or lines
    return Scene(_bare(text), tuple(sorted({line.at for line in cited})))


def _claim(written: str, lines: Sequence[Spoken]) -> Claim | None:
    told = _bare(_BULLET.sub("", written))
    if len(told.split()) < _LEAST_WORDS or told.endswith(":"):
        return None
    told = told if told[-1] in '.!?…"”' else f"{told}."
    cited = _cited(written, lines)
    sure = supported(told, cited) and not _GUESS.search(told)
    return Claim(told, tuple(sorted({line.at for line in cited})), sure)


def _bare(written: str) -> str:
    """Without the numbers; Markdown's emphasis goes too."""
    return " ".join(_CITED.sub(" ", written).replace("**", "").split())


def _cited(written: str, lines: Sequence[Spoken]) -> list[Spoken]:
    return [lines[number - 1] for number in _numbers(written) if 1 <= number <= len(lines)]


def _numbers(written: str) -> list[int]:
    """Every number in square brackets, ranges written out, in order and once."""
    found: list[int] = []
    for group in _CITED.finditer(written):
        for first, last, single in _RANGE.findall(group[1]):
            if single:
                found.append(int(single))
            elif 0 <= int(last) - int(first) <= _LONGEST_RANGE:
                found += range(int(first), int(last) + 1)
    return list(dict.fromkeys(found))


def supported(told: str, cited: Sequence[Spoken]) -> bool:
    """Whether the cited lines hold enough of the claim's words, by their first five letters."""
    claimed = _stems(told)
    said = _stems(" ".join(f"{line.speaker or ''} {line.text}" for line in cited))
    return bool(claimed) and len(claimed & said) >= _SUPPORT * len(claimed)


def _stems(text: str) -> set[str]:
    return {word.lower()[:5] for word in _LONG_WORD.findall(text)}
