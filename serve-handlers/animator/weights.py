"""State dicts out of files that anyone may have made: no code is run, and no more is read than expected."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, is_zipfile

import torch
from safetensors.torch import load_file
from torch import Tensor

from animator.picture import CharacterError, check_size

Shape = tuple[int, ...]


def read_weights(path: Path, most_bytes: int) -> dict[str, Tensor]:
    """Tensors by name, of a `.pt` or a `.safetensors` of at most `most_bytes`. Raises CharacterError."""
    check_size(path, most_bytes)
    try:
        state = _loaded(path, most_bytes)
    except Exception as error:  # A file cut, altered or something else raises any of a dozen kinds.
        reason = str(error).partition("\n")[0][:200]
        raise CharacterError(f"{path}: no weights that can be read ({reason})") from error
    if not isinstance(state, Mapping) or not all(_is_plain(value) for value in state.values()):
        raise CharacterError(f"{path}: not a state dict, which is a table of tensors by name")
    return dict(state)


def _is_plain(value: object) -> bool:
    """A tensor of which every number is there."""
    return (
        isinstance(value, Tensor)
        and value.layout == torch.strided
        and value.device.type == "cpu"
        and not value.is_nested
    )


def _loaded(path: Path, most_bytes: int) -> object:
    if path.suffix == ".safetensors":
        return load_file(path)
    if is_zipfile(path):
        _check_packed(path, most_bytes)
    # Saved on a GPU, they name one that may not be here.
    return torch.load(path, map_location="cpu", weights_only=True)


def _check_packed(path: Path, most_bytes: int) -> None:
    """torch unpacks what is compressed, up to a thousand times the bytes, and compresses nothing."""
    with ZipFile(path) as packed:
        entries = packed.infolist()
    if any(entry.compress_type != ZIP_STORED for entry in entries):
        raise ValueError("compressed, as torch saves nothing")
    if sum(entry.file_size for entry in entries) > most_bytes:
        raise ValueError(f"more than {most_bytes} bytes when unpacked")


def check_shapes(state: Mapping[str, Tensor], expected: Mapping[str, Shape], where: Path) -> None:
    """Raises CharacterError unless `state` has just these names and shapes, and finite floating point."""
    faults = [f"no {name}" for name in expected if name not in state]
    faults += [f"unknown {name}" for name in state if name not in expected]
    faults += [
        f"{name} is {tuple(state[name].shape)}, not {shape}"
        for name, shape in expected.items()
        if name in state and tuple(state[name].shape) != shape
    ]
    if not faults:
        faults = [f"{name} holds {fault}" for name, value in state.items() if (fault := _unfit(value))]
    if faults:
        more = f" and {len(faults) - 3} more" if len(faults) > 3 else ""
        raise CharacterError(f"{where}: {'; '.join(faults[:3])}{more}")


def _unfit(value: Tensor) -> str:
    if not value.is_floating_point():
        return f"{value.dtype}, not floating point"
    return "" if bool(torch.isfinite(value).all()) else "values that are not finite"
