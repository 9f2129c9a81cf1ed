"""A training's checkpoints in a bucket, so that it goes on after the machine under it is gone.

They are a shelf of their own, `model/<name>.checkpoints`, that holds one version: what the trainer has now.
Older contents are deleted, because a training writes gigabytes of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from soulsgen.bucket import download as fetch
from soulsgen.bucket import upload as send
from soulsgen.bucket.artefact import Artefact, LocalFile, artefact, local_files, stamp_of
from soulsgen.bucket.place import claim, place_for
from soulsgen.bucket.shelf import LATEST, Shelf
from soulsgen.bucket.store import Store
from soulsgen.errors import SoulsgenError

# The trainer writes it last into each checkpoint, and the mark once, before the first.
WHOLE = "trainer_state.json"
MARK = "training.json"
Say = Callable[[str], None]
Stamps = Mapping[str, tuple[int, int, int]]


@dataclass(frozen=True)
class Kept:
    """The checkpoints of the training called `name`: their folder, and their shelf in `store`."""

    store: Store
    name: str
    folder: Path

    @property
    def artefact(self) -> Artefact:
        return artefact("model", f"{self.name}.checkpoints", self.folder)

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.store, self.artefact.kind, self.artefact.name)


def restore(kept: Kept) -> bool:
    """Fetch what the bucket holds into the folder; False when there is none, or the folder is not empty."""
    if (kept.folder.is_dir() and any(kept.folder.iterdir())) or kept.shelf.latest() is None:
        return False
    place = place_for(kept.artefact)
    with claim(place):
        fetch.download(kept.shelf, fetch.plan_download(kept.shelf, LATEST, place), place, _quiet)
    return True


def keep(kept: Kept, every_s: float, ended: Event, say: Say) -> None:
    """Send each new checkpoint until `ended` is set, and then once more if there is one.

    A fault is said and the next round tries again: the training does not wait for the bucket.
    """
    sent: Stamps = {}
    seen: Stamps = {}
    while True:
        last = ended.wait(every_s)
        now = stamps(kept.folder)
        # A checkpoint that changed since the last round is still being written.
        if now and now != sent and (now == seen or last):
            try:
                say(f"{kept.shelf.store.url(kept.shelf.root)}: {push(kept)} is kept")
                sent = now
            except (SoulsgenError, OSError) as error:
                say(f"not kept, will try again: {error}")
        seen = now
        if last:
            return


def stamps(folder: Path) -> Stamps:
    """Every file of a whole checkpoint, by its path in `folder`; nothing before the first checkpoint."""
    try:
        paths = [*folder.glob(f"*/{WHOLE}")]
        files = [file for path in paths for file in path.parent.rglob("*") if file.is_file()]
        if not files or not (folder / MARK).is_file():
            return {}
        return {path.relative_to(folder).as_posix(): stamp_of(path) for path in (folder / MARK, *files)}
    except FileNotFoundError:  # the trainer deletes old ones while we look
        return {}


def push(kept: Kept) -> str:
    """Make the bucket hold what the folder holds now, and only that; returns the newest checkpoint's name."""
    wanted = stamps(kept.folder)
    files: dict[str, LocalFile] = {
        path: file for path, file in local_files(kept.artefact).items() if path in wanted
    }
    plan = send.plan_upload(kept.shelf, files, LATEST)
    send.upload(kept.shelf, plan, _quiet)
    _prune(kept.shelf, plan.manifest.version, {file.entry.sha256 for file in files.values()})
    return max((path.partition("/")[0] for path in files if "/" in path), key=_step)


def drop(kept: Kept) -> None:
    """Delete them from the bucket: the model they led to is there."""
    if kept.shelf.latest() is not None:
        kept.store.remove(f"{kept.shelf.root}/{LATEST}.json")
    _prune(kept.shelf, "", set())


def _prune(shelf: Shelf, version: str, contents: set[str]) -> None:
    """Manifests before the contents they name, so that a version that is there is whole."""
    for other in set(shelf.versions()) - {version}:
        shelf.store.remove(f"{shelf.root}/versions/{other}.json")
    for content in shelf.sizes().keys() - contents:
        shelf.store.remove(f"{shelf.root}/files/{content}")


def _step(name: str) -> int:
    digits = name.rpartition("-")[2]
    return int(digits) if digits.isdigit() else 0


def _quiet(_: int) -> None:
    pass
