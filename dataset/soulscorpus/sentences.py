"""Entries to sentences, with spaCy's rule-based splitter: it knows `Mr.` and keeps `...` inside.

It opens a new sentence at every closing mark, also before an opening quote and inside
`He said "Run!" and ran.`; the two repairs here keep quotes with their sentence.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import spacy

from soulscorpus.entries import Drops, Entry, Step
from soulscorpus.rules import drop_duplicates, drop_short

# A quote after a space, with nothing after it, opens what follows; curly ones say so themselves.
OPENING_QUOTE = re.compile(r"""(?:(?<=\s)["']|[“‘«])+$""")
CLOSING_QUOTE = re.compile(r"""["'”’»]\s*$""")


def split_entries(entries: Iterable[Entry], _drops: Drops) -> Iterator[Entry]:
    """The step that gives one record a sentence, with table, id and source of its entry."""
    texts = ((entry.text, entry) for entry in entries)
    for doc, entry in _splitter().pipe(texts, as_tuples=True):
        for sentence in _with_their_quotes([span.text_with_ws for span in doc.sents]):
            yield replace(entry, text=sentence)


@cache
def _splitter() -> Any:
    splitter = spacy.blank("en")
    splitter.add_pipe("sentencizer")
    # spaCy's limit of a million characters guards the memory of models; there is none here.
    splitter.max_length = sys.maxsize
    return splitter


def _with_their_quotes(pieces: list[str]) -> list[str]:
    """`pieces` of one text, as they stood side by side, repaired and stripped."""
    sentences: list[str] = []
    carried = ""
    for piece in pieces:
        whole = carried + piece
        body = OPENING_QUOTE.sub("", whole)
        carried = whole[len(body) :]
        if sentences and body[:1].islower() and CLOSING_QUOTE.search(sentences[-1]):
            sentences[-1] += body
        else:
            sentences.append(body)
    if carried:
        sentences[-1] += carried
    return [sentence.strip() for sentence in sentences if sentence.strip()]


SENTENCE_STEPS: tuple[Step, ...] = (split_entries, drop_short, drop_duplicates)
