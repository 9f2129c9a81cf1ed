"""An artefact into a bucket: contents that are not there yet, then the manifest, then the pointer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from soulsgen.bucket.artefact import LocalFile, check_name
from soulsgen.bucket.manifest import Entry, Manifest, content_digest
from soulsgen.bucket.shelf import LATEST, Shelf
from soulsgen.bucket.store import Progress
from soulsgen.errors import Refused, SoulsgenError

DIGITS = 12  # of the content digest that name a version


@dataclass(frozen=True)
class Upload:
    """What is left to do: `files` to send, each content once, and which of the last two objects to write."""

    manifest: Manifest
    files: tuple[LocalFile, ...]
    add: bool
    point: bool

    @property
    def size(self) -> int:
        return sum(file.entry.size for file in self.files)


def plan_upload(
    shelf: Shelf, files: Mapping[str, LocalFile], version: str, point: bool = True, force: bool = False
) -> Upload:
    """Compare `files` with what the bucket holds; `latest` as version takes its name from the content.

    `force` takes nothing there for granted: every file is sent and the manifest is replaced.
    Raises Refused when `version` is there with other files.
    """
    entries = {path: file.entry for path, file in files.items()}
    version = content_digest(entries)[:DIGITS] if version == LATEST else version
    check_name("--version", version)
    there = None if force else shelf.find(version)
    if there and there.files != entries:
        raise Refused(
            f"{shelf.store.url(shelf.root)} has a version {version!r} with other files; "
            "choose another --version, or --force to replace it"
        )
    created = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = there or Manifest(shelf.kind, shelf.name, version, created, entries)
    held = {} if force else shelf.sizes()
    move = point and (force or shelf.latest() != version)
    return Upload(manifest, _missing(files, held), add=there is None, point=move)


def _missing(files: Mapping[str, LocalFile], held: Mapping[str, int | None]) -> tuple[LocalFile, ...]:
    """One file for each content that is not there at its full size."""
    by_content: dict[Entry, LocalFile] = {}
    for file in files.values():
        if held.get(file.entry.sha256) != file.entry.size:
            by_content.setdefault(file.entry, file)
    return tuple(by_content.values())


def upload(shelf: Shelf, plan: Upload, progress: Progress) -> None:
    """Do what is left. Stopped at any point, it leaves `latest` and every version whole."""
    for file in plan.files:
        _send(shelf, file, progress)
    if plan.add:
        shelf.add(plan.manifest)
    if plan.point:
        shelf.point(plan.manifest.version)


def _send(shelf: Shelf, file: LocalFile, progress: Progress) -> None:
    name = shelf.file(file.entry)
    if file.unchanged():
        shelf.store.send(name, file.path, progress)
        if file.unchanged():
            return
        # The object's name promises other bytes: a later upload would take it for what it is not.
        shelf.store.remove(name)
    raise SoulsgenError(f"{file.path} changed while it was being sent; upload again when it is finished")
