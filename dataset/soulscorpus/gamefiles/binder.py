"""Binders, the games' containers of files: one reader for BND3 and BND4, in all their variants."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from soulscorpus.gamefiles import bnd3, bnd4
from soulscorpus.gamefiles.binder_entry import BinderFile, Entry, load
from soulscorpus.gamefiles.limits import LEAST_COST, MAX_BYTES
from soulscorpus.gamefiles.view import View

__all__ = ["BinderFile", "read_binder"]

READERS = {bnd3.MAGIC: bnd3.read_entries, bnd4.MAGIC: bnd4.read_entries}


def read_binder(data: bytes, where: str, max_bytes: int = MAX_BYTES) -> Iterator[BinderFile]:
    """The files of the binder in `data`, in its order; compressed ones unpacked, `max_bytes` in all.

    Raises CorpusError, naming the byte, for anything but a whole binder whose files lie side by side.
    Every entry is checked before the first file is given.
    """
    read_entries = READERS.get(data[:4])
    if read_entries is None:
        raise View(data, where).fault(0, f"neither BND3 nor BND4; it begins with {data[:4].hex(' ')}")
    view, entries = read_entries(data, where)
    _check(view, entries)
    left = max_bytes
    for entry in entries:
        content = load(view, entry, left)
        left = max(0, left - max(len(content), LEAST_COST)) if entry.compressed else left
        yield BinderFile(entry.name, entry.id, content)


def _check(view: View, entries: Sequence[Entry]) -> None:
    """Raise CorpusError unless every file is there, and no two share a byte."""
    for entry in entries:
        if entry.end > len(view.data):
            sentence = f"a file of {entry.size} bytes at {entry.offset:#x} of {len(view.data):#x}"
            raise view.fault(entry.place, f"{sentence}; the binder is truncated or damaged")
    taken = sorted((entry for entry in entries if entry.size), key=lambda entry: entry.offset)
    for before, after in pairwise(taken):
        if before.end > after.offset:
            raise view.fault(after.place, f"a file at {after.offset:#x} begins inside another")
