"""Bytes with a name: reads stay inside, and a fault says which file and which byte."""

import struct
from dataclasses import dataclass
from typing import Any

from soulscorpus.errors import CorpusError


@dataclass(frozen=True)
class View:
    """The content of one file; `where` is its name in error messages."""

    data: bytes
    where: str
    big_endian: bool = False

    def fault(self, offset: int, sentence: str) -> CorpusError:
        """The error for a fault at byte `offset`, counted from the start of this file once unpacked."""
        return CorpusError(f"{self.where}: byte {offset:#x}: {sentence}")

    def require(self, offset: int, size: int, what: str) -> None:
        """Raise CorpusError unless `size` bytes at `offset` lie inside the file."""
        if offset < 0 or size < 0:
            raise self.fault(max(offset, 0), f"{what} has the offset {offset} and the size {size}")
        if offset + size > len(self.data):
            end = f"{what} would end at byte {offset + size:#x} of {len(self.data):#x}"
            raise self.fault(offset, f"{end}; the file is truncated or damaged")

    def announced(self, offset: int, data: bytes, size: int) -> bytes:
        """`data`, unpacked from what stands at `offset`; raises CorpusError unless it has `size` bytes."""
        if len(data) > size:
            raise self.fault(offset, f"unpacks to more than the {size} bytes that were announced")
        if len(data) < size:
            raise self.fault(offset, f"unpacks to {len(data)} bytes of the {size} that were announced")
        return data

    def part(self, offset: int, size: int, what: str) -> bytes:
        """`size` bytes at `offset`; raises CorpusError when they are not all there."""
        self.require(offset, size, what)
        return self.data[offset : offset + size]

    def unpack(self, layout: str, offset: int, what: str) -> tuple[Any, ...]:
        """The values of a struct `layout` (without byte order); raises CorpusError likewise."""
        layout = (">" if self.big_endian else "<") + layout
        self.require(offset, struct.calcsize(layout), what)
        return struct.unpack_from(layout, self.data, offset)
