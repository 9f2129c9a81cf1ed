"""A version's manifest: every file of it by path, size and SHA-256. What it says of paths is not trusted."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from soulsgen.errors import SoulsgenError

KIND = "soulsgen-artefact"
FORMAT = 1  # a reader refuses what it does not know
LONGEST_NAME = 255  # bytes of one part of a path, what Linux file systems take
MOST_FILES = 100_000
MOST_BYTES = 1 << 40  # of one file
SHA256 = re.compile(r"[0-9a-f]{64}")
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")


@dataclass(frozen=True)
class Entry:
    """One file's content: `size` in bytes, `sha256` in lower-case hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`created` is ISO 8601 in UTC; `files` by path relative to the artefact, `/` between folders."""

    artefact: str
    name: str
    version: str
    created: str
    files: Mapping[str, Entry]

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(entry.size for entry in self.files.values())

    def to_json(self) -> bytes:
        record = {"kind": KIND, "format": FORMAT, "content": content_digest(self.files), **asdict(self)}
        return (json.dumps(record, indent=2, sort_keys=True) + "\n").encode()


def content_digest(files: Mapping[str, Entry]) -> str:
    """SHA-256 over paths and contents: equal for equal artefacts, wherever and whenever they were made."""
    lines = (f"{entry.sha256} {entry.size} {path}\n" for path, entry in sorted(files.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def parse_manifest(data: bytes, where: str) -> Manifest:
    """Raises SoulsgenError that names `where` and what is wrong there."""
    try:
        return _manifest(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise SoulsgenError(f"{where} is no manifest to trust: {error}") from error


def _manifest(record: Any) -> Manifest:
    """Raises ValueError, as all below."""
    if not isinstance(record, dict) or record.get("kind") != KIND:
        raise ValueError(f"its kind is not {KIND}")
    if record.get("format") != FORMAT:
        raise ValueError(f"its format is {record.get('format')!r}, this version reads {FORMAT}")
    artefact, name, version, created = (
        _text(record, key) for key in ("artefact", "name", "version", "created")
    )
    manifest = Manifest(artefact, name, version, created, _files(record.get("files")))
    if record.get("content") != content_digest(manifest.files):
        raise ValueError("its files do not add up to its content digest")
    return manifest


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if isinstance(value, str):
        return value
    raise ValueError(f"{key} is not text")


def _files(value: Any) -> dict[str, Entry]:
    if not isinstance(value, dict) or not value:
        raise ValueError("it names no files")
    check_paths(value)
    return {path: _entry(path, entry) for path, entry in value.items()}


def _entry(path: str, value: Any) -> Entry:
    size, sha256 = (value.get("size"), value.get("sha256")) if isinstance(value, dict) else (None, None)
    if type(size) is not int or not 0 <= size <= MOST_BYTES:
        raise ValueError(f"{path!r} has no size from 0 to {MOST_BYTES} bytes")
    if not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
        raise ValueError(f"{path!r} has no SHA-256")
    return Entry(size, sha256)


def check_paths(paths: Iterable[str]) -> None:
    """Raise ValueError for paths that could land outside a folder, or of which one is a folder of another."""
    files = set(paths)
    if len(files) > MOST_FILES:
        raise ValueError(f"{len(files)} files are more than {MOST_FILES}")
    for path in files:
        parts = path.split("/")
        if not {"", ".", ".."}.isdisjoint(parts) or FORBIDDEN.search(path):
            raise ValueError(f"{path!r} is not a plain relative path")
        if max(len(part.encode("utf-8", "replace")) for part in parts) > LONGEST_NAME:
            raise ValueError(f"{path!r} has a part of more than {LONGEST_NAME} bytes")
        if clash := files & {str(parent) for parent in PurePosixPath(path).parents}:
            raise ValueError(f"{min(clash)!r} is both a file and a folder")
