"""Whose picture it is: a digest by which a picture is known again, in whatever file it comes."""

import hashlib
from functools import lru_cache
from pathlib import Path

from animator.model import picture_of
from animator.picture import CharacterError, read_picture

_MOST_KEPT = 256


def digest_of(folder: Path) -> str | None:
    """SHA-256 in hexadecimal of the pixels of a character's picture: red, green, blue, alpha, row by row.

    None for a picture that cannot be read.
    """
    try:
        path = picture_of(folder)
        stat = path.stat()
        return _digest(path, stat.st_mtime_ns, stat.st_size)
    except (CharacterError, OSError):
        return None


@lru_cache(_MOST_KEPT)
def _digest(path: Path, _changed_ns: int, _bytes: int) -> str:
    return hashlib.sha256(read_picture(path).tobytes()).hexdigest()
