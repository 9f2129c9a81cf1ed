"""The passes of an mpv user shader: the directives in front of each, and its lines.

Format: mpv's manual, "glsl-shaders"; libplacebo.org/custom-shaders. Only what the CNN shaders of Anime4K
say is read; anything else is refused with its line.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn

MAIN = "MAIN"
NAME = r"[A-Za-z_][A-Za-z0-9_]{0,63}"
# The largest of those published has 25; each may keep 16 bytes a pixel.
_MOST_PASSES = 32
_LONGEST_LINE = 1000
# A pass runs where the picture is to become so much larger, in both directions.
_WHEN = re.compile(
    r"OUTPUT\.w MAIN\.w / (\d{1,3}\.\d{1,6}) > OUTPUT\.h MAIN\.h / (\d{1,3}\.\d{1,6}) > \*",
    re.ASCII,
)
_ONCE = ("DESC", "HOOK", "SAVE", "WIDTH", "HEIGHT", "COMPONENTS", "WHEN")
_NEEDED = ("DESC", "HOOK", "BIND", "SAVE", "WIDTH", "HEIGHT")


class ShaderError(ValueError):
    """A shader that cannot be used: its file, the line, and what is wrong there."""


@dataclass(frozen=True)
class Line:
    """`number` counts from 1, in the file `file`."""

    file: str
    number: int
    text: str

    def refuse(self, fault: str) -> NoReturn:
        raise ShaderError(f"{self.file}:{self.number}: {fault}")


@dataclass
class Head:
    """Directives of a pass, each with its line; `binds` in order. lines: what stands behind them."""

    first: Line
    said: dict[str, Line] = field(default_factory=dict)
    binds: dict[str, Line] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def value(self, directive: str) -> str:
        return self.said[directive].text


def passes_of(file: str, text: str) -> list[Head]:
    """Raises ShaderError; comments and empty lines are left out."""
    heads: list[Head] = []
    for line in _lines(file, text):
        if not line.text.startswith("//!"):
            if not heads:
                line.refuse("something stands before the first //!DESC")
            heads[-1].lines.append(line)
            continue
        if not heads or heads[-1].lines:
            if len(heads) == _MOST_PASSES:
                line.refuse(f"more than {_MOST_PASSES} passes")
            heads.append(Head(line))
        _take(heads[-1], line)
    if not heads:
        raise ShaderError(f"{file}:1: no pass; each begins with //!DESC")
    for head in heads:
        _check(head)
    return heads


def _lines(file: str, text: str) -> Iterator[Line]:
    for number, written in enumerate(text.split("\n"), 1):
        line = Line(file, number, written.strip(" \t\r"))
        if len(written) > _LONGEST_LINE:
            line.refuse(f"longer than {_LONGEST_LINE} characters")
        if line.text and (not line.text.startswith("//") or line.text.startswith("//!")):
            yield line


def _take(head: Head, line: Line) -> None:
    directive, _, value = line.text[3:].partition(" ")
    said = Line(line.file, line.number, value.strip())
    if directive == "BIND":
        if not re.fullmatch(NAME, said.text, re.ASCII) or said.text in head.binds:
            line.refuse("//!BIND must name a texture, each once")
        head.binds[said.text] = said
    elif directive not in _ONCE:
        line.refuse(f"unknown //!{directive}; known are {', '.join(('BIND', *_ONCE))}")
    elif directive in head.said:
        line.refuse(f"//!{directive} for the second time in this pass")
    else:
        head.said[directive] = said


def _check(head: Head) -> None:
    for directive in _NEEDED:
        if not (head.binds if directive == "BIND" else directive in head.said):
            head.first.refuse(f"this pass has no //!{directive}")
    checks: dict[str, tuple[Callable[[str], object], str]] = {
        "HOOK": (lambda value: value == MAIN, f"must be {MAIN}"),
        "SAVE": (lambda value: re.fullmatch(NAME, value, re.ASCII), "must name a texture"),
        "COMPONENTS": (lambda value: value == "4", "must be 4"),
        "WHEN": (_WHEN.fullmatch, "must be OUTPUT.w MAIN.w / N > OUTPUT.h MAIN.h / N > *"),
    }
    for directive, (fits, must) in checks.items():
        if directive in head.said and not fits(head.value(directive)):
            head.said[directive].refuse(f"//!{directive} {must}")


def least_growth(head: Head) -> float:
    """Below it the pass is not run; 0 always is."""
    if "WHEN" not in head.said:
        return 0.0
    found = _WHEN.fullmatch(head.value("WHEN"))
    if not found or found[1] != found[2]:
        head.said["WHEN"].refuse("//!WHEN must have one number for both directions")
    return float(found[1])
