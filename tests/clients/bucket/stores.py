"""Real stores in memory and on disk, filesystems that die in the middle, and artefacts to move."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from soulsgen.bucket.artefact import artefact, local_files
from soulsgen.bucket.download import Download, download, plan_download
from soulsgen.bucket.location import parse_location
from soulsgen.bucket.place import claim, place_for
from soulsgen.bucket.shelf import Shelf
from soulsgen.bucket.store import Store, open_store
from soulsgen.bucket.upload import Upload, plan_upload, upload

STORES = ("memory", "file")
# Larger than the pieces in which either store takes a file: 4 MiB and 1 MiB.
LARGE = bytes(range(256)) * 20480
OLD = {"a.txt": b"ash\n", "sub/b.txt": b"bone\n", "sub/large.bin": LARGE}
NEW = {"a.txt": b"ember\n", "c.txt": b"", "sub/large.bin": LARGE + b"more"}


class Killed(BaseException):
    """The process is gone: nothing catches this, nothing cleans up after it."""


class Mortal:
    """The filesystem `inner` until its `life`th operation; that one and all later ones never happen."""

    def __init__(self, inner: Any, life: int | None = None) -> None:
        self.inner = inner
        self.life = life
        self.operations: list[tuple[str, str]] = []

    def __getattr__(self, operation: str) -> Any:
        method = getattr(self.inner, operation)

        def counted(*args: Any, **kwargs: Any) -> Any:
            if self.life is not None and len(self.operations) >= self.life:
                raise Killed
            self.operations.append((operation, str(args[0])))
            return method(*args, **kwargs)

        return counted


def shelf_in(store: str, tmp_path: Path, kind: str = "corpus") -> Shelf:
    """An empty shelf of a new bucket."""
    url = f"memory://{uuid4().hex}/prefix" if store == "memory" else str(tmp_path / "bucket")
    return Shelf(open_store(parse_location(url)), kind, "souls")


def mortal(shelf: Shelf, life: int | None = None) -> tuple[Shelf, Mortal]:
    """The same shelf seen by a process that dies."""
    fs = Mortal(shelf.store.fs, life)
    return Shelf(Store(fs, shelf.store.location), shelf.kind, shelf.name), fs


def write_tree(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def read_tree(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def send(
    shelf: Shelf,
    folder: Path,
    version: str = "latest",
    point: bool = True,
    force: bool = False,
    moved: list[int] | None = None,
) -> Upload:
    """Upload `folder`; `moved` gets every step of the progress."""
    files = local_files(artefact(shelf.kind, shelf.name, folder))
    plan = plan_upload(shelf, files, version, point, force)
    upload(shelf, plan, (moved if moved is not None else []).append)
    return plan


def fetch(
    shelf: Shelf, path: Path, version: str = "latest", force: bool = False, moved: list[int] | None = None
) -> Download:
    """Download to `path`; `moved` gets every step of the progress."""
    place = place_for(artefact(shelf.kind, shelf.name, path))
    with claim(place):
        plan = plan_download(shelf, version, place, force)
        download(shelf, plan, place, (moved if moved is not None else []).append)
    return plan


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
