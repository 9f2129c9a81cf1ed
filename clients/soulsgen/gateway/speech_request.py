"""A request for speech as OpenAI's clients send it, and what the tts archive is asked for in its place.

Source: https://platform.openai.com/docs/api-reference/audio/createSpeech.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NoReturn

from soulsgen.gateway import sound
from soulsgen.gateway.refusal import Refusal
from soulsgen.voice.speaking import ServedVoice

# model: one archive speaks, whatever it is called. instructions: no engine takes any.
# stream: what can come in pieces does, asked or not.
KEYS = ("model", "input", "voice", "response_format", "speed", "stream_format", "stream", "instructions")
# The archive's own; ours are encoded here.
ARCHIVE_FORMATS = ("wav", "flac", "ogg", "opus")
FORMATS = ("mp3", "opus", "aac", "flac", "wav", "pcm", "ogg")
# Several times the archive's longest text, however it is escaped: as JSON a body grows when it is read.
_MOST_BYTES = 128 << 10
# OpenAI allows 0.25 to 4, and programs have sliders for that; the archive goes from 0.5 to 3.
SLOWEST, FASTEST = 0.5, 3.0
# OpenAI's voices, which programs offer when they are not told others, by ones of espeak-ng.
NAMESAKES = {
    "alloy": "en-us",
    "ash": "en-us+m2",
    "ballad": "en-gb+m4",
    "cedar": "en-us+m6",
    "coral": "en-us+f1",
    "echo": "en-us+m3",
    "fable": "en-gb",
    "marin": "en-gb+f2",
    "nova": "en-us+f2",
    "onyx": "en-us+m7",
    "sage": "en-us+f4",
    "shimmer": "en-us+f3",
    "verse": "en-gb+m1",
}


@dataclass(frozen=True)
class SpeechRequest:
    """`voice` may be one of OpenAI's; None is the archive's default. `events`: as server-sent events."""

    text: str
    voice: str | None
    form: str
    speed: float
    events: bool


def read_speech(body: bytes) -> SpeechRequest:
    """Raises Refusal (400) naming the key that is wrong, or (413)."""
    if len(body) > _MOST_BYTES:
        raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the limit of a request is {_MOST_BYTES} bytes")
    given = _object(body)
    unknown = sorted(given.keys() - set(KEYS))
    if unknown:
        _refuse(f"unknown: {', '.join(unknown)}; known are {', '.join(KEYS)}", unknown[0])
    text = given.get("input")
    if not isinstance(text, str) or not text.strip():
        _refuse("input must be the text to speak", "input")
    form = given.get("response_format") or "mp3"
    if form not in FORMATS:
        _refuse(f"response_format must be one of {', '.join(FORMATS)}", "response_format")
    if not sound.available(form):
        _refuse(f"{form} needs PyAV beside the gateway; ask for wav, pcm, flac or opus", "response_format")
    way = given.get("stream_format") or "audio"
    if way not in ("audio", "sse") or (way == "sse" and form not in sound.FORMATS):
        streamed = ", ".join(sound.FORMATS)
        _refuse(f"stream_format must be audio, or sse for {streamed}", "stream_format")
    return SpeechRequest(text, _voice(given.get("voice")), form, _speed(given.get("speed")), way == "sse")


def archive_voice(name: str | None, voices: Sequence[ServedVoice]) -> str | None:
    """The archive's voice for one of OpenAI's; any other name is the archive's own affair.

    An engine without the English voices of espeak-ng deals its voices in turn, so that two names of
    OpenAI's are two voices as long as there are enough.
    """
    if name not in NAMESAKES:
        return name
    names = [voice.name for voice in voices]
    if NAMESAKES[name].partition("+")[0] in names:
        return NAMESAKES[name]
    return names[list(NAMESAKES).index(name) % len(names)] if names else None


def _object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        _refuse("the body must be a JSON object in UTF-8")
    return given


def _voice(given: Any) -> str | None:
    """A name, or an object with an `id`, as of voices that OpenAI's users made."""
    name = given.get("id") if isinstance(given, dict) else given
    if name is None or name == "":
        return None
    if not isinstance(name, str) or len(name) > 100:
        _refuse("voice must be the name of a voice; GET /v1/audio/voices lists them", "voice")
    return name


def _speed(given: Any) -> float:
    if given is None:
        return 1.0
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0.25 <= given <= 4:
        _refuse("speed must be a number from 0.25 to 4", "speed")
    return min(max(float(given), SLOWEST), FASTEST)


def _refuse(sentence: str, param: str | None = None) -> NoReturn:
    raise Refusal(HTTPStatus.BAD_REQUEST, sentence, param)
