"""Draws docs/pictures/filters.png anew: the default character through each filter of the animator, as it is
by default but for what is written under it.

python docs/filter_sheet.py         # seconds on one core
"""

import sys
from pathlib import Path

import torch
from PIL import Image

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS.parent / "serve-handlers"), str(DOCS)]

from character_sheet import PICTURES, Cell, sheet  # noqa: E402

from animator.colour import light_of, pictures_of  # noqa: E402
from animator.filters.chain import FILTERS, read_chain  # noqa: E402
from animator.picture import read_picture  # noqa: E402

WICK = DOCS.parent / "model_store" / "defaults" / "animator" / "wick" / "character.png"
# Dark, so that what shines is seen, and as large as what is shown, so that lines stay lines.
ROOM = (38, 34, 46, 255)
SIZE = 320
PART = (slice(0, SIZE), slice(96, 96 + SIZE))
COLOURS = 256
LIMIT_BYTES = 600_000
MOMENT_S, SEED = 2.0, 0
# What by default is faint in a small picture, or seldom.
STRONGER: dict[str, dict[str, object]] = {
    "chroma_subsample": {"sigma": 12},
    "analog_vhsglitches": {"unboost": 0.2, "strength": 0.5},
    "analog_vhs_headswitching": {"max_displacement": 0.1},
    "digital_glitches": {"unboost": 0.2},
    "scanlines": {"strength": 0.3},
}


def main() -> None:
    light = light_of(read_picture(WICK))[None, :, PART[0], PART[1]]
    cells: list[Cell] = [("as she is drawn", filtered(light, []))]
    for name in FILTERS:
        values = STRONGER.get(name, {})
        title = ", ".join([name, *(f"{key} {value}" for key, value in values.items())])
        cells.append((title, filtered(light, [[name, values]])))
    save(sheet(cells, 6, (0, 0, SIZE, SIZE), SIZE))


def filtered(light: torch.Tensor, chain: list[list[object]]) -> Image.Image:
    drawn = read_chain(chain).apply(light, torch.tensor([MOMENT_S]), SEED)
    whole = Image.new("RGBA", (SIZE, SIZE), ROOM)
    whole.alpha_composite(Image.fromarray(pictures_of(drawn)[0]))
    return whole


def save(page: Image.Image) -> None:
    target = PICTURES / "filters.png"
    page.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE).save(target, optimize=True)
    if target.stat().st_size > LIMIT_BYTES:
        sys.exit(f"filter_sheet.py: {target} has {target.stat().st_size} bytes, more than {LIMIT_BYTES}")


if __name__ == "__main__":
    main()
