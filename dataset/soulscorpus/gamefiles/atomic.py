"""A whole file or none: a write that a crash cannot leave half done."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from soulscorpus.errors import CorpusError


def write_file(path: Path, data: bytes) -> None:
    """Make `data` the content of `path`; it is on disk before the name points at it.

    Raises CorpusError when it cannot be written, and for a device or a pipe, which a file would replace.
    """
    with writing(path):
        if path.exists() and not path.is_file():
            raise CorpusError(f"{path} is no plain file; name another")
        _replace(path, data)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system says against `path`, a file or folder to write, becomes a CorpusError."""
    try:
        yield
    except (OSError, RuntimeError) as error:  # RuntimeError is how pathlib tells of a link to itself
        raise CorpusError(f"cannot write {path}: {getattr(error, 'strerror', None) or error}") from error


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
