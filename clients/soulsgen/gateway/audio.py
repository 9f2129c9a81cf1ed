"""OpenAI's audio endpoints in front of the archives tts and asr.

POST /v1/audio/speech           a text to sound, in pieces where the format can come in pieces
GET  /v1/audio/voices           the voices there are
POST /v1/audio/transcriptions   a recording to text
GET  /v1/models                 the archives behind them that are served
"""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

from soulsgen.errors import SoulsgenError
from soulsgen.gateway.hanging_up import at_hang_up
from soulsgen.gateway.refusal import Refusal
from soulsgen.gateway.sound import RATE_HZ, Encoder, encoder, media_type
from soulsgen.gateway.speech_request import (
    ARCHIVE_FORMATS,
    NAMESAKES,
    SpeechRequest,
    archive_voice,
    read_speech,
)
from soulsgen.gateway.transcription_request import read_transcription, rendered
from soulsgen.gateway.upstream import objects
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import cancel_request, canceller, new_utterance
from soulsgen.voice.stream import Chunk, Ended, Joined, read_chunks

if TYPE_CHECKING:
    from soulsgen.gateway.caller import Caller

TTS, ASR = "tts", "asr"
_EVENTS = "text/event-stream"


def voices(caller: "Caller", _: bytes) -> None:
    """`id` and `name` are what /v1/audio/speech takes as its voice."""
    found = caller.server.voices.voices()
    listed = [
        {"id": one.name, "name": one.name, "language": one.language, "description": one.description}
        for one in found
    ]
    caller.reply(json.dumps({"voices": listed}, ensure_ascii=False).encode(), "application/json")


def speech(caller: "Caller", body: bytes) -> None:
    request = read_speech(body)
    # Other names are checked by the archive: they need no list.
    known = caller.server.voices.voices() if request.voice in NAMESAKES else []
    order = Order(request.text, archive_voice(request.voice, known), request.speed)
    if request.form in ARCHIVE_FORMATS:
        payload = order.payload(format=request.form)
        with caller.server.upstream.predict(TTS, payload, "audio/*") as answer:
            caller.relay(answer)
        return
    _stream(caller, request, order)


def transcriptions(caller: "Caller", body: bytes) -> None:
    request = read_transcription(caller.content_type(), body)
    if request.recording.encoded_bytes > caller.server.door.max_bytes:
        most = caller.server.door.max_bytes * 3 // 4
        raise Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the limit of a recording is {most} bytes", "file"
        )
    reply = caller.server.upstream.value(ASR, request.recording)
    if not isinstance(reply.get("segments"), list):
        raise Refusal(HTTPStatus.BAD_GATEWAY, f"{ASR} replied without segments")
    caller.reply(*rendered(request, reply))


def models(caller: "Caller", _: bytes) -> None:
    """In the form of https://platform.openai.com/docs/api-reference/models/list."""
    facts = {"object": "model", "created": 0, "owned_by": "soulsgen"}
    listed = [{"id": model, **facts} for model in (TTS, ASR) if caller.server.upstream.serves(model)]
    caller.reply(json.dumps({"object": "list", "data": listed}).encode(), "application/json")


ENDPOINTS: dict[tuple[str, str], Callable[["Caller", bytes], None]] = {
    ("GET", "/v1/audio/voices"): voices,
    ("POST", "/v1/audio/speech"): speech,
    ("POST", "/v1/audio/transcriptions"): transcriptions,
    ("GET", "/v1/models"): models,
}


def _stream(caller: "Caller", request: SpeechRequest, order: Order) -> None:
    """Each sentence as it is spoken. A caller who hangs up ends the utterance."""
    utterance = new_utterance()
    ended = threading.Event()

    def cancel() -> None:
        # One who has heard it all may close before the block is left.
        if not ended.is_set():
            _cancel(caller, utterance)

    payload = order.payload(stream=True, id=utterance, sample_rate_hz=RATE_HZ)
    with (
        at_hang_up(caller.connection, cancel),
        caller.server.upstream.predict(TTS, payload) as answer,
    ):
        chunks = read_chunks(objects(answer, TTS))
        try:
            # Before anything is sent, a fault still has a status.
            first = _first(chunks)
            out = _Out(caller, request)
            out.add(first)
            for piece in chunks:
                if isinstance(piece, Ended):
                    ended.set()
                    break
                out.add(piece)
            out.end()
        finally:
            cancel()


def _first(chunks: Iterator[Chunk | Ended]) -> Chunk:
    try:
        piece = next(chunks)
    except SoulsgenError as error:
        raise Refusal(HTTPStatus.BAD_GATEWAY, str(error)) from error
    if isinstance(piece, Ended):
        raise Refusal(HTTPStatus.BAD_REQUEST, "there is nothing to speak in input", "input")
    if piece.sample_rate_hz != RATE_HZ:
        raise Refusal(HTTPStatus.BAD_GATEWAY, f"{TTS} speaks {piece.sample_rate_hz} Hz, not {RATE_HZ}")
    return piece


def _cancel(caller: "Caller", utterance: str) -> None:
    """Best effort: an utterance that nobody hears any more is no fault of this request's."""
    for model in (canceller(TTS), TTS):
        with suppress(Refusal):
            caller.server.upstream.value(model, cancel_request(utterance))
            return


class _Out:
    """The caller's end of a stream: encoded, and as events where they were asked for."""

    def __init__(self, caller: "Caller", request: SpeechRequest) -> None:
        self.caller = caller
        self.events = request.events
        self.joined = Joined()
        self.encoder: Encoder = encoder(request.form)
        caller.begin(HTTPStatus.OK, {"Content-Type": _EVENTS if self.events else media_type(request.form)})

    def add(self, chunk: Chunk) -> None:
        self._send(self.encoder.add(self.joined.add(chunk)))

    def end(self) -> None:
        self._send(self.encoder.end())
        if self.events:
            self.caller.piece(_event({"type": "speech.audio.done"}))
        self.caller.end()

    def _send(self, content: bytes) -> None:
        if content and self.events:
            content = _event({"type": "speech.audio.delta", "audio": base64.b64encode(content).decode()})
        if content:
            self.caller.piece(content)


def _event(event: dict[str, str]) -> bytes:
    return b"data: " + json.dumps(event).encode() + b"\n\n"
