"""Folders of our own on disk: written whole or not at all, known by their kind, told by digests."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """An empty folder to fill: it takes the place of `out` when the block ends well, else `out` stays.

    Two renames swap an earlier folder: a process killed between them leaves it beside `out`, complete.
    """
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    workspace = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    new, old = workspace / "new", workspace / "old"
    try:
        new.mkdir()
        yield new
        for path in new.rglob("*"):
            if path.is_file():
                _sync(path)
        if out.exists():
            out.rename(old)
        new.rename(out)
    finally:
        if old.exists() and not out.exists():
            old.rename(out)
        shutil.rmtree(workspace)


def _sync(path: Path) -> None:
    """Have what was written to `path` on the disk before anything points to it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def digest(path: Path) -> str:
    """SHA-256 of the file at `path`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json_of(path: Path, kind: str) -> dict[str, Any] | None:
    """The JSON object at `path` whose "kind" is `kind`; None when there is none or it is of another kind."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and content.get("kind") == kind else None
