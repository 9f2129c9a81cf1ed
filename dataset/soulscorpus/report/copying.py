"""What of a text stands in its source already, sentence by sentence and n-gram by n-gram."""

from dataclasses import dataclass

from soulscorpus.report.duplicates import RATIO, near_pairs
from soulscorpus.report.sides import GramSides, Sides

EXAMPLES = 6


@dataclass(frozen=True)
class Copied:
    """Shares of the other text's sentences, 0 to 1: `exact` but for case, punctuation and spaces; `near`,
    beyond those, with a Levenshtein ratio of at least `ratio` to a sentence of the source.

    `examples`: sentences copied exactly; `near_examples`: (source's, other's).
    """

    exact: float
    near: float
    ratio: float
    examples: tuple[str, ...]
    near_examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Novelty:
    """Share, 0 to 1, of the other text's `total` n-grams of `size` words that the source never says."""

    size: int
    share: float
    total: int


def copied(both: Sides) -> Copied:
    source = both.source
    known = set(source.keys)
    exact: dict[str, None] = {}
    fresh: list[str] = []
    for key, sentence in zip(both.other.keys, both.other.sentences, strict=True):
        if key in known:
            exact.setdefault(sentence)
        else:
            fresh.append(sentence)
    near = _near(list(dict.fromkeys(source.sentences)), fresh)
    total = len(both.other.sentences)
    return Copied(
        exact=(total - len(fresh)) / total,
        near=len(near) / total,
        ratio=RATIO,
        examples=tuple(sorted(exact, key=len, reverse=True)[:EXAMPLES]),
        near_examples=tuple(sorted(set(near), key=lambda pair: (-len(pair[1]), pair))[:EXAMPLES]),
    )


def _near(source: list[str], fresh: list[str]) -> list[tuple[str, str]]:
    """(source's sentence, ours) for each of `fresh` that resembles one of the source."""
    sentences = source + list(dict.fromkeys(fresh))
    like = {
        sentences[later]: sentences[kept]
        for later, kept in near_pairs(sentences).items()
        if kept < len(source) <= later
    }
    return [(like[sentence], sentence) for sentence in fresh if sentence in like]


def novelty(grams: GramSides) -> Novelty:
    total = int(grams.other.sum())
    fresh = int(grams.other[grams.source == 0].sum())
    return Novelty(grams.size, fresh / total if total else 0.0, total)
