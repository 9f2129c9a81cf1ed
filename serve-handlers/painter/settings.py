"""The two kinds of settings: the painter's, from model-config.yaml, and a picture's, from a request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal, get_args

Engine = Literal["auto", "procedural", "diffusers"]
DType = Literal["auto", "bfloat16", "float16", "float32"]

LEAST_SIDE, MOST_SIDE = 64, 2048
LONGEST_PROMPT = 4000
# Each style, and the words that a diffusion pipeline is given for it.
STYLES: dict[str, str] = {
    "oil": "digital oil painting, fantasy art, visible brushwork",
    "vivid": "vivid fantasy art, dramatic light, rich colours",
    "natural": "naturalistic fantasy illustration, muted colours",
    "watercolour": "watercolour on rough paper, loose washes",
}


class SettingsError(ValueError):
    """A value outside what is allowed; the message says what is."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The `painter` table of model-config.yaml.

    engine: `auto` is diffusers where there is a pipeline, else procedural.
    pipeline: a folder with a model_index.json outside the archive; "" is the archive's own.
    dtype: `auto` is bfloat16 on a GPU, float32 on a CPU.
    compile: whether torch.compile quickens the denoiser; the first picture of a size then takes minutes.
    offload: whether parts of the pipeline wait in the computer's memory while a GPU too small for all works.
    steps, guidance: what a request without `steps` gets; 0 is the pipeline's own.
    batch: pictures that a pipeline makes at once.
    threads: a worker; one, because TorchServe runs one worker a core.
    """

    engine: Engine = "auto"
    pipeline: str = ""
    dtype: DType = "auto"
    compile: bool = False
    offload: bool = False
    steps: int = 0
    guidance: float = 0.0
    batch: int = 4
    threads: int = 1

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> "ModelSettings":
        """Raises SettingsError for unknown keys and impossible values."""
        _refuse_unknown(table, MODEL_CHECKS, "model-config.yaml, painter")
        return cls(**{name: MODEL_CHECKS[name](f"painter.{name}", value) for name, value in table.items()})


@dataclass(frozen=True, slots=True)
class Request:
    """One picture. width, height: pixels. seed None: one that follows from the text."""

    prompt: str
    negative: str = ""
    width: int = 1792
    height: int = 1024
    seed: int | None = None
    steps: int | None = None
    style: str = "oil"


Check = Callable[[str, Any], Any]


def _integer(low: int, high: int) -> Check:
    def check(name: str, value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise SettingsError(f"{name} must be a whole number from {low} to {high}, not {_shown(value)}")
        return value

    return check


def _number(low: float, high: float) -> Check:
    def check(name: str, value: Any) -> float:
        if type(value) not in (int, float) or not low <= value <= high:
            raise SettingsError(f"{name} must be a number from {low} to {high}, not {_shown(value)}")
        return float(value)

    return check


def _boolean(name: str, value: Any) -> bool:
    if type(value) is not bool:
        raise SettingsError(f"{name} must be true or false, not {_shown(value)}")
    return value


def _choice(*allowed: str) -> Check:
    def check(name: str, value: Any) -> str:
        if value not in allowed:
            raise SettingsError(f"{name} must be one of {', '.join(allowed)}, not {_shown(value)}")
        return str(value)

    return check


def _text(name: str, value: Any) -> str:
    """Without NUL: the picture keeps its text in PNG chunks, which NUL ends."""
    if type(value) is not str:
        raise SettingsError(f"{name} must be a string, not {_shown(value)}")
    if len(value) > LONGEST_PROMPT:
        raise SettingsError(f"{name} is {len(value)} characters long; at most {LONGEST_PROMPT} are allowed")
    if "\0" in value:
        raise SettingsError(f"{name} holds a NUL character")
    return value


def _path(name: str, value: Any) -> str:
    if type(value) is not str:
        raise SettingsError(f"{name} must be a folder's path, not {_shown(value)}")
    return value


MODEL_CHECKS: dict[str, Check] = {
    "engine": _choice(*get_args(Engine)),
    "pipeline": _path,
    "dtype": _choice(*get_args(DType)),
    "compile": _boolean,
    "offload": _boolean,
    "steps": _integer(0, 200),
    "guidance": _number(0.0, 50.0),
    "batch": _integer(1, 64),
    "threads": _integer(1, 1024),
}
REQUEST_CHECKS: dict[str, Check] = {
    "prompt": _text,
    "negative": _text,
    "width": _integer(LEAST_SIDE, MOST_SIDE),
    "height": _integer(LEAST_SIDE, MOST_SIDE),
    "seed": _integer(0, 2**32 - 1),
    "steps": _integer(1, 200),
    "style": _choice(*STYLES),
}


def parse_request(body: Mapping[str, Any]) -> Request:
    """Request of a decoded JSON object; a key that is absent or null has its default.

    Raises SettingsError with a sentence that says what is allowed.
    """
    _refuse_unknown(body, REQUEST_CHECKS, "request")
    given = {name: REQUEST_CHECKS[name](name, value) for name, value in body.items() if value is not None}
    if not given.get("prompt", "").strip():
        raise SettingsError("prompt must say what to paint")
    return Request(**given)


def _refuse_unknown(table: Mapping[str, Any], checks: Mapping[str, Check], where: str) -> None:
    known = list(checks)
    for name in table:
        if name not in known:
            close = get_close_matches(str(name), known, n=1)
            hint = f"; did you mean {close[0]}?" if close else "."
            raise SettingsError(f"{where}: unknown key {_shown(name)}{hint} Known: {', '.join(known)}")


def _shown(value: Any, width: int = 40) -> str:
    written = repr(value)
    return written if len(written) <= width else f"{written[:width]}… ({type(value).__name__})"
