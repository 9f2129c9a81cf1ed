"""What looks on while the Trainer trains: the limits that end it, and the bar that shows it."""

import sys
from typing import Any

from tqdm import tqdm
from transformers import TrainerCallback

from soulstrain import history
from soulstrain.clock import Clock
from soulstrain.presets import Recipe
from soulstrain.ranks import from_first


class Limits(TrainerCallback):  # type: ignore[misc]
    """Ends the training after `patience` evaluations without a new best, or when its minutes are over.

    Either way a last evaluation and checkpoint are made.
    """

    def __init__(self, recipe: Recipe, clock: Clock) -> None:
        self.recipe = recipe
        self.clock = clock

    def on_step_end(self, _args: Any, _state: Any, control: Any, **_rest: Any) -> None:
        if self.recipe.max_minutes is None:
            return
        limit = self.recipe.max_minutes * 60
        # The first process's clock decides: were each to ask its own, one might stop and the rest wait.
        if from_first(lambda: self.clock.seconds() >= limit):
            control.should_evaluate = control.should_save = control.should_training_stop = True

    def on_evaluate(self, _args: Any, state: Any, control: Any, **_rest: Any) -> None:
        if history.evaluations_since_best(state.log_history) >= self.recipe.patience:
            control.should_training_stop = True


class Bar(TrainerCallback):  # type: ignore[misc]
    """Steps done, with the latest training and test loss, on stderr."""

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}

    def on_train_begin(self, _args: Any, state: Any, _control: Any, **_rest: Any) -> None:
        # Into a file every refresh is a line; one in ten seconds is enough there.
        self.bar = tqdm(
            total=state.max_steps,
            initial=state.global_step,
            desc="training",
            unit="step",
            mininterval=0.2 if sys.stderr.isatty() else 10,
            disable=not state.is_world_process_zero,
            dynamic_ncols=True,
        )

    def on_step_end(self, _args: Any, state: Any, _control: Any, **_rest: Any) -> None:
        self.bar.update(state.global_step - self.bar.n)

    def on_log(self, _args: Any, _state: Any, _control: Any, logs: dict[str, float], **_rest: Any) -> None:
        names = {"loss": "loss", "eval_loss": "test loss", "eval_perplexity": "perplexity"}
        self.shown |= {label: f"{logs[name]:.3g}" for name, label in names.items() if name in logs}
        self.bar.set_postfix(self.shown, refresh=False)

    def on_train_end(self, *_args: Any, **_rest: Any) -> None:
        self.bar.close()
