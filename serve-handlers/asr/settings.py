"""The two kinds of settings: the model's, from model-config.yaml, and a request's, from its body.

They are never mixed: the first belong to the weights and the machine, the second are chosen per call.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlerkit.checks import (
    Check,
    SettingsError,
    boolean,
    choice,
    integer,
    many,
    model_table,
    number,
    refuse_unknown,
    text,
)

FORMATS = ("json", "text", "srt", "vtt")
# Those of Whisper's reference implementation: greedy first, then ever more chance for rows that fail.
TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The `asr` table of model-config.yaml.

    backend: `auto` is CTranslate2 on a CPU where the archive holds a converted model, else torch.
    compute_type: of CTranslate2; torch runs bfloat16 on a GPU, float32 on a CPU.
    threads: a worker; one, because TorchServe runs one worker a core.
    windows: most windows of audio decoded at once, of all requests together; bounds the memory.
    max_tokens: a window; 0 is half the model's positions, as in the reference implementation.
    timestamps: `auto` asks for them where the vocabulary has them; `never` is for a model that has such
        tokens and was not trained on them.
    max_seconds: of audio a row; 3 h are 346 MB of 16-bit samples while the row is in work.
    speech_db: how far above the noise floor speech must be (decibels).
    fallback_compression, fallback_logprob: a window beyond either is decoded again, at the request's
        next temperature.
    no_speech: probability of silence from which an unlikely text is dropped.
    least_logprob: a text less likely than this, on average over its tokens, is dropped.
    doubtful_logprob: a text less likely than this is held against the phrase list.
    partial_margin: seconds before the end of a rolling window within which no word is stable yet.
    """

    backend: str = "auto"
    compute_type: str = "int8"
    threads: int = 1
    windows: int = 8
    max_tokens: int = 0
    timestamps: str = "auto"
    max_seconds: float = 10800.0
    speech_db: float = 8.0
    fallback_compression: float = 2.4
    fallback_logprob: float = -1.0
    no_speech: float = 0.6
    least_logprob: float = -1.5
    doubtful_logprob: float = -0.7
    partial_margin: float = 1.0

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> "ModelSettings":
        """Raises SettingsError for unknown keys and impossible values."""
        return cls(**model_table(table, MODEL_CHECKS, "asr"))


MODEL_CHECKS: dict[str, Check] = {
    "backend": choice("auto", "torch", "ctranslate2"),
    "compute_type": text(40),
    "threads": integer(1, 1024),
    "windows": integer(1, 1024),
    "max_tokens": integer(0, 4096),
    "timestamps": choice("auto", "never"),
    "max_seconds": number(1, 86400),
    "speech_db": number(1, 60),
    "fallback_compression": number(1, 1000),
    "fallback_logprob": number(-1000, 0),
    "no_speech": number(0, 1),
    "least_logprob": number(-1000, 0),
    "doubtful_logprob": number(-1000, 0),
    "partial_margin": number(0, 60),
}


@dataclass(frozen=True, slots=True)
class Request:
    """How one row's audio is to be transcribed; see docs/api.md for what each does.

    language: a code the model knows, or None to detect it. previous: the text of the last partial reply.
    """

    language: str | None = None
    task: str = "transcribe"
    prompt: str = ""
    hotwords: tuple[str, ...] = ()
    word_times: bool = True
    format: str = "json"
    temperatures: tuple[float, ...] = TEMPERATURES
    partial: bool = False
    previous: str | None = None


REQUEST_CHECKS: dict[str, Check] = {
    "language": text(20),
    "task": choice("transcribe", "translate"),
    "prompt": text(2000),
    "hotwords": many(text(100), 0, 200),
    "word_times": boolean,
    "format": choice(*FORMATS),
    "temperatures": many(number(0, 2), 1, 10),
    "partial": boolean,
    "previous": text(10000),
}


def parse_request(body: Mapping[str, Any]) -> Request:
    """Request of a decoded JSON object without its audio; an absent or null key has its default.

    A partial request is decoded once, without fallback, unless it brings temperatures.
    Raises SettingsError with a sentence that says what is allowed.
    """
    refuse_unknown(body, REQUEST_CHECKS, "request")
    given = {name: REQUEST_CHECKS[name](name, value) for name, value in body.items() if value is not None}
    if given.get("partial"):
        given.setdefault("temperatures", (0.0,))
        if given.get("format", "json") != "json":
            raise SettingsError("partial replies are json; leave format out")
    elif "previous" in given:
        raise SettingsError("previous belongs to partial requests; set partial to true or leave it out")
    return Request(**given)
