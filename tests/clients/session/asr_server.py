"""A TorchServe that speaks the asr archive's contract: what it hears is a function of the samples alone.

A chunk's text names the pitch of each of its tones, so that a test knows what must be heard where.
"""

import base64
import io
import json
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from numpy.typing import NDArray
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

RATE = 16_000
STEP = 800


def decoded(content: bytes) -> NDArray[np.int16]:
    with av.open(io.BytesIO(content)) as container:
        blocks = [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
    return np.concatenate(blocks)


def pitches(samples: NDArray[np.int16]) -> list[tuple[float, float, int]]:
    """`(start, end, hertz)` of every tone, to the nearest ten hertz."""
    frames = np.abs(samples[: len(samples) // STEP * STEP].reshape(-1, STEP).astype(np.int32)).max(1) > 1000
    edges = np.flatnonzero(np.diff(np.concatenate(([0], frames.astype(np.int8), [0]))))
    found = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        tone = samples[first * STEP : last * STEP].astype(np.float64)
        hertz = int(np.abs(np.fft.rfft(tone, 8 * RATE)).argmax()) / 8
        found.append((first * STEP / RATE, last * STEP / RATE, round(hertz / 10) * 10))
    return found


class Asr:
    """WSGI application. `chunks` is what it was sent; `reply` may replace an answer by `(status, body)`."""

    def __init__(self, reply: Callable[[int], tuple[int, Any] | None] = lambda number: None) -> None:
        self.reply = reply
        self.lock = Lock()
        self.payloads: list[dict[str, Any]] = []
        self.lengths: list[float] = []
        self.numbers = 0

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        payload = json.loads(Request(environ).get_data())
        samples = decoded(base64.b64decode(payload.pop("audio"), validate=True))
        with self.lock:
            number = self.numbers
            self.numbers += 1
            self.payloads.append(payload)
            self.lengths.append(len(samples) / RATE)
        status, body = self.reply(number) or (200, heard(samples))
        return Response(json.dumps(body), status, content_type="application/json")(environ, start_response)


def heard(samples: NDArray[np.int16]) -> dict[str, Any]:
    segments = [
        {
            "start": start,
            "end": end,
            "text": f" Tone {pitch}.",
            "avg_logprob": -0.1,
            "compression_ratio": 1.0,
            "no_speech_prob": 0.0,
            "temperature": 0.0,
            "words": [{"start": start, "end": end, "word": f" {pitch}", "probability": 0.9}],
        }
        for start, end, pitch in pitches(samples)
    ]
    told = {"text": "", "language": "en", "language_probability": 1.0, "dropped": [], "segments": segments}
    return {**told, "duration": len(samples) / RATE, "speech": float(len(segments))}
