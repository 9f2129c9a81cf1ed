"""DCX, the games' wrapper of one compressed file; its integers are big-endian in every game.

Blocks with four-letter names: DCX (where the others are), DCS (sizes), DCP (codec), DCA (where the data is).
"""

from dataclasses import dataclass

from soulscorpus.gamefiles import edge, krak, zstd
from soulscorpus.gamefiles.inflate import inflate
from soulscorpus.gamefiles.limits import MAX_BYTES
from soulscorpus.gamefiles.view import View

MAGIC = b"DCX\0"
CODECS = ("DFLT", "EDGE", "ZSTD", "KRAK")


@dataclass(frozen=True)
class Header:
    """`parameters` is where the codec's own block begins, `data` where the packed bytes do."""

    codec: str
    size: int
    packed_size: int
    codec_at: int
    parameters: int
    data: int


def decompress(data: bytes, where: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The file that the DCX in `data` wraps.

    Raises CorpusError for a damaged file, one that holds more than `max_bytes`, and for KRAK without a
    decoder, with the name of a tool that unpacks it.
    """
    view = View(data, where, big_endian=True)
    header = _read_header(view)
    if header.size > max_bytes:
        limit = f"{max_bytes} may be unpacked from one file"
        raise view.fault(0x1C, f"the file holds {header.size} bytes; at most {limit}")
    if header.codec == "EDGE":
        return edge.unpack(view, header.parameters, header.data, header.size)
    packed = view.part(header.data, header.packed_size, "the compressed data")
    match header.codec:
        case "DFLT":
            return inflate(view, header.data, packed, header.size)
        case "ZSTD":
            return zstd.unpack(view, header.data, packed, header.size)
        case "KRAK":
            return krak.unpack(view, header.data, packed, header.size)
    raise view.fault(header.codec_at, f"unknown codec {header.codec!r}; known: {', '.join(CODECS)}")


def _read_header(view: View) -> Header:
    sizes_at, codec_at = view.unpack("8xII", 0, "the header")
    if view.data[:4] != MAGIC:
        raise view.fault(0, f"not a DCX; it begins with {view.data[:4].hex(' ')}")
    sizes, size, packed_size = view.unpack("4sII", sizes_at, "the block DCS")
    block, codec, block_size = view.unpack("4s4sI", codec_at, "the block DCP")
    data_at = codec_at + block_size
    last, last_size = view.unpack("4sI", data_at, "the block DCA")
    for name, found, offset in (("DCS", sizes, sizes_at), ("DCP", block, codec_at), ("DCA", last, data_at)):
        if found != name.encode() + b"\0":
            raise view.fault(offset, f"expected the block {name}, found {found.hex(' ')}")
    return Header(
        codec=codec.decode("ascii", "backslashreplace"),
        size=size,
        packed_size=packed_size,
        codec_at=codec_at + 4,
        parameters=data_at + 8,
        data=data_at + last_size,
    )
