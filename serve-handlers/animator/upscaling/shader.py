"""A CNN shader of Anime4K as what it computes, step by step; read from a file that anyone may have made."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from animator.upscaling.passes import MAIN, Head, ShaderError, least_growth, passes_of
from animator.upscaling.statements import Sum, sum_of

# The largest of those published has 310 kB.
_MOST_BYTES = 1 << 20
# Colour channels, each with a texture of four pixels.
_MOST_SHUFFLED = 3
# Behind a width: in reverse Polish notation.
_TWICE = " 2 *"


@dataclass(frozen=True)
class Convolution:
    """saved: the texture it makes, of the size of MAIN."""

    saved: str
    sum: Sum


@dataclass(frozen=True)
class Shader:
    """convolutions: the last makes MAIN anew, unless its channels are laid out as pixels, twice as many each
    way, and added to an enlarged MAIN: then `shuffled` has a texture for all colours, or one for each.

    least_growth: what is to become less than so many times as large does not need it.
    """

    convolutions: tuple[Convolution, ...]
    shuffled: tuple[str, ...]
    least_growth: float


def read_shader(path: Path) -> Shader:
    """Raises ShaderError that names the file, and the line at which it is not as expected."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ShaderError(f"{path.name}: cannot be read ({error.strerror})") from error
    if len(content) > _MOST_BYTES:
        raise ShaderError(f"{path.name}: more than {_MOST_BYTES} bytes")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ShaderError(f"{path.name}:{line}: no UTF-8") from error
    return shader_of(path.name, text)


def shader_of(file: str, text: str) -> Shader:
    """The same of a file's text."""
    heads = passes_of(file, text)
    made: list[Convolution] = []
    shuffled: tuple[str, ...] = ()
    for head in heads:
        _check_textures(head, [each.saved for each in made], bool(shuffled))
        if head.value("WIDTH").endswith(_TWICE):
            shuffled = _shuffle(head)
        else:
            _check_size(head)
            made.append(Convolution(head.value("SAVE"), sum_of(head)))
    last = heads[-1]
    if last.value("SAVE") != MAIN:
        last.said["SAVE"].refuse(f"the last pass must save {MAIN}")
    if not shuffled and not made[-1].sum.added:
        last.lines[-2].refuse(f"the last pass must add {MAIN}")
    if not made:
        last.first.refuse("nothing is computed before the channels are laid out")
    return Shader(tuple(made), shuffled, _growth(heads))


def _check_textures(head: Head, made: Sequence[str], shuffled: bool) -> None:
    """Bound is what is there, and saved what is not."""
    if shuffled or MAIN in made:
        head.first.refuse(f"a pass behind the one that saves {MAIN}")
    for name, line in head.binds.items():
        if name not in (MAIN, *made):
            line.refuse(f"no pass before this one saves {name}")
    saved = head.said["SAVE"]
    if saved.text in made:
        saved.refuse(f"{saved.text} is saved already")


def _check_size(head: Head, grown: str = "") -> None:
    for directive, side in (("WIDTH", "w"), ("HEIGHT", "h")):
        if head.value(directive) not in [f"{name}.{side}{grown}" for name in head.binds]:
            head.said[directive].refuse(f"//!{directive} must be NAME.{side}{grown} of a bound texture")


def _shuffle(head: Head) -> tuple[str, ...]:
    """Textures whose channels become pixels; the lines are just those that say so."""
    _check_size(head, _TWICE)
    first, *textures = head.binds
    if first != MAIN or not 1 <= len(textures) <= _MOST_SHUFFLED:
        head.first.refuse(f"expected {MAIN} and 1 to {_MOST_SHUFFLED} textures to be bound")
    if head.value("SAVE") != MAIN:
        head.said["SAVE"].refuse(f"channels can be laid out as pixels of {MAIN} alone")
    expected = _shuffling(textures)
    for place, line in enumerate(head.lines):
        if place >= len(expected) or line.text != expected[place]:
            line.refuse(f"expected {expected[place] if place < len(expected) else 'the end of the pass'}")
    if len(head.lines) < len(expected):
        head.lines[-1].refuse("the pass breaks off here")
    return tuple(textures)


def _shuffling(textures: Sequence[str]) -> list[str]:
    lines = ["vec4 hook() {"]
    for at, name in enumerate(textures):
        middle = f"{name}_tex((vec2(0.5) - f{at}) * {name}_pt + {name}_pos)"
        lines += [
            f"vec2 f{at} = fract({name}_pos * {name}_size);",
            f"ivec2 i{at} = ivec2(f{at} * vec2(2.0));",
            f"float c{at} = {middle}[i{at}.y * 2 + i{at}.x];",
        ]
    lines += [f"float c{at} = c{at - 1};" for at in range(len(textures), 4)]
    return [*lines, f"return vec4(c0, c1, c2, c3) + {MAIN}_tex({MAIN}_pos);", "}"]


def _growth(heads: Sequence[Head]) -> float:
    least = least_growth(heads[0])
    for head in heads:
        if least_growth(head) != least:
            head.said.get("WHEN", head.first).refuse("//!WHEN must be the same for all passes")
    return least
