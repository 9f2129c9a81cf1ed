"""Source files: their bytes, names and checksums, before anyone knows what is in them."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from soulscorpus.errors import CorpusError

# A parsed file takes several times its size in memory; one table of a game is a few MiB.
MAX_FILE_BYTES = 64 * 1024**2


@dataclass(frozen=True)
class SourceFile:
    """One file. `path` is for error messages; `name`, relative to the source folder, for records."""

    path: Path
    name: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def load_source(path: Path, root: Path, max_bytes: int = MAX_FILE_BYTES) -> SourceFile:
    """The file at `path` under the folder `root`; raises CorpusError when it exceeds `max_bytes`."""
    with path.open("rb") as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise CorpusError(f"{path} is larger than {max_bytes} bytes; no text table of a game is")
    return SourceFile(path, path.relative_to(root).as_posix(), data)
