"""Where a file's content is on this disk: whole, or as far as it came.

Parts are named by the checksum of what they become, so that a stopped pull goes on with any commit that has
the same content.
"""

from pathlib import Path

from soulsgen.models.catalogue import Wanted
from soulsgen.models.content import HubFile, digests
from soulsgen.models.store import Store


def source_of(store: Store, model: Wanted, file: HubFile) -> Path | None:
    """Where the content of `file` is on this disk, whole: a checked part, or the model as pulled before."""
    whole = store.parts(model.name) / file.key
    if whole.is_file():
        return whole
    before = store.folder(model.name) / file.path
    if before.is_file() and before.stat().st_size == file.size and digests(before).fit(file):
        return before
    return None


def part_of(store: Store, model: Wanted, file: HubFile) -> Path:
    return store.parts(model.name) / f"{file.key}.part"
