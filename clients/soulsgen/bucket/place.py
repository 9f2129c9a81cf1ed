"""Where a download goes: the artefact's path, replaced whole, and a hidden workspace beside it.

    <parent>/.<name>.download/fetched/<sha256>   contents fetched and checked: a killed download goes on
    <parent>/.<name>.download/new, old           the two sides of the swap

The workspace is gone after a download that went well.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from soulsgen.bucket.artefact import Artefact, LocalFile, entry_of, local_files
from soulsgen.bucket.manifest import Entry
from soulsgen.errors import SoulsgenError


@dataclass(frozen=True)
class Place:
    """`artefact.path` is absolute and no link."""

    artefact: Artefact

    @property
    def path(self) -> Path:
        return self.artefact.path

    @property
    def workspace(self) -> Path:
        return self.path.parent / f".{self.path.name}.download"

    @property
    def contents(self) -> Path:
        return self.workspace / "fetched"

    def present(self, lenient: bool = False) -> Mapping[str, LocalFile]:
        """What is at the path, by path in the artefact; `lenient` where some of it is no plain file."""
        folder = self.path.is_dir()
        if not self.path.exists() or (folder and not any(self.path.iterdir())):
            return {}
        try:
            return local_files(self.artefact)
        except SoulsgenError:
            # What cannot be sent can still be replaced, as long as it is a folder where one is wanted.
            if lenient and folder and not self.artefact.file:
                return {}
            raise

    def fetched(self, files: Mapping[str, Entry]) -> dict[str, Path]:
        """Those contents of `files` that an earlier download has brought, by SHA-256."""
        paths = {entry: self.contents / entry.sha256 for entry in files.values()}
        return {
            entry.sha256: path for entry, path in paths.items() if path.is_file() and entry_of(path) == entry
        }


def place_for(artefact: Artefact) -> Place:
    """The place of `artefact`; a link is followed, so that what it points at is replaced.

    Raises SoulsgenError for a mount point, which no rename can replace.
    """
    path = artefact.path.resolve()
    if path.is_mount():
        raise SoulsgenError(f"{path} is a mounted volume; name a folder in it with --path")
    return Place(replace(artefact, path=path))


@contextmanager
def claim(place: Place) -> Iterator[None]:
    """Hold the place for one download, and put back what one killed within the swap had moved away.

    Raises SoulsgenError while another download holds it.
    """
    place.workspace.mkdir(parents=True, exist_ok=True)
    handle = os.open(place.workspace, os.O_RDONLY)
    try:
        _lock(handle, place)
        _tidy(place)
        try:
            yield
            shutil.rmtree(place.contents, ignore_errors=True)
        finally:
            _tidy(place)
            # What was fetched stays for the next download; an empty workspace goes.
            with suppress(OSError):
                place.workspace.rmdir()
    finally:
        os.close(handle)


def _lock(handle: int, place: Place) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The holder before us may just have deleted the folder that we opened.
        held = os.path.samestat(os.fstat(handle), place.workspace.stat())
    except (BlockingIOError, FileNotFoundError):
        held = False
    if not held:
        raise SoulsgenError(f"another download to {place.path} is under way; wait for it")


def _tidy(place: Place) -> None:
    """Undo or finish a swap that was cut short."""
    new, old = place.workspace / "new", place.workspace / "old"
    if old.exists() and not place.path.exists():
        old.rename(place.path)
    shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def swap(place: Place, files: Mapping[str, Entry], sources: Mapping[str, Path]) -> None:
    """Make the place exactly `files`, with contents from `sources` (by SHA-256), or leave it as it was.

    A file is swapped by one rename, a folder by two: killed between them, the next download puts it back.
    """
    new, old = place.workspace / "new", place.workspace / "old"
    for path, entry in files.items():
        _lay(sources[entry.sha256], new / path)
    if place.artefact.file:
        (new / place.artefact.file).replace(place.path)
        return
    if place.path.exists():
        place.path.rename(old)
    new.rename(place.path)


def _lay(source: Path, target: Path) -> None:
    """Give `target` the content of `source` without reading it, where the file system can."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        shutil.copyfile(source, target)
        return
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
