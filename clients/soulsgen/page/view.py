"""What viewers are shown of a session folder, and which part of it a viewer does not have yet."""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from soulsgen.page.tail import Say, Tail

IMAGE_NAME = re.compile(r"scene-[0-9]{6,9}\.png", re.ASCII)
# Lines that a viewer is given at once; earlier ones come in pages of as many.
PAGE_LINES = 200
_LONGEST_TEXT = 10_000
_LONGEST_NAME = 80
_LONGEST_S = 1e9  # thirty years: more is no time of a session
_STATUS_KEYS = ("state", "words", "cost", "backlog_s")


@dataclass(frozen=True)
class Mark:
    """How far a viewer has read: so many lines and scenes of `epoch`, which ends when a file is replaced."""

    epoch: str
    lines: int
    scenes: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.lines}.{self.scenes}"


def parse_mark(text: str | None) -> Mark | None:
    """The mark that a browser sent back; None for anything that is none."""
    found = re.fullmatch(r"([0-9a-f]{16})\.([0-9]{1,9})\.([0-9]{1,9})", text or "", re.ASCII)
    return Mark(found[1], int(found[2]), int(found[3])) if found else None


class SessionView:
    """The folder as of the last `refresh`; only plain text, numbers and checked image names leave it."""

    def __init__(self, folder: Path, say: Say) -> None:
        self.folder = folder
        self.about: dict[str, Any] = {}
        self.status: dict[str, Any] = {}
        self.lines: list[dict[str, Any]] = []
        self.scenes: list[dict[str, Any]] = []
        self._transcript = Tail(folder / "transcript.jsonl", say)
        self._scenes = Tail(folder / "scenes.jsonl", say)
        # The same after a restart, so that viewers who come back get what is new and nothing else.
        self._epoch = sha256(str(folder.resolve()).encode()).hexdigest()[:16]

    @property
    def mark(self) -> Mark:
        return Mark(self._epoch, len(self.lines), len(self.scenes))

    def refresh(self) -> bool:
        """Look at the files; whether anything is new."""
        before = (self.mark, self.about, self.status)
        self.about = {"title": self.folder.name, "started": None} | _about(self.folder / "session.json")
        self.status = _status(self.folder / "status.json")
        # One after the other: what was read of the first is kept when the second cannot be.
        self._read(self._transcript, self.lines, _line)
        self._read(self._scenes, self.scenes, _scene)
        return before != (self.mark, self.about, self.status)

    def _read(
        self,
        tail: Tail,
        known: list[dict[str, Any]],
        shown: Callable[[dict[str, Any]], dict[str, Any] | None],
    ) -> None:
        found, anew = tail.read()
        if anew:
            self._epoch = secrets.token_hex(8)
            known.clear()
        known += [what for each in found if (what := shown(each))]

    def news(self, since: Mark | None) -> dict[str, Any]:
        """What a viewer at `since` lacks; with `fresh`, it is to forget what it has.

        `first` is the number of the first line in `lines`, counted from 0.
        """
        known = since if since and self._knows(since) else None
        first = known.lines if known else max(0, len(self.lines) - PAGE_LINES)
        return {
            "fresh": known is None,
            "session": self.about,
            "status": self.status,
            "first": first,
            "lines": self.lines[first:],
            "scenes": self.scenes[known.scenes if known else 0 :],
        }

    def earlier(self, before: int) -> dict[str, Any]:
        """The page of lines that ends before line `before`."""
        before = max(0, min(before, len(self.lines)))
        first = max(0, before - PAGE_LINES)
        return {"first": first, "lines": self.lines[first:before]}

    def _knows(self, mark: Mark) -> bool:
        return mark.epoch == self._epoch and mark.lines <= len(self.lines) and mark.scenes <= len(self.scenes)


def _line(found: dict[str, Any]) -> dict[str, Any] | None:
    text = _text(found.get("text"), _LONGEST_TEXT)
    speaker = _text(found.get("speaker"), _LONGEST_NAME) or None
    return {"at": _seconds(found.get("at")), "speaker": speaker, "text": text} if text else None


def _scene(found: dict[str, Any]) -> dict[str, Any] | None:
    """A scene that has its picture: the page is about pictures."""
    image = found.get("image")
    if not isinstance(image, str) or not IMAGE_NAME.fullmatch(image):
        return None
    return {
        "at": _seconds(found.get("at")),
        "scene": _text(found.get("scene"), _LONGEST_TEXT),
        "image": image,
    }


def _about(path: Path) -> dict[str, Any]:
    found = _object(path)
    settings = found.get("settings")
    found = {**(settings if isinstance(settings, dict) else {}), **found}
    shown = {name: _text(found.get(name), _LONGEST_NAME) for name in ("title", "started")}
    return {name: text for name, text in shown.items() if text}


def _status(path: Path) -> dict[str, Any]:
    found = _object(path)
    return {
        name: _seconds(value) if name == "backlog_s" else _text(value, 200)
        for name in _STATUS_KEYS
        if (value := found.get(name)) is not None
    }


def _object(path: Path) -> dict[str, Any]:
    """{} for a file that is not there yet, or is just being written."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: Any, longest: int) -> str:
    """One line of text without control characters."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in value).split())[:longest]


def _seconds(value: Any) -> float:
    """Seconds from the start of the session, to a tenth."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST_S:
        return 0.0
    return round(float(value), 1)
