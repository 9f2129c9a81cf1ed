"""How often a pipeline names the part of speech that the treebank names."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.training import Example

from tagger.treebank import read_sentences


@dataclass(frozen=True)
class Score:
    """`pos_acc`: 0 to 1, how many of the treebank's `words` were found with their universal part of speech.

    The pipeline gets the bare text and cuts it into words itself. spaCy's measure is the F-score of
    word and part together, so a word that was cut elsewhere counts against it.
    """

    pos_acc: float
    words: int


def score(language: Any, treebank: Path) -> Score:
    """The score of `language` on the file `treebank`, rounded to 4 digits."""
    gold = list(read_sentences(treebank, language.vocab))
    examples = [Example(language.make_doc(doc.text), doc) for doc in gold]
    measured = language.evaluate(examples)
    return Score(round(float(measured["pos_acc"]), 4), sum(map(len, gold)))
