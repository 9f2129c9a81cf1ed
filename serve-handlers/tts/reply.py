"""What a caller gets of an utterance: lines of a stream, a JSON object, the sound alone, or both in parts."""

import base64
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import numpy as np

from handlerkit.media import Media
from handlerkit.rows import RowError, encoded
from tts.encoding import FORMATS, content_type
from tts.encoding import encoded as file_of
from tts.mouth.shapes import mouth_of, visemes_of
from tts.speech import Timed
from tts.utterance import Chunk, Utterance

# A reply over TorchServe's max_response_size ends the worker; this is less.
MOST_BYTES = 60 << 20
_DECIMALS = 5  # of seconds: less than a sample
JSON, SOUND, PARTS = "json", "sound", "parts"
_FORMAT_OF_TYPE = {
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
    "audio/pcm": "pcm",
    "audio/flac": "flac",
    "audio/x-flac": "flac",
    "audio/ogg": "ogg",
    "audio/opus": "opus",
}


def wanted(accept: str | None) -> tuple[str, str]:
    """(JSON, SOUND or PARTS; a format where one is named) of the first type in `Accept` that we know."""
    for each in (accept or "").lower().split(","):
        kind = each.partition(";")[0].strip()
        if kind.startswith("audio/"):
            return SOUND, _FORMAT_OF_TYPE.get(kind, "")
        if kind == "multipart/mixed":
            return PARTS, ""
        if kind == "application/json":
            return JSON, ""
    return JSON, ""


def line_of(utterance: Utterance, chunk: Chunk) -> dict[str, Any]:
    """A sentence of a stream: 16-bit little-endian samples, times from the utterance's start."""
    facts = {
        "id": utterance.order.id,
        "seq": chunk.seq,
        "offset": chunk.offset,
        "sample_rate_hz": chunk.rate_hz,
        "estimated": chunk.estimated,
        "audio": _base64(file_of(chunk.pcm, chunk.rate_hz, "pcm")[0]),
    }
    return facts | _times(chunk.words, chunk.phonemes, chunk.start_s, chunk.end_s)


def last_line_of(utterance: Utterance) -> dict[str, Any]:
    """How a stream ends: how far it came, or why no further."""
    if utterance.refused:
        return {"error": utterance.refused.sentence}
    return {
        "id": utterance.order.id,
        "done": True,
        "samples": utterance.samples,
        "cancelled": utterance.cancelled,
    }


def reply_of(utterance: Utterance, way: str, engine: str) -> dict[str, Any] | Media | RowError:
    """What a caller who waited for all of it gets."""
    if utterance.refused:
        ours = utterance.refused.ours
        status = HTTPStatus.INTERNAL_SERVER_ERROR if ours else HTTPStatus.BAD_REQUEST
        return RowError(status, utterance.refused.sentence)
    if not utterance.samples:
        return RowError(HTTPStatus.CONFLICT, "it was cancelled before anything was spoken")
    pcm = np.concatenate([chunk.pcm for chunk in utterance.chunks])
    form = utterance.order.request.format or FORMATS[0]
    sound, rate_hz = file_of(pcm, utterance.order.rate_hz, form)
    if len(sound) * (1 if way == SOUND else 4 / 3) > MOST_BYTES:
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return RowError(status, f"as {form} this is too large to send: ask for flac or opus, or stream it")
    facts = _facts(utterance, form, rate_hz) | {"engine": engine, "voice": utterance.order.voice}
    if way == JSON:
        return {"id": facts.pop("id"), "audio": _base64(sound)} | facts
    kind = content_type(form, rate_hz)
    return Media(sound, kind, _headers(facts)) if way == SOUND else _parts(facts, sound, kind, form)


def _facts(utterance: Utterance, form: str, rate_hz: int) -> dict[str, Any]:
    words = [word for chunk in utterance.chunks for word in chunk.words]
    phonemes = [phoneme for chunk in utterance.chunks for phoneme in chunk.phonemes]
    return {
        "id": utterance.order.id,
        "format": form,
        "sample_rate_hz": rate_hz,
        "duration": round(utterance.duration_s, _DECIMALS),
        "cancelled": utterance.cancelled,
        "estimated": any(chunk.estimated for chunk in utterance.chunks),
    } | _times(words, phonemes, 0.0, utterance.duration_s)


def _headers(facts: dict[str, Any]) -> dict[str, str]:
    return {
        "X-Utterance-Id": facts["id"],
        "X-Duration": str(facts["duration"]),
        "X-Sample-Rate": str(facts["sample_rate_hz"]),
        "X-Cancelled": str(facts["cancelled"]).lower(),
    }


def _parts(facts: dict[str, Any], sound: bytes, kind: str, form: str) -> Media:
    """multipart/mixed (RFC 2046): the JSON without its audio, then the file."""
    boundary = uuid4().hex
    name = f'Content-Disposition: attachment; filename="speech.{form}"'
    parts = [("Content-Type: application/json", encoded(facts)), (f"Content-Type: {kind}\r\n{name}", sound)]
    content = b"".join(
        f"--{boundary}\r\n{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n"
        for head, body in parts
    )
    whole = content + f"--{boundary}--\r\n".encode()
    return Media(whole, f"multipart/mixed; boundary={boundary}", _headers(facts))


def _times(
    words: Sequence[Timed], phonemes: Sequence[Timed], start_s: float, end_s: float
) -> dict[str, list[dict[str, Any]]]:
    """Lists of what is heard and seen from `start_s` to `end_s` of the utterance."""
    within = [Timed(one.start_s - start_s, one.end_s - start_s, one.text) for one in phonemes]
    visemes = visemes_of(within, end_s - start_s)
    return {
        "words": [_span(word) | {"word": word.text, "at": word.at} for word in words],
        "phonemes": _spans(phonemes, "ipa"),
        "visemes": _seen(visemes, "viseme", start_s),
        "mouth": _seen(mouth_of(visemes), "shape", start_s),
    }


def _spans(timed: Iterable[Timed], name: str, later_s: float = 0.0) -> list[dict[str, Any]]:
    return [_span(one, later_s) | {name: one.text} for one in timed]


def _seen(timed: Iterable[Timed], name: str, later_s: float) -> list[dict[str, Any]]:
    """Nothing is seen for no time: what a sum of seconds left over is dropped."""
    return [span for span in _spans(timed, name, later_s) if span["end"] > span["start"]]


def _span(one: Timed, later_s: float = 0.0) -> dict[str, Any]:
    return {
        "start": round(one.start_s + later_s, _DECIMALS),
        "end": round(one.end_s + later_s, _DECIMALS),
    }


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
