"""The flag bytes of binders: which fields an entry has, and whether its data is compressed.

They are written from either end: the same flags are 0x2E in one file and 0x74 in another. A file says which
end by a byte in its header, and some lie; a lone lowest bit (big-endian, read from this end) tells too.
"""

from dataclasses import dataclass
from enum import IntFlag

REVERSED = bytes(int(f"{number:08b}"[::-1], 2) for number in range(256))
UNKNOWN = 0xC0
COMPRESSED = 0x01  # of a file's own flags


class Fields(IntFlag):
    """Of a binder's flags: the fields an entry has besides size and offset, and the byte order."""

    BIG_ENDIAN = 0x01
    IDS = 0x02
    NAMES = 0x04
    LONG_NAMES = 0x08
    LONG_OFFSETS = 0x10
    UNPACKED_SIZES = 0x20

    @property
    def named(self) -> bool:
        """Either kind of name: both are offsets to one."""
        return bool(self & (Fields.NAMES | Fields.LONG_NAMES))


@dataclass(frozen=True)
class Reading:
    """One way to read a binder's flags; `plain` as they stand, otherwise from the other end."""

    plain: bool
    fields: Fields

    def compressed(self, flags: int) -> bool:
        """What a file's own `flags` say, which are written from the same end."""
        return bool((flags if self.plain else REVERSED[flags]) & COMPRESSED)


def readings(flags: int, *, said_plain: bool) -> list[Reading]:
    """Both ways to read `flags`, the likelier first: without bits that nobody has seen a use for, then as
    the file says.
    """
    plain = said_plain or bool(flags & 0x01 and not flags & 0x80)
    ways = [Reading(way, Fields(flags if way else REVERSED[flags])) for way in (plain, not plain)]
    return sorted(ways, key=lambda way: bool(way.fields & UNKNOWN))
