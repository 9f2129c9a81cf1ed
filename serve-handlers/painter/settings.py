"""The two kinds of settings: the painter's, from model-config.yaml, and a picture's, from a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

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
        return cls(**model_table(table, MODEL_CHECKS, "painter"))


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


def _prompt(name: str, value: Any) -> Any:
    """Without NUL: the picture keeps its text in PNG chunks, which NUL ends."""
    if "\0" in text(LONGEST_PROMPT)(name, value):
        raise SettingsError(f"{name} holds a NUL character")
    return value


MODEL_CHECKS: dict[str, Check] = {
    "engine": choice(*get_args(Engine)),
    "pipeline": text(4096),
    "dtype": choice(*get_args(DType)),
    "compile": boolean,
    "offload": boolean,
    "steps": integer(0, 200),
    "guidance": number(0.0, 50.0),
    "batch": integer(1, 64),
    "threads": integer(1, 1024),
}
REQUEST_CHECKS: dict[str, Check] = {
    "prompt": _prompt,
    "negative": _prompt,
    "width": integer(LEAST_SIDE, MOST_SIDE),
    "height": integer(LEAST_SIDE, MOST_SIDE),
    "seed": integer(0, 2**32 - 1),
    "steps": integer(1, 200),
    "style": choice(*STYLES),
}


def parse_request(body: Mapping[str, Any]) -> Request:
    """Request of a decoded JSON object; a key that is absent or null has its default.

    Raises SettingsError with a sentence that says what is allowed.
    """
    refuse_unknown(body, REQUEST_CHECKS, "request")
    given = {name: REQUEST_CHECKS[name](name, value) for name, value in body.items() if value is not None}
    if not given.get("prompt", "").strip():
        raise SettingsError("prompt must say what to paint")
    return Request(**given)
