"""Every file under a folder, in a fixed order; what cannot be looked into is said, not skipped."""

import os
from collections.abc import Iterator
from pathlib import Path

from soulscorpus.errors import CorpusError


def files_under(root: Path) -> list[Path]:
    """The regular files below `root`, links followed, each folder once; sorted by their way from `root`.

    Raises CorpusError for a folder that may not be read: half a game's text would be worse than none.
    """
    return sorted(_walk(root), key=lambda path: path.relative_to(root).as_posix())


def _walk(root: Path) -> Iterator[Path]:
    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(root, onerror=_refuse, followlinks=True):
        here = Path(folder)
        # A link to a folder above it would go round for ever.
        status = here.stat()
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        yield from (path for name in names if (path := here / name).is_file())


def _refuse(error: OSError) -> None:
    raise CorpusError(f"{error.filename} cannot be read: {error.strerror}") from error


def spelled(name: str) -> str:
    """`name` of a file as text that can be written: bytes that are no UTF-8 are escaped."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
