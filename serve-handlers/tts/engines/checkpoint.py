"""A transformers checkpoint in a local directory: what kind it is, and its parts, read without running code.

Nothing is downloaded, and nothing but safetensors is read: other weight files can hold programs.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn.utils import parametrize

from handlerkit.checks import SettingsError

VOCODER = "vocoder"  # folder of a HiFi-GAN beside a model that ends at a spectrogram
KINDS = ("vits", "speecht5", "fastspeech2_conformer", "fastspeech2_conformer_with_hifigan", "bark")
# Made anew for every checkpoint: nothing that was learned.
_COMPUTED = ("pos_enc", ".pe", "num_batches_tracked", "position_ids")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    folder: Path

    def kind(self) -> str:
        """`model_type` of its config.json. Raises SettingsError for one that is not spoken with."""
        path = self.folder / "config.json"
        if not path.is_file():
            raise SettingsError(f"{path}: not found; a checkpoint is a directory that transformers has saved")
        try:
            kind = json.loads(path.read_text("utf-8")).get("model_type")
        except (ValueError, AttributeError) as error:
            raise SettingsError(f"{path}: not a JSON object ({error})") from error
        if kind not in KINDS:
            raise SettingsError(f"{path}: model_type {kind!r} is none of {', '.join(KINDS)}")
        return str(kind)

    def part(self, name: str) -> "Checkpoint":
        """A checkpoint in a folder inside. Raises SettingsError when it is not there."""
        inner = self.folder / name
        if not (inner / "config.json").is_file():
            raise SettingsError(
                f"{inner}: not found; this model ends at a spectrogram and needs a vocoder there"
            )
        return Checkpoint(inner)


def read_network(kind: Any, checkpoint: Checkpoint, device: torch.device) -> Any:
    """The model of class `kind`, in float32 and ready to be used.

    Raises SettingsError for a checkpoint without safetensors, or one that lacks weights of the model: what
    transformers would fill in by chance is noise.
    """
    if not list(checkpoint.folder.glob("*.safetensors")):
        raise SettingsError(f"{checkpoint.folder}: no *.safetensors (other formats can hold code)")
    model, told = kind.from_pretrained(
        checkpoint.folder,
        local_files_only=True,
        use_safetensors=True,
        dtype=torch.float32,
        output_loading_info=True,
    )
    missing = sorted(name for name in told["missing_keys"] if not name.endswith(_COMPUTED))
    if missing:
        raise SettingsError(
            f"{checkpoint.folder}: {len(missing)} weights of {kind.__name__} are missing, {missing[0]} first"
        )
    plain(model)
    return model.to(device).eval()


def plain(model: nn.Module) -> None:
    """Weights in place of their norms and directions, which would be multiplied at every call."""
    for module in model.modules():
        if parametrize.is_parametrized(module, "weight"):
            parametrize.remove_parametrizations(module, "weight")
