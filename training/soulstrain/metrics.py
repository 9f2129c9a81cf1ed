"""What a training came to: metrics.json, and what `train` returns."""

import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import torch

from soulstrain import history
from soulstrain.evaluation import perplexity, surprise
from soulstrain.job import Job


@dataclass(frozen=True)
class Metrics:
    """`eval_loss` is nats a token and `perplexity` its exp, on the test split with the weights written.

    `stopped` is what ended the training: `steps` (all done), `patience` or `time`. `resumed_from` is the
    step of the checkpoint this session began at, None when it began anew. `seconds`, `tokens_seen` (padding
    aside) and `tokens_per_second` are of all sessions together, evaluations and checkpoints included.
    The histories are lists of (step, loss). `sizes` counts sentences, truncated sentences, test tokens,
    vocabulary and parameters; `data` maps each file learnt from to its SHA-256.
    """

    preset: str
    init: str | None
    hyperparameters: dict[str, Any]
    seed: int
    steps: int
    total_steps: int
    epochs: float
    best_step: int
    stopped: str
    resumed_from: int | None
    eval_loss: float
    perplexity: float
    train_history: list[tuple[int, float]]
    eval_history: list[tuple[int, float]]
    tokens_seen: int
    seconds: float
    tokens_per_second: float
    device: str
    precision: str
    processes: int
    threads: int
    sizes: dict[str, int]
    data: dict[str, str]
    versions: dict[str, str]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2) + "\n"


def measure(job: Job, past: history.Past, best: Any, best_step: int, resumed_from: int | None) -> Metrics:
    """Evaluate the model `best` and put together what is known of its training."""
    recipe = job.start.recipe
    nats, tokens = surprise(best, job.test.ids, job.start.tokenizer.pad_token_id)
    seconds = history.seconds(past.log)
    return Metrics(
        preset=job.settings.preset,
        init=str(job.settings.init_dir) if job.settings.init_dir else None,
        hyperparameters=asdict(recipe) | _unnamed(job.arguments),
        seed=job.settings.seed,
        steps=past.step,
        total_steps=job.total_steps,
        epochs=round(past.step / job.epoch_steps, 3),
        best_step=best_step,
        stopped=history.why_over(past, recipe, job.total_steps) or "time",
        resumed_from=resumed_from,
        eval_loss=nats / tokens,
        perplexity=perplexity(nats / tokens),
        train_history=history.losses(past.log, "loss"),
        eval_history=history.losses(past.log, "eval_loss"),
        tokens_seen=past.tokens,
        seconds=round(seconds, 3),
        tokens_per_second=round(past.tokens / seconds, 1),
        device=job.arguments.device.type,
        precision="bf16" if job.arguments.bf16 else "fp32",
        processes=job.arguments.world_size,
        threads=torch.get_num_threads(),
        sizes=_sizes(job, best, tokens),
        data=job.data,
        versions={name: version(name) for name in ("accelerate", "tokenizers", "torch", "transformers")},
    )


def _unnamed(arguments: Any) -> dict[str, Any]:
    """Hyperparameters that are the same in every recipe."""
    return {
        "optimizer": str(arguments.optim.value),
        "schedule": str(arguments.lr_scheduler_type.value),
        "warmup_steps": arguments.warmup_steps,
        "adam_betas": [arguments.adam_beta1, arguments.adam_beta2],
        "adam_epsilon": arguments.adam_epsilon,
        "max_grad_norm": arguments.max_grad_norm,
    }


def _sizes(job: Job, best: Any, test_tokens: int) -> dict[str, int]:
    return {
        "train_sentences": len(job.train.ids),
        "train_truncated": job.train.truncated,
        "test_sentences": len(job.test.ids),
        "test_truncated": job.test.truncated,
        "test_tokens": test_tokens,
        "vocabulary": best.config.vocab_size,
        "parameters": best.num_parameters(),
    }
