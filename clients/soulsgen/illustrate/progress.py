"""How far each source was heard, on the disk: where a resumed recording goes on.

A phrase leaves the backlog after this says so. What lies before it is therefore in the transcript, silent or
still in the backlog, at whatever moment a run is killed.
"""

import json
import threading
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text

PROGRESS = "progress.json"


class Progress:
    """progress.json of one session: milliseconds of the session by source."""

    def __init__(self, folder: Path) -> None:
        """Raises SoulsgenError for a damaged file."""
        self._path = folder / PROGRESS
        self._lock = threading.Lock()
        try:
            found = json.loads(self._path.read_bytes()) if self._path.is_file() else {}
            self._reached = {str(name): int(value) for name, value in found.items()}
        except (ValueError, AttributeError, TypeError) as error:
            raise SoulsgenError(f"{self._path} is damaged ({error!r})") from error

    def of(self, source: str) -> float:
        """Seconds."""
        return self._reached.get(source, 0) / 1000

    def reach(self, source: str, milliseconds: int) -> None:
        """On the disk when this returns; never goes back. Raises OSError."""
        with self._lock:
            if milliseconds <= self._reached.get(source, -1):
                return
            reached = self._reached | {source: milliseconds}
            write_text(self._path, json.dumps(reached) + "\n")
            self._reached = reached
