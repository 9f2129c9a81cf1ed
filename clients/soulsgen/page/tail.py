"""A JSON-lines file that others append to, read as it grows."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

Say = Callable[[str], None]
# Of one reading; what is left comes with the next. An evening's transcript is about 5 MB.
MAX_BYTES = 16 << 20


class Tail:
    """What was appended to `path` since the last look; the file may not be there yet.

    A last line without its line break is half written: it is read when it is whole.
    """

    def __init__(self, path: Path, say: Say) -> None:
        self.path = path
        self._say = say
        self._file: tuple[int, int] | None = None
        self._offset = 0
        self._count = 0

    def read(self) -> tuple[list[dict[str, Any]], bool]:
        """New objects, and whether the file was replaced or cut, so that these are all there are."""
        try:
            with self.path.open("rb") as file:
                about = os.fstat(file.fileno())
                anew = self._changed(about)
                file.seek(self._offset)
                content = file.read(MAX_BYTES)
        except FileNotFoundError:
            gone = self._file is not None
            self._file, self._offset, self._count = None, 0, 0
            return [], gone
        whole = content[: content.rfind(b"\n") + 1]
        self._offset += len(whole)
        return [each for line in whole.splitlines() if (each := self._object(line)) is not None], anew

    def _changed(self, about: os.stat_result) -> bool:
        """Whether this is another file than before, or a shorter one; both are read from the start."""
        identity = (about.st_dev, about.st_ino)
        anew = self._file is not None and (identity != self._file or about.st_size < self._offset)
        if anew:
            self._offset = self._count = 0
        self._file = identity
        return anew

    def _object(self, line: bytes) -> dict[str, Any] | None:
        """One damaged line must not take the page from the table: it is told and left out."""
        self._count += 1
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            return found
        if line.strip():
            self._say(f"{self.path}:{self._count}: not a JSON object; left out")
        return None
