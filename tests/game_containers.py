"""Containers as the games pack them, made byte by byte: DCX with each codec, BND3, BND4."""

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import zstandard

EDGE_BLOCK = 0x10000


@dataclass(frozen=True)
class Packed:
    """A file to put into a binder; `packed` are the bytes that stand for it, its own unless given."""

    name: str
    id: int
    data: bytes
    packed: bytes | None = None


def dcx(data: bytes, codec: str, packed: bytes | None = None, size: int | None = None) -> bytes:
    """A DCX of `data`; `packed` and `size` in place of the right ones make a false one."""
    made = packers[codec](data) if packed is None else packed
    parameters = edge_list(data) if codec == "EDGE" else b""
    header = struct.pack(">4sIIIII", b"DCX\0", 0x11000, 0x18, 0x24, 0x44, 0x4C + len(parameters))
    sizes = struct.pack(">4sII", b"DCS\0", len(data) if size is None else size, len(made))
    codec_block = struct.pack(">4s4sI20s", b"DCP\0", codec.encode(), 0x20, bytes([9]))
    last = struct.pack(">4sI", b"DCA\0", 8 + len(parameters))
    return header + sizes + codec_block + last + parameters + made


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def edge_blocks(data: bytes) -> list[bytes]:
    return [data[start : start + EDGE_BLOCK] for start in range(0, len(data), EDGE_BLOCK)]


def edge_list(data: bytes) -> bytes:
    """The block EgdT: its own fields, then one row for each 64 KiB."""
    blocks = edge_blocks(data)
    last = len(blocks[-1]) if blocks else 0
    size = 0x24 + 16 * len(blocks)
    fields = (b"EgdT", 0x10100, 0x24, 0x10, EDGE_BLOCK, last, size, len(blocks), 0x100000)
    rows, offset = b"", 0
    for block in blocks:
        packed = len(raw_deflate(block))
        rows += struct.pack(">IIII", 0, offset, packed, 1)
        offset += -(-packed // 16) * 16
    return struct.pack(">4s8I", *fields) + rows


def edge_data(data: bytes) -> bytes:
    """The packed blocks, each padded to 16 bytes."""
    packed = [raw_deflate(block) for block in edge_blocks(data)]
    return b"".join(block + bytes(-len(block) % 16) for block in packed)


def kraken_stored(data: bytes) -> bytes:
    """Kraken's uncompressed form: two bytes before each 256 KiB."""
    parts = [data[start : start + 0x40000] for start in range(0, len(data), 0x40000)]
    return b"".join(b"\xcc\x06" + part for part in parts)


packers: dict[str, Callable[[bytes], bytes]] = {
    "DFLT": lambda data: zlib.compress(data, 9),
    "EDGE": edge_data,
    "ZSTD": zstandard.ZstdCompressor().compress,
    "KRAK": kraken_stored,
}


def reversed_bits(number: int) -> int:
    return int(f"{number:08b}"[::-1], 2)


def bnd3(
    files: Sequence[Packed], flags: int = 0x74, *, big_endian: bool = False, plain: bool = False
) -> bytes:
    """A BND3 with the flag byte as it stands in the file; `plain` says at 0x0E how to read it."""
    fields = flags if plain or (flags & 1 and not flags & 0x80) else reversed_bits(flags)
    order = ">" if big_endian or fields & 1 else "<"
    wide, ids, named, sizes = fields & 0x10, fields & 2, fields & 0x0C, fields & 0x20
    entry = 8 + (8 if wide else 4) + 4 * (bool(ids) + bool(named) + bool(sizes))
    names_at = 0x20 + entry * len(files)
    names, places = _names([file.name.encode("cp932") + b"\0" for file in files], names_at)
    data_at = names_at + len(names) if named else names_at
    entries, data = b"", b""
    for file, name_at in zip(files, places, strict=True):
        content = file.data if file.packed is None else file.packed
        own = 0x02 if file.packed is None else 0x03
        own = own if fields == flags else reversed_bits(own)
        entries += struct.pack(f"{order}B3xI{'Q' if wide else 'I'}", own, len(content), data_at + len(data))
        entries += struct.pack(f"{order}i", file.id) if ids else b""
        entries += struct.pack(f"{order}I", name_at) if named else b""
        entries += struct.pack(f"{order}I", len(file.data)) if sizes else b""
        data += content
    header = b"BND307D7R6\0\0" + bytes([flags, big_endian, plain, 0])
    header += struct.pack(f"{order}iI8x", len(files), data_at)
    return header + entries + (names if named else b"") + data


def bnd4(
    files: Sequence[Packed],
    flags: int = 0x74,
    *,
    big_endian: bool = False,
    plain: bool = False,
    unicode: bool = True,
    lies: bool = False,
) -> bytes:
    """A BND4 likewise; with `lies` the header says the wrong end of its flags."""
    fields = flags if plain else reversed_bits(flags)
    order = ">" if big_endian else "<"
    wide, ids, named, sizes = fields & 0x10, fields & 2, fields & 0x0C, fields & 0x20
    save = fields == 0x04
    entry = 16 + 8 * bool(sizes) + (8 if wide else 4) + 4 * (bool(ids) + bool(named)) + 8 * save
    codec, end = ("utf-16-be" if big_endian else "utf-16-le", b"\0\0") if unicode else ("cp932", b"\0")
    names_at = 0x40 + entry * len(files)
    names, places = _names([file.name.encode(codec) + end for file in files], names_at)
    data_at = names_at + len(names) if named else names_at
    entries, data = b"", b""
    for file, name_at in zip(files, places, strict=True):
        content = file.data if file.packed is None else file.packed
        own = 0x02 if file.packed is None else 0x03
        own = own if plain else reversed_bits(own)
        entries += struct.pack(f"{order}B3xiQ", own, -1, len(content))
        entries += struct.pack(f"{order}Q", len(file.data)) if sizes else b""
        entries += struct.pack(f"{order}{'Q' if wide else 'I'}", data_at + len(data))
        entries += struct.pack(f"{order}i", file.id) if ids else b""
        entries += struct.pack(f"{order}I", name_at) if named else b""
        entries += struct.pack(f"{order}i4x", file.id) if save else b""
        data += content
    header = b"BND4" + bytes([0, 0, 0, 0, 0, big_endian, plain is lies, 0])
    header += struct.pack(
        f"{order}iq8sqqBB14x", len(files), 0x40, b"07D7R6\0\0", entry, data_at, unicode, flags
    )
    return header + entries + (names if named else b"") + data


def _names(names: Sequence[bytes], start: int) -> tuple[bytes, list[int]]:
    """The names one after the other, and where each begins."""
    places, whole = [], b""
    for name in names:
        places.append(start + len(whole))
        whole += name
    return whole, places
