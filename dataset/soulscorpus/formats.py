"""Which file is read by what. A new format is one reader and one row here."""

from collections.abc import Callable, Iterator
from pathlib import Path

from soulscorpus import fmgxml
from soulscorpus.entries import Entry
from soulscorpus.errors import CorpusError
from soulscorpus.sources import SourceFile

READERS: dict[str, Callable[[SourceFile], Iterator[Entry]]] = {
    fmgxml.SUFFIX: fmgxml.read_fmgxml,
}


def find_sources(root: Path) -> list[Path]:
    """Every readable file under the folder `root`, sorted by its name relative to it.

    Raises CorpusError when there is none.
    """
    if not root.is_dir():
        raise CorpusError(f"{root} is not a folder")
    found = [path for path in root.rglob("*") if path.name.endswith(tuple(READERS)) and path.is_file()]
    if not found:
        raise CorpusError(
            f"{root} holds no {' or '.join(READERS)} file, at no depth; expected a game's text tables as "
            "Yabber or WitchyBND unpack them, such as item/WeaponName.fmg.xml"
        )
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def read_entries(file: SourceFile) -> Iterator[Entry]:
    """The entries of `file`, by the reader of its suffix."""
    reader = next(reader for suffix, reader in READERS.items() if file.name.endswith(suffix))
    return reader(file)
