"""What a bucket holds: every version of every artefact, or of one."""

from collections.abc import Iterator
from dataclasses import dataclass

from soulsgen.bucket.artefact import KINDS
from soulsgen.bucket.shelf import Shelf
from soulsgen.bucket.store import Store
from soulsgen.errors import SoulsgenError, Unavailable


@dataclass(frozen=True)
class Row:
    """One version; `created` is ISO 8601 in UTC. With a `problem` the numbers are 0."""

    artefact: str
    name: str
    version: str
    latest: bool
    created: str = ""
    files: int = 0
    bytes: int = 0
    problem: str | None = None


def catalogue(store: Store, kind: str | None, name: str | None) -> list[Row]:
    """Rows of one kind and name, or of all; the oldest version of each first, damaged ones before."""
    rows: list[Row] = []
    for shelf in _shelves(store, kind, name):
        rows += sorted(_rows(shelf), key=lambda row: (row.created, row.version))
    return rows


def _shelves(store: Store, kind: str | None, name: str | None) -> Iterator[Shelf]:
    for each in (kind,) if kind else sorted(KINDS):
        for found, size in store.entries(each).items():
            if size is None and name in (None, found):
                yield Shelf(store, each, found)


def _rows(shelf: Shelf) -> Iterator[Row]:
    try:
        latest = shelf.latest()
    except Unavailable:
        raise
    except SoulsgenError as error:
        latest = None
        yield Row(shelf.kind, shelf.name, "latest", latest=True, problem=str(error))
    for version in shelf.versions():
        yield _row(shelf, version, version == latest)


def _row(shelf: Shelf, version: str, latest: bool) -> Row:
    try:
        manifest = shelf.find(version)
    except Unavailable:
        raise
    except SoulsgenError as error:
        return Row(shelf.kind, shelf.name, version, latest, problem=str(error))
    if manifest is None:
        return Row(shelf.kind, shelf.name, version, latest, problem="was deleted just now")
    return Row(
        shelf.kind,
        shelf.name,
        version,
        latest,
        created=manifest.created,
        files=len(manifest.files),
        bytes=manifest.size,
    )
