"""Settings together with everything read for them: what a training works on."""

import math
import os
from dataclasses import asdict, dataclass
from typing import Any

import torch
from transformers import set_seed

from soulstrain import model
from soulstrain.corpus import TOKENIZER, Corpus
from soulstrain.examples import Examples, encode
from soulstrain.ranks import share
from soulstrain.settings import TrainingSettings
from soulstrain.trainer import arguments, paced


@dataclass(frozen=True)
class Job:
    """`data` maps each file learnt from to its SHA-256; `epoch_steps` read the corpus once."""

    settings: TrainingSettings
    start: model.Start
    train: Examples
    test: Examples
    data: dict[str, str]
    epoch_steps: float
    total_steps: int
    arguments: Any

    @property
    def mark(self) -> dict[str, Any]:
        """What makes this training this one: only a checkpoint with the same mark can be gone on from.

        Its time limit is no part of it: more time for a training does not make it another.
        """
        where = {"processes": self.arguments.world_size, "device": self.arguments.device.type}
        mark = {**asdict(self.start.recipe), "seed": self.settings.seed, **self.data, **where}
        del mark["max_minutes"]
        return mark


def prepare(settings: TrainingSettings, corpus: Corpus) -> Job:
    """Build the model and encode the corpus; seeds every generator on the way."""
    made = arguments(settings)
    processes = share()[1]
    if processes > 1:
        # One process has torch's default, every core or OMP_NUM_THREADS; torchrun leaves each of several one.
        torch.set_num_threads(max(1, (os.cpu_count() or 1) // processes))
    set_seed(settings.seed)
    start, data = _start(settings, corpus)
    recipe = start.recipe
    learnt = encode(corpus.train, start.tokenizer, recipe.sequence)
    epoch_steps = len(learnt.ids) / (recipe.batch_size * processes)
    total_steps = min(math.ceil(epoch_steps * recipe.epochs), recipe.max_steps or math.inf)
    return Job(
        settings=settings,
        start=start,
        train=learnt,
        test=encode(corpus.test, start.tokenizer, recipe.sequence),
        data=data,
        epoch_steps=epoch_steps,
        total_steps=int(total_steps),
        arguments=paced(made, settings, int(total_steps)),
    )


def _start(settings: TrainingSettings, corpus: Corpus) -> tuple[model.Start, dict[str, str]]:
    if settings.init_dir is None:
        return model.new(settings.corpus_dir / TOKENIZER, settings.recipe), corpus.sha256
    start = model.from_folder(settings.init_dir, settings.recipe)
    return start, corpus.sha256 | model.fingerprint(settings.init_dir)
