"""Steps until the time is over: the same for face and body; what was learnt survives a kill."""

import json
import math
import time
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from tqdm import tqdm

from soulstrain.character.siren import matrices
from soulstrain.clock import Clock
from soulstrain.descent import Descent

SAVE_SECONDS = 120.0
_NOTE_STEPS = 100
_LOWEST = 0.01  # of the highest learning rate
_BETAS = (0.9, 0.99)


class Lesson(Protocol):
    @property
    def network(self) -> nn.Module: ...

    def loss(self, share: float = 0.0, /) -> Tensor:
        """How far the network is off, of things it has not been asked in just this way.

        share: of the lesson's time that is over, 0 to 1.
        """
        ...


class Pupil:
    """A network on its way through a lesson of `minutes`; `mark` says which lesson it is."""

    def __init__(self, lesson: Lesson, minutes: float, learning_rate: float, mark: dict[str, Any]) -> None:
        self.lesson, self.minutes, self.learning_rate = lesson, minutes, learning_rate
        self.mark = json.dumps(mark, sort_keys=True)
        self.descent = Descent(*matrices(lesson.network), learning_rate, betas=_BETAS)
        self.step, self.seconds = 0, 0.0
        self.history: list[tuple[int, float]] = []

    def learn(self, path: Path, name: str, *, bar: bool, save_seconds: float = SAVE_SECONDS) -> None:
        """Until the minutes are over; goes on from the checkpoint in `path`, if it is of the same lesson."""
        self._resume(path)
        clock, saved, since = Clock(self.seconds), time.monotonic(), 0.0
        with tqdm(total=round(60 * self.minutes), desc=name, unit="s", disable=not bar) as shown:
            while self.seconds < 60 * self.minutes:
                loss = self.lesson.loss(self._share())
                torch.autograd.backward(loss)
                self.descent.step(self._rate())
                since += float(loss.detach())
                self.step, self.seconds = self.step + 1, clock.seconds()
                if self.step % _NOTE_STEPS == 0:
                    self.history.append((self.step, since / _NOTE_STEPS))
                    shown.set_postfix_str(f"step {self.step}, loss {since / _NOTE_STEPS:.5f}")
                    shown.update(round(self.seconds) - shown.n)
                    since = 0.0
                if time.monotonic() - saved >= save_seconds:
                    self._save(path)
                    saved = time.monotonic()
        self._save(path)

    def _rate(self) -> float:
        return self.learning_rate * (_LOWEST + (1 - _LOWEST) * (1 + math.cos(math.pi * self._share())) / 2)

    def _share(self) -> float:
        return min(1.0, self.seconds / (60 * self.minutes))

    def _save(self, path: Path) -> None:
        part = path.with_name(f".{path.name}.part")
        network = self.lesson.network.state_dict()
        kept = {"step": self.step, "seconds": self.seconds, "history": self.history, "mark": self.mark}
        torch.save({**kept, "network": network, "descent": self.descent.state_dict()}, part)
        part.replace(path)

    def _resume(self, path: Path) -> None:
        if not path.is_file():
            return
        saved = torch.load(path, map_location="cpu", weights_only=True)
        if saved["mark"] != self.mark:
            return
        self.lesson.network.load_state_dict(saved["network"])
        self.descent.load_state_dict(saved["descent"])
        self.step, self.seconds = saved["step"], saved["seconds"]
        self.history = [tuple(entry) for entry in saved["history"]]
