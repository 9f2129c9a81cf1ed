"""Two texts side by side: how far apart they are, and how much of the second is the first again."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from soulscorpus.report.copying import Copied, Novelty, copied, novelty
from soulscorpus.report.distances import Distance, distances
from soulscorpus.report.grammar import group
from soulscorpus.report.grams import distinct, grams_up_to
from soulscorpus.report.measure import strangest
from soulscorpus.report.measures import Count, Measures, Remarkable
from soulscorpus.report.pairing import PairedTop, paired_groups, paired_tops
from soulscorpus.report.sides import Sides, gram_sides, sides
from soulscorpus.report.surprisal import surprisal_under
from soulscorpus.report.text import Text

LONGEST_GRAM = 5
UNKNOWN_SHOWN = 24
SEED = 20160609  # any number; equal texts shall give equal reports


@dataclass(frozen=True)
class Distinct:
    """Distinct-n of both texts, each cut to the same number of `words` in sentences drawn by chance:
    the longer a text, the more it repeats itself."""

    size: int
    words: int
    source: float
    other: float


@dataclass(frozen=True)
class Unknown:
    """Words of the other text that the source never uses: `share` of its running words, 0 to 1."""

    share: float
    unique: int
    examples: tuple[Count, ...]


@dataclass(frozen=True)
class Comparison:
    """`surprisal`: bits a word of the other text under the source's bigrams, beside the source's own.

    `strangest`: the other's sentences by the same measure. `entities`, `parts_of_speech`: the labels, then
    the strings of the three commonest; empty where one side was not tagged.
    """

    other: Measures = field(repr=False)
    distances: tuple[Distance, ...]
    copied: Copied
    novelty: tuple[Novelty, ...]
    distinct: tuple[Distinct, ...]
    unknown: Unknown
    surprisal: float
    strangest: tuple[Remarkable, ...]
    tops: tuple[PairedTop, ...]
    entities: tuple[PairedTop, ...]
    parts_of_speech: tuple[PairedTop, ...]

    def figures(self) -> dict[str, Any]:
        """All but the other's own measures, ready for `json.dumps`."""
        lists = ("distances", "novelty", "distinct", "strangest", "tops", "entities", "parts_of_speech")
        whole = {name: [asdict(each) for each in getattr(self, name)] for name in lists}
        single = {"copied": asdict(self.copied), "unknown": asdict(self.unknown)}
        return {**whole, **single, "surprisal": self.surprisal}


def compare(source: Measures, other: Measures) -> Comparison:
    """`other`, a generated text perhaps, beside `source`; grammar is compared where both have it."""
    both = sides(source.evidence.text, other.evidence.text)
    grams = list(gram_sides(both, LONGEST_GRAM))
    bits = surprisal_under(both.other, both.source, both.known)
    return Comparison(
        other=other,
        distances=distances(source, other, both, SEED),
        copied=copied(both),
        novelty=tuple(map(novelty, grams)),
        distinct=tuple(_distinct(both)),
        unknown=_unknown(both),
        surprisal=float(bits.mean()) if bits.size else 0.0,
        strangest=strangest(both.other, bits),
        tops=tuple(paired_tops(source, other)),
        entities=_grammar("entities", source, other),
        parts_of_speech=_grammar("parts of speech", source, other),
    )


def _distinct(both: Sides) -> Iterator[Distinct]:
    words = min(len(both.source.ids), len(both.other.ids))
    cut = [_some_words(text, words) for text in (both.source, both.other)]
    for one, two in zip(*(grams_up_to(text, 3) for text in cut), strict=True):
        yield Distinct(one.size, words, distinct(one), distinct(two))


def _some_words(text: Text, words: int) -> Text:
    """`words` words of `text`, in sentences drawn by chance, the last one cut."""
    drawn = text.take(np.random.default_rng(SEED).permutation(len(text.lengths)))
    ends = np.minimum(np.cumsum(drawn.lengths), words)
    return Text(drawn.sentences, drawn.vocabulary, drawn.ids[:words], np.diff(ends, prepend=0))


def _unknown(both: Sides) -> Unknown:
    counts = both.other.counts[both.known :]
    order = np.argsort(-counts, kind="stable")[:UNKNOWN_SHOWN]
    examples = tuple(Count(both.other.vocabulary[both.known + i], int(counts[i])) for i in order.tolist())
    total = len(both.other.ids)
    return Unknown(int(counts.sum()) / total if total else 0.0, len(counts), examples)


def _grammar(kind: str, source: Measures, other: Measures) -> tuple[PairedTop, ...]:
    one, two = source.evidence.grammar, other.evidence.grammar
    if one is None or two is None:
        return ()
    strings = (one.entities, two.entities) if kind == "entities" else (one.parts, two.parts)
    return tuple(paired_groups(kind, (group(strings[0]), group(strings[1])), strings))
