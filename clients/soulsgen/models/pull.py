"""A planned model into the store: fetched by checksum, checked, then all of it at once.

Folder and record appear in one rename: half a model is never taken for a whole one.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.models.catalogue import Wanted
from soulsgen.models.content import digests
from soulsgen.models.hub import Hub, Progress
from soulsgen.models.parts import part_of, source_of
from soulsgen.models.plan import Plan
from soulsgen.models.record import RECORD, Kept, Record
from soulsgen.models.store import Store


def pull(hub: Hub, store: Store, plan: Plan, progress: Progress) -> Record:
    """Do it. Stopped at any point, the store is as it was and the parts that came are used the next time.

    Raises SoulsgenError for a wrong checksum, a full disk or another pull of the same model, and what
    `Hub.look_up` raises.
    """
    with _claimed(store, plan.model), _room_told(store):
        parts = store.parts(plan.model.name)
        parts.mkdir(exist_ok=True)
        for file in plan.missing:
            part = part_of(store, plan.model, file)
            if part.exists() and part.stat().st_size > file.size:
                part.unlink()
            hub.fetch(plan.listing, file, part, progress)
            if not digests(part).fit(file):
                part.unlink()
                raise SoulsgenError(
                    f"{file.path} of {plan.model.repository} did not arrive as the Hub has it (checksum "
                    f"{file.key[:12]}…); it was thrown away: run the same again"
                )
            part.replace(parts / file.key)
        record = _assemble(store, plan)
        shutil.rmtree(parts)
    return record


def _assemble(store: Store, plan: Plan) -> Record:
    from soulscorpus.whole import new_folder

    kept: dict[str, Kept] = {}
    with new_folder(store.folder(plan.model.name)) as new:
        for file in plan.files:
            source = source_of(store, plan.model, file)
            if source is None:
                raise SoulsgenError(
                    f"{file.path} changed on the disk while it was pulled; run the same again"
                )
            target = new / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(source, target)
            kept[file.path] = Kept(file.size, file.sha256 or digests(target).sha256)
        record = Record(
            repository=plan.model.repository,
            revision=plan.revision,
            commit=plan.listing.commit,
            licence=plan.listing.licence,
            date=datetime.now(UTC).date().isoformat(),
            files=kept,
        )
        (new / RECORD).write_text(record.text(), "utf-8")
    return record


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)


@contextmanager
def _claimed(store: Store, model: Wanted) -> Iterator[None]:
    """One pull of a model at a time; the lock goes with the process that holds it."""
    store.root.mkdir(parents=True, exist_ok=True)
    with store.lock(model.name).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SoulsgenError(f"{model.name} is being pulled by another run; wait for it") from error
        yield


@contextmanager
def _room_told(store: Store) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise SoulsgenError(
            f"the disk of {store.root} is full; what came is kept: make room and run the same again"
        ) from error
