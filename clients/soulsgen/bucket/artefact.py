"""What is sent and fetched: the kinds of artefact, and one on this machine's disk."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from soulsgen.bucket.manifest import Entry, check_paths
from soulsgen.errors import SoulsgenError

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")


@dataclass(frozen=True)
class Kind:
    """`default` is the path in a checkout; `file` the name of a single file, None for a folder.

    `{name}` in either stands for the artefact's name.
    """

    default: str
    file: str | None
    made_by: str


KINDS = {
    "handler": Kind("model_store/{name}.mar", "{name}.mar", "soulsgen create handler"),
    "corpus": Kind("build/corpus", None, "soulsgen create corpus"),
    "model": Kind("build/{name}", None, "soulsgen train"),
}


@dataclass(frozen=True)
class Artefact:
    """One artefact by kind and name, and where it is or goes on disk."""

    kind: str
    name: str
    path: Path

    @property
    def file(self) -> str | None:
        """Name of the only file, None when the artefact is a folder."""
        pattern = KINDS[self.kind].file
        return pattern and pattern.format(name=self.name)


def artefact(kind: str, name: str, path: Path | None) -> Artefact:
    """Raises SoulsgenError when `name` could not be part of a path."""
    check_name("--name", name)
    return Artefact(kind, name, path or Path(KINDS[kind].default.format(name=name)))


def check_name(what: str, name: str) -> None:
    if not NAME.fullmatch(name):
        raise SoulsgenError(
            f"{what} {name!r}: give 1 to 64 letters, digits or any of . _ + -, a letter or digit first"
        )


@dataclass(frozen=True)
class LocalFile:
    """A file as it was when its digest was taken; `stamp` tells whether it has changed since."""

    path: Path
    entry: Entry
    stamp: tuple[int, int, int]

    def unchanged(self) -> bool:
        return self.path.is_file() and stamp_of(self.path) == self.stamp


def stamp_of(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def local_files(artefact: Artefact) -> Mapping[str, LocalFile]:
    """Files by their path in the artefact. Raises SoulsgenError that names what cannot be sent."""
    path, kind = artefact.path, KINDS[artefact.kind]
    if not path.exists():
        raise SoulsgenError(
            f"{path} does not exist; `{kind.made_by}` makes a {artefact.kind}, --path names another"
        )
    if artefact.file:
        if not path.is_file():
            raise SoulsgenError(f"{path} is not a file; name the archive itself with --path")
        return {artefact.file: _local_file(path)}
    if not path.is_dir():
        raise SoulsgenError(f"{path} is not a folder; name one with --path")
    files = dict(sorted(_below(path)))
    try:
        check_paths(files)
    except ValueError as error:
        raise SoulsgenError(f"{path}: {error}") from error
    if not files:
        raise SoulsgenError(f"{path} holds no files")
    return {name: _local_file(found) for name, found in files.items()}


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        if path.is_symlink() and path.is_dir():
            raise SoulsgenError(f"{path} is a link to a folder; put the folder itself there")
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path
        elif not path.is_dir():
            raise SoulsgenError(f"{path} is neither a file nor a folder")


def _local_file(path: Path) -> LocalFile:
    stamp = stamp_of(path)
    return LocalFile(path, entry_of(path), stamp)


def entry_of(path: Path) -> Entry:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return Entry(file.tell(), sha256)
