"""Whole files or none: writes that a crash cannot leave half done."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

# Bytes, or a file that is read from where it stands: what is too large for memory.
Content = bytes | IO[bytes]


def write_text(path: Path, text: str) -> None:
    """Write `text` in UTF-8 to `path`, in place of what was there; its folders are made."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: Content) -> None:
    """As `write_text`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _written(path, content) as temporary:
        temporary.replace(path)


def create_file(path: Path, content: Content) -> None:
    """Write a new file; FileExistsError when `path` is there already."""
    with _written(path, content) as temporary:
        # Unlike a rename, a link refuses to replace what another process has just written.
        path.hardlink_to(temporary)


def put(content: Content, file: IO[bytes]) -> None:
    """Write `content` into an open file."""
    if isinstance(content, bytes):
        file.write(content)
    else:
        shutil.copyfileobj(content, file)


@contextmanager
def _written(path: Path, content: Content) -> Iterator[Path]:
    """A file beside `path` with `content` on the disk; gone after the block unless it was renamed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            put(content, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
