"""The folder of one session: its settings, its transcript, and a lock that one run holds at a time."""

import fcntl
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text
from soulsgen.session.transcript import NAME, Transcript

SETTINGS = "session.json"
_LOCK = ".session.lock"
_LEFTOVER = re.compile(r"\.[\w-]+\.\w+\.\w{8}")


class SessionFolder:
    """A folder held until closed. `settings` is session.json; `transcript` is open for appending."""

    def __init__(self, path: Path, settings: Mapping[str, Any], started: datetime | None = None) -> None:
        """Begin a session at `path`, or go on with the one that was begun there with the same `settings`.

        started: when the recording began; now, where nobody knows.
        Raises SoulsgenError when the folder holds something else, another session or another run.
        """
        self.path = path
        known = _settings(path)
        self._check(known, settings)
        path.mkdir(parents=True, exist_ok=True)
        self.lock = (path / _LOCK).open("ab")
        try:
            self._claim()
            for leftover in filter(_is_leftover, path.iterdir()):
                leftover.unlink()
            if known is None:
                moment = started or datetime.now(UTC)
                known = {"started": moment.isoformat(timespec="milliseconds"), "settings": dict(settings)}
                write_text(path / SETTINGS, json.dumps(known, ensure_ascii=False, indent=2) + "\n")
            self.started = datetime.fromisoformat(known["started"])
            self.settings: dict[str, Any] = known["settings"]
            self.transcript = Transcript(path / NAME)
        except BaseException:
            self.lock.close()
            raise

    def _check(self, known: Mapping[str, Any] | None, settings: Mapping[str, Any]) -> None:
        if known is None:
            held = [item.name for item in _inside(self.path) if item.name != _LOCK and not _is_leftover(item)]
            if held:
                raise SoulsgenError(
                    f"{self.path} holds {min(held)} and no session; name a folder that is new or empty"
                )
            return
        begun = json.loads(json.dumps(known["settings"]))
        given = json.loads(json.dumps(dict(settings)))
        differing = sorted(name for name in begun.keys() | given.keys() if begun.get(name) != given.get(name))
        if differing:
            raise SoulsgenError(
                f"{self.path} was begun with other settings ({', '.join(differing)}); "
                "use those again, or another folder"
            )

    def _claim(self) -> None:
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SoulsgenError(f"{self.path} is being written by another run; wait for it") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.transcript.close()
        self.lock.close()


def read_session(path: Path) -> dict[str, Any]:
    """session.json of a folder. Raises SoulsgenError when there is none."""
    known = _settings(path)
    if known is None:
        raise SoulsgenError(
            f"{path} is no session folder (no {SETTINGS}); `soulsgen session transcribe` makes one"
        )
    return known


def _inside(path: Path) -> list[Path]:
    return list(path.iterdir()) if path.is_dir() else []


def _is_leftover(path: Path) -> bool:
    """What a run that was killed while it wrote a file anew left beside it (`soulsgen.files`)."""
    return bool(_LEFTOVER.fullmatch(path.name))


def _settings(path: Path) -> dict[str, Any] | None:
    file = path / SETTINGS
    if not file.is_file():
        return None
    try:
        known = json.loads(file.read_text("utf-8"))
        datetime.fromisoformat(known["started"])
        dict(known["settings"])
    except (ValueError, KeyError, TypeError) as error:
        raise SoulsgenError(f"{file} is damaged ({error!r})") from error
    return dict(known)
