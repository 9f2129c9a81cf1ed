"""Files by their content: what the Hub says a file must be, and whether a file on disk is that."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class HubFile:
    """A file of a repository: large ones have the SHA-256 of their bytes, others git's SHA-1 of them."""

    path: str
    size: int
    sha256: str | None
    git_sha1: str | None

    @property
    def key(self) -> str:
        """The checksum that names its content."""
        return self.sha256 or self.git_sha1 or ""


@dataclass(frozen=True)
class Digests:
    """Of the bytes of one file; git's is over `blob <size>` and a zero before them."""

    size: int
    sha256: str
    git_sha1: str

    def fit(self, file: HubFile) -> bool:
        found = self.sha256 if file.sha256 else self.git_sha1
        return self.size == file.size and found == file.key


def digests(path: Path) -> Digests:
    """Both checksums of the file at `path`, in one reading."""
    size = path.stat().st_size
    sha256 = hashlib.sha256()
    git_sha1 = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            sha256.update(chunk)
            git_sha1.update(chunk)
    return Digests(size, sha256.hexdigest(), git_sha1.hexdigest())
