"""A viewer by WebSocket who writes down what is heard and what her mouth does, for stream_lips.py to judge.

    python stream_witness.py URL INSTANCE FILE.npz --box 0.4 0.3 0.6 0.4

Looks until standard input ends. Of each picture it keeps the part in the box, small: shares of the picture
from its left and its top.
"""

import argparse
import asyncio
import io
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from stream_viewers import Picture, dismissed, messages

Box = tuple[float, float, float, float]
# Columns and rows of what is kept of a picture.
KEPT = (24, 16)


@dataclass
class Log:
    """mouths: of each picture, [rows, columns] of grey. sounds: when each begins and its samples, 16 bits.

    captions: when a sentence begins, and its words. Moments are the instance's.
    """

    pictures: list[Picture] = field(default_factory=list)
    mouths: list[NDArray[np.uint8]] = field(default_factory=list)
    sounds: list[tuple[float, bytes]] = field(default_factory=list)
    captions: list[tuple[float, str]] = field(default_factory=list)
    rate_hz: int = 0

    def take(self, header: dict[str, Any], payload: bytes, box: Box) -> None:
        at_s = time.monotonic()
        if header["kind"] == "frame":
            self.pictures.append(Picture(at_s, header["t"], header["width"], len(payload)))
            self.mouths.append(mouth(payload, box))
        elif header["kind"] == "sound":
            self.rate_hz = header["rate"]
            self.sounds.append((header["t"], payload))
        elif header["kind"] == "caption":
            self.captions.append((header["t"], header["text"]))

    def write(self, path: Path) -> None:
        told = {"captions": self.captions, "sounds": [at_s for at_s, _ in self.sounds], "rate": self.rate_hz}
        lengths = [len(pcm) for _, pcm in self.sounds]
        with path.open("wb") as file:
            np.savez(
                file,
                told=json.dumps({**told, "lengths": lengths, "pictures": self.pictures}),
                mouths=np.array(self.mouths),
                pcm=np.frombuffer(b"".join(pcm for _, pcm in self.sounds), np.uint8),
            )


def read_log(path: Path) -> Log:
    with np.load(path) as file:
        told, mouths, pcm = json.loads(str(file["told"])), file["mouths"], file["pcm"].tobytes()
    ends = np.cumsum(told["lengths"]).tolist()
    pieces = [pcm[end - size : end] for end, size in zip(ends, told["lengths"], strict=True)]
    return Log(
        [Picture(*one) for one in told["pictures"]],
        list(mouths),
        list(zip(told["sounds"], pieces, strict=True)),
        [(at_s, text) for at_s, text in told["captions"]],
        told["rate"],
    )


def opened_picture(file: bytes) -> Image.Image:
    """In greys."""
    with Image.open(io.BytesIO(file)) as picture:
        return picture.convert("L")


def mouth(file: bytes, box: Box) -> NDArray[np.uint8]:
    """What lies in the box of a picture's file."""
    picture = opened_picture(file)
    left, top, right, bottom = box
    edges = (left * picture.width, top * picture.height, right * picture.width, bottom * picture.height)
    return np.asarray(picture.resize(KEPT, Image.Resampling.BOX, edges))


async def witnessed(url: str, instance_id: str, box: Box) -> Log:
    """Raises RuntimeError when the studio ended it."""
    log = Log()

    async def look() -> None:
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            async for header, payload in messages(session, url, instance_id):
                log.take(header, payload, box)
        raise RuntimeError(f"the witness was let go after {len(log.pictures)} pictures")

    looking, leaving = asyncio.create_task(look()), asyncio.create_task(dismissed())
    done, _ = await asyncio.wait([looking, leaving], return_when=asyncio.FIRST_COMPLETED)
    looking.cancel()
    for task in done:
        task.result()
    return log


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("url")
    parser.add_argument("instance")
    parser.add_argument("file", type=Path)
    parser.add_argument("--box", type=float, nargs=4, required=True)
    settings = parser.parse_args()
    asyncio.run(witnessed(settings.url, settings.instance, tuple(settings.box))).write(settings.file)


if __name__ == "__main__":
    main()
