"""A recording's files on this disk: where they lie already, or fetched from a bucket for a while."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from soulsgen.bucket.reading import Folder, Reader
from soulsgen.errors import SoulsgenError
from soulsgen.inbox.recording import Recording


@contextmanager
def on_disk(reader: Reader, recording: Recording, folder: Path) -> Iterator[Folder]:
    """Where the recording lies under its own name; `folder` is gone after a block that ends well.

    What is fetched goes there, and stays there when the block is left by an exception or a kill: the
    next run goes on with it. Raises SoulsgenError when the disk has no room.
    """
    if isinstance(reader, Folder):
        yield reader
    else:
        _fetch_all(reader, recording, folder)
        yield Folder(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _fetch_all(reader: Reader, recording: Recording, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    missing = [(name, size) for name, size in recording.parts if not _is_there(folder / name, size)]
    wanted = sum(size for _, size in missing)
    if (free := shutil.disk_usage(folder).free) < wanted:
        raise SoulsgenError(f"{recording.name} needs {wanted} bytes in {folder.parent}; the disk has {free}")
    for name, _ in missing:
        _fetch(reader, name, folder / name)


@contextmanager
def named(place: Folder, recording: Recording, name: str, folder: Path) -> Iterator[tuple[Folder, Recording]]:
    """The recording as `name`, under which it was begun: a transcript names its sources by their files."""
    if recording.name == name:
        yield place, recording
        return
    links = folder / "renamed"
    links.mkdir(parents=True, exist_ok=True)
    (links / name).unlink(missing_ok=True)
    (links / name).symlink_to((place.path / recording.name).resolve())
    yield Folder(links), replace(recording, name=name)


def _is_there(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _fetch(reader: Reader, name: str, path: Path) -> None:
    """The file takes its name when all of it has come."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        for chunk in reader.chunks(name):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
