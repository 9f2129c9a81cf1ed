"""The spaCy component that sets `doc.ents`: the games' own names, and names nobody listed.

One walk over the words, not one of spaCy's matchers for each, since the longest wins across both.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from soulscorpus.language.capitals import Run, opens, run_at
from soulscorpus.language.context import label_of
from soulscorpus.language.index import Match, NameIndex
from soulscorpus.language.lexicon import POSSESSIVES
from soulscorpus.language.names import ItemName

FINDER = "soulscorpus_finder"
NAMING = frozenset({"NOUN", "PROPN"})


class Finder:
    """Finds entities; the state is the names it was told."""

    def __init__(self, language: Any) -> None:
        self._language = language
        self._index = NameIndex()

    def add(self, names: Iterable[ItemName]) -> None:
        """Find `names` too. A name that was given before keeps its label."""
        for name in names:
            self._index.add([token.text for token in self._language.make_doc(name.name)], name.label)

    def __call__(self, doc: Doc) -> Doc:
        doc.set_ents([Span(doc, start, end, label=label) for start, end, label in self._found(doc)])
        return doc

    def _found(self, doc: Any) -> Iterator[tuple[int, int, str]]:
        """Start, end and label of each entity: the longest at its place, a listed name before a pattern."""
        words = [token.text for token in doc]
        place = 0
        while place < len(words):
            known = self._known(words, place, doc)
            run = self._without_listed(words, run_at(words, place, doc))
            if known and (run is None or known.end >= run.end):
                yield place, known.end, known.label
                place = known.end
            elif run is None:
                place += 1
            else:
                if run.start < run.end:
                    yield run.start, run.end, label_of(words, run, doc)
                place = run.end

    def _without_listed(self, words: Sequence[str], run: Run | None) -> Run | None:
        """`run` up to a listed name that somebody owns in it: of "Osmund's Ember", "Osmund"."""
        if run is not None:
            for place in range(run.start + 2, run.end):
                if words[place - 1] in POSSESSIVES and self._index.match(words, place):
                    return Run(run.start, place - 1)
        return run

    def _known(self, words: Sequence[str], place: int, doc: Any) -> Match | None:
        """The listed name at `place`; one word whose capital may be its sentence's has to be a noun."""
        known = self._index.match(words, place)
        if known and known.end == place + 1 and opens(words, place):
            return known if doc[place].pos_ in NAMING and not doc[place].is_stop else None
        return known


def _make(nlp: Any, name: str) -> Finder:  # noqa: ARG001 - spaCy calls it with both
    return Finder(nlp)


Language.factory(FINDER, func=_make)
