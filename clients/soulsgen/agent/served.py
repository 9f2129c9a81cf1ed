"""The agent archive on TorchServe, as an agent."""

from collections.abc import Sequence
from typing import Any

from soulsgen.agent.answers import Claim, Scene, Spent, Spoken
from soulsgen.errors import SoulsgenError
from soulsgen.torchserve import TorchServe

# As the archive's settings allow.
_MOST_CHARACTERS = 2000
_EXTRACTIVE = (
    "The agent selected and quoted sentences of the transcript ({embeddings} vectors); "
    "it wrote none of its own."
)
_CAUSAL = "A language model on TorchServe wrote the sentences; the times are those of the lines it named."


class ServedAgent:
    """An open client and the name of the archive."""

    def __init__(self, client: TorchServe, model: str = "agent") -> None:
        self.client = client
        self.model = model
        self.engine = ""

    def recap(self, lines: Sequence[Spoken], sentences: int) -> list[Claim]:
        reply = self._ask({"op": "recap", "lines": _records(lines), "sentences": sentences})
        try:
            return [
                Claim(str(each["text"]), _times(each["at"]), bool(each["sure"]), each.get("speaker"))
                for each in reply["sentences"]
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise self._odd("recap", error) from error

    def scene(self, lines: Sequence[Spoken], previous: str) -> Scene:
        reply = self._ask({"op": "scene", "lines": _records(lines), "previous": previous[:4000]})
        try:
            return Scene(str(reply["scene"]), _times(reply["at"]))
        except (KeyError, TypeError, ValueError) as error:
            raise self._odd("scene", error) from error

    def made_by(self) -> str:
        return self.engine

    def spent(self) -> Spent:
        return Spent()

    def _ask(self, payload: dict[str, Any]) -> dict[str, Any]:
        reply = self.client.predict(self.model, payload)
        told = _CAUSAL if reply.get("engine") == "causal" else _EXTRACTIVE
        self.engine = told.format(embeddings=reply.get("embeddings", "sentence"))
        return reply

    def _odd(self, operation: str, error: Exception) -> SoulsgenError:
        return SoulsgenError(f"{self.model} replied to {operation} with something else ({error!r})")


def _records(lines: Sequence[Spoken]) -> list[dict[str, Any]]:
    """A line too long for the archive becomes several of the same time."""
    return [
        {"at": line.at, "speaker": line.speaker, "text": line.text[first : first + _MOST_CHARACTERS]}
        for line in lines
        for first in range(0, len(line.text), _MOST_CHARACTERS)
    ]


def _times(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
