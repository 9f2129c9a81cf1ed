"""The teacher as a trainer of students asks it: for one picture, the parts that a student has to learn.

Poses come as arrays [n, 45]; light is linear and premultiplied as everywhere, but not cut off at 0 and 1.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from animator.engine import FACE_COLUMNS, FACE_ROWS
from animator.graphed import Graphed
from animator.picture import CharacterError, read_picture
from animator.portrait import Networks, Portrait, read_networks
from animator.tha4.networks import Tha4

NAMES = ("eyebrow_decomposer", "eyebrow_morphing_combiner", "face_morpher", "body_morpher", "upscaler")
LAYERS = ("cels", "effects")
# Frames at once: what fills a GPU, and what keeps a CPU's memory small.
_BATCH_GPU, _BATCH_CPU = 8, 1

Picture = NDArray[np.uint8]
Light = NDArray[np.float32]


class Teacher:
    """For one picture. mark: what tells this teacher from others. layers: laid over it, by their files."""

    paints = True

    def __init__(
        self,
        networks: Networks,
        picture: Picture,
        mark: Mapping[str, Any],
        layers: Mapping[str, Picture] | None = None,
    ) -> None:
        if not isinstance(networks.module, Tha4):
            raise TypeError("THA3 does not tell what its frames are made of")
        self.picture, self.mark, self.layers = picture, mark, dict(layers or {})
        self.batch = _BATCH_GPU if networks.device.type == "cuda" else _BATCH_CPU
        self.module, self.portrait = networks.module, Portrait(networks, picture, self.batch)
        self.parts = Graphed(self._parts)

    def faces(self, poses: NDArray[np.float64]) -> Light:
        """[n, 128, 128, 4]: light of the face's square, before head and body turn."""
        return self._each(poses, lambda given: self._faced(given)[:, :, FACE_ROWS, FACE_COLUMNS])

    def frames(self, poses: NDArray[np.float64]) -> Light:
        """[n, 512, 512, 10]: offsets of the warp, light that is painted over it, light of the frame."""
        return self._each(poses, lambda given: self.parts(self.portrait.with_faces(given), given))

    def pictures(self, poses: NDArray[np.float64]) -> Picture:
        """[n, 512, 512, 4]: whole frames as they are seen."""
        return self.portrait.pictures(torch.from_numpy(poses).float())

    def _faced(self, given: Tensor) -> Tensor:
        return _light(self.portrait.with_faces(given))

    def _parts(self, faced: Tensor, given: Tensor) -> Tensor:
        posed, change, colour = self.module.turning(faced, given)
        return torch.cat([change.float(), _light(colour), _light(posed)], 1)

    @torch.inference_mode()
    def _each(self, poses: NDArray[np.float64], answer: Callable[[Tensor], Tensor]) -> Light:
        batches = torch.split(torch.from_numpy(poses).float(), self.batch)
        answers = [answer(self.portrait.placed(batch)).permute(0, 2, 3, 1).cpu() for batch in batches]
        return torch.cat(answers).numpy()


def _light(network: Tensor) -> Tensor:
    return (network.float() + 1) / 2


def read_teacher(weights: Path, picture: Path, layers: Path | None, device: torch.device) -> Teacher:
    """Of a folder with the teacher's five files, and a file with any picture.

    layers: folder with cels/*.png and effects/*.png, laid over the picture as over any character's.
    Raises CharacterError for what is missing or unfit.
    """
    drawn = read_picture(picture)
    files = [_file(weights, name) for name in NAMES]
    laid = {} if layers is None else _laid(layers)
    networks = read_networks(weights, device)
    mark = {"teacher": {"weights": _digest(*files), "picture": _digest(picture)}}
    return Teacher(networks, drawn, mark, laid)


def _file(folder: Path, name: str) -> Path:
    for path in (folder / f"{name}.safetensors", folder / f"{name}.pt"):
        if path.is_file():
            return path
    raise CharacterError(f"{folder}: no {name}.pt; the THA4 teacher is {', '.join(NAMES)}, each a .pt")


def _laid(folder: Path) -> dict[str, Picture]:
    laid = {f"{kind}/{path.name}": path for kind in LAYERS for path in sorted((folder / kind).glob("*.png"))}
    if not laid:
        raise CharacterError(f"{folder}: no cels/*.png and no effects/*.png")
    return {name: read_picture(path) for name, path in laid.items()}


def _digest(*files: Path) -> str:
    """One for all of them, short enough to read."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
