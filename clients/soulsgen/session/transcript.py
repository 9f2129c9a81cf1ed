"""transcript.jsonl: one line of talk a line, only ever appended to.

The lines of a chunk of audio go out in one write and are synced to the disk before the next; each says how
many its chunk has. So whatever moment a run is killed at, the next one sees which chunk is not whole, cuts it
off and asks for it again: nothing is lost and nothing stands twice.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from soulsgen.errors import SoulsgenError

NAME = "transcript.jsonl"


@dataclass(frozen=True)
class Line:
    """What someone said. Times are seconds from the start of the session.

    words: {"start", "end", "word", "probability"}, as heard. confidence: 0-1, of the whole line.
    corrections: {"heard", "written"} of the glossary. chunk: seconds in the source at which the chunk began;
    of: how many lines the chunk has, 0 where lines do not come in chunks.
    """

    at: float
    to: float
    speaker: str | None
    text: str
    source: str
    words: tuple[dict[str, Any], ...] = ()
    confidence: float | None = None
    corrections: tuple[dict[str, str], ...] = ()
    chunk: float | None = None
    of: int = 0


_KNOWN = {item.name for item in fields(Line)}


class Transcript:
    """An open transcript; only one process may hold it (see `folder.py`)."""

    def __init__(self, path: Path) -> None:
        """What a killed run left half done is cut off. Raises SoulsgenError for a damaged file."""
        self.path = path
        self._repair()
        self.lines = read_lines(path)
        self.file = path.open("ab", buffering=0)

    def close(self) -> None:
        self.file.close()

    def append(self, lines: Sequence[Line]) -> None:
        """On the disk when this returns."""
        content = b"".join(encoded(line) for line in lines)
        while content:
            content = content[self.file.write(content) :]
        os.fsync(self.file.fileno())
        self.lines.extend(lines)

    def chunks(self) -> set[tuple[str, float]]:
        """Source and start of every chunk that is there."""
        return {(line.source, line.chunk) for line in self.lines if line.chunk is not None}

    def _repair(self) -> None:
        content = self.path.read_bytes() if self.path.is_file() else b""
        whole = content[: content.rfind(b"\n") + 1]
        lines = parse(whole, self.path)
        torn = _torn(lines)
        if torn:
            kept = whole.splitlines(keepends=True)[: len(lines) - torn]
            whole = b"".join(kept)
        if whole != content:
            with self.path.open("r+b") as file:
                file.truncate(len(whole))
                os.fsync(file.fileno())


def _torn(lines: Sequence[Line]) -> int:
    """How many lines at the end belong to a chunk that is not whole."""
    if not lines or not lines[-1].of:
        return 0
    last = lines[-1]
    count = 0
    for line in reversed(lines):
        if (line.source, line.chunk) != (last.source, last.chunk):
            break
        count += 1
    return count if count < last.of else 0


def read_lines(path: Path) -> list[Line]:
    """All lines; none of a file that is not there. Raises SoulsgenError with path and line."""
    return parse(path.read_bytes(), path) if path.is_file() else []


def parse(content: bytes, path: Path) -> list[Line]:
    lines = content.decode("utf-8", errors="replace").split("\n")
    return [_line(line, path, number) for number, line in enumerate(lines, 1) if line.strip()]


def _line(written: str, path: Path, number: int) -> Line:
    try:
        return _of_table(json.loads(written))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SoulsgenError(f"{path}:{number}: not a line of a transcript ({error!r})") from error


def _of_table(table: dict[str, Any]) -> Line:
    known = {name: value for name, value in table.items() if name in _KNOWN}
    known |= {"at": float(table["at"]), "to": float(table["to"]), "text": str(table["text"])}
    known["words"] = tuple(table.get("words") or ())
    known["corrections"] = tuple(table.get("corrections") or ())
    known.setdefault("speaker", None)
    known.setdefault("source", "")
    return Line(**known)


def encoded(line: Line) -> bytes:
    """A line of the file; what is not set is left out."""
    table = asdict(line)
    for name in ("confidence", "corrections", "chunk", "of"):
        if not table[name] and table[name] != 0.0:
            del table[name]
    if not line.of:
        table.pop("of", None)
    return json.dumps(table, ensure_ascii=False).encode() + b"\n"


def in_order(lines: Iterable[Line]) -> list[Line]:
    """By time; a blank line is none."""
    return sorted((line for line in lines if line.text.strip()), key=lambda line: (line.at, line.to))
