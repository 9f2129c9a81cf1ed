"""Writer of FMG, in the layout the games read.

Texts are written sorted by id, since a group is a run of consecutive ids. Texts that share an id stay in
their order, each in a group of its own: the games' own tables do so too.
"""

import struct
from itertools import chain

import numpy as np

from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.fmg_layout import COUNTS_AT, LAYOUTS, codec
from soulscorpus.gamefiles.limits import MAX_TABLE_BYTES
from soulscorpus.gamefiles.table import Table, Text

IDS = range(-(2**31), 2**31)
CONSTANT = 0xFF  # at byte 9 in version 0, before the offset of the offsets in version 2


def write_fmg(table: Table) -> bytes:
    """`table` as an FMG of its version, byte order and encoding.

    Raises CorpusError, naming the id, for an id or a text that the layout cannot hold.
    """
    texts = sorted(table.texts, key=lambda text: text.id)
    encoded = [_encode(text, table) for text in texts]
    layout, order = LAYOUTS[table.version], ">" if table.big_endian else "<"
    groups = _groups([text.id for text in texts], layout.group // 4, order)
    offsets_at = layout.header + len(groups)
    texts_at = offsets_at + len(texts) * layout.offset
    offsets = _offsets(encoded, texts_at).astype(f"{order}i{layout.offset}").tobytes()
    size = texts_at + sum(map(len, encoded))
    if size > MAX_TABLE_BYTES:
        raise CorpusError(f"{table.name}: {size} bytes are more than the {MAX_TABLE_BYTES} a table may have")
    counts = (len(groups) // layout.group, len(texts), offsets_at)
    return b"".join(chain([_header(table, size, counts), groups, offsets], encoded))


def _encode(text: Text, table: Table) -> bytes:
    if text.id not in IDS:
        raise CorpusError(f"{table.name}: id {text.id} is not in {IDS[0]} to {IDS[-1]}")
    if text.text is None:
        return b""
    name = codec(unicode=table.unicode, big_endian=table.big_endian)
    if "\0" in text.text:
        raise CorpusError(f"{table.name}: id {text.id}: the text holds a NUL, which ends a text in an FMG")
    try:
        return text.text.encode(name) + (b"\0\0" if table.unicode else b"\0")
    except UnicodeEncodeError as error:
        character = f"U+{ord(error.object[error.start]):04X}"
        raise CorpusError(f"{table.name}: id {text.id}: {name} has no {character}") from error


def _groups(ids: list[int], fields: int, order: str) -> bytes:
    """The groups of sorted `ids`, `fields` integers each."""
    numbers = np.array(ids, dtype=np.int64)
    starts = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 2) != 1)
    ends = np.append(starts[1:], numbers.size) - 1 if numbers.size else starts
    rows = np.zeros((starts.size, fields), dtype=f"{order}i4")
    rows[:, 0], rows[:, 1], rows[:, 2] = starts, numbers[starts], numbers[ends]
    return rows.tobytes()


def _offsets(encoded: list[bytes], texts_at: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Where each text stands; 0 for a null, which takes no bytes."""
    sizes = np.fromiter(map(len, encoded), np.int64, len(encoded))
    return np.where(sizes == 0, 0, texts_at + np.cumsum(sizes) - sizes)


def _header(table: Table, size: int, counts: tuple[int, int, int]) -> bytes:
    order = ">" if table.big_endian else "<"
    layout = LAYOUTS[table.version]
    header = bytearray(layout.header)
    header[1], header[2], header[8] = table.big_endian, table.version, table.unicode
    header[9] = CONSTANT if table.version == 0 else 0
    struct.pack_into(f"{order}i", header, 4, size)
    struct.pack_into(order + layout.counts, header, COUNTS_AT, *counts)
    if table.version == 2:
        struct.pack_into(f"{order}i", header, 0x14, CONSTANT)
    return bytes(header)
