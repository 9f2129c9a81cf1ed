"""A shader run as its text says, line by line, for all pixels: slow, and without anything it is compared to.

A line of these shaders is Python but for the types in front of it: textures are functions that look between
their pixels, vectors are arrays with their components last.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray


class Vector(np.ndarray):
    """[rows, columns, components]; an index is that of a component, a number or one for each pixel."""

    @property
    def x(self) -> Array:
        return np.asarray(self)[..., 0]

    @property
    def y(self) -> Array:
        return np.asarray(self)[..., 1]

    def __getitem__(self, which: Any) -> Array:
        return np.take_along_axis(np.asarray(self), np.asarray(which)[..., None], -1)[..., 0]


def vector(values: Any) -> Vector:
    return np.asarray(values, np.float64).view(Vector)


class Matrix:
    """By columns, as GLSL has it."""

    def __init__(self, *numbers: float) -> None:
        self.columns = np.array(numbers, np.float64).reshape(4, 4)

    def __mul__(self, other: Any) -> Vector:
        return vector(np.asarray(other) @ self.columns)


def texture(values: Array, positions: Vector) -> Vector:
    """[.., 4] of [rows, columns, 4] at x and y from 0 to 1: linear between middles, the edge beyond them."""
    rows, columns, _ = values.shape
    x, y = positions.x * columns - 0.5, positions.y * rows - 0.5
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    found = 0.0
    for down, share_y in ((0, 1 - (y - top)), (1, y - top)):
        for right, share_x in ((0, 1 - (x - left)), (1, x - left)):
            at = np.clip(top + down, 0, rows - 1), np.clip(left + right, 0, columns - 1)
            found = found + values[at] * (share_x * share_y)[..., None]
    return vector(found)


def run(text: str, picture: Array) -> Array:
    """[rows, columns, 4] that the shader makes of MAIN [rows, columns, 4]."""
    textures = {"MAIN": picture.astype(np.float64)}
    for part in re.split(r"(?=//!DESC)", text)[1:]:
        head = dict(re.findall(r"//!(\w+) (.*)", part))
        size = [_size(head[side], textures) for side in ("HEIGHT", "WIDTH")]
        textures[head["SAVE"]] = np.asarray(_hooked(part, textures, (size[0], size[1])))
    return textures["MAIN"]


def _size(expression: str, textures: dict[str, Array]) -> int:
    name, side = re.findall(r"(\w+)\.([wh])", expression)[0]
    return int(textures[name].shape[side == "w"] * (2 if expression.endswith("2 *") else 1))


def _hooked(part: str, textures: dict[str, Array], size: tuple[int, int]) -> Vector:
    y, x = ((np.arange(each) + 0.5) / each for each in size)
    positions = vector(np.stack(np.meshgrid(x, y), -1))
    scope = _scope(textures, positions)
    for line in part.splitlines():
        if defined := re.fullmatch(r"#define (\w+)(\(.*?\))? (\(.*\))", line):
            name, arguments, body = defined.groups()
            meant = f"lambda {arguments.strip('()')}: {body}" if arguments else body
            exec(f"{name} = {meant}", scope)  # noqa: S102
    for line in re.findall(r"^    (.*);$", part, re.MULTILINE):
        bare = re.sub(r"^(?:vec[24]|ivec2|float) ", "", line).replace("return ", "answer = ")
        exec(bare, scope)  # noqa: S102
    return scope["answer"]


def _scope(textures: dict[str, Array], positions: Vector) -> dict[str, Any]:
    scope: dict[str, Any] = {
        "mat4": Matrix,
        "vec2": lambda *numbers: vector(np.broadcast_to(numbers, (2,))),
        "vec4": lambda *numbers: vector(np.stack(np.broadcast_arrays(*numbers), -1)),
        "ivec2": lambda values: np.asarray(values).astype(int).view(Vector),
        "fract": lambda values: vector(np.asarray(values) % 1.0),
        "max": np.maximum,
    }
    for name, values in textures.items():
        size = np.array(values.shape[1::-1], np.float64)
        scope |= {
            f"{name}_size": size,
            f"{name}_pt": 1 / size,
            f"{name}_pos": positions,
            f"{name}_tex": _sampled(values),
            f"{name}_texOff": lambda off, values=values, size=size: texture(
                values, vector(np.asarray(positions) + np.asarray(off) / size)
            ),
        }
    return scope


def _sampled(values: Array) -> Callable[[Vector], Vector]:
    return lambda positions: texture(values, vector(positions))
