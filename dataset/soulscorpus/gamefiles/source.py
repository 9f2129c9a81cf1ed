"""The text tables of a file, whatever it is and however deep they lie in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.binder import read_binder
from soulscorpus.gamefiles.dcx import decompress
from soulscorpus.gamefiles.fmg import read_fmg
from soulscorpus.gamefiles.fmgxml import read_fmgxml
from soulscorpus.gamefiles.kinds import HEAD_BYTES, Kind, kind_of
from soulscorpus.gamefiles.limits import LEAST_COST, MAX_BYTES, MAX_DEPTH
from soulscorpus.gamefiles.names import distinct, safe_name
from soulscorpus.gamefiles.table import Table

__all__ = ["FoundTable", "Kind", "Skipped", "kind_of", "tables_in", "walk"]

CLAIMS = (".fmg", ".fmg.xml", ".msgbnd", ".dcx")
"""A file so named that is none of our kinds is damaged, not merely something else."""


@dataclass(frozen=True)
class FoundTable:
    """`source` is the file's name and the way inside it, such as `item.msgbnd.dcx/WeaponName.fmg`."""

    table: Table
    source: str


@dataclass(frozen=True)
class Skipped:
    """A file that gave no table; `fault` tells a damaged one from one of another kind."""

    source: str
    reason: str
    fault: bool


@dataclass
class Budget:
    """How many bytes may still be unpacked from one source."""

    left: int

    def spend(self, size: int) -> None:
        self.left = max(0, self.left - max(size, LEAST_COST))


@dataclass(frozen=True)
class Item:
    """A file in hand.

    `where` is its place for error messages, `claim` what it is called, `depth` the containers around it.
    """

    data: bytes
    source: str
    where: str
    claim: str
    depth: int = 0

    def inner(self, name: str, data: bytes) -> "Item":
        return Item(data, f"{self.source}/{name}", f"{self.where}/{name}", name.lower(), self.depth + 1)

    def unpacked(self, data: bytes) -> "Item":
        """The content of a wrapper, which goes by the wrapper's name."""
        return Item(data, self.source, self.where, self.claim.removesuffix(".dcx"), self.depth + 1)


def tables_in(path: Path, max_bytes: int = MAX_BYTES) -> Iterator[FoundTable]:
    """Every text table of the file at `path`, in its order; a file of another kind gives none.

    Raises CorpusError for the first fault in it or in a file inside it, and for more than `max_bytes` on disk
    or unpacked.
    """
    for item in walk(path, max_bytes):
        if isinstance(item, FoundTable):
            yield item
        elif item.fault:
            raise CorpusError(item.reason)


def walk(path: Path, max_bytes: int = MAX_BYTES) -> Iterator[FoundTable | Skipped]:
    """Like `tables_in`, but a fault is given as Skipped and does not end the other files."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        whole = head if kind_of(head) is None else head + file.read(max(0, max_bytes + 1 - len(head)))
    item = Item(whole, path.name, str(path), path.name.lower())
    if len(whole) > max_bytes:
        yield Skipped(item.source, f"{item.where}: byte 0x0: larger than {max_bytes} bytes", fault=True)
    else:
        yield from _walk(item, Budget(max_bytes))


def _walk(item: Item, budget: Budget) -> Iterator[FoundTable | Skipped]:
    """The tables of one file; what is wrong with it, but not with files inside it, is given as Skipped."""
    kind = kind_of(item.data)
    try:
        if kind is None:
            yield _other(item)
        elif kind == "fmg":
            yield FoundTable(read_fmg(item.data, item.where), item.source)
        elif kind == "fmgxml":
            yield FoundTable(read_fmgxml(item.data, item.where), item.source)
        elif item.depth >= MAX_DEPTH:
            yield _too_deep(item)
        elif kind == "dcx":
            content = decompress(item.data, item.where, budget.left)
            budget.spend(len(content))
            yield from _walk(item.unpacked(content), budget)
        else:
            yield from _walk_binder(item, budget)
    except CorpusError as error:
        yield Skipped(item.source, str(error), fault=True)


def _walk_binder(item: Item, budget: Budget) -> Iterator[FoundTable | Skipped]:
    files = list(read_binder(item.data, item.where, budget.left))
    budget.spend(sum(len(file.data) for file in files) - len(item.data))  # more only where some were packed
    names = distinct(safe_name(file.name, file.id) for file in files)
    for name, file in zip(names, files, strict=True):
        yield from _walk(item.inner(name, file.data), budget)


def _too_deep(item: Item) -> Skipped:
    reason = f"more than {MAX_DEPTH} containers inside each other"
    return Skipped(item.source, f"{item.where}: byte 0x0: {reason}", fault=True)


def _other(item: Item) -> Skipped:
    if item.claim.endswith(CLAIMS):
        start = f"it begins with {item.data[:4].hex(' ')}" if item.data else "it is empty"
        reason = f"named like a game's text, but neither FMG, .fmg.xml, BND3, BND4 nor DCX: {start}"
        return Skipped(item.source, f"{item.where}: byte 0x0: {reason}", fault=True)
    return Skipped(item.source, f"{item.where}: holds no text table", fault=False)
