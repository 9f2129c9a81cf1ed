"""The words that the treebank writes in lower case: a word that is not among them may be somebody's name."""

from pathlib import Path

import spacy

from tagger.treebank import read_sentences


def common_words(treebank: Path) -> list[str]:
    """Every word of letters that the file `treebank` has in lower case and not as a proper name, in order."""
    docs = read_sentences(treebank, spacy.blank("en").vocab)
    return sorted(
        {
            token.text
            for doc in docs
            for token in doc
            if token.is_lower and token.is_alpha and token.pos_ != "PROPN"
        }
    )
