"""A request for a transcript as OpenAI's clients send it, to the asr archive's, and its reply back.

Source: https://platform.openai.com/docs/api-reference/audio/createTranscription.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from soulsgen import subtitles
from soulsgen.gateway.multipart import Field, read_form
from soulsgen.gateway.recording import Recording
from soulsgen.gateway.refusal import Refusal

# model: one archive listens, whatever it is called.
KEYS = ("file", "model", "language", "prompt", "response_format", "temperature", "timestamp_granularities[]")
# `stream` is for some of OpenAI's models alone, which ignore it otherwise; so does the archive.
IGNORED = ("model", "stream")
FORMATS = ("json", "text", "srt", "vtt", "verbose_json")
GRANULARITIES = ("segment", "word")
_MOST_TEXT_BYTES = 64 << 10  # of a field that is not the recording
_JSON = "application/json"


@dataclass(frozen=True)
class TranscriptionRequest:
    """`recording` is the archive's request; the rest is about the reply."""

    recording: Recording
    form: str
    granularities: frozenset[str]


def read_transcription(content_type: str, body: bytes) -> TranscriptionRequest:
    """Raises Refusal (400) naming the field that is wrong."""
    try:
        fields = read_form(content_type, body)
    except ValueError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, str(error)) from error
    values = _values(fields)
    form = values.get("response_format") or "json"
    if form not in FORMATS:
        raise _wrong(f"response_format must be one of {', '.join(FORMATS)}", "response_format")
    granularities = _granularities(fields, form)
    # Long subtitles are cut at words.
    settings: dict[str, Any] = {"word_times": "word" in granularities or form in ("srt", "vtt")}
    settings |= {name: values[name] for name in ("language", "prompt") if values.get(name)}
    # At 0 OpenAI's raises the temperature by itself where it must, and so does the archive.
    if temperature := _temperature(values.get("temperature")):
        settings["temperatures"] = [temperature]
    return TranscriptionRequest(Recording(_file(fields), settings), form, granularities)


def rendered(request: TranscriptionRequest, reply: Mapping[str, Any]) -> tuple[bytes, str]:
    """The archive's reply as it was asked for, and its media type."""
    segments, text = reply["segments"], str(reply["text"])
    if request.form == "text":
        return f"{text}\n".encode(), "text/plain; charset=utf-8"
    if request.form == "srt":
        return subtitles.srt(segments).encode(), "application/x-subrip; charset=utf-8"
    if request.form == "vtt":
        return subtitles.vtt(segments).encode(), "text/vtt; charset=utf-8"
    told: dict[str, Any] = {"text": text}
    if request.form == "verbose_json":
        told = {
            "task": "transcribe",
            "language": reply["language"],
            "duration": reply["duration"],
            "text": text,
        }
        if "segment" in request.granularities:
            told["segments"] = [_segment(number, segment) for number, segment in enumerate(segments)]
        if "word" in request.granularities:
            told["words"] = [_word(word) for segment in segments for word in segment.get("words", ())]
    return json.dumps(told, ensure_ascii=False).encode(), _JSON


def _values(fields: list[Field]) -> dict[str, str]:
    """The fields that are no file, as text, the last of each name."""
    known = {*KEYS, *IGNORED, "timestamp_granularities"}
    for field in fields:
        if field.name not in known:
            raise _wrong(f"unknown: {field.name}; known are {', '.join(KEYS)}", field.name)
        if field.name != "file" and len(field.content) > _MOST_TEXT_BYTES:
            raise _wrong(f"{field.name} is longer than {_MOST_TEXT_BYTES} bytes", field.name)
    texts = [field for field in fields if field.file is None and field.name != "file"]
    try:
        return {field.name: str(field.content, "utf-8") for field in texts}
    except UnicodeDecodeError as error:
        raise _wrong("the form's fields must be UTF-8") from error


def _file(fields: list[Field]) -> memoryview:
    files = [field.content for field in fields if field.name == "file"]
    if len(files) != 1 or not files[0]:
        raise _wrong("file must be one recording", "file")
    return files[0]


def _granularities(fields: list[Field], form: str) -> frozenset[str]:
    name = "timestamp_granularities[]"
    given = [str(field.content, "utf-8", "replace") for field in fields if field.name in (name, name[:-2])]
    if any(one not in GRANULARITIES for one in given):
        raise _wrong(f"{name} must be {' or '.join(GRANULARITIES)}", name)
    if "word" in given and form != "verbose_json":
        raise _wrong(f"{name} word is for response_format verbose_json", name)
    return frozenset(given or ["segment"])


def _temperature(given: str | None) -> float:
    try:
        value = float(given or 0)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise _wrong("temperature must be a number from 0 to 1", "temperature")
    return value


def _segment(number: int, segment: Mapping[str, Any]) -> dict[str, Any]:
    """`seek`, in hundredths of a second, and `tokens` are Whisper's inner affairs, which clients expect."""
    kept = ("temperature", "avg_logprob", "compression_ratio", "no_speech_prob")
    return {
        "id": number,
        "seek": round(segment["start"] * 100),
        "start": segment["start"],
        "end": segment["end"],
        "text": segment["text"],
        "tokens": [],
        **{name: segment[name] for name in kept if name in segment},
    }


def _word(word: Mapping[str, Any]) -> dict[str, Any]:
    return {name: word[name] for name in ("word", "start", "end")}


def _wrong(sentence: str, param: str | None = None) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, sentence, param)
