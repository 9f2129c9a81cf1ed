"""Recordings that lie in an inbox, and which of them are whole: files, Craig zips, folders of tracks."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from soulsgen.bucket.reading import Reader
from soulsgen.session.sound import SUFFIXES

# Put beside a recording, under its name and this ending, when all of it is there.
MARKER = ".done"


@dataclass(frozen=True)
class Recording:
    """`name` is that of the file or the folder, `parts` its files in the inbox with their bytes.

    changed: when it was last written, in seconds since 1970; None where files appear whole.
    """

    name: str
    parts: tuple[tuple[str, int], ...]
    is_folder: bool
    changed: float | None
    marked: bool

    @property
    def title(self) -> str:
        return self.name if self.is_folder else PurePosixPath(self.name).stem

    def whole(self, now: float, quiet_s: float) -> bool:
        """Whether nobody is writing it any more: it is marked, or was not touched for `quiet_s` seconds.

        A folder in a bucket has to be marked: of its files nobody knows how many are to come.
        """
        if self.changed is None:
            return self.marked or not self.is_folder
        # A clock that is ahead is no sign of somebody writing.
        return self.marked or abs(now - self.changed) >= quiet_s


def look(reader: Reader, name: str, entries: Mapping[str, int | None]) -> Recording | None:
    """What lies there as `name`, one of the inbox's `entries`; None for what is no recording.

    Folders in folders and what is no sound are passed over.
    """
    marked = f"{name}{MARKER}" in entries
    size = entries[name]
    if size is not None:
        if not _is_sound(name):
            return None
        return Recording(name, ((name, size),), False, reader.changed(name), marked)
    inside = reader.entries(name)
    parts = tuple(
        (f"{name}/{part}", length)
        for part, length in inside.items()
        if length is not None and _is_sound(part)
    )
    return Recording(name, parts, True, _changed(reader, name, parts), marked) if parts else None


def _is_sound(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in (*SUFFIXES, ".zip")


def _changed(reader: Reader, folder: str, parts: tuple[tuple[str, int], ...]) -> float | None:
    """The newest of all: a file that is added changes the folder."""
    moments = [reader.changed(name) for name in (folder, *(part for part, _ in parts))]
    return max((moment for moment in moments if moment is not None), default=None)


def head(reader: Reader, recording: Recording) -> str:
    """A digest of its sizes and of each file's first mebibyte: the same for the same content, and soon told.

    A folder's files are told apart by their names, which say who speaks; a file's own name does not count.
    """
    digest = hashlib.sha256()
    for name, size in recording.parts:
        digest.update(f"{_label(recording, name)}\0{size}\0".encode())
        digest.update(next(iter(reader.chunks(name)), b""))
    return digest.hexdigest()


def content(reader: Reader, recording: Recording) -> str:
    """SHA-256 of a file; of a folder, of its files' names and digests."""
    digests = {name: _sha256(reader, name) for name, _ in recording.parts}
    if not recording.is_folder:
        return digests[recording.name]
    listing = "".join(f"{_label(recording, name)}\0{digest}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(listing.encode()).hexdigest()


def _sha256(reader: Reader, name: str) -> str:
    digest = hashlib.sha256()
    for chunk in reader.chunks(name):
        digest.update(chunk)
    return digest.hexdigest()


def _label(recording: Recording, part: str) -> str:
    return PurePosixPath(part).name if recording.is_folder else ""
