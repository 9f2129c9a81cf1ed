"""What is common in two texts, row by row: the same word with its share of either."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from soulscorpus.report.grammar import LABELS_SHOWN, Groups
from soulscorpus.report.grams import occurrences
from soulscorpus.report.measures import Measures
from soulscorpus.report.tops import FIRST

ROWS = 12


@dataclass(frozen=True)
class Paired:
    """A word, n-gram or label with its share, 0 to 1, of all of its kind in either text."""

    text: str
    source: float
    other: float


@dataclass(frozen=True)
class PairedTop:
    """The commonest of a kind in either text, by the sum of their shares."""

    kind: str
    items: tuple[Paired, ...]


def paired_tops(source: Measures, other: Measures) -> Iterator[PairedTop]:
    """One a kind of `tops`."""
    for one, two in zip(source.tops, other.tops, strict=True):
        texts = dict.fromkeys(item.text for item in (*one.items, *two.items))
        rows = (
            Paired(text, _share(source, text, one.kind, one.total), _share(other, text, two.kind, two.total))
            for text in texts
        )
        yield _ordered(one.kind, rows)


def paired_groups(
    kind: str,
    groups: tuple[Groups, Groups],
    strings: tuple[Mapping[str, Counter[str]], Mapping[str, Counter[str]]],
) -> Iterator[PairedTop]:
    """The labels of both sides under the name `kind`, then the strings of the three commonest labels."""
    shares = [{label: count / side.total for label, count in side.labels} for side in groups]
    labels = _ordered(kind, _rows(dict.fromkeys((*shares[0], *shares[1])), shares))
    yield labels
    for label in (row.text for row in labels.items[:LABELS_SHOWN]):
        counters = [side.get(label, Counter()) for side in strings]
        commonest = dict.fromkeys(text for counter in counters for text, _ in counter.most_common(ROWS))
        yield _ordered(label, _rows(commonest, [_shares(counter) for counter in counters]))


def _rows(texts: Iterable[str], shares: list[dict[str, float]]) -> Iterator[Paired]:
    return (Paired(text, shares[0].get(text, 0.0), shares[1].get(text, 0.0)) for text in texts)


def _shares(counter: Counter[str]) -> dict[str, float]:
    total = counter.total()
    return {text: count / total for text, count in counter.items()}


def _ordered(kind: str, rows: Iterable[Paired]) -> PairedTop:
    ordered = sorted(rows, key=lambda row: (-(row.source + row.other), row.text))
    return PairedTop(kind, tuple(ordered[:ROWS]))


def _share(side: Measures, text: str, kind: str, total: int) -> float:
    return occurrences(side.evidence.text, text, opening=kind == FIRST) / total if total else 0.0
