"""Reader of FMG, the games' binary text tables.

A header, groups of consecutive ids, one offset a text (0 is null), NUL-terminated texts. Versions 0 and 1
have 32-bit offsets, version 2 64-bit ones.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from soulscorpus.gamefiles.fmg_layout import COUNTS_AT, LAYOUTS, NARROW, Layout, codec, version_of
from soulscorpus.gamefiles.fmg_writer import write_fmg
from soulscorpus.gamefiles.limits import MAX_ENTRIES, MAX_TABLE_BYTES
from soulscorpus.gamefiles.table import Table, Text, Version, table_name
from soulscorpus.gamefiles.view import View

__all__ = ["looks_like_fmg", "read_fmg", "write_fmg"]

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Head:
    """What the header says, checked against the size of the file."""

    version: Version
    unicode: bool
    groups: int
    strings: int
    offsets_at: int

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.version]


def read_fmg(data: bytes, where: str) -> Table:
    """The table in `data`, texts in the file's order.

    Raises CorpusError, naming the byte, for anything but a whole FMG.
    """
    view, head = _read_head(data, where)
    ids, slots = _read_groups(view, head)
    offsets = _numbers(view, head.offsets_at, head.strings, head.layout.offset)[slots]
    texts = tuple(map(Text, ids.tolist(), _read_texts(view, head, offsets)))
    return Table(table_name(where), texts, head.version, view.big_endian, head.unicode)


def looks_like_fmg(start: bytes) -> bool:
    """Whether the first 64 bytes of a file can be an FMG's. There is no magic; every fixed field is tried."""
    if len(start) < NARROW.header or start[0] or start[1] > 1 or start[2] > 2 or start[3]:
        return False
    if start[8] > 1 or start[9] not in (0, 0xFF) or start[10] or start[11]:
        return False
    layout = LAYOUTS[version_of(start[2])]
    if len(start) < layout.header:
        return False
    view = View(start, "", big_endian=bool(start[1]))
    (size,) = view.unpack("i", 4, "the size")
    groups, strings, offsets_at = view.unpack(layout.counts, COUNTS_AT, "the counts")
    return bool(min(groups, strings) >= 0 and layout.header <= offsets_at <= size)


def _read_head(data: bytes, where: str) -> tuple[View, Head]:
    view = View(data, where)
    zero, big_endian, version, zero_too = view.part(0, 4, "the header")
    if zero or zero_too or big_endian > 1 or version > 2:
        raise view.fault(0, f"not an FMG; it begins with {data[:4].hex(' ')}")
    if len(data) > MAX_TABLE_BYTES:
        raise view.fault(0, f"{len(data)} bytes are more than the {MAX_TABLE_BYTES} a table may have")
    view = View(data, where, bool(big_endian))
    size, unicode = view.unpack("ib", 4, "the header")
    if size > len(data):
        raise view.fault(4, f"the file says it has {size} bytes, {len(data)} are here; it is truncated")
    layout = LAYOUTS[version_of(version)]
    groups, strings, offsets_at = view.unpack(layout.counts, COUNTS_AT, "the header")
    if not 0 <= strings <= MAX_ENTRIES:
        raise view.fault(0x10, f"{strings} texts; expected 0 to {MAX_ENTRIES}")
    view.require(layout.header, groups * layout.group, f"the list of {groups} groups")
    view.require(offsets_at, strings * layout.offset, f"the list of {strings} offsets")
    return view, Head(version_of(version), bool(unicode), groups, strings, offsets_at)


def _numbers(view: View, offset: int, count: int, size: int) -> Numbers:
    """`count` signed integers of `size` bytes each; the caller has checked that they are there."""
    order = ">" if view.big_endian else "<"
    return np.frombuffer(view.data, f"{order}i{size}", count, offset).astype(np.int64)


def _read_groups(view: View, head: Head) -> tuple[Numbers, Numbers]:
    """Every entry's id, and the number of its offset."""
    layout = head.layout
    fields = _numbers(view, layout.header, head.groups * layout.group // 4, 4)
    index, first, last = fields.reshape(head.groups, layout.group // 4)[:, :3].T
    sizes = last - first + 1
    bad = np.flatnonzero((index < 0) | (sizes < 1) | (index + sizes > head.strings))
    if bad.size:
        group = int(bad[0])
        sentence = f"the group of ids {first[group]} to {last[group]} has the texts from {index[group]}"
        raise view.fault(
            layout.header + group * layout.group, f"{sentence} of {head.strings}; they are not all there"
        )
    total = int(sizes.sum())
    if total > head.strings:
        raise view.fault(layout.header, f"the groups share texts: {total} ids for {head.strings} texts")
    within = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(first, sizes) + within, np.repeat(index, sizes) + within


def _read_texts(view: View, head: Head, offsets: Numbers) -> list[str | None]:
    """The text at each offset, None for offset 0. A text that several entries point at is decoded once."""
    present = offsets != 0
    starts, which = np.unique(offsets[present], return_inverse=True)
    ends = _find_ends(view, head, starts)
    if int((ends - starts)[which].sum()) > MAX_TABLE_BYTES:
        raise view.fault(head.offsets_at, f"the texts would take more than {MAX_TABLE_BYTES} bytes")
    decoded: list[str | None] = [*_decode(view, head, starts, ends), None]
    places = np.full(offsets.size, len(decoded) - 1)
    places[present] = which
    return [decoded[place] for place in places.tolist()]


def _find_ends(view: View, head: Head, starts: Numbers) -> Numbers:
    """Where the NUL after each of the sorted, distinct `starts` stands."""
    width = 2 if head.unicode else 1
    texts_at = head.offsets_at + head.strings * head.layout.offset
    if starts.size and starts[0] < 0:
        raise view.fault(head.offsets_at, f"a text has the offset {starts[0]}")
    _refuse(view, starts, (starts < texts_at) | (starts >= len(view.data)), "no text can begin here")
    _refuse(view, starts, (starts - texts_at) % width != 0, "a text begins in the middle of a character")
    count = max(0, len(view.data) - texts_at) // width
    units = np.frombuffer(view.data, f"u{width}", count, min(texts_at, len(view.data)))
    nuls = np.flatnonzero(units == 0) * width + texts_at
    nul = np.searchsorted(nuls, starts)
    _refuse(view, starts, nul == nuls.size, "a text never ends; the file is truncated or damaged")
    ends = nuls[nul]
    _refuse(view, starts[1:], ends[:-1] >= starts[1:], "a text begins inside another")
    return ends


def _refuse(view: View, starts: Numbers, bad: npt.NDArray[Any], sentence: str) -> None:
    if bad.any():
        raise view.fault(int(starts[int(np.argmax(bad))]), sentence)


def _decode(view: View, head: Head, starts: Numbers, ends: Numbers) -> list[str]:
    name = codec(unicode=head.unicode, big_endian=view.big_endian)
    texts: list[str] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        try:
            texts.append(view.data[start:end].decode(name))
        except UnicodeDecodeError as error:
            raise view.fault(start + error.start, f"not {name}: {error.reason}") from error
    return texts
