"""The two kinds of settings: the model's, from model-config.yaml, and a request's, from its body.

They are never mixed: the first belong to the weights and the machine, the second are chosen per call.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any, Literal, get_args

Backend = Literal["auto", "torch", "ctranslate2"]
Start = Literal["random-word", "letter", "none"]


class SettingsError(ValueError):
    """A value outside what is allowed; the message says what is."""


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
        _refuse_unknown(table, [item.name for item in fields(cls)], "model-config.yaml, souls")
        settings = cls(**table)
        if settings.backend not in get_args(Backend):
            raise SettingsError(
                f"souls.backend is {settings.backend!r}; one of {', '.join(get_args(Backend))}"
            )
        for name in ("threads", "attempts"):
            _integer(1, 1024)(f"souls.{name}", getattr(settings, name))
        _number(0.1, 3600.0)("souls.seconds", settings.seconds)
        _instance(bool, "true or false")("souls.known_words", settings.known_words)
        return settings


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


def _instance(kind: type, called: str) -> Check:
    def check(name: str, value: Any) -> Any:
        if type(value) is not kind:
            raise SettingsError(f"{name} must be {called}, not {_shown(value)}")
        return value

    return check


def _start(name: str, value: Any) -> Start:
    if value not in get_args(Start):
        raise SettingsError(f"{name} must be one of {', '.join(get_args(Start))}, not {_shown(value)}")
    return value  # type: ignore[no-any-return]


# What a request may say, and within what bounds.
SAMPLING_CHECKS: dict[str, Check] = {
    "max_tokens": _integer(1, 1024),
    "top_p": _number(0.01, 1.0),
    "temperature": _number(0.0, 5.0),
    "top_k": _integer(0, 100_000),
    "repetition_penalty": _number(0.5, 5.0),
}
REQUEST_CHECKS: dict[str, Check] = {
    "context": _instance(str, "a string"),
    "num": _integer(1, 64),
    "seed": _integer(0, 2**32 - 1),
    "start": _start,
    "allow_copies": _instance(bool, "true or false"),
}


def parse_request(body: Mapping[str, Any]) -> Request:
    """Request of a decoded JSON object; a key that is absent or null has its default.

    Raises SettingsError with a sentence that says what is allowed.
    """
    _refuse_unknown(body, [*REQUEST_CHECKS, *SAMPLING_CHECKS], "request")
    given = {name: value for name, value in body.items() if value is not None}
    sampling = {name: check(name, given[name]) for name, check in SAMPLING_CHECKS.items() if name in given}
    request = {name: check(name, given[name]) for name, check in REQUEST_CHECKS.items() if name in given}
    if request.get("context") and request.get("start", "none") != "none":
        raise SettingsError("start says how a line without context begins; give context or start, not both")
    return Request(sampling=Sampling(**sampling), **request)


def _refuse_unknown(table: Mapping[str, Any], known: list[str], where: str) -> None:
    for name in table:
        if name not in known:
            close = get_close_matches(str(name), known, n=1)
            hint = f"; did you mean {close[0]}?" if close else "."
            raise SettingsError(f"{where}: unknown key {_shown(name)}{hint} Known: {', '.join(known)}")


def _shown(value: Any, width: int = 40) -> str:
    text = repr(value)
    return text if len(text) <= width else f"{text[:width]}… ({type(value).__name__})"
