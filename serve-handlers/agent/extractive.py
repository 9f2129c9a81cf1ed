"""The engine that needs no language model: it selects and quotes, and never writes a sentence of its own."""

from collections.abc import Sequence

from agent.answers import Chat, Hear, Recap, Scene, unheard
from agent.lore import Lore
from agent.quoting import question, quoted
from agent.recap import extract
from agent.scene import see
from agent.settings import ChatRequest, RecapRequest, SceneRequest
from agent.vectors import Vectors


class Extractive:
    """Recaps by graph ranking, scenes by visible details, answers by retrieval."""

    name = "extractive"

    def __init__(self, vectors: Vectors, lore: Lore) -> None:
        self.vectors = vectors
        self.lore = lore
        self.embeddings = vectors.name

    def recap(self, requests: Sequence[RecapRequest]) -> list[Recap]:
        return [extract(request, self.vectors) for request in requests]

    def scene(self, requests: Sequence[SceneRequest]) -> list[Scene]:
        return [see(request) for request in requests]

    def chat(self, requests: Sequence[ChatRequest], hear: Hear = unheard) -> list[Chat]:
        """What is heard of a row are its sentences."""
        return [self._answer(row, request, hear) for row, request in enumerate(requests)]

    def _answer(self, row: int, request: ChatRequest, hear: Hear) -> Chat:
        query = question(request)
        found = [passage for passage, _ in self.lore.search(query, request.sources)]
        sentences = quoted(self.lore, query, found)
        for number, sentence in enumerate(sentences):
            hear({row: f" {sentence}" if number else sentence})
        chat = Chat(" ".join(sentences), tuple(found))
        hear({row: chat})
        return chat
