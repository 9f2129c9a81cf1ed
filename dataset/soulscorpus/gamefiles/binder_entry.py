"""One file of a binder: what its entry says, and the bytes it stands for."""

from dataclasses import dataclass

from soulscorpus.gamefiles import dcx
from soulscorpus.gamefiles.inflate import inflate
from soulscorpus.gamefiles.limits import MAX_NAME_BYTES
from soulscorpus.gamefiles.names import safe_name
from soulscorpus.gamefiles.view import View

NO_ID = -1


@dataclass(frozen=True)
class BinderFile:
    """`name` as the binder has it, often a path with a drive, "" where it has none: never open it as it is.

    `id` is NO_ID where the binder has none.
    """

    name: str
    id: int
    data: bytes


@dataclass(frozen=True)
class Entry:
    """`place` is where the entry itself stands; `unpacked_size` None where the binder does not say."""

    place: int
    compressed: bool
    offset: int
    size: int
    unpacked_size: int | None
    id: int
    name: str

    @property
    def end(self) -> int:
        return self.offset + self.size


def read_name(view: View, offset: int, *, unicode: bool) -> str:
    """The NUL-terminated name at `offset`, UTF-16 in the file's byte order or Shift-JIS."""
    width, codec = (2, "utf-16-be" if view.big_endian else "utf-16-le") if unicode else (1, "cp932")
    view.require(offset, width, "a name")
    raw = view.data[offset : offset + MAX_NAME_BYTES]
    end = raw.find(bytes(width))
    while end > 0 and end % width:  # a NUL across two characters
        end = raw.find(bytes(width), end + 1)
    if end < 0:
        raise view.fault(offset, f"a name does not end within {MAX_NAME_BYTES} bytes")
    try:
        return raw[:end].decode(codec)
    except UnicodeDecodeError as error:
        raise view.fault(offset + error.start, f"a name is not {codec}: {error.reason}") from error


def load(view: View, entry: Entry, max_bytes: int) -> bytes:
    """The bytes of `entry`, unpacked where its flags say so; at most `max_bytes` then."""
    data = view.data[entry.offset : entry.end]
    if not entry.compressed:
        return data
    if data.startswith(dcx.MAGIC):
        return dcx.decompress(data, f"{view.where}/{safe_name(entry.name, entry.id)}", max_bytes)
    size = entry.unpacked_size
    if size is None or not 0 <= size <= max_bytes:
        raise view.fault(entry.place, f"compressed, and unpacks to {size} bytes; expected 0 to {max_bytes}")
    return inflate(view, entry.offset, data, size)
