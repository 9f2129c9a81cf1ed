"""What was pulled, written beside it: the record that makes a folder a whole model."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.models.content import digests

# No .json: what prepares an archive copies those, and a date would make every archive differ.
RECORD = "pulled.record"
_KIND = "soulsgen pulled model"


@dataclass(frozen=True)
class Kept:
    """A file of the model: bytes and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Record:
    """Where a folder's files come from; revision was asked for, commit is what it stood for on `date`."""

    repository: str
    revision: str
    commit: str
    licence: str | None
    date: str
    files: Mapping[str, Kept]

    @property
    def size(self) -> int:
        return sum(kept.size for kept in self.files.values())

    def text(self) -> str:
        return json.dumps({"kind": _KIND, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"


def read_record(folder: Path) -> Record | None:
    """The record of a pulled model; None for any other folder. Raises SoulsgenError for a damaged one."""
    path = folder / RECORD
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text("utf-8"))
        del content["kind"]
        files = {name: Kept(**kept) for name, kept in content.pop("files").items()}
        return Record(**content, files=files)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SoulsgenError(
            f"{path} is damaged ({error}); delete the folder and pull the model again"
        ) from error


def damaged(folder: Path, record: Record) -> list[str]:
    """Files of a pulled model that are not what was pulled, or not there; every byte is read."""
    return [
        name
        for name, kept in record.files.items()
        if not (folder / name).is_file()
        or (folder / name).stat().st_size != kept.size
        or digests(folder / name).sha256 != kept.sha256
    ]
