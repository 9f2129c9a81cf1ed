"""The layout of FMG, for its reader and its writer.

Byte 0 is 0, then one byte each: big-endian, version, 0. At 4 the size of the file (i32), at 8 Unicode or not
(u8), at 9 FF in version 0, at 0x0C what `Layout.counts` says: groups, texts, offset of the offsets. Version 2
has a constant FF between. A group is its first text's number, its first id, its last id, in version 2 a 0.
Facts as the modding community documents them.
"""

from dataclasses import dataclass

from soulscorpus.gamefiles.table import Version


@dataclass(frozen=True)
class Layout:
    """Sizes in bytes; `counts` is where the two counts and the offset of the offsets stand."""

    header: int
    group: int
    offset: int
    counts: str


NARROW = Layout(header=0x1C, group=12, offset=4, counts="iii")
WIDE = Layout(header=0x28, group=16, offset=8, counts="ii4xq")
LAYOUTS: dict[Version, Layout] = {0: NARROW, 1: NARROW, 2: WIDE}
COUNTS_AT = 0x0C


def version_of(number: int) -> Version:
    """`number` as a version; what is no version counts as the newest."""
    return 0 if number == 0 else 1 if number == 1 else 2


def codec(*, unicode: bool, big_endian: bool) -> str:
    """Python's name for the encoding of an FMG's texts."""
    if not unicode:
        return "cp932"
    return "utf-16-be" if big_endian else "utf-16-le"
