"""A word between workers: which utterances are spoken, and which are to stop.

TorchServe hands a call that cancels to a worker that is free, never to the one that speaks: another worker of
the voice, or that of the archive tts-cancel, which is always free. They share a folder beside those their
archives were unpacked into; marks there are empty files, asked for in microseconds. A mark for an utterance
that has not begun yet stops it when it does.
"""

import hashlib
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handlerkit.checks import SettingsError, choice, refuse_unknown

# Seconds after which a mark means nothing more: of an utterance whose worker died, for no call lasts longer;
# of a cancel that came before its utterance, or after it.
_STALE_S = {".speaking": 3600, ".cancelled": 300, ".ended": 300}
_SWEEP_EVERY_S = 60
# An id comes from outside and goes into headers and lines.
_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class Marks:
    """On utterances, by their ids."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.swept = 0.0
        folder.mkdir(exist_ok=True)

    def begin(self, utterance: str) -> None:
        self._mark(utterance, "speaking").touch()
        self._mark(utterance, "ended").unlink(missing_ok=True)

    def end(self, utterance: str) -> None:
        self._mark(utterance, "ended").touch()
        for kind in ("speaking", "cancelled"):
            self._mark(utterance, kind).unlink(missing_ok=True)
        if time.time() - self.swept > _SWEEP_EVERY_S:
            self._sweep()

    def cancel(self, utterance: str) -> bool:
        """Whether it was being spoken. One that has just ended is left alone: its id may begin again."""
        self._sweep()
        cancelled, ended, speaking = (
            self._mark(utterance, kind) for kind in ("cancelled", "ended", "speaking")
        )
        if ended.exists():
            return False
        # It may begin, and it may hear of this and end, before the next line.
        before = speaking.exists()
        cancelled.touch()
        spoken = before or speaking.exists()
        if ended.exists():
            cancelled.unlink(missing_ok=True)
        return spoken

    def cancelled(self, utterance: str) -> bool:
        return self._mark(utterance, "cancelled").exists()

    def _mark(self, utterance: str, kind: str) -> Path:
        return self.folder / f"{hashlib.sha256(utterance.encode()).hexdigest()[:32]}.{kind}"

    def _sweep(self) -> None:
        self.swept = time.time()
        for mark in self.folder.iterdir():
            try:
                if mark.stat().st_mtime < self.swept - _STALE_S.get(mark.suffix, 0):
                    mark.unlink()
            except FileNotFoundError:
                # Its utterance ended meanwhile.
                continue


def marks_beside(unpacked: Path) -> Marks:
    """Of all archives of one TorchServe, which unpacks them side by side; `unpacked` is one's folder."""
    return Marks(unpacked.parent / "utterances")


def read_cancel(body: Mapping[str, Any]) -> str:
    """The id of the utterance that a decoded request wants to end. Raises SettingsError."""
    given = {name: value for name, value in body.items() if value is not None}
    choice("cancel")("op", given.pop("op", "cancel"))
    refuse_unknown(given, ("id",), "cancel")
    return utterance_id("id", given.get("id"))


def utterance_id(name: str, value: Any) -> str:
    """A check of `handlerkit.checks`."""
    if type(value) is not str or not _ID.fullmatch(value):
        raise SettingsError(f"{name} must be 1 to 64 of the characters A-Z a-z 0-9 . _ : -")
    return value
