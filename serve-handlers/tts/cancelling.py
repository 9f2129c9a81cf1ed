"""A word between the workers of one model: which utterances are spoken, and which are to stop.

TorchServe hands a call that cancels to any worker that is free, seldom to the one that speaks. Its workers
share the folder their archive was unpacked into; marks there are empty files, asked for in microseconds.
A mark for an utterance that has not begun yet stops it when it does.
"""

import hashlib
import time
from pathlib import Path

# After that a mark is of an utterance that was over, or whose worker died.
_STALE_S = 300


class Marks:
    """On utterances, by their ids."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def begin(self, utterance: str) -> None:
        self._mark(utterance, "speaking").touch()

    def end(self, utterance: str) -> None:
        for kind in ("speaking", "cancelled"):
            self._mark(utterance, kind).unlink(missing_ok=True)

    def cancel(self, utterance: str) -> bool:
        """Whether it was being spoken."""
        self._sweep()
        self._mark(utterance, "cancelled").touch()
        return self._mark(utterance, "speaking").exists()

    def cancelled(self, utterance: str) -> bool:
        return self._mark(utterance, "cancelled").exists()

    def _mark(self, utterance: str, kind: str) -> Path:
        return self.folder / f"{hashlib.sha256(utterance.encode()).hexdigest()[:32]}.{kind}"

    def _sweep(self) -> None:
        before = time.time() - _STALE_S
        for mark in self.folder.iterdir():
            try:
                if mark.stat().st_mtime < before:
                    mark.unlink()
            except FileNotFoundError:
                # Its utterance ended meanwhile.
                continue
