"""One training from corpus to model folder: the way into this package."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from transformers import GPT2LMHeadModel

from soulstrain import checkpoints, history, output
from soulstrain.clock import Clock
from soulstrain.corpus import read_corpus
from soulstrain.errors import TrainingError
from soulstrain.history import Past
from soulstrain.job import Job, prepare
from soulstrain.metrics import Metrics, measure
from soulstrain.quiet import quiet
from soulstrain.ranks import from_first
from soulstrain.settings import TrainingSettings
from soulstrain.trainer import LoreTrainer


def train(
    settings: TrainingSettings, say: Callable[[str], None] | None = None, *, bar: bool = False
) -> Metrics:
    """Train, write the best weights to `settings.out_dir`, and return what metrics.json says.

    Goes on at the last checkpoint of the same training when there is one. `say` gets a sentence now and
    then, in the first process only; `bar` shows progress on stderr. Under `torchrun` or `accelerate launch`
    every process calls this and gets the same Metrics.
    Raises TrainingError for what the user can mend.
    """
    settings = replace(settings, out_dir=settings.out_dir.resolve())
    output.check(settings.out_dir)
    corpus = read_corpus(settings.corpus_dir, with_tokenizer=settings.init_dir is None)
    with quiet():
        job = prepare(settings, corpus)
        past = from_first(partial(_claim, job, say))
        _run(job, past, bar)
        return from_first(partial(_finish, job, past.step if past else None))


def _claim(job: Job, say: Callable[[str], None] | None) -> Past | None:
    """The checkpoint to go on from, in a checkpoints folder that is this job's from here on."""
    say = say or (lambda _: None)
    settings = job.settings
    past = checkpoints.claim(settings.checkpoints_dir, job.mark, fresh=settings.fresh, say=say)
    if past:
        say(f"going on at step {past.step} of {job.total_steps}")
    return past


def _run(job: Job, past: Past | None, bar: bool) -> None:
    """Train until a limit is met; the last checkpoint then holds the whole history."""
    if past and history.why_over(past, job.start.recipe, job.total_steps):
        return
    clock = Clock(history.seconds(past.log) if past else 0.0)
    trainer = LoreTrainer(job.start, job.arguments, job.train.ids, job.test.ids, clock, bar=bar)
    trainer.train(resume_from_checkpoint=str(past.checkpoint) if past else None)


def _finish(job: Job, resumed_from: int | None) -> Metrics:
    """Write the output out of the best checkpoint; then the checkpoints have served."""
    folder = job.settings.checkpoints_dir
    past = checkpoints.last(folder)
    if past is None or past.best_step is None:
        raise TrainingError("the test loss was never a number; try a lower learning rate")
    best = GPT2LMHeadModel.from_pretrained(checkpoints.at(folder, past.best_step), local_files_only=True)
    metrics = measure(job, past, best.to(job.arguments.device), past.best_step, resumed_from)
    output.write(job.settings.out_dir, best.cpu(), job.start.tokenizer, metrics, job.start.recipe.sequence)
    shutil.rmtree(folder)
    return metrics
