"""Parts of speech and named entities of tagged sentences, counted as the tagger yields them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from soulscorpus.report.text import Integers

# fmt: off
PARTS = (
    "NOUN", "VERB", "ADJ", "ADV", "PRON", "DET", "ADP", "AUX",
    "PROPN", "CCONJ", "SCONJ", "NUM", "PART", "INTJ", "X", "SYM",
)
# fmt: on
"""Of https://universaldependencies.org/u/pos/, all but punctuation."""
PIECE_CHARACTERS = 20_000
"""A line of a megabyte is tagged in pieces: a tagger's memory grows with the length of a text."""
LABELS_SHOWN = 3
STRINGS_SHOWN = 10


@dataclass(frozen=True)
class Group:
    """A label, how often it was given, and the strings it was given to most."""

    label: str
    count: int
    strings: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Groups:
    """`labels`: every label with its count, the commonest first; `groups`: the three commonest in detail."""

    total: int
    labels: tuple[tuple[str, int], ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, eq=False)
class Grammar:
    """`entities`, `parts`: label -> string -> count. `by_sentence`: (sentences, len(PARTS)) tokens of each
    part of speech; punctuation is none."""

    entities: Mapping[str, Counter[str]]
    parts: Mapping[str, Counter[str]]
    by_sentence: Integers


def read_grammar(
    sentences: Sequence[str],
    tag: Callable[[Iterable[str]], Iterable[Any]],
    seen: Callable[[int], None] = lambda _done: None,
) -> Grammar:
    """The grammar of `sentences`; `tag` gives one spaCy document a text, `seen` is told how many are done."""
    owners, texts = zip(*_pieces(sentences), strict=True)
    entities: dict[str, Counter[str]] = {}
    parts: dict[str, Counter[str]] = {}
    columns = {part: number for number, part in enumerate(PARTS)}
    by_sentence = np.zeros((len(sentences), len(PARTS)), np.int64)
    for owner, doc in zip(owners, tag(texts), strict=True):
        row = [0] * len(PARTS)
        for token in doc:
            part = token.pos_
            if part in columns:
                row[columns[part]] += 1
                parts.setdefault(part, Counter())[token.lower_] += 1
        by_sentence[owner] += row
        for entity in doc.ents:
            entities.setdefault(entity.label_, Counter())[entity.text] += 1
        seen(owner + 1)
    return Grammar(entities, parts, by_sentence)


def _pieces(sentences: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each sentence with its number; one of more than PIECE_CHARACTERS in pieces, cut at spaces."""
    for number, sentence in enumerate(sentences):
        start = 0
        while len(sentence) - start > PIECE_CHARACTERS:
            space = sentence.rfind(" ", start + 1, start + PIECE_CHARACTERS)
            end = space if space > start else start + PIECE_CHARACTERS
            yield number, sentence[start:end]
            start = end
        yield number, sentence[start:] if start else sentence


def group(strings: Mapping[str, Counter[str]]) -> Groups:
    """Labels and strings by count; equal counts in alphabetical order."""
    totals = Counter({label: sum(counter.values()) for label, counter in strings.items()})
    labels = ranked(totals)
    detail = (
        Group(label, count, ranked(strings[label])[:STRINGS_SHOWN]) for label, count in labels[:LABELS_SHOWN]
    )
    return Groups(sum(totals.values()), labels, tuple(detail))


def ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
