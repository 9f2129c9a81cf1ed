"""A Craig recording: a zip of one track a speaker, all on one clock, and an info.txt.

Nothing is unpacked: members are read as streams, so no name in the zip can reach a path. What a zip claims
about its sizes is not believed; reading stops at the limits.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from soulsgen.errors import SoulsgenError

# Craig counts tracks; a longer number is a year.
TRACK = re.compile(r"(\d{1,3})-([^/\\]+)\.(flac|ogg|oga|opus|wav|m4a|aac|mp3)", re.IGNORECASE)
_MOST_TRACKS = 100
_MOST_MEMBERS = 1000
# A day of FLAC at 48 kHz is about 8 GB.
_MOST_BYTES = 16 << 30
_MOST_INFO_BYTES = 1 << 20
# What can be decoded in one go; going back in a zip means to read it again.
_STREAMED = (".flac", ".ogg", ".oga", ".opus")
_NOTE = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:\.\d+)?:?\s+(.*)")


@dataclass(frozen=True)
class Info:
    """What info.txt tells: when the recording began, its tracks and `(seconds, text)` of its notes."""

    started: datetime | None = None
    tracks: tuple[str, ...] = ()
    notes: tuple[tuple[float, str], ...] = field(default_factory=tuple)


def track_names(path: Path) -> list[str]:
    """Members that are tracks, by number. Raises SoulsgenError when `path` is no Craig zip."""
    with _opened(path) as archive:
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS:
            raise SoulsgenError(f"{path} holds {len(members)} files; a Craig recording holds a few")
        matching = {item.filename: TRACK.fullmatch(_name(item)) for item in members if not item.is_dir()}
    found = sorted((int(match[1]), name) for name, match in matching.items() if match)
    if not found:
        raise SoulsgenError(f"{path} holds no track such as 1-name.flac; is it a Craig recording?")
    if len(found) > _MOST_TRACKS:
        raise SoulsgenError(f"{path} holds {len(found)} tracks; at most {_MOST_TRACKS} are read")
    return [name for _, name in found]


def _name(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).name


@contextmanager
def open_track(path: Path, member: str) -> Iterator[BinaryIO]:
    """The bytes of a track, read as a stream."""
    with _opened(path) as archive, archive.open(member) as file:
        kind = _Limited if member.lower().endswith(_STREAMED) else _Seekable
        yield cast(BinaryIO, kind(file, _MOST_BYTES, f"{path}: {member}"))


def read_info(path: Path) -> Info:
    """Nothing of a zip without an info.txt."""
    with _opened(path) as archive:
        named = [item for item in archive.infolist() if _name(item).lower() == "info.txt"]
        if not named:
            return Info()
        with archive.open(named[0]) as file:
            content = file.read(_MOST_INFO_BYTES)
    return parse_info(content.decode("utf-8", errors="replace"))


def parse_info(text: str) -> Info:
    """Lines that say something else are passed over: the format has changed before."""
    started = None
    parts: dict[str, list[str]] = {"tracks": [], "notes": []}
    part = ""
    for line in text.splitlines():
        words = line.strip()
        if not line.startswith(("\t", " ")):
            label, _, value = words.partition(":")
            part = label.lower()
            started = _moment(value.strip()) if part == "start time" else started
        elif words and part in parts:
            parts[part].append(words)
    notes = [note for line in parts["notes"] if (note := _note(line))]
    return Info(started, tuple(parts["tracks"]), tuple(notes))


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.astimezone()


def _note(line: str) -> tuple[float, str] | None:
    match = _NOTE.fullmatch(line)
    if not match:
        return None
    hours, minutes, seconds, text = match.groups()
    return float(int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)), text


class _Limited:
    """A file that is read from its beginning to a limit; without `seek` a decoder goes once through it."""

    def __init__(self, file: IO[bytes], most: int, name: str) -> None:
        self.file = file
        self.left = most
        self.name = name

    def read(self, size: int = -1) -> bytes:
        try:
            block = self.file.read(size)
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise SoulsgenError(f"{self.name} is damaged: {error}") from error
        self.left -= len(block)
        if self.left < 0:
            raise SoulsgenError(f"{self.name} unpacks to more than {_MOST_BYTES >> 30} GB")
        return block


class _Seekable(_Limited):
    """One that goes back too, as containers with their index at the end need."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            if any(item.flag_bits & 1 for item in archive.infolist()):
                raise SoulsgenError(f"{path} is encrypted; unpack it and give the folder")
            yield archive
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise SoulsgenError(f"{path} is not a zip that can be read: {error}") from error
