"""How wide a student's networks are, told from their weights.

The published ones are 128 eight times (face) and 360, 180, 90 (body); narrower ones draw faster. Any layers
and levels whose widths fit each other are a student.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from math import prod
from pathlib import Path

from torch import Tensor

from animator.engine import FACE_SIDE, SIDE
from animator.picture import CharacterError
from animator.pose import COUNT, FACE_INPUTS
from animator.weights import Shape, check_shapes

# Layers 0 to n-1 of the face; of the body, levels of layers, each level at twice the last one's resolution.
FACE_LAYER = "siren.sine_layers.{}.linear"
FACE_LAST = "siren.last_linear"
BODY_LAYER = "siren_layers.{}.{}.linear"
BODY_LAST = "last_linear"
FACE_OUTPUTS, BODY_OUTPUTS = 4, 7
# Of the body's outputs: two of a warp, this one, four of colour.
ALPHA = 2
PLACE = 2
MOST_WIDTH = 1024
MOST_LAYERS = 32
MOST_LEVELS = 6
# Multiplications of a frame; the published ones take 19 of these thousand millions.
MOST_WORK = 300 * 10**9


@dataclass(frozen=True)
class StudentShape:
    """Outputs of each sine layer: of the face, and of the body by level."""

    face: tuple[int, ...]
    body: tuple[tuple[int, ...], ...]

    @property
    def work(self) -> int:
        """Multiplications of a frame, if each were done at every pixel."""
        face = sum(map(prod, self.face_weights().values())) * FACE_SIDE**2
        at = (SIDE >> (len(self.body) - 1 - level) for level in range(len(self.body)))
        weights = self.body_weights()
        body = sum(
            side**2 * prod(shape)
            for level, side in enumerate(at)
            for name, shape in weights.items()
            if name.startswith(f"siren_layers.{level}.")
        )
        return face + body

    def face_weights(self) -> dict[str, Shape]:
        """Every name and shape of the face's state dict."""
        names = [FACE_LAYER.format(layer) for layer in range(len(self.face))]
        return dict(_chain(names, PLACE + FACE_INPUTS, self.face)) | dict(
            _affine(FACE_LAST, self.face[-1], FACE_OUTPUTS)
        )

    def body_weights(self) -> dict[str, Shape]:
        """Every name and shape of the body's state dict."""
        weights: dict[str, Shape] = {}
        carried = 0
        for level, widths in enumerate(self.body):
            names = [BODY_LAYER.format(level, layer) for layer in range(len(widths))]
            weights |= dict(_chain(names, carried + PLACE + COUNT, widths))
            carried = widths[-1]
        return weights | dict(_affine(BODY_LAST, carried, BODY_OUTPUTS))


def read_shape(
    face: Mapping[str, Tensor], body: Mapping[str, Tensor], where: tuple[Path, Path]
) -> StudentShape:
    """Raises CharacterError when the two state dicts are not a student's, naming the first things amiss."""
    by_level = (_widths(body, BODY_LAYER.format(level, "{}")) for level in range(MOST_LEVELS))
    shape = StudentShape(_widths(face, FACE_LAYER), tuple(takewhile(bool, by_level)))
    if not shape.face:
        raise CharacterError(f"{where[0]}: no {FACE_LAYER.format(0)}.weight; not a student's face")
    if not shape.body:
        raise CharacterError(f"{where[1]}: no {BODY_LAYER.format(0, 0)}.weight; not a student's body")
    check_shapes(face, shape.face_weights(), where[0])
    check_shapes(body, shape.body_weights(), where[1])
    if shape.work > MOST_WORK:
        found, most = shape.work / 10**9, MOST_WORK / 10**9
        raise CharacterError(
            f"{where[1]}: with this a frame takes {found:.0f} thousand million multiplications; "
            f"at most {most:.0f} are done"
        )
    return shape


def _widths(state: Mapping[str, Tensor], layer: str) -> tuple[int, ...]:
    """Outputs of the layers 0, 1, ... that are there; none is wider than `MOST_WIDTH`."""
    names = (f"{layer.format(number)}.weight" for number in range(MOST_LAYERS))
    there = takewhile(lambda name: name in state and state[name].dim() == 4, names)
    return tuple(min(max(len(state[name]), 1), MOST_WIDTH) for name in there)


def _chain(names: list[str], inputs: int, widths: tuple[int, ...]) -> Iterator[tuple[str, Shape]]:
    for name, before, outputs in zip(names, (inputs, *widths), widths, strict=False):
        yield from _affine(name, before, outputs)


def _affine(name: str, inputs: int, outputs: int) -> Iterator[tuple[str, Shape]]:
    """A convolution of 1x1 with a bias."""
    yield f"{name}.weight", (outputs, inputs, 1, 1)
    yield f"{name}.bias", (outputs,)
