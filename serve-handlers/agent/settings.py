"""The two kinds of settings: the model's, from model-config.yaml, and a request's, from its body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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

# Four hours of talk are about 4,000 lines of 10 words.
MOST_LINES = 20_000
MOST_CHARACTERS = 2000
# Of all lines: twelve hours of unbroken talk. Extraction's time grows with them, and so many take one core
# 5 s, or twice that where all sentences are as short as can be.
MOST_IN_ALL = 600_000
ROLES = ("system", "user", "assistant")


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The `agent` table of model-config.yaml.

    engine: `auto` is the language model that the archive holds, else extraction.
    threads: a worker; one, because TorchServe runs one worker a core.
    rows: prompts that a language model decodes at once.
    context_tokens: most tokens of a prompt and its answer together; 0 is what the model's positions allow.
    deadline_s: most seconds that a language model writes for one operation of a batch.
    """

    engine: str = "auto"
    threads: int = 1
    rows: int = 8
    context_tokens: int = 8192
    deadline_s: float = 180.0

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> "ModelSettings":
        """Raises SettingsError for unknown keys and impossible values."""
        return cls(**model_table(table, MODEL_CHECKS, "agent"))


MODEL_CHECKS: dict[str, Check] = {
    "engine": choice("auto", "extractive", "causal"),
    "threads": integer(1, 1024),
    "rows": integer(1, 1024),
    "context_tokens": integer(0, 10_000_000),
    "deadline_s": number(1, 86_400),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What someone said; `at` is seconds from the start of the session."""

    at: float
    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a language model draws; extraction draws nothing and does not read it. temperature 0 is greedy.

    max_tokens 0 leaves the length to the operation, deadline_s 0 the time to the model. Where one of `stop`
    would stand the reply ends.
    """

    max_tokens: int = 0
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    deadline_s: float = 0.0


@dataclass(frozen=True, slots=True)
class RecapRequest:
    """The `sentences` that say most about what happened in `lines`."""

    lines: tuple[Line, ...]
    sentences: int = 10
    sampling: Sampling = field(default_factory=Sampling)


@dataclass(frozen=True, slots=True)
class SceneRequest:
    """What can be seen at the end of `lines`; `previous` is the scene before."""

    lines: tuple[Line, ...]
    previous: str = ""
    sampling: Sampling = field(default_factory=Sampling)


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """An answer to the last of `messages`, from at most `sources` passages of the lore.

    stream: the reply is sent in pieces, while it is made.
    """

    messages: tuple[Message, ...]
    sources: int = 3
    stream: bool = False
    sampling: Sampling = field(default_factory=Sampling)


Request = RecapRequest | SceneRequest | ChatRequest


def _line(name: str, value: Any) -> Line:
    table = _object(name, value, ("at", "speaker", "text"))
    if "text" not in table or "at" not in table:
        raise SettingsError(f"{name} must hold at (seconds) and text")
    speaker = table.get("speaker")
    return Line(
        at=number(0, 1e9)(f"{name}.at", table["at"]),
        text=text(MOST_CHARACTERS)(f"{name}.text", table["text"]),
        speaker=None if speaker is None else text(100)(f"{name}.speaker", speaker),
    )


def _lines(name: str, value: Any) -> tuple[Line, ...]:
    lines: tuple[Line, ...] = many(_line, 0, MOST_LINES)(name, value)
    characters = sum(len(line.text) for line in lines)
    if characters > MOST_IN_ALL:
        raise SettingsError(f"{name} have {characters} characters in all; at most {MOST_IN_ALL} are allowed")
    return lines


def _message(name: str, value: Any) -> Message:
    table = _object(name, value, ("role", "content"))
    return Message(
        role=choice(*ROLES)(f"{name}.role", table.get("role")),
        content=text(20_000)(f"{name}.content", table.get("content")),
    )


def _stop(name: str, value: Any) -> str:
    words = text(100)(name, value)
    if not words:
        raise SettingsError(f"{name} is empty")
    return str(words)


def _object(name: str, value: Any, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(f"{name} must be an object with {', '.join(known)}")
    refuse_unknown(value, known, name)
    return value


SAMPLING_CHECKS: dict[str, Check] = {
    "max_tokens": integer(1, 8192),
    "temperature": number(0, 5),
    "top_p": number(0.01, 1),
    "seed": integer(0, 2**32 - 1),
    "stop": many(_stop, 0, 8),
    "deadline_s": number(0.1, 86_400),
}
OPERATIONS: dict[str, tuple[type[Any], dict[str, Check], str]] = {
    "recap": (RecapRequest, {"lines": _lines, "sentences": integer(1, 100)}, "lines"),
    "scene": (SceneRequest, {"lines": _lines, "previous": text(4000)}, "lines"),
    "chat": (
        ChatRequest,
        {"messages": many(_message, 1, 200), "sources": integer(1, 10), "stream": boolean},
        "messages",
    ),
}


def parse_request(body: Mapping[str, Any]) -> Request:
    """Request of a decoded JSON object; a key that is absent or null has its default.

    Raises SettingsError with a sentence that says what is allowed.
    """
    given = {name: value for name, value in body.items() if value is not None}
    kind, checks, needed = OPERATIONS[choice(*OPERATIONS)("op", given.pop("op", None))]
    refuse_unknown(given, [*checks, *SAMPLING_CHECKS], "request")
    if needed not in given:
        raise SettingsError(f"{needed} is missing")
    values = {name: check(name, given[name]) for name, check in checks.items() if name in given}
    drawn = {name: check(name, given[name]) for name, check in SAMPLING_CHECKS.items() if name in given}
    request: Request = kind(sampling=Sampling(**drawn), **values)
    if isinstance(request, ChatRequest) and request.messages[-1].role != "user":
        raise SettingsError("the last of messages must have the role user")
    return request
