"""The figures of one text: plain values for pages and machines, and the counts that comparing needs."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from soulscorpus.report.grammar import Grammar, Groups
from soulscorpus.report.text import Text


@dataclass(frozen=True)
class Count:
    """A word, n-gram or sentence, and how often it occurs."""

    text: str
    count: int


@dataclass(frozen=True)
class Counts:
    """`hapax`: words that occur once. `characters` include spaces and punctuation, not line ends."""

    sentences: int
    words: int
    unique_words: int
    hapax: int
    characters: int


@dataclass(frozen=True)
class Distribution:
    """Of one number a sentence; `frequencies`: (value, sentences) with ascending values."""

    least: int
    median: float
    average: float
    most: int
    frequencies: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Top:
    """The commonest of a kind, and how many of that kind there are in `total`."""

    kind: str
    total: int
    items: tuple[Count, ...]


@dataclass(frozen=True)
class Readability:
    """Flesch's reading ease (100 very easy, 0 very hard), the Flesch-Kincaid grade (school years in the
    USA), and what they are made from."""

    reading_ease: float
    grade: float
    words_a_sentence: float
    syllables_a_word: float


@dataclass(frozen=True)
class Vocabulary:
    """`growth`: (words read, unique ones among them); `ranks`: (rank, occurrences of the word of that rank).

    `heaps_k`, `heaps_beta`: unique = k * read ** beta, fitted by least squares to the logarithms of `growth`.
    `half`: how many of the commonest words make up half of the text.
    """

    growth: tuple[tuple[int, int], ...]
    ranks: tuple[tuple[int, int], ...]
    heaps_k: float
    heaps_beta: float
    half: int


@dataclass(frozen=True)
class Remarkable:
    """A sentence and the measure it stands out by: words, or bits a word."""

    text: str
    value: float


@dataclass(frozen=True)
class Duplicates:
    """`repeats`: sentences that say again what an earlier one said; case, punctuation and spaces aside.

    `near`: sentences that an earlier, different one resembles by at least `ratio`.
    """

    repeats: int
    share: float
    examples: tuple[Count, ...]
    near: int
    near_share: float
    near_examples: tuple[tuple[str, str], ...]
    ratio: float


@dataclass(frozen=True)
class Measures:
    """Everything the report says about a text; None where the language has no such measure.

    `surprisal`: bits a word of the whole text under its own bigrams, each sentence left out in its turn.
    `distinct`: unique over all n-grams for n = 1, 2, 3. `evidence` is for comparing, not for reading.
    """

    counts: Counts
    characters: Distribution
    words: Distribution
    tops: tuple[Top, ...]
    entities: Groups | None
    parts_of_speech: Groups | None
    readability: Readability | None
    vocabulary: Vocabulary
    surprisal: float
    distinct: tuple[float, ...]
    longest: tuple[Remarkable, ...]
    strangest: tuple[Remarkable, ...]
    duplicates: Duplicates
    evidence: "Evidence" = field(repr=False, compare=False)

    def figures(self) -> dict[str, Any]:
        """All but the evidence, ready for `json.dumps`."""
        named = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "evidence"}
        return {name: _plain(value) for name, value in named.items()}


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the figures were counted from."""

    text: Text
    stop_words: frozenset[str]
    grammar: Grammar | None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
