"""spaCy, loaded offline and kept to what the report reads: token.pos_, is_stop, is_alpha and doc.ents."""

from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import is_package

import soulstagger
from soulscorpus.language.finder import FINDER
from soulscorpus.language.names import ItemName

LARGER = "en_core_web_sm"
# Of the larger model: sentences come split, nobody asks for lemmas, and our finder knows the game.
UNUSED = ["parser", "senter", "lemmatizer", "ner"]
# Sentences; a few thousand words at once are fastest, since their vectors stay in the processor's cache.
BATCH_SIZE = 128


def load_language(names: Iterable[ItemName] = ()) -> Language:
    """The pipeline: universal parts of speech in `token.pos_`, and `doc.ents` found by `names` and patterns.

    The larger model where a user has installed it, which takes about five times as long; otherwise the
    project's own. Nothing is downloaded.
    """
    language = spacy.load(LARGER, exclude=UNUSED) if is_package(LARGER) else soulstagger.load()
    language.add_pipe(FINDER).add(names)
    return language


def tag(sentences: Iterable[str], language: Language) -> Iterator[Doc]:
    """One Doc a sentence, in order, lazily."""
    yield from language.pipe(sentences, batch_size=BATCH_SIZE)
