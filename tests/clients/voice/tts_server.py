"""A TorchServe that speaks the tts archive's contract: each word is a tenth of a second of a tone.

Sentences end at a point and are followed by a fifth of a second of silence.
"""

import base64
import io
import json
import re
import threading
import wave
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from werkzeug.wrappers import Request, Response

from waiting import LIMIT_S

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

RATE = 24_000
WORD = RATE // 10
PAUSE = RATE // 5
KNOWN = {"text", "voice", "speed", "pitch", "format", "stream", "id", "op", "sample_rate_hz"}
VOICES = [
    {"name": "en-us", "language": "en-us", "description": "American English"},
    {"name": "en-gb", "language": "en-gb", "description": "British English"},
    {"name": "de", "language": "de", "description": ""},
]
TONE = (np.sin(np.arange(WORD) * 2 * np.pi * 400 / RATE) * 9000).astype("<i2").tobytes()


def sentences(text: str) -> list[tuple[bytes, list[dict[str, Any]]]]:
    """Samples of each sentence with the pause after it, and its words by the utterance's time."""
    made, end = [], 0
    for sentence in re.finditer(r"[^.]+\.?", text):
        words, first = [], end
        for word in re.finditer(r"\S+", sentence[0]):
            words.append(
                {
                    "start": round(end / RATE, 3),
                    "end": round((end + WORD) / RATE, 3),
                    "word": word[0],
                    "at": sentence.start() + word.start(),
                }
            )
            end += WORD
        end += PAUSE
        made.append((TONE * len(words) + bytes(2 * PAUSE), words))
        assert len(made[-1][0]) == 2 * (end - first)
    return made


def wav(pcm: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(pcm)
    return file.getvalue()


class Tts:
    """WSGI application. `hold` is waited for before each sentence of a stream but the first."""

    def __init__(self) -> None:
        self.payloads: list[dict[str, Any]] = []
        self.cancelled: set[str] = set()
        self.hold = threading.Event()
        self.hold.set()
        self.breaks = False
        self.voices: list[dict[str, str]] = VOICES
        self.asr: dict[str, Any] | None = None

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        return self.answer(request, json.loads(request.get_data()))(environ, start_response)

    def answer(self, request: Request, payload: dict[str, Any]) -> Response:
        self.payloads.append(payload)
        if request.path == "/predictions/asr" and self.asr:
            return told(200, self.asr)
        if request.path != "/predictions/tts":
            return told(404, {"code": 404, "type": "ModelNotFoundException", "message": "Model not found"})
        if payload.get("op") == "voices":
            return told(200, {"voices": self.voices, "engine": "tones"})
        if payload.get("op") == "cancel":
            self.cancelled.add(payload["id"])
            return told(200, {"id": payload["id"], "speaking": True})
        if fault := self.fault(payload):
            return told(400, {"error": fault})
        if payload.get("stream"):
            lines = self.lines(payload["id"], sentences(payload["text"]))
            return Response(lines, content_type="application/x-ndjson")
        return self.whole(request, payload)

    def fault(self, payload: dict[str, Any]) -> str:
        unknown = payload.keys() - KNOWN
        if unknown:
            return f"unknown: {', '.join(unknown)}"
        if payload.get("voice", "en-us").partition("+")[0] not in [one["name"] for one in self.voices]:
            return f"no voice {payload['voice']}"
        if payload.get("sample_rate_hz", RATE) != RATE:
            return f"sample_rate_hz must be {RATE}"
        return "" if payload["text"].strip(" .") else "text holds nothing to speak"

    def whole(self, request: Request, payload: dict[str, Any]) -> Response:
        spoken = sentences(payload["text"])
        pcm = b"".join(samples for samples, _ in spoken)
        form = payload.get("format", "wav")
        audio = wav(pcm) if form == "wav" else pcm
        if request.headers.get("Accept", "").startswith("audio/"):
            return Response(audio, content_type=f"audio/{form}", headers={"X-Sample-Rate": str(RATE)})
        words = [word for _, said in spoken for word in said]
        facts = {"id": "u", "format": form, "sample_rate_hz": RATE, "duration": len(pcm) / 2 / RATE}
        timed = {"words": words, "phonemes": [], "visemes": [], "mouth": []}
        return told(200, {**facts, **timed, "audio": base64.b64encode(audio).decode()})

    def lines(self, name: str, spoken: list[tuple[bytes, list[dict[str, Any]]]]) -> Iterator[bytes]:
        made = 0
        for seq, (samples, words) in enumerate(spoken):
            if seq:
                self.hold.wait(LIMIT_S)
                if self.breaks:
                    return
            if name in self.cancelled:
                break
            audio = base64.b64encode(samples).decode()
            facts = {"id": name, "seq": seq, "offset": made, "sample_rate_hz": RATE, "audio": audio}
            made += len(samples) // 2
            yield json.dumps({**facts, "words": words, "phonemes": []}).encode() + b"\n"
        end = {"id": name, "done": True, "samples": made, "cancelled": name in self.cancelled}
        yield json.dumps(end).encode() + b"\n"


def told(status: int, body: Any) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
