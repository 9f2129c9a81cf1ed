"""The engine that needs no language model: it selects and quotes, and never writes a sentence of its own."""

from agent.answers import Chat, Passage, Recap, Scene
from agent.lore import Lore
from agent.recap import extract
from agent.scene import see
from agent.sentences import split
from agent.settings import ChatRequest, Line, RecapRequest, SceneRequest
from agent.vectors import Vectors

NOTHING_FOUND = "The lore says nothing about that."
_LONGEST_ANSWER = 3
# A sentence beside the best one is quoted when it fits the question nearly as well.
_ALSO = 0.75


class Extractive:
    """Recaps by graph ranking, scenes by visible details, answers by retrieval."""

    name = "extractive"

    def __init__(self, vectors: Vectors, lore: Lore) -> None:
        self.vectors = vectors
        self.lore = lore
        self.embeddings = vectors.name

    def recap(self, requests: list[RecapRequest]) -> list[Recap]:
        return [extract(request, self.vectors) for request in requests]

    def scene(self, requests: list[SceneRequest]) -> list[Scene]:
        return [see(request) for request in requests]

    def chat(self, requests: list[ChatRequest]) -> list[Chat]:
        return [self._answer(request) for request in requests]

    def _answer(self, request: ChatRequest) -> Chat:
        query = question(request)
        found = [passage for passage, _ in self.lore.search(query, request.sources)]
        return Chat(self._quoted(query, found), tuple(found)) if found else Chat(NOTHING_FOUND, ())

    def _quoted(self, query: str, found: list[Passage]) -> str:
        """The sentences of the passages that fit best, in their order."""
        told = [item.text for passage in found for item in split([Line(0.0, passage.text)])]
        fit = self.lore.embed(told) @ self.lore.embed([query])[0]
        best = sorted(range(len(told)), key=lambda row: -fit[row])[:_LONGEST_ANSWER]
        return " ".join(told[row] for row in sorted(best) if fit[row] >= _ALSO * fit[best[0]])


def question(request: ChatRequest) -> str:
    """The last message, and the user's one before it where the last is too short to stand alone."""
    asked = [message.content for message in request.messages if message.role == "user"]
    return " ".join(asked[-2:]) if len(asked[-1].split()) < 5 else asked[-1]
