"""The folder of pulled models, model_store/pulled: one folder a model, known by its record."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.models.catalogue import catalogue, wanted
from soulsgen.models.record import Record, read_record
from soulsgen.project import Project


@dataclass(frozen=True)
class Store:
    """What a name with a dot in front is, is work in progress or a lock."""

    root: Path

    def folder(self, name: str) -> Path:
        return self.root / name

    def parts(self, name: str) -> Path:
        """Where a pull that has not ended keeps its files, by checksum."""
        return self.root / f".{name}.parts"

    def lock(self, name: str) -> Path:
        return self.root / f".{name}.lock"

    def models(self) -> Iterator[tuple[str, Record]]:
        """Every whole model, by name. Raises SoulsgenError for a damaged record."""
        for folder in sorted(self.root.glob("[!.]*")):
            if record := read_record(folder):
                yield folder.name, record

    def unfinished(self) -> list[str]:
        """Models whose pull was stopped."""
        return sorted(path.name[1 : -len(".parts")] for path in self.root.glob(".*.parts"))


def store_of(project: Project) -> Store:
    return Store(project.model_store / "pulled")


def find_model(store: Store | None, word: str) -> Path:
    """The folder that a pulled model's name or a directory's path means, the name first.

    store: None outside a checkout. Raises SoulsgenError that says what to do.
    """
    named = word in catalogue() or "/" in word.strip("/")
    if store and (folder := _pulled(store, word)):
        return folder
    if Path(word).is_dir():
        return Path(word)
    if named:
        raise SoulsgenError(
            f"{word} is neither pulled nor a directory; `soulsgen models pull {word}` pulls it"
        )
    raise SoulsgenError(
        f"{word} is neither a pulled model nor a directory; `soulsgen models list` shows what there is"
    )


def _pulled(store: Store, word: str) -> Path | None:
    try:
        name = wanted(word).name
    except SoulsgenError:
        name = word
    folder = store.folder(name)
    inside = folder.parent == store.root and not name.startswith(".")
    return folder if inside and read_record(folder) else None
