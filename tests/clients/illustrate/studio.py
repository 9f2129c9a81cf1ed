"""A table that speaks in tones and servers that understand them: what is lost or doubled shows by its number.

Each phrase of the table is a tone whose pitch is its number. The `asr` of this server reads it off the audio
that arrives, so that a line in the transcript is proof of the audio's whole way.
"""

import base64
import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from werkzeug.wrappers import Request, Response

from clients.loopback import hang_up
from soulsgen.illustrate.sound_source import Block, Sleep
from soulsgen.session.sound import SAMPLE_RATE_HZ, Samples, blocks, flac

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TONE_S = 2.0
LOWEST_HZ, STEP_HZ = 200, 40
NUMBERS = 150


def tone(number: int) -> Samples:
    times = np.arange(round(TONE_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    wave = np.sin(2 * np.pi * (LOWEST_HZ + STEP_HZ * (number % NUMBERS)) * times)
    return (wave * 6000).astype(np.int16)


def silence(seconds: float) -> Samples:
    noise = np.random.default_rng(7).normal(0, 6, round(seconds * SAMPLE_RATE_HZ))
    return noise.astype(np.int16)


def talk(count: int, every_s: float) -> Samples:
    """`count` tones, one every `every_s` seconds from the first second on, the rest a quiet room."""
    room = silence(every_s - TONE_S)
    return np.concatenate([silence(1), *(part for number in range(count) for part in (tone(number), room))])


def write_talk(path: Path, count: int, every_s: float) -> Path:
    path.write_bytes(flac(talk(count, every_s)))
    return path


def numbers_in(samples: Samples) -> Iterator[tuple[float, int]]:
    """Second and number of each tone, in order."""
    loud = np.abs(samples.astype(np.float64)) > 1000
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.convolve(loud, np.ones(800), "same") > 40, [0]])))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        spectrum = np.abs(np.fft.rfft(samples[begin:end]))
        pitch = spectrum.argmax() * SAMPLE_RATE_HZ / (end - begin)
        yield begin / SAMPLE_RATE_HZ, round((pitch - LOWEST_HZ) / STEP_HZ)


def png(width: int, height: int, seed: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (seed % 256, seed // 256 % 256, 90)).save(file, "PNG")
    return file.getvalue()


Answer = Callable[[dict[str, Any]], Response]


class Studio:
    """The three archives behind one door. `broken` replaces one's answer; `down` hangs up on everyone."""

    def __init__(self) -> None:
        self.down = False
        self.broken: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        if self.down:
            hang_up(environ)
            return Response()(environ, start_response)
        archive = request.path.removeprefix("/predictions/")
        body = json.loads(request.get_data())
        self.asked.append((archive, {name: value for name, value in body.items() if name != "audio"}))
        answer = self.broken.get(archive) or {"asr": asr, "agent": agent, "painter": painter}[archive]
        return answer(body)(environ, start_response)


def asr(body: dict[str, Any]) -> Response:
    audio = io.BytesIO(base64.b64decode(body["audio"]))
    samples = np.concatenate(list(blocks(audio, "request")))
    segments = [
        {"start": at, "end": at + TONE_S, "text": f" line {number}", "avg_logprob": -0.1, "words": []}
        for at, number in numbers_in(samples)
    ]
    return says({"text": "", "segments": segments, "duration": len(samples) / SAMPLE_RATE_HZ})


def agent(body: dict[str, Any]) -> Response:
    assert body["op"] == "scene"
    told = ", ".join(line["text"] for line in body["lines"])
    return says(
        {"scene": f"A hill at {told}.", "at": [line["at"] for line in body["lines"]], "engine": "causal"}
    )


def painter(body: dict[str, Any]) -> Response:
    return Response(png(body["width"], body["height"], body["seed"]), content_type="image/png")


def says(body: object, status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")


class Tones:
    """A table that says a number every `every_s` seconds; `advance` is told what time it is."""

    name = "table"

    def __init__(self, count: int, every_s: float, advance: Callable[[float], None]) -> None:
        self._samples = talk(count, every_s)
        self._advance = advance

    def blocks(self, sleep: Sleep) -> Iterator[Block]:
        for first in range(0, len(self._samples), SAMPLE_RATE_HZ):
            self._advance(first / SAMPLE_RATE_HZ)
            if sleep(0.0):
                return
            yield Block(first / SAMPLE_RATE_HZ, self._samples[first : first + SAMPLE_RATE_HZ])
