"""Draws docs/pictures/character*.png anew: the default character, her 45 parameters, her
cels and effects, and the 28 emotions.

python docs/character_sheet.py         # a minute on one core; needs skia-python, which `.[dev]` brings
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS.parent / "training"), str(DOCS.parent / "clients")]

from soulsgen.motion.effects import EFFECTS as FELT  # noqa: E402
from soulsgen.motion.emotion import Emotion, built_in  # noqa: E402
from soulstrain.character.rig.cels import NAMES as CELS  # noqa: E402
from soulstrain.character.rig.cels import draw_cel  # noqa: E402
from soulstrain.character.rig.effects import NAMES as EFFECTS  # noqa: E402
from soulstrain.character.rig.effects import draw_effect  # noqa: E402
from soulstrain.character.rig.figure import draw_rest, render  # noqa: E402
from soulstrain.character.rig.pose import FACE, NAMES, SIGNED, pose  # noqa: E402

PICTURES = DOCS / "pictures"
BACKDROP, INK = (214, 205, 190), (60, 48, 56)
HEAD = (182, 72, 330, 220)
BUST = (76, 0, 436, 360)
AROUND = (86, 0, 426, 340)
GAP = 6
COLOURS = 256
LIMIT_BYTES = 400_000

Cell = tuple[str, Image.Image]


def main() -> None:
    save("character", sheet([("", picture(draw_rest()))], 1, (0, 0, 512, 512), 512))
    face, motion = NAMES[FACE], NAMES[FACE.stop :]
    save("character-face", sheet([("rest", posed({})), *morphs(face)], 8, HEAD, 180))
    save("character-motion", sheet([("rest", posed({})), *morphs(motion)], 4, BUST, 240))
    save("character-cels", sheet([(name, over(draw_cel(name))) for name in CELS], 8, HEAD, 180))
    effects = [
        (f"{name} {phase}", over(draw_effect(name, phase))) for name in EFFECTS for phase in (0.0, 0.4)
    ]
    save("character-effects", sheet(effects, 6, AROUND, 190))
    emotions = [(name, feeling(name, each)) for name, each in built_in().items() if name != "zero"]
    save("character-emotions", sheet(emotions, 7, AROUND, 190))


def morphs(names: Sequence[str]) -> Iterable[Cell]:
    """Each parameter at its full value, those with two ends at both."""
    for name in names:
        both = name in NAMES[SIGNED]
        for value in (1, -1) if both else (1,):
            yield f"{name} {value:+d}" if both else name, posed({name: value})


def posed(values: dict[str, float]) -> Image.Image:
    return picture(render(pose(values)))


def feeling(name: str, emotion: Emotion) -> Image.Image:
    """As the avatar shows it: cels on the face, the effect around her."""
    whole = picture(render(emotion.pose))
    for cel, strength in emotion.cels.items():
        layer = draw_cel(cel, emotion.pose)
        layer[..., 3] = np.rint(layer[..., 3] * strength)
        whole.alpha_composite(picture(layer))
    for effect in FELT:
        if name in effect.emotions:
            whole.alpha_composite(picture(draw_effect(effect.name, 0.3)))
    return whole


def over(layer: np.ndarray) -> Image.Image:
    whole = picture(draw_rest())
    whole.alpha_composite(picture(layer))
    return whole


def picture(layer: np.ndarray) -> Image.Image:
    return Image.fromarray(layer)


def sheet(cells: Iterable[Cell], columns: int, box: tuple[int, int, int, int], size: int) -> Image.Image:
    """The part `box` of each picture, `size` pixels wide, with its name beneath."""
    cells = list(cells)
    named = 20 if any(name for name, _ in cells) else 0
    rows = -(-len(cells) // columns)
    wide, high = size + GAP, size + named + GAP
    page = Image.new("RGBA", (columns * wide + GAP, rows * high + GAP), (*BACKDROP, 255))
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(11)
    for number, (name, whole) in enumerate(cells):
        at = GAP + number % columns * wide, GAP + number // columns * high
        page.alpha_composite(whole.crop(box).resize((size, size), Image.Resampling.LANCZOS), at)
        words = name.replace("eyebrow_", "brow_").replace("raised_lower_eyelid", "lower_eyelid")
        draw.text((at[0] + size / 2, at[1] + size + 9), words, font=font, fill=INK, anchor="mm")
    return page.convert("RGB")


def save(name: str, page: Image.Image) -> None:
    target = PICTURES / f"{name}.png"
    page.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE).save(target, optimize=True)
    if target.stat().st_size > LIMIT_BYTES:
        sys.exit(f"character_sheet.py: {target} has {target.stat().st_size} bytes, more than {LIMIT_BYTES}")


if __name__ == "__main__":
    main()
