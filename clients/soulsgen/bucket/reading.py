"""What somebody put into a folder of this disk or into a bucket, read alike; a disk needs no driver."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from soulsgen.bucket.location import parse_location
from soulsgen.bucket.store import READ_BYTES, Store, open_store
from soulsgen.errors import SoulsgenError


class Reader(Protocol):
    """Files by name, relative to one place, with `/` between folders. All raise SoulsgenError in words."""

    def url(self, name: str) -> str:
        """What a person calls the file."""

    def entries(self, folder: str) -> dict[str, int | None]:
        """Names in `folder` with their bytes, None for a folder; nothing that begins with a dot."""

    def read(self, name: str, limit: int) -> bytes | None:
        """The file's bytes; None when there is none. Raises SoulsgenError over `limit` bytes."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """The file's bytes, a mebibyte at a time."""

    def changed(self, name: str) -> float | None:
        """When the file or folder was last written, in seconds since 1970; None where files appear whole."""


class Folder:
    """A folder of this disk."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise SoulsgenError(f"{path} is no folder")
        self.path = path

    def url(self, name: str) -> str:
        return str(self.path / name)

    def entries(self, folder: str) -> dict[str, int | None]:
        below = self.path / folder
        found = sorted(below.iterdir()) if below.is_dir() else []
        return {
            path.name: None if path.is_dir() else path.stat().st_size
            for path in found
            if not path.name.startswith(".") and (path.is_dir() or path.is_file())
        }

    def read(self, name: str, limit: int) -> bytes | None:
        path = self.path / name
        if not path.is_file():
            return None
        if (size := path.stat().st_size) > limit:
            raise SoulsgenError(f"{path} has {size} bytes; the limit is {limit}")
        return path.read_bytes()

    def chunks(self, name: str) -> Iterator[bytes]:
        with (self.path / name).open("rb") as file:
            while chunk := file.read(READ_BYTES):
                yield chunk

    def changed(self, name: str) -> float | None:
        return (self.path / name).stat().st_mtime


class Bucket(Store):
    """A folder of a bucket, whose objects appear whole."""

    def changed(self, name: str) -> float | None:  # noqa: ARG002
        return None


def open_reader(place: str) -> Reader:
    """`place` as a user gives it: a folder, or gs://, s3://. Raises SoulsgenError."""
    location = parse_location(place)
    if location.scheme == "file":
        return Folder(Path(location.path))
    store = open_store(location)
    return Bucket(store.fs, store.location)
