"""The two kinds of settings: the model's, from model-config.yaml, and a request's, from its body.

They are never mixed: the first belong to the weights and the machine, the second are chosen per call.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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

Backend = Literal["auto", "torch", "ctranslate2"]
Start = Literal["random-word", "letter", "none"]
# Characters; the model's own limit, in tokens, is far below.
MAX_CONTEXT = 100_000


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The `souls` table of model-config.yaml.

    backend: `auto` is torch on a GPU and CTranslate2 on a CPU.
    compute_type: of CTranslate2 (`int8`, `float32`, ...); torch runs bfloat16 on a GPU, float32 on a CPU.
    threads: a worker; one, because TorchServe runs one worker a core.
    attempts: rounds of drawing before a row that yields nothing acceptable is given up.
    seconds: after so long no further round begins; below TorchServe's responseTimeout, which kills the
        worker and fails every row of the batch.
    known_words: whether a line may hold only words of the corpus (and of its context). A small model
        glues non-words together; one that was trained on far more than the corpus knows better words.
    """

    backend: Backend = "auto"
    compute_type: str = "int8"
    threads: int = 1
    attempts: int = 8
    seconds: float = 20.0
    known_words: bool = True

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> "ModelSettings":
        """Raises SettingsError for unknown keys and impossible values."""
        return cls(**model_table(table, MODEL_CHECKS, "souls"))


MODEL_CHECKS: dict[str, Check] = {
    "backend": choice(*get_args(Backend)),
    "compute_type": text(40),
    "threads": integer(1, 1024),
    "attempts": integer(1, 1024),
    "seconds": number(0.1, 3600.0),
    "known_words": boolean,
}


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is drawn. Nucleus sampling: Holtzman et al. 2020, arXiv:1904.09751.

    temperature 0 is greedy; top_k 0 is no limit; repetition_penalty as in CTRL, arXiv:1909.05858.
    The default top_k is that of Hugging Face's `generate`; without one, CTranslate2 sorts the whole
    vocabulary for each token, which takes longer than computing it.
    """

    max_tokens: int = 64
    top_p: float = 0.85
    temperature: float = 1.0
    top_k: int = 50
    repetition_penalty: float = 1.0


@dataclass(frozen=True, slots=True)
class Request:
    """One row: `num` lines that begin with `context` or, without one, as `start` says."""

    context: str = ""
    num: int = 1
    sampling: Sampling = field(default_factory=Sampling)
    seed: int | None = None
    start: Start = "random-word"
    allow_copies: bool = False


# What a request may say, and within what bounds.
SAMPLING_CHECKS: dict[str, Check] = {
    "max_tokens": integer(1, 1024),
    "top_p": number(0.01, 1.0),
    "temperature": number(0.0, 5.0),
    "top_k": integer(0, 100_000),
    "repetition_penalty": number(0.5, 5.0),
}
REQUEST_CHECKS: dict[str, Check] = {
    "context": text(MAX_CONTEXT),
    "num": integer(1, 64),
    "seed": integer(0, 2**32 - 1),
    "start": choice(*get_args(Start)),
    "allow_copies": boolean,
}


def parse_request(body: Mapping[str, Any]) -> Request:
    """Request of a decoded JSON object; a key that is absent or null has its default.

    Raises SettingsError with a sentence that says what is allowed.
    """
    refuse_unknown(body, [*REQUEST_CHECKS, *SAMPLING_CHECKS], "request")
    given = {name: value for name, value in body.items() if value is not None}
    sampling = {name: check(name, given[name]) for name, check in SAMPLING_CHECKS.items() if name in given}
    request = {name: check(name, given[name]) for name, check in REQUEST_CHECKS.items() if name in given}
    if request.get("context") and request.get("start", "none") != "none":
        raise SettingsError("start says how a line without context begins; give context or start, not both")
    return Request(sampling=Sampling(**sampling), **request)
