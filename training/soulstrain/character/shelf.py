"""A teacher's answers, asked once and read again and again: in memory, or on disk where they are dear."""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from soulstrain.character.chances import Poses
from soulstrain.errors import TrainingError

Answers = NDArray[np.float16]  # a row for each pose
Ask = Callable[[Poses], NDArray[np.float32]]

# Poses asked at once; a kill loses no more.
_AT_ONCE = 4


def fill(
    answers: Answers,
    ask: Ask,
    poses: Poses,
    name: str,
    *,
    bar: bool,
    done: int = 0,
    note: Callable[[int], None] = lambda _: None,
) -> None:
    """Rows from `done` on; `note` is told how many rows there are, after each few.

    Raises TrainingError where the teacher answers with what is no finite number.
    """
    unit = name.removesuffix("s")
    with tqdm(
        total=len(answers), initial=done, desc=f"asking for {name}", unit=unit, disable=not bar
    ) as shown:
        for start in range(done, len(answers), _AT_ONCE):
            rows = slice(start, min(start + _AT_ONCE, len(answers)))
            answers[rows] = ask(poses[rows])
            if not np.isfinite(answers[rows]).all():
                raise TrainingError(f"the teacher answers pose {start} with values that are not finite")
            note(rows.stop)
            shown.update(rows.stop - start)


@dataclass(frozen=True)
class Shelf:
    """Answers of one shape in a file of half precision, beside it how many there are and to what.

    shape: of all the answers, [poses, ...]. mark: of teacher and poses; other answers are thrown away.
    """

    path: Path
    shape: tuple[int, ...]
    mark: str

    @property
    def size(self) -> int:
        return prod(self.shape) * np.dtype(np.float16).itemsize

    @property
    def missing(self) -> int:
        """Bytes that the file is yet to take of the disk."""
        return self.size - (self.path.stat().st_size if self.path.is_file() else 0)

    def filled(self, ask: Ask, poses: Poses, name: str, *, bar: bool) -> Answers:
        """All answers; goes on where an earlier call was killed."""
        done = self._done()
        with self.path.open("r+b" if done else "wb") as file:
            _reserve(file.fileno(), self.size)
        answers = np.memmap(self.path, np.float16, "r+", shape=self.shape)

        def note(count: int) -> None:
            answers.flush()
            self._note(count)

        fill(answers, ask, poses, name, bar=bar, done=done, note=note)
        return answers

    def remove(self) -> None:
        for path in (self.path, self._notes):
            path.unlink(missing_ok=True)

    @property
    def _notes(self) -> Path:
        return self.path.with_suffix(".json")

    def _note(self, done: int) -> None:
        part = self._notes.with_suffix(".part")
        part.write_text(json.dumps({**self._same(), "done": done}), "utf-8")
        part.replace(self._notes)

    def _done(self) -> int:
        if not self._notes.is_file() or not self.path.is_file():
            return 0
        noted = json.loads(self._notes.read_text("utf-8"))
        done = int(noted.pop("done"))
        return done if noted == self._same() else 0

    def _same(self) -> dict[str, Any]:
        return {"shape": list(self.shape), "mark": self.mark}


def check_space(folder: Path, shelves: Iterable[Shelf]) -> None:
    """Raises TrainingError where the disk cannot hold them: half an answer would be hours for nothing."""
    missing, free = sum(shelf.missing for shelf in shelves), shutil.disk_usage(folder).free
    if missing > free:
        raise TrainingError(
            f"{folder} has {free / 1e9:.1f} GB free and the teacher's answers take {missing / 1e9:.1f} GB; "
            "ask for fewer with --frames, or name a folder on another disk with --work-dir"
        )


def _reserve(file: int, size: int) -> None:
    """Blocks, not only a length: a disk that fills up later would kill whoever writes to the map."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size)
    else:
        os.truncate(file, size)
