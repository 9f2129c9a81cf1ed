"""Train or test, by entry: a fixed function of table and id, so what is added moves nothing else."""

import hashlib
from collections.abc import Iterable

from soulscorpus.entries import Entry


def is_test(entry: Entry, test_share: float) -> bool:
    """Whether `entry` is held out; about `test_share` of all are, and those of a smaller share stay so."""
    digest = hashlib.sha256(f"{entry.table}\0{entry.id}".encode()).digest()
    return int.from_bytes(digest[:8]) < test_share * 2**64


def divide(sentences: Iterable[Entry], test_share: float) -> tuple[list[str], list[str]]:
    """Texts for training and for test, each in the order of `sentences`.

    Sentences are unique by now, so none stands on both sides.
    """
    train: list[str] = []
    test: list[str] = []
    for sentence in sentences:
        (test if is_test(sentence, test_share) else train).append(sentence.text)
    return train, test
