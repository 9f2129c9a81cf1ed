"""The training loop: steps, a bar, and a checkpoint every few minutes from which a killed run goes on.

On a CPU each core works through its own part of a batch. Cores that share every operation wait for each other
hundreds of times a step; on a machine with other work that made steps four times as long.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from soulstrain.clock import Clock
from soulstrain.descent import Descent
from soulstrain.errors import TrainingError
from soulstrain.speech.batches import Batch, Batches
from soulstrain.speech.network import Learner, Losses
from soulstrain.speech.pace import learning_rate, progress
from soulstrain.speech.presets import SpeechRecipe

SAVE_SECONDS = 180.0
NOTE_STEPS = 50
_LAYERS = ".layers."
LONGEST_GRADIENT = 1.0


@dataclass
class State:
    """A training under way; `history` holds (step, token, sound and attention loss), means since the last."""

    learner: Learner
    descent: Descent
    step: int = 0
    seconds: float = 0.0
    history: list[tuple[int | float, ...]] = field(default_factory=list)
    resumed_from: int | None = None


def start(recipe: SpeechRecipe, seed: int, device: torch.device) -> State:
    """Chance weights out of `seed`, nothing learnt."""
    torch.manual_seed(seed)
    learner = Learner(recipe).to(device)
    return State(learner, descent_of(learner, recipe))


def descent_of(learner: Learner, recipe: SpeechRecipe) -> Descent:
    """Muon for the layers' matrices.

    It needs the aids of `network.Learner`: without them the decoder learns the language at once and the
    encoder never to listen. With them, after 125 steps, a token costs 2.46 nats and 2.56 with AdamW alone.
    """
    named = [(name, weight) for name, weight in learner.named_parameters() if weight.requires_grad]
    return Descent(
        [weight for name, weight in named if _inside(name, weight)],
        [weight for name, weight in named if not _inside(name, weight)],
        recipe.learning_rate,
        recipe.weight_decay,
    )


def _inside(name: str, weight: torch.Tensor) -> bool:
    return _LAYERS in name and weight.dim() == 2


def begin_with(state: State, whisper: Any) -> None:
    """Take the weights of an earlier training's Whisper; raises TrainingError where the shapes differ."""
    try:
        state.learner.whisper.load_state_dict(whisper.state_dict())
    except RuntimeError as error:
        raise TrainingError("the model to begin with has another shape than the preset's") from error


def learn(
    state: State,
    batches: Batches,
    recipe: SpeechRecipe,
    save: Callable[[State], None],
    *,
    bar: bool,
    save_seconds: float = SAVE_SECONDS,
) -> None:
    """Take steps until they or the minutes are over; `save` is called now and then and at the end."""
    clock, saved = Clock(state.seconds), time.monotonic()
    since: list[tuple[float, ...]] = []
    state.learner.train()
    with (
        _one_thread(batches.parts),
        ThreadPoolExecutor(batches.parts, initializer=_alone, initargs=(batches.parts,)) as pool,
        tqdm(total=recipe.steps, initial=state.step, disable=not bar, desc="learning", unit="step") as shown,
    ):
        while progress(recipe, state.step, clock.seconds()) < 1:
            since.append(_step(state, batches, recipe, clock.seconds(), pool))
            state.step, state.seconds = state.step + 1, clock.seconds()
            shown.update()
            if state.step % NOTE_STEPS == 0 or progress(recipe, state.step, state.seconds) >= 1:
                means = [round(sum(losses) / len(since), 4) for losses in zip(*since, strict=True)]
                state.history.append((state.step, *means))
                since = []
                shown.set_postfix_str("loss {:.3f}, sounds {:.3f}, attention {:.3f}".format(*means))
            if time.monotonic() - saved >= save_seconds:
                save(state)
                saved = time.monotonic()
    save(state)


def _alone(parts: int) -> None:
    if parts > 1:
        torch.set_num_threads(1)


@contextmanager
def _one_thread(parts: int) -> Iterator[None]:
    """The calling thread's own operations on one core too, and afterwards on as many as before."""
    threads = torch.get_num_threads()
    _alone(parts)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _step(
    state: State, batches: Batches, recipe: SpeechRecipe, seconds: float, pool: ThreadPoolExecutor
) -> tuple[float, ...]:
    """One step; the losses before it."""
    weights = [weight for weight in state.learner.parameters() if weight.requires_grad]
    parts = list(pool.map(lambda part: _gradients(state.learner, weights, part), batches[state.step]))
    for weight, *gradients in zip(weights, *(gradients for gradients, _ in parts), strict=True):
        weight.grad = torch.stack(gradients).mean(0) if len(gradients) > 1 else gradients[0]
    torch.nn.utils.clip_grad_norm_(weights, LONGEST_GRADIENT)
    state.descent.step(learning_rate(recipe, state.step, seconds))
    return tuple(sum(losses) / len(parts) for losses in zip(*(losses for _, losses in parts), strict=True))


def _gradients(
    learner: Learner, weights: Sequence[torch.Tensor], part: Batch
) -> tuple[tuple[torch.Tensor, ...], tuple[float, ...]]:
    """Gradients of `weights`, and the losses; leaves their `grad` alone, for others work too."""
    device = weights[0].device
    with _half(device):
        losses: Losses = learner(part.to(device))
    gradients = torch.autograd.grad(losses.total, weights)
    values = (losses.written, losses.sounded, losses.astray)
    return gradients, tuple(float(value.detach()) for value in values)


def save_state(path: Path, mark: dict[str, Any], state: State) -> None:
    """Write all that a training needs to go on, whole or not at all; `mark` says whose it is."""
    part = path.with_name(f".{path.name}.part")
    torch.save(
        {
            "mark": json.dumps(mark, sort_keys=True),
            "learner": state.learner.state_dict(),
            "descent": state.descent.state_dict(),
            "step": state.step,
            "seconds": state.seconds,
            "history": state.history,
        },
        part,
    )
    part.replace(path)


def resume(path: Path, mark: dict[str, Any], state: State) -> bool:
    """Bring `state` to where the checkpoint in `path` is; False where it is of another training."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    if saved["mark"] != json.dumps(mark, sort_keys=True):
        return False
    state.learner.load_state_dict(saved["learner"])
    state.descent.load_state_dict(saved["descent"])
    state.step, state.seconds = saved["step"], saved["seconds"]
    state.history = [tuple(entry) for entry in saved["history"]]
    state.resumed_from = state.step
    return True


def precision(device: torch.device) -> str:
    """`bf16` where the hardware multiplies it, else `fp32`."""
    if device.type == "cuda":
        return "bf16"
    fast = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return "bf16" if fast else "fp32"


def _half(device: torch.device) -> AbstractContextManager[Any]:
    if precision(device) == "fp32":
        return nullcontext()
    return torch.autocast(device.type, torch.bfloat16)
