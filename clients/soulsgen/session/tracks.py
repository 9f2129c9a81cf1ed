"""What is to be transcribed: files, folders and Craig zips as tracks on one clock.

Files named `<n>-<user>.<ending>` are one speaker each, recorded together. Others follow one another.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.session.craig import TRACK, open_track, read_info, track_names
from soulsgen.session.roster import Roster, person_of
from soulsgen.session.sound import SAMPLE_RATE_HZ, SUFFIXES, Source, blocks, duration

_HASHED_BYTES = 1 << 20


@dataclass(frozen=True)
class Track:
    """One recording. name: of its file. offset_s: where it begins on the session's clock.

    member: its name in the zip at `path`. length_s: as far as the file says.
    """

    name: str
    path: Path
    speaker: str | None
    offset_s: float = 0.0
    length_s: float | None = None
    member: str = ""

    @contextmanager
    def opened(self) -> Iterator[Source]:
        if not self.member:
            yield self.path
            return
        with open_track(self.path, self.member) as file:
            yield file


@dataclass(frozen=True)
class Sources:
    """All tracks; when the recording began, if it says; `(seconds, text)` of its notes."""

    tracks: tuple[Track, ...]
    started: datetime | None = None
    notes: tuple[tuple[float, str], ...] = ()


def find_tracks(sources: Sequence[Path], roster: Roster, same_clock: bool = False) -> Sources:
    """Raises SoulsgenError for a source that is no recording, or two of one name.

    same_clock: files that are not named like a speaker's tracks were recorded together too.
    """
    found: list[Track] = []
    started: datetime | None = None
    notes: list[tuple[float, str]] = []
    for path in _files(sources):
        if path.suffix.lower() == ".zip":
            info = read_info(path)
            started = started or info.started
            notes += info.notes
            found += [_member(path, name, roster) for name in track_names(path)]
        else:
            found.append(_file(path, roster))
    _distinct(found)
    return Sources(tuple(_placed(found, same_clock)), started, tuple(notes))


def _files(sources: Sequence[Path]) -> Iterator[Path]:
    for source in sources:
        if not source.is_dir():
            yield source
            continue
        inside = [path for path in source.iterdir() if path.suffix.lower() in (*SUFFIXES, ".zip")]
        if not inside:
            raise SoulsgenError(
                f"{source} holds no recording (looked for {', '.join(sorted(SUFFIXES))}, .zip)"
            )
        yield from sorted(inside, key=_natural)


def _natural(path: Path) -> list[tuple[int, str]]:
    """2-kim before 10-lee."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", path.name)]


def _file(path: Path, roster: Roster) -> Track:
    return Track(path.name, path, _speaker(path.name, roster), length_s=duration(path, str(path)))


def _member(path: Path, member: str, roster: Roster) -> Track:
    name = Path(member).name
    with open_track(path, member) as file:
        length = duration(file, f"{path}: {member}")
    return Track(name, path, _speaker(name, roster), length_s=length, member=member)


def _speaker(name: str, roster: Roster) -> str | None:
    """By the roster; else a Craig track's user. Nobody knows who speaks on a track of all."""
    track = Path(name).stem
    if person := person_of(roster, track):
        return person.label(track)
    match = TRACK.fullmatch(name)
    return match[2] if match else None


def _distinct(tracks: Sequence[Track]) -> None:
    seen: dict[str, Track] = {}
    for track in tracks:
        if before := seen.get(track.name):
            raise SoulsgenError(
                f"{before.path} and {track.path} both hold {track.name}; "
                "a transcript names its sources by their files: rename one"
            )
        seen[track.name] = track


def _placed(tracks: Sequence[Track], same_clock: bool) -> Iterator[Track]:
    """With their offsets: each file after the one before, speakers' tracks at nought."""
    begun = 0.0
    for track in tracks:
        if same_clock or TRACK.fullmatch(track.name):
            yield track
            continue
        yield Track(track.name, track.path, track.speaker, begun, track.length_s, track.member)
        begun += track.length_s if track.length_s is not None else _counted(track)


def _counted(track: Track) -> float:
    """The length of a file that does not say it, by decoding all of it."""
    with track.opened() as source:
        return sum(len(block) for block in blocks(source, track.name)) / SAMPLE_RATE_HZ


def fingerprint(path: Path) -> list[object]:
    """Name, size and a checksum of the first megabyte: enough to tell two recordings apart."""
    with path.open("rb") as file:
        head = hashlib.sha256(file.read(_HASHED_BYTES)).hexdigest()[:16]
    return [path.name, path.stat().st_size, head]
