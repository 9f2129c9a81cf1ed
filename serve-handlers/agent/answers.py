"""What an engine answers, whatever it is made of."""

from dataclasses import dataclass
from typing import Any, Protocol

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


@dataclass(frozen=True, slots=True)
class Recap:
    """In the order of the session."""

    claims: tuple[Claim, ...]

    def record(self) -> dict[str, Any]:
        return {"sentences": [claim.record() for claim in self.claims]}


@dataclass(frozen=True, slots=True)
class Scene:
    """One or two sentences of what can be seen, and the seconds of the lines that say so."""

    text: str
    at: tuple[float, ...]

    def record(self) -> dict[str, Any]:
        return {"scene": self.text, "at": list(self.at)}


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

    def record(self) -> dict[str, Any]:
        return {"reply": self.reply, "sources": [source.record() for source in self.sources]}


class Engine(Protocol):
    """Answers a batch of one operation, in order; `name` and `embeddings` go into every reply."""

    name: str
    embeddings: str

    def recap(self, requests: list[RecapRequest]) -> list[Recap]: ...

    def scene(self, requests: list[SceneRequest]) -> list[Scene]: ...

    def chat(self, requests: list[ChatRequest]) -> list[Chat]: ...
