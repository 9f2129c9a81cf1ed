"""Embeddings of speakers that a checkpoint's directory holds: one file, one voice.

    speakers/warden.safetensors     a tensor, by any name
    speakers/keeper.npy             or an array

Both of shape (size) or (1, size): for SpeechT5 an x-vector of 512 numbers.
"""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from handlerkit.checks import SettingsError

FOLDER = "speakers"


def read_speakers(folder: Path, size: int | None, unnamed: str) -> dict[str, Tensor | None]:
    """Voice to embedding (size); of a model that takes none, the one voice `unnamed`.

    Raises SettingsError when there is none, or one of another shape, naming the file.
    """
    if not size:
        return {unnamed: None}
    files = sorted(path for path in (folder / FOLDER).glob("*") if path.suffix in (".safetensors", ".npy"))
    if not files:
        wanted = folder / FOLDER / "NAME.safetensors"
        raise SettingsError(f"{wanted}: not found; the model speaks as an embedding of {size} numbers says")
    return {path.stem: _embedding(path, size) for path in files}


def _embedding(path: Path, size: int) -> Tensor:
    try:
        if path.suffix == ".npy":
            values = torch.from_numpy(np.load(path, allow_pickle=False))
        else:
            from safetensors.torch import load_file

            values = next(iter(load_file(path).values()))
    except Exception as error:
        raise SettingsError(f"{path}: no embedding can be read from it ({error})") from error
    if values.numel() != size:
        raise SettingsError(f"{path}: an embedding of {values.numel()} numbers; the model takes {size}")
    return values.reshape(size).float()
