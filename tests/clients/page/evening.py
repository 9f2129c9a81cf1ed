"""What a session writes into its folder in an evening."""

import json
from pathlib import Path
from typing import Any

from PIL import Image


def say(folder: Path, number: int, text: str = "", **more: Any) -> None:
    line = {
        "at": float(number),
        "to": number + 1.0,
        "speaker": "Maren",
        "text": text or f"line {number}",
        **more,
    }
    with (folder / "transcript.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


def paint(folder: Path, number: int, image: str | None = None) -> None:
    name = image or f"scene-{number:06}.png"
    if image is None:
        Image.new("RGB", (700, 400), "navy").save(folder / name)
    with (folder / "scenes.jsonl").open("a") as file:
        file.write(
            json.dumps({"at": number, "scene": f"scene {number}", "image": name, "prompt": "p"}) + "\n"
        )
