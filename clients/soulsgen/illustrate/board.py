"""How it goes, for whoever looks: sentences on standard error, and status.json for the page."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

from soulsgen.files import write_text

Say = Callable[[str], None]
STATUS = "status.json"


class Board:
    """What each part is in trouble with. Told when it begins, when it changes and when it is over."""

    def __init__(self, folder: Path, say: Say) -> None:
        self._path = folder / STATUS
        self._say = say
        self._troubles: dict[str, str] = {}
        self._usd: dict[str, float | None] = {}
        self._before = self._spent_before()
        self._backlog_s = 0.0
        self._activity = "listening"
        self._written = ""
        self._lock = threading.Lock()

    def say(self, sentence: str) -> None:
        self._say(sentence)

    def trouble(self, part: str, sentence: str) -> None:
        with self._lock:
            if self._troubles.get(part) == sentence:
                return
            self._troubles[part] = sentence
        self._say(f"{part}: {sentence}")
        self.write()

    def well(self, part: str) -> None:
        with self._lock:
            if self._troubles.pop(part, None) is None:
                return
        self._say(f"{part}: well again")
        self.write()

    def activity(self, words: str, backlog_s: float | None = None) -> None:
        """`words` for the page; `backlog_s` is audio on disk that waits for the scribe."""
        with self._lock:
            self._activity = words
            self._backlog_s = self._backlog_s if backlog_s is None else round(backlog_s)
        self.write()

    def spent(self, part: str, usd: float | None) -> None:
        """So far in this run; None where the price is not known."""
        with self._lock:
            self._usd[part] = usd

    def cost(self) -> str:
        """Of the session so far, earlier runs and all."""
        unknown = any(usd is None for usd in self._usd.values())
        return f"${self._total():.2f} so far" + (", some prices not known" if unknown else "")

    def write(self) -> None:
        """A disk that is full takes no status either: the next change tries again."""
        with self._lock:
            words = next(iter(self._troubles.values()), self._activity)
            if self._backlog_s >= 60:
                words += f"; {self._backlog_s / 60:.0f} min of talk wait on the disk"
            record = {
                "state": "trouble" if self._troubles else "well",
                "words": words,
                "cost": self.cost(),
                "usd": round(self._total(), 6),
                "backlog_s": self._backlog_s,
            }
            text = json.dumps(record, ensure_ascii=False) + "\n"
            if text == self._written:
                return
            try:
                write_text(self._path, text)
                self._written = text
            except OSError:
                self._written = ""

    def _total(self) -> float:
        return self._before + sum(usd or 0.0 for usd in self._usd.values())

    def _spent_before(self) -> float:
        try:
            return float(json.loads(self._path.read_bytes())["usd"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0.0
