"""What one training is asked for."""

from dataclasses import dataclass
from pathlib import Path

from soulstrain.presets import PRESETS, Recipe


@dataclass(frozen=True)
class TrainingSettings:
    """`preset` is the name `recipe` started from, for the record only.

    With `init_dir`, a Hugging Face GPT-2 folder, its model and tokenizer are trained further, and of the
    recipe the shape (layers, heads, width) and dropout are the folder's. `fresh` ignores checkpoints.
    """

    corpus_dir: Path = Path("build/corpus")
    out_dir: Path = Path("build/souls")
    preset: str = "demo"
    recipe: Recipe = PRESETS["demo"]
    init_dir: Path | None = None
    seed: int = 42
    fresh: bool = False

    @property
    def checkpoints_dir(self) -> Path:
        """Beside the output, so that the output is a model and nothing else."""
        return self.out_dir.with_name(f"{self.out_dir.name}.checkpoints")
