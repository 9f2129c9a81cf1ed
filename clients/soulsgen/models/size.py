"""Bytes in words; decimal, as disks are sold."""


def size_in_words(size: float) -> str:
    """`1.6 GB`, `39.0 MB`, `7.2 kB`, `12 bytes`."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size:.0f} bytes"
