"""Shader files as Anime4K's CNN shaders are written, with a few weights by chance."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

WHEN = "//!WHEN OUTPUT.w MAIN.w / 1.200 > OUTPUT.h MAIN.h / 1.200 > *"
STEPS = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]


class Writer:
    """The text of one shader, pass by pass. enlarges: whether each pass says when it is run."""

    def __init__(self, seed: int, enlarges: bool) -> None:
        self.chance = np.random.default_rng(seed)
        self.enlarges = enlarges
        self.passes: list[str] = ["// A licence\n"]

    def convolution(
        self, saved: str, read: Sequence[str], wide: bool = True, added: bool = False, scale: float = 0.1
    ) -> None:
        """Reads the picture as it is, and of every other texture what is above and below zero."""
        if read == ["MAIN"]:
            sources = [("MAIN", "")]
        else:
            sources = [(name, sign) for sign in ("", "-") for name in read]
        defines = [_defined(at, name, sign, wide) for at, (name, sign) in enumerate(sources)]
        taps = [tap for at in range(len(sources)) for tap in _taps(at, wide)]
        lines = [f"result += mat4({self._numbers(16, scale)}) * {tap};" for tap in taps]
        lines[0] = lines[0].replace("result +=", "vec4 result =")
        end = "return result + MAIN_tex(MAIN_pos);" if added else "return result;"
        body = [*lines, f"result += vec4({self._numbers(4, scale)});", end]
        binds = ["MAIN", *read] if added else read
        self._pass(f"Conv-4x{3 if wide else 1}", binds, saved, read[0], "", [*defines, *_hooked(body)])

    def shuffle(self, textures: Sequence[str]) -> None:
        body: list[str] = []
        for at, name in enumerate(textures):
            pixel = f"(vec2(0.5) - f{at}) * {name}_pt + {name}_pos"
            body += [
                f"vec2 f{at} = fract({name}_pos * {name}_size);",
                f"ivec2 i{at} = ivec2(f{at} * vec2(2.0));",
                f"float c{at} = {name}_tex({pixel})[i{at}.y * 2 + i{at}.x];",
            ]
        body += [f"float c{at} = c{at - 1};" for at in range(len(textures), 4)]
        body.append("return vec4(c0, c1, c2, c3) + MAIN_tex(MAIN_pos);")
        self._pass("Depth-to-Space", ["MAIN", *textures], "MAIN", textures[0], " 2 *", _hooked(body))

    @property
    def text(self) -> str:
        return "\n".join(self.passes)

    def _pass(
        self, told: str, binds: Iterable[str], saved: str, size: str, times: str, lines: Iterable[str]
    ) -> None:
        head = [
            f"//!DESC Tiny-{told}",
            "//!HOOK MAIN",
            *(f"//!BIND {name}" for name in binds),
            f"//!SAVE {saved}",
        ]
        head += [f"//!WIDTH {size}.w{times}", f"//!HEIGHT {size}.h{times}"]
        head += ["//!COMPONENTS 4"] * (saved != "MAIN") + [WHEN] * self.enlarges
        self.passes.append("\n".join([*head, *lines]))

    def _numbers(self, count: int, scale: float) -> str:
        return ", ".join(repr(float(np.float32(each))) for each in self.chance.normal(0, scale, count))


def _taps(at: int, wide: bool) -> list[str]:
    return [f"go_{at}({x}.0, {y}.0)" for x, y in STEPS] if wide else [f"g_{at}"]


def _defined(at: int, name: str, sign: str, wide: bool) -> str:
    macro = f"go_{at}(x_off, y_off)" if wide else f"g_{at}"
    read = f"{name}_texOff(vec2(x_off, y_off))" if wide else f"{name}_tex({name}_pos)"
    return f"#define {macro} " + (f"({read})" if name == "MAIN" else f"(max({sign}({read}), 0.0))")


def _hooked(body: Iterable[str]) -> list[str]:
    return ["vec4 hook() {", *(f"    {line}" for line in body), "}"]


def restoring(seed: int = 0) -> str:
    """As the smallest that restores: 3x3 from beginning to end."""
    writer = Writer(seed, enlarges=False)
    writer.convolution("conv2d_tf", ["MAIN"])
    writer.convolution("conv2d_1_tf", ["conv2d_tf"])
    writer.convolution("MAIN", ["conv2d_1_tf"], added=True)
    return writer.text


def restoring_densely(seed: int = 0) -> str:
    """As the larger: the last pass reads what all before it made, pixel by pixel."""
    writer = Writer(seed, enlarges=False)
    for at, read in enumerate((["MAIN"], ["conv_0", "conv_0b"])):
        writer.convolution(f"conv_{at}", read)
        writer.convolution(f"conv_{at}b", read)
    writer.convolution("MAIN", ["conv_0", "conv_0b", "conv_1", "conv_1b"], wide=False, added=True)
    return writer.text


def enlarging(seed: int = 0) -> str:
    """As the smallest that enlarges: one texture of detail for all colours."""
    writer = Writer(seed, enlarges=True)
    writer.convolution("conv2d_tf", ["MAIN"])
    writer.convolution("conv2d_last_tf", ["conv2d_tf"])
    writer.shuffle(["conv2d_last_tf"])
    return writer.text


def enlarging_densely(seed: int = 0) -> str:
    """As the larger: a texture of detail for each colour."""
    writer = Writer(seed, enlarges=True)
    writer.convolution("conv_0", ["MAIN"])
    writer.convolution("conv_0b", ["MAIN"])
    writer.convolution("conv_1", ["conv_0", "conv_0b"])
    writer.convolution("conv_1b", ["conv_0", "conv_0b"])
    for name in ("last", "last1", "last2"):
        writer.convolution(name, ["conv_0", "conv_0b", "conv_1", "conv_1b"], wide=False)
    writer.shuffle(["last", "last1", "last2"])
    return writer.text


def write_shaders(folder: Path) -> None:
    """All that presets and qualities ask for, tiny."""
    folder.mkdir(parents=True, exist_ok=True)
    seed = 0
    for size in ("S", "M", "VL"):
        for kind, dense in (("Restore_CNN", restoring_densely), ("Restore_CNN_Soft", restoring)):
            (folder / f"Anime4K_{kind}_{size}.glsl").write_text(dense(seed := seed + 1), "utf-8")
        for kind, made in (("Upscale_CNN_x2", enlarging), ("Upscale_Denoise_CNN_x2", enlarging_densely)):
            (folder / f"Anime4K_{kind}_{size}.glsl").write_text(made(seed := seed + 1), "utf-8")
