"""Universal Dependencies treebanks (CoNLL-U, xz) to spaCy documents: words, spaces, parts of speech.

The format: https://universaldependencies.org/format.html
"""

import lzma
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

ID, FORM, UPOS, MISC = 0, 1, 3, 9
COLUMNS = 10


class TreebankError(ValueError):
    """A fault in a treebank file; the message begins with `path:line`."""


def treebank_file(folder: Path, split: str) -> Path:
    """`folder`'s one file of `split`, "train", "dev" or "test". Raises TreebankError unless it is there."""
    found = sorted(folder.glob(f"*-ud-{split}.conllu.xz"))
    if len(found) != 1:
        raise TreebankError(f"{folder} holds {len(found)} files *-ud-{split}.conllu.xz, not one")
    return found[0]


def read_sentences(path: Path, vocab: Vocab) -> Iterator[Doc]:
    """One Doc a sentence, its words spaced as in the text and its `pos_` set."""
    rows: list[list[str]] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                rows.append(_row(line, f"{path}:{number}"))
            elif not line and rows:
                yield _doc(rows, vocab)
                rows = []
    if rows:
        yield _doc(rows, vocab)


def write_binary(source: Path, target: Path) -> int:
    """Write `source` as a `.spacy` file for `spacy train`, and give its number of words."""
    docs = DocBin(attrs=["ORTH", "SPACY", "POS"])
    words = 0
    for doc in read_sentences(source, spacy.blank("en").vocab):
        docs.add(doc)
        words += len(doc)
    docs.to_disk(target)
    return words


def _row(line: str, where: str) -> list[str]:
    row = line.split("\t")
    if len(row) != COLUMNS:
        raise TreebankError(f"{where}: a CoNLL-U row has {COLUMNS} columns, this one {len(row)}")
    return row


def _doc(rows: list[list[str]], vocab: Vocab) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    glued_until, glued_after = 0, False
    for row in rows:
        if "-" in row[ID]:
            # "3-4 don't": what is written together; its words 3 and 4 follow, and only it knows of spaces.
            glued_until = int(row[ID].split("-")[1])
            glued_after = "SpaceAfter=No" in row[MISC]
        elif "." not in row[ID]:  # "8.1" is a word that was left unsaid
            number = int(row[ID])
            glued = number < glued_until or (number == glued_until and glued_after)
            words.append(row[FORM])
            spaces.append(not glued and "SpaceAfter=No" not in row[MISC])
            tags.append(row[UPOS])
    return Doc(vocab, words=words, spaces=spaces, pos=tags)
