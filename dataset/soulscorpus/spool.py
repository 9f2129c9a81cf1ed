"""Records on disk, in order, so that what must see all of them twice holds none of them in memory."""

import json
import os
import tempfile
from array import array
from collections.abc import Iterator
from hashlib import blake2b
from types import TracebackType
from typing import Self

import numpy as np

from soulscorpus.entries import Entry

BUFFER_BYTES = 1024**2


class Spool:
    """A temporary file of entries, each with a digest of its text; 16 bytes of memory a record.

    Records are added, then, once `freeze` was called, read by number.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=BUFFER_BYTES)  # noqa: SIM115  closed in __exit__
        self._ends = array("Q", [0])
        self._digests = array("Q")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._digests)

    def add(self, entry: Entry) -> None:
        # Escaped to ASCII: a lone surrogate of a faulty table survives too.
        fields = [getattr(entry, name) for name in Entry.__slots__]
        record = json.dumps(fields, check_circular=False).encode("ascii")
        self._file.write(record)
        self._ends.append(self._ends[-1] + len(record))
        # 64 bits: in a corpus of ten million texts the odds of one false repetition are 1 in 370,000.
        text = entry.text.encode("utf-8", "surrogatepass")
        self._digests.append(int.from_bytes(blake2b(text, digest_size=8).digest()))

    def freeze(self) -> None:
        """Let records be read; nothing is added from here on."""
        self._file.flush()

    def __getitem__(self, number: int) -> Entry:
        # Read, not mapped: pages of a mapping would count as this process's memory.
        start, end = self._ends[number], self._ends[number + 1]
        return Entry(*json.loads(os.pread(self._file.fileno(), end - start, start)))

    def __iter__(self) -> Iterator[Entry]:
        return (self[number] for number in range(len(self)))

    def first_of_each(self) -> dict[int, int]:
        """Each record whose text stood before, by number, with the number of the first that has it."""
        digests = np.frombuffer(self._digests, np.uint64)
        _, first, group = np.unique(digests, return_index=True, return_inverse=True)
        of = first[group]
        return {int(number): int(of[number]) for number in np.flatnonzero(of != np.arange(len(digests)))}
