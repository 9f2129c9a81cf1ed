"""The corpus on disk: the whole folder, or what stood there before."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from soulscorpus.errors import CorpusError
from soulscorpus.manifest import NAME, read_manifest


def check_target(out: Path, source: Path) -> None:
    """Raise CorpusError unless `out` is free, empty, or a corpus of ours and nothing else."""
    if source.resolve().is_relative_to(out.resolve()):
        raise CorpusError(f"{out} holds the source folder {source}; name another folder for the corpus")
    if not out.exists():
        return
    if not out.is_dir():
        raise CorpusError(f"{out} is a file; name a folder for the corpus")
    present = {path.name for path in out.iterdir()}
    manifest = read_manifest(out)
    if present and manifest is None:
        raise CorpusError(f"{out} is not empty and holds no {NAME} of a corpus; name another folder")
    if strangers := present - {NAME, *(manifest or {}).get("outputs", ())}:
        names = ", ".join(sorted(strangers))
        raise CorpusError(f"{out} also holds {names}; move it away or name another folder")


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
        for path in new.iterdir():
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
