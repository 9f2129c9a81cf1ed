"""The header and the entries of BND4, the binders of Dark Souls II and everything since.

At 9 big-endian, at 0x0A whether the flags are reversed, at 0x0C the number of files, at 0x20 the size of an
entry, at 0x30 whether names are UTF-16, at 0x31 the flags; entries from 0x40 on. Facts likewise.
"""

from soulscorpus.gamefiles.binder_entry import NO_ID, Entry, read_name
from soulscorpus.gamefiles.binder_format import Fields, Reading, readings
from soulscorpus.gamefiles.limits import MAX_FILES
from soulscorpus.gamefiles.view import View

MAGIC = b"BND4"
ENTRIES_AT = 0x40


def read_entries(data: bytes, where: str) -> tuple[View, list[Entry]]:
    """The entries of the binder in `data`, not yet compared with each other."""
    big_endian, said_reversed = View(data, where).unpack("BB", 0x09, "the header")
    view = View(data, where, bool(big_endian))
    (count,) = view.unpack("i", 0x0C, "the header")
    entry_size, unicode, flags = view.unpack("q8xBB", 0x20, "the header")
    if not 0 <= count <= MAX_FILES:
        raise view.fault(0x0C, f"{count} files; expected 0 to {MAX_FILES}")
    # The size of an entry is known twice, so a header that lies about its flags can be seen through.
    ways = readings(flags, said_plain=not said_reversed)
    fitting = [way for way in ways if _size(way.fields) == entry_size]
    if not fitting:
        raise view.fault(0x31, f"the flags {flags:#x} do not go with entries of {entry_size} bytes")
    view.require(ENTRIES_AT, count * entry_size, f"the list of {count} files")
    places = range(ENTRIES_AT, ENTRIES_AT + count * entry_size, entry_size)
    return view, [_read_entry(view, place, fitting[0], unicode=bool(unicode)) for place in places]


def _ids_last(fields: Fields) -> bool:
    """Binders with names alone, those of saves, have an id and a zero behind the name all the same."""
    return fields == Fields.NAMES


def _size(fields: Fields) -> int:
    offset = 8 if fields & Fields.LONG_OFFSETS else 4
    unpacked = 8 * bool(fields & Fields.UNPACKED_SIZES)
    return 16 + unpacked + offset + 4 * (bool(fields & Fields.IDS) + fields.named) + 8 * _ids_last(fields)


def _read_entry(view: View, place: int, reading: Reading, *, unicode: bool) -> Entry:
    fields = reading.fields
    layout = "B7xQ" + "Q" * bool(fields & Fields.UNPACKED_SIZES)
    layout += "Q" if fields & Fields.LONG_OFFSETS else "I"
    layout += "i" * bool(fields & Fields.IDS) + "I" * fields.named + "i4x" * _ids_last(fields)
    flags, size, *rest = view.unpack(layout, place, "an entry")
    unpacked_size = rest.pop(0) if fields & Fields.UNPACKED_SIZES else None
    offset = rest.pop(0)
    number = rest.pop(0) if fields & Fields.IDS else NO_ID
    name = read_name(view, rest.pop(0), unicode=unicode) if fields.named else ""
    return Entry(
        place=place,
        compressed=reading.compressed(flags),
        offset=offset,
        size=size,
        unpacked_size=unpacked_size,
        id=rest.pop(0) if rest else number,
        name=name,
    )
