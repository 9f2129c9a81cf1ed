"""The header and the entries of BND3, the binders of Demon's Souls and Dark Souls.

At 0x0C the flags, at 0x0D big-endian, at 0x0E whether the flags are plain, at 0x10 the number of files;
entries from 0x20 on. Facts as the modding community documents them, see binder_format for the flags.
"""

from soulscorpus.gamefiles.binder_entry import NO_ID, Entry, read_name
from soulscorpus.gamefiles.binder_format import Fields, Reading, readings
from soulscorpus.gamefiles.limits import MAX_FILES
from soulscorpus.gamefiles.view import View

MAGIC = b"BND3"
ENTRIES_AT = 0x20


def read_entries(data: bytes, where: str) -> tuple[View, list[Entry]]:
    """The entries of the binder in `data`, not yet compared with each other."""
    view = View(data, where)
    flags, big_endian, said_plain = view.unpack("BBB", 0x0C, "the header")
    reading = readings(flags, said_plain=bool(said_plain))[0]
    view = View(data, where, bool(big_endian or reading.fields & Fields.BIG_ENDIAN))
    (count,) = view.unpack("i", 0x10, "the header")
    if not 0 <= count <= MAX_FILES:
        raise view.fault(0x10, f"{count} files; expected 0 to {MAX_FILES}")
    size = _size(reading.fields)
    view.require(ENTRIES_AT, count * size, f"the list of {count} files")
    places = range(ENTRIES_AT, ENTRIES_AT + count * size, size)
    return view, [_read_entry(view, place, reading) for place in places]


def _size(fields: Fields) -> int:
    offset = 8 if fields & Fields.LONG_OFFSETS else 4
    return 8 + offset + 4 * (bool(fields & Fields.IDS) + fields.named + bool(fields & Fields.UNPACKED_SIZES))


def _read_entry(view: View, place: int, reading: Reading) -> Entry:
    fields = reading.fields
    layout = "B3xI" + ("Q" if fields & Fields.LONG_OFFSETS else "I")
    layout += (
        "i" * bool(fields & Fields.IDS) + "I" * fields.named + "I" * bool(fields & Fields.UNPACKED_SIZES)
    )
    flags, size, offset, *rest = view.unpack(layout, place, "an entry")
    number = rest.pop(0) if fields & Fields.IDS else NO_ID
    name = read_name(view, rest.pop(0), unicode=False) if fields.named else ""
    return Entry(
        place=place,
        compressed=reading.compressed(flags),
        offset=offset,
        size=size,
        unpacked_size=rest.pop(0) if rest else None,
        id=number,
        name=name,
    )
