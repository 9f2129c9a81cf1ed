"""What a pull will do, known before the first byte of a weight comes."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from soulsgen.errors import Refused, SoulsgenError
from soulsgen.models.catalogue import Wanted
from soulsgen.models.content import HubFile
from soulsgen.models.hub import Hub, Listing
from soulsgen.models.parts import part_of, source_of
from soulsgen.models.selection import INDEX, select
from soulsgen.models.size import size_in_words
from soulsgen.models.store import Store

NEWEST = "main"
_CHECKSUM = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True)
class Plan:
    """What a pull will do: `files` make the model, those of `missing` have to come; have: bytes in parts."""

    model: Wanted
    revision: str
    listing: Listing
    files: tuple[HubFile, ...]
    missing: tuple[HubFile, ...]
    have: int

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def left(self) -> int:
        """Bytes still to come."""
        return sum(file.size for file in self.missing) - self.have


def plan_pull(hub: Hub, store: Store, model: Wanted, revision: str) -> Plan:
    """Ask the Hub what `revision` holds. Raises Refused for a repository that is no model to load safely."""
    listing = hub.look_up(model.repository, revision)
    by_path = {file.path: file for file in listing.files}
    index = hub.read_object(listing, INDEX) if INDEX in by_path else None
    try:
        names = select(by_path.keys(), index)
    except Refused as refused:
        raise Refused(f"{model.repository} is refused: {refused}") from refused
    files = tuple(by_path[name] for name in names)
    if unsigned := [file.path for file in files if not _CHECKSUM.fullmatch(file.key)]:
        raise Refused(f"{hub.endpoint} names no checksum for {unsigned[0]} of {model.repository}")
    missing = {file.key: file for file in files if source_of(store, model, file) is None}
    have = sum(_come(part_of(store, model, file), file.size) for file in missing.values())
    return Plan(model, revision, listing, files, tuple(missing.values()), have)


def _come(part: Path, size: int) -> int:
    """Bytes of a part that will be gone on from."""
    have = part.stat().st_size if part.is_file() else 0
    return have if have <= size else 0


def check_room(plan: Plan, store: Store, max_bytes: float) -> None:
    """Raises SoulsgenError when the model is larger than wished, or than the disk's room."""
    if plan.size > max_bytes:
        raise SoulsgenError(
            f"{plan.model.repository} is {size_in_words(plan.size)}, more than --max-size "
            f"{max_bytes / 1e9:g} (GB); raise it if you mean it"
        )
    store.root.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(store.root).free
    if plan.left > free:
        raise SoulsgenError(
            f"{plan.model.repository} needs {size_in_words(plan.left)} more and the disk of {store.root} has "
            f"{size_in_words(free)} free; make room, nothing was changed"
        )
