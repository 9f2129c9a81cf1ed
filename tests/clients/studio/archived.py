"""The animator archive as the studio's instances ask it: one pose a request, in the format they want.

A picture is one grey, the lighter the wider the mouth is open.
"""

import io
from hashlib import sha256
from typing import Any

import numpy as np
from PIL import Image
from werkzeug.wrappers import Response

from clients.avatar.studio import CHARACTERS, Studio, greys, told

FILTERS = [["bloom", {"defaults": {"threshold": 0.5}, "ranges": {"threshold": [0.0, 1.0]}}]]


def figure(shade: int, side: int = 512) -> Image.Image:
    """A disc before nothing."""
    y, x = np.mgrid[:side, :side]
    inside = np.hypot(x - side / 2, y - side / 2) < side / 3
    return Image.fromarray(np.stack([inside * shade] * 3 + [inside * 255], -1).astype(np.uint8))


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


ANNA = figure(90)


class Archive(Studio):
    """`broken`: what every request is answered with meanwhile. `weight`: bytes that each picture has more."""

    def __init__(self) -> None:
        super().__init__()
        self.broken: Response | None = None
        self.weight = 0
        self.characters: list[dict[str, Any]] = [dict(one) for one in CHARACTERS]
        self.characters[0]["picture"] = sha256(ANNA.tobytes()).hexdigest()
        self.drawn: dict[tuple[Any, ...], bytes] = {}

    def newest(self, key: str) -> Any:
        """Of the request for a picture that came last."""
        return self.draws[-1][key] if self.draws else None

    def draw(self, payload: dict[str, Any]) -> Response:
        if self.broken:
            return self.broken
        if payload.get("op") == "filters":
            return told(200, {"filters": FILTERS})
        if payload.get("op") == "characters":
            return told(200, {"characters": self.characters})
        with self.lock:
            self.draws.append(payload)
        left, top, right, bottom = payload["crop"]
        side = payload["size"] * payload["upscale"]
        width, height = round((right - left) * side), round((bottom - top) * side)
        (grey,) = greys(payload["poses"]).tolist()
        key = (payload["format"], width, height, grey)
        if key not in self.drawn:
            file = io.BytesIO()
            Image.new("RGB", (width, height), (grey, grey, grey)).save(file, payload["format"], method=0)
            self.drawn[key] = file.getvalue()
        headers = {"X-Size": f"{width} {height}", "X-Draw-Ms": "3.5", "X-Encode-Ms": "1.5"}
        content = self.drawn[key] + bytes(self.weight)
        return Response(content, content_type=f"image/{payload['format']}", headers=headers)
