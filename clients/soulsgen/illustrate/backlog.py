"""Phrases that wait for the scribe: on the disk, in order, until their lines are in the transcript."""

import re
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_bytes
from soulsgen.illustrate.board import Board
from soulsgen.session.cut import Chunk
from soulsgen.session.sound import blocks, flac

_NAME = re.compile(r"(\d{9})-(\d{12})-(\d{9})\.flac", re.ASCII)
PART = "backlog"


@dataclass(frozen=True)
class Waiting:
    """A phrase; `start` and `end` are milliseconds of the session."""

    number: int
    start: int
    end: int
    path: Path

    @property
    def start_s(self) -> float:
        return self.start / 1000

    def chunk(self) -> Chunk:
        """Raises SoulsgenError when the file is damaged."""
        with self.path.open("rb") as file:
            samples = list(blocks(file, str(self.path)))
        return Chunk(self.start_s, np.concatenate(samples) if samples else np.zeros(0, np.int16))


class Backlog:
    """The folder `backlog` of a session. One thread puts, another takes.

    When the disk is full, phrases wait in memory until it is not: 2 MB a minute.
    """

    def __init__(self, session: Path, board: Board) -> None:
        self._folder = session / "backlog"
        self._board = board
        self._unwritten: deque[Chunk] = deque()
        self._lock = threading.Lock()
        for half in self._folder.glob(".*"):  # what a killed run was writing
            half.unlink()
        found = sorted(path.name for path in self._folder.glob("*.flac"))
        self._waiting = deque(each for name in found if (each := self._parse(name)))
        self._next = self._waiting[-1].number + 1 if self._waiting else 1

    def put(self, phrase: Chunk) -> None:
        with self._lock:
            self._unwritten.append(phrase)
        self.write()

    def write(self) -> None:
        """What is in memory goes to the disk as far as that takes it."""
        with self._lock:
            while self._unwritten:
                try:
                    self._waiting.append(self._write(self._unwritten[0]))
                except OSError as error:
                    self._board.trouble(PART, f"{self._folder}: {error.strerror}; talk is kept in memory")
                    return
                self._unwritten.popleft()
                self._next += 1
        self._board.well(PART)

    def first(self) -> Waiting | None:
        with self._lock:
            return self._waiting[0] if self._waiting else None

    def done(self, phrase: Waiting) -> None:
        """Its lines are in the transcript."""
        with self._lock:
            self._waiting.popleft()
        phrase.path.unlink(missing_ok=True)

    def set_aside(self, phrase: Waiting) -> Path:
        """Of a phrase that the scribe will not take; the audio stays."""
        target = self._folder.with_name("set-aside") / phrase.path.name
        target.parent.mkdir(exist_ok=True)
        with self._lock:
            self._waiting.popleft()
            phrase.path.replace(target)
        return target

    def seconds(self) -> float:
        """Of audio that waits."""
        with self._lock:
            waiting = sum(each.end - each.start for each in self._waiting) / 1000
            return waiting + sum(each.seconds for each in self._unwritten)

    def starts_s(self) -> float | None:
        """Where the oldest that waits begins."""
        with self._lock:
            starts = [each.start_s for each in [*self._waiting][:1]] + [
                each.start for each in self._unwritten
            ]
            return min(starts, default=None)

    def ends_s(self) -> float:
        """Where the newest on the disk ends: what a resumed file is read from."""
        with self._lock:
            return max((each.end for each in self._waiting), default=0) / 1000

    def _write(self, phrase: Chunk) -> Waiting:
        start = round(phrase.start * 1000)
        end = start + round(phrase.seconds * 1000)
        path = self._folder / f"{self._next:09}-{start:012}-{end - start:09}.flac"
        write_bytes(path, flac(phrase.samples))
        return Waiting(self._next, start, end, path)

    def _parse(self, name: str) -> Waiting | None:
        found = _NAME.fullmatch(name)
        if not found:
            return None
        start = int(found[2])
        return Waiting(int(found[1]), start, start + int(found[3]), self._folder / name)


def probe() -> Chunk:
    """A second of faint noise: whether the scribe takes anything at all."""
    noise = np.random.default_rng(1).integers(-200, 200, 16_000)
    return Chunk(0.0, noise.astype(np.int16))


def readable(phrase: Waiting) -> Chunk | SoulsgenError:
    """The phrase, or what is wrong with its file."""
    try:
        return phrase.chunk()
    except SoulsgenError as error:
        return error
