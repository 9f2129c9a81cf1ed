"""Which sentences stand in the corpus: 8 bytes a sentence, so an archive carries no game text.

A fingerprint is the first 64 bits of BLAKE2b (RFC 7693) over the sentence's words in lower case, so
that punctuation and capitals do not hide a copy. By chance one new sentence in 2**64 / (corpus size)
looks like a copy: never, in practice.
"""

import re
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import numpy as np

_WORD = re.compile(r"\w+")


def fingerprint(sentence: str) -> int:
    """64-bit fingerprint of the words of `sentence`."""
    words = " ".join(_WORD.findall(sentence.casefold()))
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little")


def write(sentences: Iterable[str], path: Path) -> int:
    """Write the fingerprints of `sentences`, sorted, as little-endian u64; return how many."""
    unique = sorted({fingerprint(sentence) for sentence in sentences})
    path.write_bytes(np.array(unique, dtype="<u8").tobytes())
    return len(unique)


class Copies:
    """The fingerprints of a corpus, searched in O(log n) without unpacking them."""

    def __init__(self, fingerprints: np.ndarray) -> None:
        self.fingerprints = fingerprints

    @classmethod
    def read(cls, path: Path) -> "Copies":
        return cls(np.fromfile(path, dtype="<u8"))

    def __contains__(self, sentence: str) -> bool:
        wanted = np.uint64(fingerprint(sentence))
        at = int(np.searchsorted(self.fingerprints, wanted))
        return at < len(self.fingerprints) and self.fingerprints[at] == wanted
