"""The codec EDGE of DCX: raw deflate in blocks of equal size, each with its place in a list."""

from itertools import chain, repeat

from soulscorpus.gamefiles.inflate import RAW, inflate
from soulscorpus.gamefiles.view import View

MAGIC = b"EgdT"
HEADER_BYTES = 0x24
BLOCK_BYTES = 16  # of the list: 0, offset from the start of the data, packed size, 1 where it is packed
SIZES = range(1024, 16 * 1024**2 + 1)  # of a block; the games' have 64 KiB


def unpack(view: View, offset: int, data_at: int, size: int) -> bytes:
    """The `size` bytes of a DCX whose block EgdT is at `offset`, and whose data begins at `data_at`.

    Raises CorpusError when it is damaged, or unpacks to more or less.
    """
    magic, block_size, last_size, count = view.unpack("4s12xII4xI4x", offset, "the block EgdT")
    if magic != MAGIC:
        raise view.fault(offset, f"expected the block EgdT, found {magic.hex(' ')}")
    if block_size not in SIZES:
        expected = f"expected {SIZES[0]} to {SIZES[-1]}"
        raise view.fault(offset + 0x10, f"blocks of {block_size} bytes; {expected}")
    view.require(offset + HEADER_BYTES, count * BLOCK_BYTES, f"the list of {count} blocks")
    total = block_size * (count - 1) + last_size if count else 0
    if total != size or last_size > block_size:
        raise view.fault(offset + 0x1C, f"{count} blocks make {total} bytes; {size} were announced")
    entries = range(offset + HEADER_BYTES, offset + HEADER_BYTES + count * BLOCK_BYTES, BLOCK_BYTES)
    sizes = chain(repeat(block_size, count - 1), [last_size])
    return b"".join(_unpack_block(view, entry, data_at, next(sizes)) for entry in entries)


def _unpack_block(view: View, entry: int, data_at: int, size: int) -> bytes:
    start, packed_size, packed = view.unpack("4xIII", entry, "a block")
    data = view.part(data_at + start, packed_size, "a block's data")
    if packed:
        return inflate(view, data_at + start, data, size, RAW)
    if len(data) != size:
        raise view.fault(entry, f"a block that is not packed has {len(data)} bytes instead of {size}")
    return data
