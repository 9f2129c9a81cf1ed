"""Any picture posed by THA3 or by the THA4 teacher: the networks, and one engine for each picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from animator.colour import (
    cleared,
    light_from,
    light_of,
    network_of,
    pictures_of,
    premultiplied,
    shrunk,
    straight_light,
    straight_of,
)
from animator.engine import SIDE, Cel
from animator.graphed import Graphed
from animator.picture import CharacterError
from animator.tha3.networks import Tha3
from animator.tha4.networks import Tha4
from animator.weights import check_shapes, read_weights

# The largest of the published files has 140 MB.
_MOST_BYTES = 256 << 20
_SUFFIXES = (".safetensors", ".pt")


@dataclass(frozen=True)
class Networks:
    """premultiplied: how the networks want their pictures; THA3 wants them straight."""

    module: Tha3 | Tha4
    premultiplied: bool
    device: torch.device
    dtype: torch.dtype


def read_networks(folder: Path, device: torch.device) -> Networks:
    """Of a folder with five files of weights, of THA3 in any variant or of the THA4 teacher.

    A GPU computes in the files' own precision, a CPU in float32. Raises CharacterError.
    """
    first = _file(folder, "eyebrow_decomposer")
    states = {first: read_weights(first, _MOST_BYTES)}
    separable = "body.downsample_blocks.0.2.weight" in states[first]
    teacher = any((folder / f"upscaler{suffix}").is_file() for suffix in _SUFFIXES)
    with torch.device("meta"):
        module = Tha4() if teacher else Tha3(separable)
    half = any(value.dtype == torch.float16 for value in states[first].values())
    dtype = torch.float16 if half and device.type == "cuda" else torch.float32
    for name, network in module.named_children():
        path = _file(folder, name)
        state = states.get(path) or read_weights(path, _MOST_BYTES)
        check_shapes(state, {key: tuple(value.shape) for key, value in network.state_dict().items()}, path)
        network.load_state_dict({key: value.to(device, dtype) for key, value in state.items()}, assign=True)
    return Networks(module.eval().requires_grad_(False), teacher, device, dtype)


def _file(folder: Path, name: str) -> Path:
    found = [path for suffix in _SUFFIXES if (path := folder / f"{name}{suffix}").is_file()]
    if not found:
        raise CharacterError(f"{folder}: no {name}.pt; THA3 and the THA4 teacher have five files")
    return found[0]


class Portrait:
    """An Engine for one picture; what depends on the picture alone is computed once."""

    def __init__(self, networks: Networks, picture: NDArray[np.uint8], batch: int = 8) -> None:
        """picture: [512, 512, 4] sRGB. batch: frames at once, at most."""
        self.networks, self.batch = networks, batch
        light = light_of(picture) if networks.premultiplied else cleared(straight_light(picture))
        self.picture = self.placed(network_of(light)[None])
        with torch.inference_mode():
            self.background, self.eyebrows = networks.module.decomposed(self.picture)
        self.faced, self.turned = Graphed(networks.module.faced), Graphed(networks.module.turned)

    def render(self, poses: Tensor, cels: Sequence[Cel] = ()) -> Tensor:
        frames = torch.empty(len(poses), 4, SIDE, SIDE)
        for rows, light in self._batches(poses, cels):
            frames[rows] = light.cpu()
        return frames

    def pictures(self, poses: Tensor, cels: Sequence[Cel] = (), side: int = SIDE) -> NDArray[np.uint8]:
        """These networks know one size: less is what they draw, made smaller."""
        frames = np.empty((len(poses), side, side, 4), np.uint8)
        for rows, light in self._batches(poses, cels):
            frames[rows] = pictures_of(shrunk(light, side))
        return frames

    def _batches(self, poses: Tensor, cels: Sequence[Cel]) -> Iterator[tuple[slice, Tensor]]:
        laid = cels or [None] * len(poses)
        for start in range(0, len(poses), self.batch):
            rows = slice(start, start + self.batch)
            yield rows, self._drawn(poses[rows], laid[rows])

    @torch.inference_mode()
    def _drawn(self, poses: Tensor, cels: Sequence[Cel]) -> Tensor:
        given = self.placed(poses)
        faced = self.with_faces(given)
        for row, cel in enumerate(cels):
            if cel is not None:
                faced[row] = self._under(faced[row], cel)
        return self._light(self.turned(faced, given))

    def with_faces(self, given: Tensor) -> Tensor:
        """The picture with the face of each pose, none turned; `given` are poses that are `placed`."""
        pictures, *layers = (
            each.expand(len(given), -1, -1, -1) for each in (self.picture, self.background, self.eyebrows)
        )
        return self.faced(pictures, *layers, given)

    def placed(self, values: Tensor) -> Tensor:
        """On the networks' device and in their precision."""
        return values.to(self.networks.device, self.networks.dtype)

    def _under(self, image: Tensor, cel: Tensor) -> Tensor:
        cel = cel.to(image.device, torch.float32)
        light = cel + (1 - cel[3:]) * self._light(image[None])[0]
        laid = network_of(light if self.networks.premultiplied else straight_of(light))
        return torch.where(cel[3:] > 0, laid, image)

    def _light(self, images: Tensor) -> Tensor:
        light = light_from(images.float())
        return light if self.networks.premultiplied else premultiplied(light)
