"""Named recipes: how large a model is and how it is trained."""

from dataclasses import dataclass, replace
from typing import Any

from soulstrain.errors import TrainingError

# What Hugging Face's Trainer takes by default; a model trained from nothing wants far more.
FINE_TUNING_LEARNING_RATE = 5e-5
SHARES = ("dropout", "warmup", "weight_decay")
SHORTEST = 3  # tokens


@dataclass(frozen=True)
class Recipe:
    """Everything that shapes the weights but the data and the seed.

    `epochs` and `max_steps` both bound the steps, the smaller wins, and the learning rate falls linearly
    to zero over them after rising for `warmup` (a share, 0 to 1) of them. `batch_size` counts sentences a
    process. Every `evaluate_every` steps the test split is evaluated and a checkpoint saved; `patience`
    such evaluations without a new best end the training, and so do `max_minutes` of wall clock.
    Raises TrainingError naming every value that cannot be.
    """

    layers: int
    heads: int
    width: int
    dropout: float
    learning_rate: float
    weight_decay: float
    epochs: float
    evaluate_every: int
    patience: int
    sequence: int = 64
    batch_size: int = 32
    warmup: float = 0.0
    max_steps: int | None = None
    max_minutes: float | None = None

    def __post_init__(self) -> None:
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        faults = [
            f"{name} is {value}; it must be 0 or more and below 1"
            for name, value in values.items()
            if name in SHARES and not 0 <= value < 1
        ]
        faults += [
            f"{name} is {value}; it must be above 0"
            for name, value in values.items()
            if name not in SHARES and value is not None and not value > 0
        ]
        if 0 < self.sequence < SHORTEST:
            faults.append(f"sequence is {self.sequence}; a word with `<s>` and `</s>` takes {SHORTEST}")
        if self.heads > 0 and self.width % self.heads:
            faults.append(f"width {self.width} is not a multiple of heads {self.heads}")
        if faults:
            raise TrainingError("; ".join(faults))


PRESETS = {
    # Readable lines in minutes on two CPU cores, whatever the size of the corpus.
    "demo": Recipe(
        layers=4,
        heads=4,
        width=256,
        dropout=0.2,
        learning_rate=1.5e-3,
        weight_decay=0.1,
        warmup=0.05,
        epochs=10,
        batch_size=16,
        max_steps=4000,
        max_minutes=4,
        evaluate_every=200,
        patience=4,
    ),
    "small": Recipe(
        layers=6,
        heads=6,
        width=384,
        dropout=0.2,
        learning_rate=5e-4,
        weight_decay=0.1,
        warmup=0.05,
        epochs=20,
        evaluate_every=200,
        patience=4,
    ),
    # The size, sequence, optimizer, rate, decay and schedule of the original souls text bot.
    "seed": Recipe(
        layers=12,
        heads=16,
        width=1024,
        dropout=0.1,
        learning_rate=1e-4,
        weight_decay=0.01,
        epochs=20,
        evaluate_every=500,
        patience=3,
    ),
}


def recipe_for(preset: str, *, fine_tuning: bool = False, **changes: float | None) -> Recipe:
    """The recipe called `preset` with every change that is not None.

    A model trained further (`fine_tuning`) starts from a lower learning rate than any preset's.
    """
    if preset not in PRESETS:
        raise TrainingError(f"no preset is called {preset!r}; there are {', '.join(PRESETS)}")
    if fine_tuning:
        changes = {**changes, "learning_rate": changes.get("learning_rate") or FINE_TUNING_LEARNING_RATE}
    given: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
    return replace(PRESETS[preset], **given)
