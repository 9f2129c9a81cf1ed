"""What an archive was packed from, noted when `soulsgen models use` packs it (build/packed/NAME.json)."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from soulsgen.files import write_text
from soulsgen.project import Project


@dataclass(frozen=True)
class Packed:
    """source: the model's folder; size and modified_ns tell whether it is still that archive."""

    source: str
    repository: str | None
    commit: str | None
    size: int
    modified_ns: int


def note_packed(
    project: Project, archive: str, source: Path, repository: str | None, commit: str | None
) -> None:
    stat = _archive(project, archive).stat()
    packed = Packed(str(source), repository, commit, stat.st_size, stat.st_mtime_ns)
    write_text(_note(project, archive), json.dumps(asdict(packed), indent=2) + "\n")


def read_packed(project: Project, archive: str) -> Packed | None:
    """The note of the archive that is there now; None when it was packed otherwise, or is not there."""
    path, mar = _note(project, archive), _archive(project, archive)
    if not path.is_file() or not mar.is_file():
        return None
    try:
        packed = Packed(**json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError):
        return None
    stat = mar.stat()
    return packed if (packed.size, packed.modified_ns) == (stat.st_size, stat.st_mtime_ns) else None


def _note(project: Project, archive: str) -> Path:
    return project.build / "packed" / f"{archive}.json"


def _archive(project: Project, archive: str) -> Path:
    return project.model_store / f"{archive}.mar"
