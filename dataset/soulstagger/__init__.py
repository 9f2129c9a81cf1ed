"""A small English part-of-speech tagger for spaCy, trained by the project; LICENSE is for the data of it."""

from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language

PIPELINE = Path(__file__).with_name("pipeline")
WORDS = PIPELINE / "words.txt"


def load() -> Language:
    """The pipeline that sets `token.pos_`, read from this package."""
    return spacy.load(PIPELINE)


@cache
def common_words() -> frozenset[str]:
    """The words that English writes in lower case, as far as the treebank has them."""
    return frozenset(WORDS.read_text("utf-8").split())
