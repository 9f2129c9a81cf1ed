"""Where things are in a SoulsGen checkout; packing and serving need one, the other commands do not."""

import os
from dataclasses import dataclass
from pathlib import Path

from soulsgen.errors import SoulsgenError

MARK = Path("serve-handlers/archives.toml")


@dataclass(frozen=True)
class Project:
    """The folders of one checkout."""

    root: Path

    @property
    def handlers(self) -> Path:
        return self.root / "serve-handlers"

    @property
    def model_store(self) -> Path:
        return self.root / "model_store"

    @property
    def config(self) -> Path:
        return self.root / "config.properties"

    @property
    def build(self) -> Path:
        return self.root / "build"


def from_here(path: Path) -> Path:
    """`path` as one would type it in the current folder."""
    return Path(os.path.relpath(path))


def find_project(start: Path | None = None) -> Project:
    """The checkout that holds `start` (default: the current folder). Raises SoulsgenError."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / MARK).is_file():
            return Project(folder)
    raise SoulsgenError(f"{start} is not inside a SoulsGen checkout (no {MARK} there or above)")
