"""Parts of speech and entities, from documents tagged by hand."""

from collections.abc import Iterable, Iterator

import spacy
from spacy.tokens import Doc

from soulscorpus.report.grammar import PARTS, PIECE_CHARACTERS, Group, group, read_grammar

VOCAB = spacy.blank("en").vocab
TAGGED = {
    "The bell rang.": Doc(VOCAB, ["The", "bell", "rang", "."], pos=["DET", "NOUN", "VERB", "PUNCT"]),
    "Orla rang the bell.": Doc(
        VOCAB,
        ["Orla", "rang", "the", "bell", "."],
        pos=["PROPN", "VERB", "DET", "NOUN", "PUNCT"],
        ents=["B-PERSON", "O", "O", "O", "O"],
    ),
}


def tag(texts: Iterable[str]) -> Iterator[Doc]:
    return (TAGGED[text] for text in texts)


def test_words_and_names_are_counted_by_label_and_punctuation_is_no_word() -> None:
    done: list[int] = []
    grammar = read_grammar(list(TAGGED), tag, done.append)
    parts = group(grammar.parts)
    assert parts.total == 7
    assert parts.labels == (("DET", 2), ("NOUN", 2), ("VERB", 2), ("PROPN", 1))
    assert parts.groups[0] == Group("DET", 2, (("the", 2),))
    assert group(grammar.entities).groups == (Group("PERSON", 1, (("Orla", 1),)),)
    assert grammar.by_sentence.sum(axis=1).tolist() == [3, 4]
    assert grammar.by_sentence[1, PARTS.index("PROPN")] == 1
    assert done == [1, 2]


def test_a_line_too_long_for_a_tagger_is_tagged_in_pieces_and_counted_whole() -> None:
    seen: list[str] = []

    def nouns(texts: Iterable[str]) -> Iterator[Doc]:
        for text in texts:
            seen.append(text)
            words = text.split()
            yield Doc(VOCAB, words, pos=["NOUN"] * len(words))

    long = "bell " * PIECE_CHARACTERS
    grammar = read_grammar(["sea", long, "x" * (PIECE_CHARACTERS + 1)], nouns)
    assert "".join(seen) == "sea" + long + "x" * (PIECE_CHARACTERS + 1)
    assert max(map(len, seen)) <= PIECE_CHARACTERS
    assert grammar.by_sentence[:, PARTS.index("NOUN")].tolist() == [1, PIECE_CHARACTERS, 2]
