"""The two kinds of settings: the voice's, from model-config.yaml, and a request's, from its body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from handlerkit.checks import (
    Check,
    SettingsError,
    boolean,
    choice,
    integer,
    model_table,
    number,
    refuse_unknown,
    text,
)
from tts.cancelling import read_cancel, utterance_id
from tts.encoding import FORMATS

ENGINES = ("auto", "espeak", "checkpoint")
LONGEST_TEXT = 5000
RATES_HZ = (8000, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
OPS = ("speak", "voices", "cancel")


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The `tts` table of model-config.yaml.

    engine: `auto` is the checkpoint where there is one, else espeak-ng.
    checkpoint: a folder with a config.json outside the archive; "" is the archive's own.
    sample_rate_hz: of what a request without one gets, whatever the engine's own is.
    batch: sentences that a checkpoint speaks at once. seed: another one is another reading.
    max_seconds: of speech a row.
    threads: a worker; one, because TorchServe runs one worker a core.
    """

    engine: str = "auto"
    checkpoint: str = ""
    sample_rate_hz: int = 24000
    batch: int = 8
    seed: int = 0
    max_seconds: int = 900
    threads: int = 1

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> "ModelSettings":
        """Raises SettingsError for unknown keys and impossible values."""
        return cls(**model_table(table, MODEL_CHECKS, "tts"))


@dataclass(frozen=True, slots=True)
class SpeakRequest:
    """voice "": the engine's first. format "": that of `Accept`, else wav. sample_rate_hz 0: the server's."""

    text: str
    id: str
    voice: str = ""
    speed: float = 1.0
    pitch: float = 0.0
    format: str = ""
    sample_rate_hz: int = 0
    stream: bool = False


@dataclass(frozen=True, slots=True)
class VoicesRequest:
    """Which voices are there."""


@dataclass(frozen=True, slots=True)
class CancelRequest:
    """Stop the utterance with this id, wherever it is spoken."""

    id: str


Request = SpeakRequest | VoicesRequest | CancelRequest


def _rate(name: str, value: Any) -> int:
    if type(value) is not int or value not in RATES_HZ:
        raise SettingsError(f"{name} must be one of {', '.join(map(str, RATES_HZ))}")
    return value


MODEL_CHECKS: dict[str, Check] = {
    "engine": choice(*ENGINES),
    "checkpoint": text(4096),
    "sample_rate_hz": _rate,
    "batch": integer(1, 256),
    "seed": integer(0, 2**32 - 1),
    "max_seconds": integer(1, 3600),
    "threads": integer(1, 1024),
}
SPEAK_CHECKS: dict[str, Check] = {
    "text": text(LONGEST_TEXT),
    "voice": text(100),
    "speed": number(0.5, 3.0),
    "pitch": number(-12.0, 12.0),
    "format": choice(*FORMATS),
    "sample_rate_hz": _rate,
    "stream": boolean,
    "id": utterance_id,
}


def parse_request(body: Mapping[str, Any]) -> Request:
    """Request of a decoded JSON object; a key that is absent or null has its default.

    Raises SettingsError with a sentence that says what is allowed.
    """
    op = choice(*OPS)("op", body.get("op") or "speak")
    given = {name: value for name, value in body.items() if name != "op" and value is not None}
    if op == "voices":
        refuse_unknown(given, (), "voices")
        return VoicesRequest()
    if op == "cancel":
        return CancelRequest(read_cancel(given))
    refuse_unknown(given, ("op", *SPEAK_CHECKS), "request")
    checked = {name: SPEAK_CHECKS[name](name, value) for name, value in given.items()}
    return _spoken(checked)


def _spoken(checked: dict[str, Any]) -> SpeakRequest:
    if not checked.get("text", "").strip():
        raise SettingsError(f"text must be what to say, 1 to {LONGEST_TEXT} characters")
    if checked.get("stream") and checked.get("format", "pcm") != "pcm":
        raise SettingsError("a stream carries pcm: leave format out")
    return SpeakRequest(**{"id": uuid4().hex, **checked})
