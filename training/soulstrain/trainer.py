"""transformers' Trainer, with this project's batches, evaluation and log."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import torch
from torch.utils.data import DataLoader
from transformers import Trainer, TrainingArguments
from transformers.trainer_callback import ProgressCallback

from soulstrain.callbacks import Bar, Limits
from soulstrain.clock import Clock
from soulstrain.errors import TrainingError
from soulstrain.evaluation import perplexity, surprise
from soulstrain.examples import LengthGrouped, collate
from soulstrain.model import Start
from soulstrain.ranks import share, summed
from soulstrain.settings import TrainingSettings

LOG_EVERY = 10  # steps; the training loss shown and drawn is the mean over so many


def arguments(settings: TrainingSettings) -> Any:
    """TrainingArguments without the number of steps.

    Making them joins the process group when `torchrun` or `accelerate launch` started this process.
    """
    recipe = settings.recipe
    gpu = torch.cuda.is_available()
    made = TrainingArguments(
        output_dir=str(settings.checkpoints_dir),
        per_device_train_batch_size=recipe.batch_size,
        learning_rate=recipe.learning_rate,
        weight_decay=recipe.weight_decay,
        lr_scheduler_type="linear",
        bf16=multiplies_bf16(),
        # Said outright: several processes on CPUs find each other only so.
        use_cpu=not torch.accelerator.is_available(),
        seed=settings.seed,
        eval_strategy="steps",
        save_strategy="steps",
        save_total_limit=2,
        metric_for_best_model="loss",
        ddp_find_unused_parameters=False,
        include_num_input_tokens_seen="non_padding",
        dataloader_pin_memory=gpu,
        report_to="none",
        disable_tqdm=False,  # true would print dicts instead
        log_level="error",
        log_level_replica="error",
        push_to_hub=False,
    )
    # Several GPUs in one process would mean DataParallel, which is slower than one; torchrun uses them all.
    made._n_gpu = min(made.n_gpu, 1)
    if made.world_size != share()[1]:
        raise TrainingError(
            f"{share()[1]} processes cannot share this machine's {made.device.type}; start one"
        )
    return made


def multiplies_bf16() -> bool:
    """Whether bfloat16 products are fast here: on most GPUs, and on CPUs with AVX512-BF16 or AMX.

    Elsewhere a CPU emulates them. Twice the steps a minute on such a CPU for the demo preset.
    """
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def paced(made: Any, settings: TrainingSettings, total_steps: int) -> Any:
    """`made` with what hangs on the number of steps."""
    recipe = settings.recipe
    made.max_steps = total_steps
    made.warmup_steps = round(recipe.warmup * total_steps)
    made.eval_steps = made.save_steps = min(recipe.evaluate_every, total_steps)
    made.logging_steps = min(LOG_EVERY, made.eval_steps)
    return made


class LoreTrainer(Trainer):  # type: ignore[misc]
    """Trains on `train` and is judged by `test`, both lists of token ids.

    Its evaluation is exact, the mean over all tokens of the test split, where the Trainer's own is a mean
    of batch means; its log entries carry `seconds`, which is how a resumed training knows its age.
    """

    control: Any  # the Trainer's own

    def __init__(
        self,
        start: Start,
        made: Any,
        train: Sequence[list[int]],
        test: Sequence[list[int]],
        clock: Clock,
        *,
        bar: bool,
    ) -> None:
        self.clock = clock
        self.pad = start.tokenizer.pad_token_id
        super().__init__(
            model=start.model,
            args=made,
            train_dataset=train,
            eval_dataset=test,
            data_collator=partial(collate, pad=self.pad),
            callbacks=[Limits(start.recipe, clock), *([Bar()] if bar else [])],
        )
        self.remove_callback(ProgressCallback)

    def get_train_dataloader(self) -> Any:
        """One seamless row of batches as long as the training, dealt out to the processes in turn."""
        batch_size = self.args.train_batch_size
        lengths = [len(ids) for ids in self.train_dataset]
        batches = self.args.max_steps * self.args.world_size
        loader = DataLoader(
            self.train_dataset,
            batch_size=batch_size,
            sampler=LengthGrouped(lengths, batch_size, batches, self.args.seed),
            collate_fn=self.data_collator,
            pin_memory=self.args.dataloader_pin_memory,
        )
        return self.accelerator.prepare(loader)

    def evaluate(self, *_args: Any, **_rest: Any) -> dict[str, float]:
        """Each process reads its share of the test split; all end with the same two numbers."""
        number, processes = share()
        nats, tokens = summed(surprise(self.model, self.eval_dataset[number::processes], self.pad))
        metrics = {"eval_loss": nats / tokens, "eval_perplexity": perplexity(nats / tokens)}
        self.log(dict(metrics))
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics

    def log(self, logs: dict[str, float], start_time: float | None = None) -> None:
        super().log({**logs, "seconds": self.clock.seconds()}, start_time)
