"""A language model's lines with the transcript lines they name, checked against what those lines say."""

import re
from collections.abc import Sequence

from agent.answers import Claim
from agent.sentences import content_words, is_hedged
from agent.settings import Line

_CITED = re.compile(r"\s*\[\s*(?:lines?\s*)?(\d+(?:\s*[,;–-]\s*\d+)*)\s*\]\s*[.]?\s*", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)|(\d+)")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
# A line of so few words is a heading or a remark.
_LEAST_WORDS = 3
_LONGEST_RANGE = 50
# Share of a claim's content words that the cited lines must hold for it to be sure.
_SUPPORT = 0.25


def read_claims(text: str, lines: Sequence[Line], count: int) -> tuple[Claim, ...]:
    """At most `count` claims. Not sure is one that names no line of `lines`, or lines that differ."""
    claims = [_claim(line, lines) for line in text.splitlines()]
    return tuple(claim for claim in claims if claim)[:count]


def _claim(written: str, lines: Sequence[Line]) -> Claim | None:
    told = " ".join(_CITED.sub(" ", _BULLET.sub("", written)).split())
    if len(told.split()) < _LEAST_WORDS or told.endswith(":"):
        return None
    told = told if told[-1] in '.!?…"”' else f"{told}."
    cited = [lines[number - 1] for number in cited_numbers(written) if 1 <= number <= len(lines)]
    at = tuple(sorted({line.at for line in cited}))
    return Claim(told, at, supported(told, cited) and not is_hedged(told))


def cited_numbers(written: str) -> list[int]:
    """Every number in square brackets, ranges written out, in order and once."""
    found: list[int] = []
    for group in _CITED.finditer(written):
        for first, last, single in _RANGE.findall(group[1]):
            if single:
                found.append(int(single))
            elif 0 <= int(last) - int(first) <= _LONGEST_RANGE:
                found += range(int(first), int(last) + 1)
    return list(dict.fromkeys(found))


def supported(told: str, cited: Sequence[Line]) -> bool:
    """Whether the cited lines hold enough of the claim's words."""
    claimed = {_stem(word) for word in content_words(told)}
    said = {_stem(word) for line in cited for word in content_words(f"{line.speaker or ''} {line.text}")}
    return bool(claimed) and len(claimed & said) >= _SUPPORT * len(claimed)


def _stem(word: str) -> str:
    """Enough of a word to know it in another tense."""
    return word[:5]
