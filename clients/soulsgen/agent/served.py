"""The agent archive on TorchServe, as an agent."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from soulsgen.agent.answers import Answer, Claim, Messages, Scene, Source, Spent, Spoken
from soulsgen.errors import SoulsgenError, Unavailable
from soulsgen.reply import brief, number
from soulsgen.torchserve import TorchServe

# As the archive's settings allow.
_MOST_CHARACTERS = 2000
_MOST_MESSAGES = 200
_EXTRACTIVE = (
    "The agent selected and quoted sentences of the transcript ({embeddings} vectors); "
    "it wrote none of its own."
)
_CAUSAL = "A language model on TorchServe wrote the sentences; the times are those of the lines it named."
_QUOTED = "The agent quotes the lore ({embeddings} vectors) and writes no sentence of its own."
_WRITTEN = "A language model on TorchServe wrote the answer; the sources are what it was given to read."
_CUT = {
    "length": "The answer was cut at the most tokens that one may have.",
    "deadline": "The answer was cut: its time was up.",
}


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

    def chat(self, messages: Messages) -> Iterator[str | Answer]:
        """The archive reads at most the 200 newest of `messages`."""
        asked = {"op": "chat", "messages": messages[-_MOST_MESSAGES:], "stream": True}
        with closing(self.client.predict_lines(self.model, asked)) as lines:
            for line in lines:
                if "text" in line:
                    yield str(line["text"])
                elif "error" in line:
                    raise Unavailable(f"{self.model} broke off its reply: {brief(line['error'])}")
                else:
                    # The connection stays open until the batch is done; nothing more is to come.
                    yield self._answer(line)
                    return
        raise Unavailable(f"{self.model} broke off its reply")

    def made_by(self) -> str:
        return self.engine

    def spent(self) -> Spent:
        return Spent()

    def _ask(self, payload: dict[str, Any]) -> dict[str, Any]:
        reply = self.client.predict(self.model, payload)
        told = _CAUSAL if reply.get("engine") == "causal" else _EXTRACTIVE
        self.engine = told.format(embeddings=reply.get("embeddings", "sentence"))
        if reply.get("finish") == "deadline":
            self.engine += " Its time was up before it had read all."
        return reply

    def _answer(self, reply: dict[str, Any]) -> Answer:
        told = _WRITTEN if reply.get("engine") == "causal" else _QUOTED
        made = told.format(embeddings=reply.get("embeddings", "sentence"))
        try:
            sources = tuple(Source(str(each["text"]), str(each["where"])) for each in reply["sources"])
            return Answer(str(reply["reply"]), sources, (*_notes(reply), made))
        except (KeyError, TypeError) as error:
            raise self._odd("chat", error) from error

    def _odd(self, operation: str, error: Exception) -> SoulsgenError:
        return SoulsgenError(f"{self.model} replied to {operation} with something else ({error!r})")


def _notes(reply: dict[str, Any]) -> Iterator[str]:
    """What a language model had to leave out."""
    if dropped := reply.get("dropped"):
        yield f"The {dropped} oldest messages did not fit into the model's context."
    if cut := _CUT.get(reply.get("finish", "")):
        yield cut


def _records(lines: Sequence[Spoken]) -> list[dict[str, Any]]:
    """A line too long for the archive becomes several of the same time."""
    return [
        {"at": line.at, "speaker": line.speaker, "text": line.text[first : first + _MOST_CHARACTERS]}
        for line in lines
        for first in range(0, len(line.text), _MOST_CHARACTERS)
    ]


def _times(values: Any) -> tuple[float, ...]:
    return tuple(number(value) for value in values)
