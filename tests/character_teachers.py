"""Teachers small enough for a test: THA4's networks at a few channels, and a student that teaches."""

from pathlib import Path
from typing import Any

import numpy as np
import torch

SIDE = 512


def disc() -> np.ndarray:
    """[512, 512, 4]: a disc whose colours run, before nothing."""
    y, x = np.mgrid[:SIDE, :SIDE]
    inside = np.hypot(x - 256, y - 220) < 150
    return (np.stack([x // 2, y // 2, 255 - x // 2, np.full_like(x, 255)], -1) * inside[..., None]).astype(
        np.uint8
    )


def tiny_networks() -> Any:
    """The teacher's five networks by chance, narrow ones, as `read_networks` gives the real ones."""
    from animator.portrait import Networks
    from animator.tha3.networks import FaceNetworks
    from animator.tha4.networks import BodyMorpher, Tha4, Upscaler

    class TinyTha4(Tha4):
        def __init__(self) -> None:
            FaceNetworks.__init__(self, separable=True)
            self.body_morpher, self.upscaler = BodyMorpher((8, 8, 8, 8)), Upscaler((8, 8, 8, 8, 8))

    torch.manual_seed(0)
    module = TinyTha4().eval().requires_grad_(False)
    # Some pixels of movement, not half the picture.
    for painter in (module.body_morpher, module.upscaler):
        painter.body.last[2].weight[4:6] *= 0.01
        painter.body.last[2].bias[4:6] *= 0.01
    return Networks(module, True, torch.device("cpu"), torch.float32)


class StudentTeacher:
    """A character's folder as a teacher: the animator's plain engine tells what its frames are made of."""

    paints = True

    def __init__(self, folder: Path) -> None:
        from animator.character import read_character
        from animator.student.reference import Reference

        character = read_character(folder)
        self.reference, self.picture = Reference(character), character.picture
        self.mark: dict[str, Any] = {"teacher": folder.name}
        self.layers: dict[str, np.ndarray] = {}

    def faces(self, poses: np.ndarray) -> np.ndarray:
        asked = torch.from_numpy(poses).float()
        with torch.inference_mode():
            return _light(self.reference.face(asked)).permute(0, 2, 3, 1).numpy()

    def frames(self, poses: np.ndarray) -> np.ndarray:
        out = self.reference(torch.from_numpy(poses).float())
        parts = torch.cat([out.grid_change, _light(out.colour), _light(out.blended)], 1)
        return parts.permute(0, 2, 3, 1).numpy()

    def pictures(self, poses: np.ndarray) -> np.ndarray:
        from animator.colour import light_from, pictures_of

        return pictures_of(light_from(self.reference(torch.from_numpy(poses).float()).blended))


def _light(network: torch.Tensor) -> torch.Tensor:
    return (network + 1) / 2
