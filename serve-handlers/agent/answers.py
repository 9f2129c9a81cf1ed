"""What an engine answers, whatever it is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from agent.settings import ChatRequest, RecapRequest, SceneRequest


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence about the session and the seconds of the lines it rests on; not `sure` is to be confirmed.

    speaker: who said it, where the sentence is one person's own words.
    """

    text: str
    at: tuple[float, ...]
    sure: bool
    speaker: str | None = None

    def record(self) -> dict[str, Any]:
        return {"text": self.text, "at": list(self.at), "sure": self.sure, "speaker": self.speaker}


# stop: the model was done. length: it was cut at max_tokens. deadline: its time was up.
Finish = Literal["stop", "length", "deadline"]


@dataclass(frozen=True, slots=True)
class Making:
    """How a language model came to an answer: tokens in and out, and how it ended.

    dropped: lines or messages, the oldest, that were left out because the model's context holds no more.
    """

    finish: Finish
    tokens_in: int
    tokens_out: int
    dropped: int = 0

    def record(self) -> dict[str, Any]:
        usage = {"tokens_in": self.tokens_in, "tokens_out": self.tokens_out}
        return {"finish": self.finish, "dropped": self.dropped, "usage": usage}


@dataclass(frozen=True, slots=True)
class Recap:
    """In the order of the session."""

    claims: tuple[Claim, ...]
    making: Making | None = None

    def record(self) -> dict[str, Any]:
        return {"sentences": [claim.record() for claim in self.claims]} | _making(self.making)


@dataclass(frozen=True, slots=True)
class Scene:
    """One or two sentences of what can be seen, and the seconds of the lines that say so."""

    text: str
    at: tuple[float, ...]
    making: Making | None = None

    def record(self) -> dict[str, Any]:
        return {"scene": self.text, "at": list(self.at)} | _making(self.making)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the lore and where it stands."""

    text: str
    where: str

    def record(self) -> dict[str, str]:
        return {"text": self.text, "where": self.where}


@dataclass(frozen=True, slots=True)
class Chat:
    reply: str
    sources: tuple[Passage, ...]
    making: Making | None = None

    def record(self) -> dict[str, Any]:
        told = {"reply": self.reply, "sources": [source.record() for source in self.sources]}
        return told | _making(self.making)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that this model cannot take, and why."""

    sentence: str


def _making(making: Making | None) -> dict[str, Any]:
    return making.record() if making else {}


# What is heard of a batch before it is done: of some rows the next piece of the reply, or its end.
Hear = Callable[[Mapping[int, str | Chat]], None]


def unheard(news: Mapping[int, str | Chat]) -> None:
    """For a batch that nobody listens to."""


class Engine(Protocol):
    """Answers a batch of one operation, in order; `name` and `embeddings` go into every reply.

    The pieces that are heard of a chat come to its reply; of one that is refused nothing is heard.
    """

    name: str
    embeddings: str

    def recap(self, requests: Sequence[RecapRequest]) -> Sequence[Recap | Refusal]: ...

    def scene(self, requests: Sequence[SceneRequest]) -> Sequence[Scene | Refusal]: ...

    def chat(self, requests: Sequence[ChatRequest], hear: Hear = unheard) -> Sequence[Chat | Refusal]: ...
