"""Counts what safetensors hold from their headers alone: no weight is read.

Format: 8 bytes with the header's length (little-endian), then a JSON object of name -> dtype, shape, offsets
(https://huggingface.co/docs/safetensors#format).
"""

import json
import math
from pathlib import Path
from typing import Any

from soulsgen.errors import Refused, SoulsgenError
from soulsgen.models.kinds import read_object
from soulsgen.models.selection import INDEX, parts_of, weights_of


def weight_files(folder: Path) -> list[Path]:
    """The safetensors that are loaded from a model's directory. Raises SoulsgenError when there are none."""
    index = folder / INDEX
    folders = [folder / part for part in parts_of(read_object(index))] if index.is_file() else [folder]
    files = [path for part in folders if part.is_dir() for path in _loaded(part)]
    if not files:
        raise SoulsgenError(f"{folder} holds no safetensors that an archive could load")
    return files


def _loaded(folder: Path) -> list[Path]:
    try:
        return [folder / name for name in weights_of([path.name for path in folder.iterdir()])]
    except Refused as refused:
        raise SoulsgenError(f"{folder} is not whole: {refused}") from refused


def header(path: Path) -> dict[str, Any]:
    """Tensors of a file, by name. Raises SoulsgenError when it is no safetensors file, or was cut short."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        text = file.read(length) if length <= size - 8 else b""
    try:
        tensors = json.loads(text)
        tensors.pop("__metadata__", None)
        ends = [tensor["data_offsets"][1] for tensor in tensors.values()]
        shapes = [math.prod(tensor["shape"]) for tensor in tensors.values()]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise SoulsgenError(f"{path} is not a safetensors file") from error
    if not shapes or 8 + length + max(ends) != size:
        raise SoulsgenError(f"{path} was cut short, or holds nothing")
    return dict(tensors)


def parameters(path: Path) -> int:
    """How many numbers the tensors of a file have. Raises as `header` does."""
    return sum(math.prod(tensor["shape"]) for tensor in header(path).values())
