"""Paints docs/pictures/painter.jpg anew: what the default painter makes of a dozen scenes, with their texts.

python docs/painter_sheet.py         # `make pictures`; about a minute on one core

The texts are those of docs/painting.md, where they stand in the picture's order.
"""

import re
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent / "serve-handlers"))

from painter.engine import Fault  # noqa: E402
from painter.procedural import ProceduralPainter  # noqa: E402
from painter.settings import Request  # noqa: E402

PAGE = DOCS / "painting.md"
TARGET = DOCS / "pictures" / "painter.jpg"
START, END = "<!-- scenes: painted by docs/painter_sheet.py -->", "<!-- end of scenes -->"
COLUMNS = 3
WIDTH, HEIGHT, GAP = 480, 274, 8
QUALITY = 84


def main() -> None:
    texts = scenes(PAGE.read_text("utf-8"))
    rows = -(-len(texts) // COLUMNS)
    size = (COLUMNS * (WIDTH + GAP) + GAP, rows * (HEIGHT + GAP) + GAP)
    sheet = Image.new("RGB", size, (24, 22, 20))
    for number, text in enumerate(texts):
        row, column = divmod(number, COLUMNS)
        at = (GAP + column * (WIDTH + GAP), GAP + row * (HEIGHT + GAP))
        sheet.paste(numbered(painted(text), number + 1), at)
    sheet.save(TARGET, quality=QUALITY, optimize=True)


def scenes(page: str) -> list[str]:
    """The numbered lines between the page's two marks, a line's continuation joined to it."""
    block = page.partition(START)[2].partition(END)[0]
    return [" ".join(text.split()) for text in re.findall(r"^\d+\. (.+(?:\n {3}.+)*)", block, re.MULTILINE)]


def painted(text: str) -> Image.Image:
    (picture,) = ProceduralPainter().paint([Request(text)])
    if isinstance(picture, Fault):
        sys.exit(f"painter_sheet.py: {text}: {picture.sentence}")
    return Image.fromarray(picture.pixels).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def numbered(image: Image.Image, number: int) -> Image.Image:
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(18)
    draw.text((10, HEIGHT - 28), str(number), font=font, fill="white", stroke_width=2, stroke_fill="black")
    return image


if __name__ == "__main__":
    main()
