"""Session folders with painted scenes, as `illustrate` leaves them."""

import json
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

SCENES = (
    "A ferry without oars lies at the drowned gate.",
    "Mother Vael lifts a lantern over the black water.",
    "Snow falls on the empty benches of the mill.",
)


def picture(path: Path, number: int) -> None:
    Image.new("RGB", (64, 40), (40 * number % 256, 90, 120)).save(path)


def session(folder: Path, day: int, texts: tuple[str, ...] = SCENES) -> Path:
    """A folder as `illustrate` leaves it: the last scene is the newest."""
    folder.mkdir(parents=True)
    started = datetime(2026, 3, day, 19, tzinfo=UTC)
    (folder / "session.json").write_text(json.dumps({"started": started.isoformat(), "settings": {}}))
    rows = []
    for number, text in enumerate(texts, 1):
        image = f"scene-{number:06}.png"
        picture(folder / image, 10 * day + number)
        rows.append({"at": 450.0 * number, "scene": text, "image": image, "prompt": "", "seed": number})
    (folder / "scenes.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder
