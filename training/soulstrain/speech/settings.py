"""What one training of the recogniser is asked for."""

from dataclasses import dataclass
from pathlib import Path

from soulstrain.speech.presets import PRESETS, SpeechRecipe


@dataclass(frozen=True)
class SpeechSettings:
    """`preset` is the name `recipe` started from, for the record only; `fresh` ignores a checkpoint.

    `init_dir` is an earlier training's output to go on from; without, the weights are chance.
    """

    corpus_dir: Path = Path("build/corpus")
    out_dir: Path = Path("model_store/defaults/asr")
    work_dir: Path = Path("build/asr")
    preset: str = "default"
    recipe: SpeechRecipe = PRESETS["default"]
    init_dir: Path | None = None
    seed: int = 42
    workers: int = 2
    fresh: bool = False

    @property
    def data_dir(self) -> Path:
        """Synthesised windows, used again by the next training with the same seed."""
        return self.work_dir.with_name(f"{self.work_dir.name}.data")

    @property
    def checkpoint(self) -> Path:
        return self.work_dir / "checkpoint.pt"
