"""What a pass computes: sums of matrices times pixels around, or channels laid out as pixels.

    #define go_0(x_off, y_off) (max((NAME_texOff(vec2(x_off, y_off))), 0.0))
    vec4 hook() {
        vec4 result = mat4(16 numbers) * go_0(-1.0, 0.0);
        result += mat4(16 numbers) * g_1;
        result += vec4(4 numbers);
        return result;
    }

A matrix has a column for each channel that is read, with a row for each that is made.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from animator.upscaling.passes import MAIN, NAME, Head, Line

_OPENING, _CLOSING = "vec4 hook() {", "}"
_RETURN, _RETURN_ADDED = "return result;", f"return result + {MAIN}_tex({MAIN}_pos);"
_OFFSET = rf"({NAME})_texOff\(vec2\(x_off, y_off\)\)"
_AROUND = re.compile(
    rf"#define (go_\d{{1,2}})\(x_off, y_off\) \((?:max\((-?)\({_OFFSET}\), 0\.0\)|{_OFFSET})\)", re.ASCII
)
_PLACE = rf"({NAME})_tex\(({NAME})_pos\)"
_HERE = re.compile(rf"#define (g_\d{{1,2}}) \((?:max\((-?)\({_PLACE}\), 0\.0\)|{_PLACE})\)", re.ASCII)
_FACTOR = r"(?:(g_\d{1,2})|(go_\d{1,2})\((-1|0|1)\.0, (-1|0|1)\.0\))"
_PRODUCT = re.compile(rf"(vec4 result =|result \+=) mat4\(([^()]*)\) \* {_FACTOR};", re.ASCII)
_BIAS = re.compile(r"result \+= vec4\(([^()]*)\);", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,20})?(?:e[+-]?\d{1,2})?", re.ASCII)
# Trained weights stay below 10.
_LARGEST = 1e4


@dataclass(frozen=True)
class Source:
    """What is read of a texture: its values (sign 0), those above zero (1), or those below, turned (-1)."""

    texture: str
    sign: int


# Steps to the right and down.
Step = tuple[int, int]
Matrix = tuple[float, ...]


@dataclass(frozen=True)
class Sum:
    """products: of each source at each place around. added: MAIN comes on top."""

    products: Mapping[Source, Mapping[Step, Matrix]]
    bias: Matrix
    added: bool


def sum_of(head: Head) -> Sum:
    """Raises ShaderError for any line that is not as above."""
    lines = list(head.lines)
    macros: dict[str, Source] = {}
    while lines and lines[0].text.startswith("#define"):
        _define(lines.pop(0), head, macros)
    if len(lines) < 5 or lines[0].text != _OPENING or lines[-1].text != _CLOSING:
        (lines or [head.first])[0].refuse(f"expected {_OPENING} … {_CLOSING}")
    *products, bias, returned = lines[1:-1]
    found: dict[Source, dict[Step, Matrix]] = {source: {} for source in macros.values()}
    for place, line in enumerate(products):
        _multiply(line, place == 0, macros, found)
    if not (said := _BIAS.fullmatch(bias.text)):
        bias.refuse("expected result += vec4(4 numbers);")
    if returned.text not in (_RETURN, _RETURN_ADDED):
        returned.refuse(f"expected {_RETURN} or {_RETURN_ADDED}")
    added = returned.text == _RETURN_ADDED
    if added and MAIN not in head.binds:
        returned.refuse(f"{MAIN} is not bound")
    return Sum(found, _numbers(bias, said[1], 4), added)


def _define(line: Line, head: Head, macros: dict[str, Source]) -> None:
    if around := _AROUND.fullmatch(line.text):
        name, turned, cut, plain = around.groups()
    elif (here := _HERE.fullmatch(line.text)) and here[3] == here[4] and here[5] == here[6]:
        name, turned, cut, _, plain, _ = here.groups()
    else:
        line.refuse("expected #define go_N(x_off, y_off) or g_N of one texture, or of its part above 0")
    texture = cut or plain
    if texture not in head.binds:
        line.refuse(f"{texture} is not bound")
    source = Source(texture, 0 if plain else -1 if turned else 1)
    if name in macros or source in macros.values():
        line.refuse(f"{name}, or what it stands for, is there already")
    macros[name] = source


def _multiply(
    line: Line, first: bool, macros: Mapping[str, Source], found: Mapping[Source, dict[Step, Matrix]]
) -> None:
    said = _PRODUCT.fullmatch(line.text)
    if not said or first != said[1].startswith("vec4"):
        begun = "vec4 result =" if first else "result +="
        line.refuse(f"expected {begun} mat4(16 numbers) * go_N(x, y) or g_N;")
    _, numbers, here, around, right, down = said.groups()
    macro = here or around
    if macro not in macros:
        line.refuse(f"{macro} is not defined")
    step = (0, 0) if here else (int(right), int(down))
    products = found[macros[macro]]
    if step in products:
        line.refuse(f"{macro} of this place for the second time")
    products[step] = _numbers(line, numbers, 16)


def _numbers(line: Line, text: str, count: int) -> Matrix:
    written = text.split(", ")
    if len(written) != count or not all(map(_NUMBER.fullmatch, written)):
        line.refuse(f"expected {count} numbers")
    numbers = tuple(map(float, written))
    if max(map(abs, numbers)) > _LARGEST:
        line.refuse(f"a number beyond {_LARGEST:g}")
    return numbers
