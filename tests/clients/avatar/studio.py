"""A TorchServe with a voice and a face: speech as it was recorded, pictures that tell which pose they are of.

A picture's right half is grey, the lighter the wider the mouth is open; its left half is transparent.
"""

import json
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from werkzeug.wrappers import Request, Response

from clients.replay import recorded
from soulsgen.motion.parameters import MOUTHS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SPOKEN = recorded("stream_tts_lips")
TEXT: str = SPOKEN["request"]["text"]
RATE: int = SPOKEN["request"]["sample_rate_hz"]
LENGTH_S: float = SPOKEN["reply"]["lines"][-1]["samples"] / RATE
CLOSED, OPEN = 40, 240
CHARACTERS = [
    {"name": "anna", "kind": "student", "side": 512, "cels": ["blush1"], "effects": ["flowers1"]},
    {"name": "bare", "kind": "student", "side": 512, "cels": [], "effects": []},
]


def greys(poses: Any) -> NDArray[np.uint8]:
    """[n]: of each of `poses` [n, 45]."""
    opened = np.clip(np.asarray(poses)[:, MOUTHS].sum(axis=1), 0, 1)
    return np.rint(CLOSED + (OPEN - CLOSED) * opened).astype(np.uint8)


def closed_frames(track: list[dict[str, Any]], count: int, fps: int) -> list[int]:
    """Frames whose time lies in a p, b or m."""
    spans = [(one["start"], one["end"]) for one in track if one["viseme"] == "PP"]
    return [k for k in range(count) if any(start <= k / fps < end for start, end in spans)]


def picture(grey: int, height: int, width: int) -> bytes:
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[:, width // 2 :] = (grey, grey, grey, 255)
    return pixels.tobytes()


class Studio:
    """WSGI application. `draws` are the requests for pictures, `said` those for speech.

    before: called ahead of each picture's answer with its number; what it returns takes its place.
    """

    def __init__(self, before: Callable[[int], Response | None] = lambda number: None) -> None:
        self.before = before
        self.lock = threading.Lock()
        self.draws: list[dict[str, Any]] = []
        self.said: list[dict[str, Any]] = []
        self.asr: dict[str, Any] | None = None

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        archive = request.path.removeprefix("/predictions/")
        answers = {"tts": self.speak, "asr": self.hear, "animator": self.draw}
        answer = answers[archive](json.loads(request.get_data())) if archive in answers else missing()
        return answer(environ, start_response)

    def speak(self, payload: dict[str, Any]) -> Response:
        self.said.append(payload)
        if payload["text"] != TEXT:
            return told(400, {"error": f"no voice for {payload['text']}"})
        lines = [{**line, "id": payload["id"]} for line in SPOKEN["reply"]["lines"]]
        content = "".join(json.dumps(line) + "\n" for line in lines)
        return Response(content, content_type="application/x-ndjson")

    def hear(self, payload: dict[str, Any]) -> Response:
        return told(200, self.asr) if self.asr else missing()

    def draw(self, payload: dict[str, Any]) -> Response:
        if payload == {"op": "characters"}:
            return told(200, {"characters": CHARACTERS})
        with self.lock:
            number = len(self.draws)
            self.draws.append(payload)
        if answer := self.before(number):
            return answer
        left, top, right, bottom = (round(edge * 512) for edge in payload["crop"])
        height, width = (round(side * payload["size"] / 512) for side in (bottom - top, right - left))
        frames = [picture(grey, height, width) for grey in greys(payload["poses"])]
        if len(frames) == 1:
            return Response(frames[0], content_type="application/octet-stream")
        framed = b"".join(len(frame).to_bytes(4, "big") + frame for frame in frames)
        return Response(framed, content_type="application/x-frames")

    def sent(self) -> set[tuple[float, ...]]:
        """Every pose that was asked for."""
        return {tuple(pose) for payload in self.draws for pose in payload["poses"]}


def told(status: int, body: Any) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")


def missing() -> Response:
    return told(404, {"code": 404, "type": "ModelNotFoundException", "message": "Model not found"})
