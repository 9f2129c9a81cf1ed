"""The CNN shaders of Anime4K in a folder of the user's: which a preset runs, in which sizes, in what order.

github.com/bloc97/Anime4K, version 4, under the MIT licence. None of it is in this project: the files are read
where the user has put them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from animator.upscaling.network import Network
from animator.upscaling.shader import read_shader
from handlerkit.checks import SettingsError

RESTORE, SOFT, UPSCALE, DENOISE = "Restore", "Restore_Soft", "Upscale", "Upscale_Denoise"
PRESETS = {
    "A": (RESTORE, UPSCALE, UPSCALE),
    "B": (SOFT, UPSCALE, UPSCALE),
    "C": (DENOISE, UPSCALE),
}
# Sizes of the networks up to the first that enlarges, and behind it: there is four times as much to do there.
QUALITIES = {"low": ("S", "S"), "high": ("VL", "M")}
FILES = {
    RESTORE: "Anime4K_Restore_CNN_{}.glsl",
    SOFT: "Anime4K_Restore_CNN_Soft_{}.glsl",
    UPSCALE: "Anime4K_Upscale_CNN_x2_{}.glsl",
    DENOISE: "Anime4K_Upscale_Denoise_CNN_x2_{}.glsl",
}


def files_of(preset: str, quality: str) -> list[str]:
    """Names, in the order in which they run."""
    first, second = QUALITIES[quality]
    names, enlarged = [], False
    for kind in PRESETS[preset]:
        names.append(FILES[kind].format(second if enlarged else first))
        enlarged |= kind in (UPSCALE, DENOISE)
    return names


# A file, and its time and size.
Stamp = tuple[str, int, int]


@dataclass(frozen=True)
class _Known:
    """A network of a file as it was then."""

    stamp: Stamp
    network: Network


class Anime4K:
    """Reads a file when it is first asked for, and again when it has changed."""

    def __init__(self, folder: str, device: torch.device) -> None:
        """folder: "" is none. Raises SettingsError for one that is not there."""
        self.folder = Path(folder) if folder else None
        self.device = device
        self.known: dict[str, _Known] = {}
        if self.folder and not self.folder.is_dir():
            raise SettingsError(f"animator.anime4k must be a folder, which {folder} is not")

    def networks(self, preset: str, quality: str) -> list[Network]:
        """Raises SettingsError where there is no folder, ShaderError for a file that cannot be used."""
        if not self.folder:
            raise SettingsError(
                f"upscale_quality {quality} needs the shaders of Anime4K, and this server has none "
                "(anime4k in its model-config.yaml); lanczos, bicubic and bilinear need nothing"
            )
        return [self._network(self.folder, name) for name in files_of(preset, quality)]

    def _network(self, folder: Path, name: str) -> Network:
        path = _found(folder, name)
        stamp = _stamp(path)
        known = self.known.get(name)
        if known is None or known.stamp != stamp:
            known = _Known(stamp, Network(read_shader(path), self.device))
            self.known[name] = known
        return known.network


def _found(folder: Path, name: str) -> Path:
    """In the folder itself, as a release has them, or in one of its folders, as the repository has them."""
    beside = folder / name
    return beside if beside.is_file() else next(iter(sorted(folder.glob(f"*/{name}"))), beside)


def _stamp(path: Path) -> Stamp:
    try:
        stat = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), stat.st_mtime_ns, stat.st_size


def enlarged(colour: Tensor, networks: Sequence[Network], growth: float) -> Tensor:
    """Opaque colour [n, 3, ..] made larger until it is `growth` times as large, as far as networks reach."""
    for network in networks:
        if network.factor > 1 and growth <= max(1, network.least_growth):
            continue
        colour = network(colour).clamp_(0, 1)
        growth /= network.factor
    return colour
