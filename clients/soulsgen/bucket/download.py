"""An artefact out of a bucket: what is not on disk yet, each byte checked, then all of it at once."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from soulsgen.bucket.artefact import LocalFile
from soulsgen.bucket.manifest import Entry, Manifest
from soulsgen.bucket.place import Place, swap
from soulsgen.bucket.shelf import Shelf
from soulsgen.bucket.store import Progress
from soulsgen.errors import SoulsgenError

NAMED = 3  # files in an error's list


@dataclass(frozen=True)
class Download:
    """What is left to do: `missing` contents by path; `sources` are those on disk, by SHA-256.

    `present` is what stood in the place when this was planned.
    """

    manifest: Manifest
    present: Mapping[str, LocalFile]
    missing: Mapping[str, Entry]
    sources: Mapping[str, Path]
    current: bool

    @property
    def size(self) -> int:
        return sum(entry.size for entry in self.missing.values())


def plan_download(shelf: Shelf, version: str, place: Place, force: bool = False) -> Download:
    """Compare `version`, which may be `latest`, with what is on disk.

    Raises SoulsgenError when a file on disk would be lost, because the bucket does not hold it in any
    version, unless `force`.
    """
    manifest = shelf.get(version)
    if place.artefact.file and set(manifest.files) != {place.artefact.file}:
        raise SoulsgenError(
            f"{shelf.store.url(shelf.root)}, version {manifest.version}, is not {place.artefact.file} alone; "
            "it holds " + _some(manifest.files)
        )
    present = place.present(lenient=force)
    current = {path: file.entry for path, file in present.items()} == manifest.files
    if not current and not force:
        _check_none_lost(shelf, place, present)
    sources = {file.entry.sha256: file.path for file in present.values()} | place.fetched(manifest.files)
    missing = {
        entry.sha256: (path, entry) for path, entry in manifest.files.items() if entry.sha256 not in sources
    }
    return Download(manifest, present, dict(missing.values()), sources, current)


def _check_none_lost(shelf: Shelf, place: Place, present: Mapping[str, LocalFile]) -> None:
    held = shelf.sizes()
    if lost := [path for path, file in present.items() if held.get(file.entry.sha256) != file.entry.size]:
        raise SoulsgenError(
            f"{place.path} holds what no version in the bucket has: {_some(lost)}; upload it first, "
            "move it away, name another --path, or lose it with --force"
        )


def _some(paths: Iterable[str]) -> str:
    ordered = sorted(paths)
    more = f" and {len(ordered) - NAMED} more" if len(ordered) > NAMED else ""
    return ", ".join(ordered[:NAMED]) + more


def download(shelf: Shelf, plan: Download, place: Place, progress: Progress) -> None:
    """Do what is left, in a place that is claimed. Stopped at any point, it leaves the place as it was."""
    if plan.current:
        return
    free = shutil.disk_usage(place.workspace).free
    if free < plan.size:
        raise SoulsgenError(f"{place.path} needs {plan.size} bytes more; the disk has {free}")
    sources = dict(plan.sources)
    for path, entry in plan.missing.items():
        sources[entry.sha256] = _fetch(shelf, path, entry, place.contents, progress)
    if changed := [path for path, file in plan.present.items() if not file.unchanged()]:
        raise SoulsgenError(f"{place.path} has changed during the download: {_some(changed)}; run it again")
    swap(place, plan.manifest.files, sources)


def _fetch(shelf: Shelf, path: str, entry: Entry, folder: Path, progress: Progress) -> Path:
    """The content `entry` as a file in `folder`, which takes its name when every byte was checked."""
    folder.mkdir(exist_ok=True)
    part, whole = folder / f"{entry.sha256}.part", folder / entry.sha256
    name, digest, size = shelf.file(entry), hashlib.sha256(), 0
    with part.open("wb") as file:
        for chunk in shelf.store.chunks(name):
            size += len(chunk)
            if size > entry.size:
                break
            digest.update(chunk)
            file.write(chunk)
            progress(len(chunk))
        file.flush()
        os.fsync(file.fileno())
    if size != entry.size or digest.hexdigest() != entry.sha256:
        part.unlink()
        fault = "its bytes are others" if size == entry.size else _lengths(size, entry.size)
        raise SoulsgenError(
            f"{shelf.store.url(name)} ({path}) is damaged: {fault}; upload it again with --force"
        )
    return part.replace(whole)


def _lengths(size: int, promised: int) -> str:
    has = "more" if size > promised else f"{size}"
    return f"the manifest promises {promised} bytes, it has {has}"
