"""Named recipes: how large the recogniser is, how much speech is made, how long it learns."""

from dataclasses import dataclass, replace
from typing import Any

from soulstrain.errors import TrainingError


@dataclass(frozen=True)
class SpeechRecipe:
    """Everything that shapes the weights but the texts and the seed.

    `windows` of five seconds are synthesised and read in turn, `rows` a step. The learning rate rises for
    `warmup` steps and falls along a cosine over `steps`, or over `minutes` where these are over sooner.
    Raises TrainingError naming every value that cannot be.
    """

    width: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    windows: int
    steps: int
    warmup: int
    rows: int = 24
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    a_shard: int = 400
    minutes: float | None = None

    def __post_init__(self) -> None:
        faults = [
            f"{name} is {getattr(self, name)}; it must be above 0"
            for name in self.__dataclass_fields__
            if name not in ("weight_decay", "warmup")
            and getattr(self, name) is not None
            and not getattr(self, name) > 0
        ]
        if self.heads > 0 and self.width % self.heads:
            faults.append(f"width {self.width} is not a multiple of heads {self.heads}")
        if self.rows > self.windows:
            faults.append(f"{self.rows} rows a step are more than the {self.windows} windows there are")
        if faults:
            raise TrainingError("; ".join(faults))


PRESETS = {
    "default": SpeechRecipe(
        width=192,
        heads=3,
        encoder_layers=4,
        decoder_layers=2,
        windows=16_000,
        steps=4500,
        warmup=100,
        learning_rate=1.5e-3,
    ),
    # For tests and a first look: seconds, and no word is understood.
    "tiny-test": SpeechRecipe(
        width=16,
        heads=2,
        encoder_layers=1,
        decoder_layers=1,
        windows=8,
        steps=4,
        warmup=1,
        rows=2,
        a_shard=4,
    ),
}


def speech_recipe(preset: str, **changes: float | None) -> SpeechRecipe:
    """The recipe called `preset` with every change that is not None."""
    if preset not in PRESETS:
        raise TrainingError(f"no preset is called {preset!r}; there are {', '.join(PRESETS)}")
    given: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
    return replace(PRESETS[preset], **given)
