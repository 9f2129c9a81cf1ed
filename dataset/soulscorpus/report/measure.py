"""Every figure of one text: one pass to turn it into numbers, one to tag it, the rest is counting."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from soulscorpus.errors import CorpusError
from soulscorpus.report.duplicates import duplicates
from soulscorpus.report.grammar import Grammar, group, read_grammar
from soulscorpus.report.grams import distinct, grams_up_to
from soulscorpus.report.measures import Counts, Evidence, Measures, Remarkable
from soulscorpus.report.readability import readability
from soulscorpus.report.spread import distribution, vocabulary
from soulscorpus.report.surprisal import Reals, by_sentence, own_surprisal
from soulscorpus.report.text import Text, encode
from soulscorpus.report.tops import tops

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST = 5
STRANGEST = 10
STRANGE_FROM_WORDS = 5
"""A sentence of fewer words is strange by its one rare word; that says little about the sentence."""

Progress = Callable[[int, int], None]
"""Called with the sentences tagged and the sentences in all."""


def measure(
    sentences: Iterable[str], language: "Language | None" = None, progress: Progress | None = None
) -> Measures:
    """The figures of `sentences`, blank ones left out.

    `language` is what `soulscorpus.language.load_language` gives. Without it, or when it has no pipeline,
    there are no parts of speech and no entities; without it the text is taken for English.
    Raises CorpusError for a text without a sentence.
    """
    text = encode(line for sentence in sentences if (line := sentence.strip()))
    if not text.sentences:
        raise CorpusError("no sentence to measure: every line is blank")
    stop_words = _stop_words(language)
    grammar = _grammar(text, language, progress)
    bits = own_surprisal(text)
    grams = tuple(grams_up_to(text, 3))
    return Measures(
        counts=_counts(text),
        characters=distribution(np.array([len(sentence) for sentence in text.sentences])),
        words=distribution(text.lengths),
        tops=tops(text, grams, stop_words),
        entities=group(grammar.entities) if grammar else None,
        parts_of_speech=group(grammar.parts) if grammar else None,
        readability=readability(text) if language is None or language.lang == "en" else None,
        vocabulary=vocabulary(text),
        surprisal=float(bits.mean()) if bits.size else 0.0,
        distinct=tuple(map(distinct, grams)),
        longest=_longest(text),
        strangest=strangest(text, bits),
        duplicates=duplicates(text),
        evidence=Evidence(text, stop_words, grammar),
    )


def strangest(text: Text, bits: Reals) -> tuple[Remarkable, ...]:
    """Sentences of at least STRANGE_FROM_WORDS words by their average of `bits`: (words,), highest first."""
    strangeness = np.where(text.lengths >= STRANGE_FROM_WORDS, by_sentence(bits, text), 0.0)
    order = (int(i) for i in np.argsort(-strangeness, kind="stable") if strangeness[i] > 0)
    return _first_different(text, ((i, float(strangeness[i])) for i in order), STRANGEST)


def _longest(text: Text) -> tuple[Remarkable, ...]:
    order = (int(i) for i in np.argsort(-text.lengths, kind="stable"))
    return _first_different(text, ((i, float(text.lengths[i])) for i in order), LONGEST)


def _first_different(text: Text, found: Iterable[tuple[int, float]], limit: int) -> tuple[Remarkable, ...]:
    """The first `limit` of `found`, no sentence twice."""
    chosen: dict[str, Remarkable] = {}
    for i, value in found:
        if len(chosen) == limit:
            break
        chosen.setdefault(text.sentences[i], Remarkable(text.sentences[i], value))
    return tuple(chosen.values())


def _counts(text: Text) -> Counts:
    return Counts(
        sentences=len(text.sentences),
        words=len(text.ids),
        unique_words=len(text.vocabulary),
        hapax=int((text.counts == 1).sum()),
        characters=sum(map(len, text.sentences)),
    )


def _stop_words(language: Any) -> frozenset[str]:
    if language is not None:
        return frozenset(language.Defaults.stop_words)
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)


def _grammar(text: Text, language: Any, progress: Progress | None) -> Grammar | None:
    if language is None or not language.pipe_names:
        return None
    from soulscorpus.language import tag

    total = len(text.sentences)
    return read_grammar(
        text.sentences,
        lambda texts: tag(texts, language),
        lambda done: progress(done, total) if progress else None,
    )
