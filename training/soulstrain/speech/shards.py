"""The training data on disk: shards of log-mels, each made by a process of its own.

A shard depends on the seed and its number alone, so any number of workers makes the same data, and what an
interrupted run has made is used by the next. `shard-0003.npy` holds [windows, bands, frames] as float16,
`shard-0003.json` the segments.
"""

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soulstrain.errors import TrainingError
from soulstrain.speech.espeak import Espeak
from soulstrain.speech.mel import BANDS, FRAMES, log_mel
from soulstrain.speech.noise import make_noises
from soulstrain.speech.texts import Texts, read_texts
from soulstrain.speech.utterance import Utterance, speak
from soulstrain.speech.voices import draw_voice
from soulstrain.speech.window import compose, dirtied

MARK = "data.json"
FORMAT = 2
SAME_VOICE = 0.6  # chance that the next sentence of a window has the voice of the one before


@dataclass(frozen=True)
class ShardJob:
    """What a worker is told; everything a shard depends on but the texts."""

    folder: Path
    corpus_dir: Path
    number: int
    windows: int
    seed: int

    @property
    def path(self) -> Path:
        return self.folder / f"shard-{self.number:04}.npy"


def make_shards(
    folder: Path, corpus_dir: Path, *, windows: int, a_shard: int, seed: int, workers: int
) -> Iterator[int]:
    """Make what is missing of `windows` windows in `folder`; yields the windows of each shard once there.

    Raises TrainingError where `folder` holds something else.
    """
    _claim(
        folder, {"format": FORMAT, "seed": seed, "a_shard": a_shard, "sha256": read_texts(corpus_dir).sha256}
    )
    jobs = [
        ShardJob(folder, corpus_dir, number, min(a_shard, windows - number * a_shard), seed)
        for number in range(-(-windows // a_shard))
    ]
    yield from (job.windows for job in jobs if _is_there(job))
    missing = [job for job in jobs if not _is_there(job)]
    if not missing:
        return
    # spawn: a fork would copy whatever torch's threads hold. One task a process: espeak-ng keeps state.
    with ProcessPoolExecutor(
        min(workers, len(missing)), mp_context=get_context("spawn"), max_tasks_per_child=1
    ) as pool:
        for done in as_completed([pool.submit(make_shard, job) for job in missing]):
            yield done.result()


def make_shard(job: ShardJob) -> int:
    """Synthesise one shard and write it; returns its windows."""
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    features = np.empty((job.windows, BANDS, FRAMES), np.float16)
    labels: list[dict[str, Any]] = []
    chance, dice = Random(f"{job.seed}/{job.number}"), np.random.default_rng([job.seed, job.number])
    say = Speaker(Espeak(), read_texts(job.corpus_dir), chance)
    noises = make_noises(dice, [say().samples for _ in range(64)])
    for index in range(job.windows):
        say.change()
        window = dirtied(compose(say, chance), noises, dice)
        features[index] = log_mel(window.samples)
        labels.append(window.label())
    _write(job.path.with_suffix(".json"), partial(_dump, labels))
    _write(job.path, partial(np.save, arr=features))
    return job.windows


class Speaker:
    """Says sentences to learn from; `change` brings in another voice."""

    def __init__(self, espeak: Espeak, texts: Texts, chance: Random) -> None:
        self.espeak, self.texts, self.chance = espeak, texts, chance
        self.change()

    def change(self) -> None:
        self.voice = draw_voice(self.chance)

    def __call__(self) -> Utterance:
        if self.chance.random() > SAME_VOICE:
            self.change()
        while True:
            utterance = speak(self.espeak, self.texts.heard(self.chance), self.voice)
            if utterance.words:
                return utterance


@dataclass(frozen=True)
class Data:
    """All windows of a folder, read from disk as they are needed."""

    shards: tuple[NDArray[np.float16], ...]
    labels: tuple[tuple[dict[str, Any], ...], ...]

    def __len__(self) -> int:
        return sum(map(len, self.labels))

    def window(self, index: int) -> tuple[NDArray[np.float16], dict[str, Any]]:
        """[bands, frames] and the label of window `index`."""
        shard, place = divmod(index, len(self.labels[0]))
        return self.shards[shard][place], self.labels[shard][place]


def read_data(folder: Path, windows: int) -> Data:
    """The first `windows` windows that `make_shards` made in `folder`."""
    shards, labels, left = [], [], windows
    for path in sorted(folder.glob("shard-*.npy")):
        if left > 0:
            shards.append(np.load(path, mmap_mode="r"))
            labels.append(tuple(json.loads(path.with_suffix(".json").read_text("utf-8"))[:left]))
            left -= len(labels[-1])
    return Data(tuple(shards), tuple(labels))


def _is_there(job: ShardJob) -> bool:
    return job.path.is_file() and np.load(job.path, mmap_mode="r").shape[0] >= job.windows


def _claim(folder: Path, mark: dict[str, Any]) -> None:
    """Make `folder` the one of this data, emptied of other data of ours."""
    path = folder / MARK
    if folder.is_dir() and any(folder.iterdir()) and not path.is_file():
        raise TrainingError(f"{folder} is where speech data goes, and holds something else; move it")
    if path.is_file() and json.loads(path.read_text("utf-8")) != mark:
        for shard in folder.glob("shard-*"):
            shard.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    _write(path, partial(_dump, mark))


def _dump(value: Any, file: Any) -> None:
    file.write(json.dumps(value).encode())


def _write(path: Path, write: Callable[[Any], None]) -> None:
    """Whole or not at all: a kill leaves no half shard."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        write(file)
    part.replace(path)
