"""A chat endpoint as an agent: transcripts longer than its context are told in parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from soulsgen.agent.answers import Answer, Claim, Messages, Scene, Spent, Spoken
from soulsgen.agent.chat_endpoint import ChatEndpoint, Completion
from soulsgen.agent.citations import read_claims, read_scene
from soulsgen.agent.prompts import chat_messages, recap_messages, scene_messages

# English text of GPT-like tokenizers; other languages take more tokens, so the context is not filled up.
_CHARACTERS_A_TOKEN = 3.5
# Tokens of instructions and answer.
_RESERVED = 2000


@dataclass(frozen=True)
class Price:
    """US dollars for a million tokens."""

    tokens_in: float
    tokens_out: float


class OpenAIAgent:
    """An open endpoint, its price if known, and the tokens it took so far."""

    def __init__(
        self, endpoint: ChatEndpoint, context_tokens: int = 16_000, price: Price | None = None
    ) -> None:
        self.endpoint = endpoint
        self.most_characters = max(1000, int((context_tokens - _RESERVED) * _CHARACTERS_A_TOKEN))
        self.price = price
        self.tokens_in = 0
        self.tokens_out = 0

    def recap(self, lines: Sequence[Spoken], sentences: int) -> list[Claim]:
        """Of a long session each part gets its share of the sentences."""
        told = sorted((line for line in lines if line.text.strip()), key=lambda line: line.at)
        parts = list(self._parts(told))
        count = max(1, round(sentences / max(1, len(parts))))
        return [
            claim
            for part in parts
            for claim in read_claims(self._ask(recap_messages(part, count)), part, count)
        ]

    def scene(self, lines: Sequence[Spoken], previous: str) -> Scene:
        """The newest lines that the context holds; with none, the scene before."""
        told = sorted((line for line in lines if line.text.strip()), key=lambda line: line.at)
        if not told:
            return Scene(previous, ())
        newest = next(self._parts(told[::-1]))[::-1]
        return read_scene(self._ask(scene_messages(newest, previous)), newest)

    def chat(self, messages: Messages) -> Iterator[str | Answer]:
        """Without sources: the endpoint has not read the lore."""
        asked = chat_messages(messages, self.most_characters)
        dropped = len(messages) - len(asked) + 1
        left_out = (f"The {dropped} oldest messages did not fit into the context.",) if dropped else ()
        made = f"{self.endpoint.model} at {self.endpoint.base} wrote it; it has not read the lore."
        for piece in self.endpoint.stream(asked):
            if isinstance(piece, Completion):
                self._count(piece)
                yield Answer(piece.text, notes=(*left_out, made))
            else:
                yield piece

    def made_by(self) -> str:
        model, base = self.endpoint.model, self.endpoint.base
        return f"{model} at {base} wrote the sentences; the times are those of the lines it named."

    def spent(self) -> Spent:
        usd = None
        if self.price:
            usd = (self.tokens_in * self.price.tokens_in + self.tokens_out * self.price.tokens_out) / 1e6
        return Spent(self.tokens_in, self.tokens_out, usd)

    def _ask(self, messages: Messages) -> str:
        completion = self.endpoint.complete(messages)
        self._count(completion)
        return completion.text

    def _count(self, completion: Completion) -> None:
        self.tokens_in += completion.tokens_in
        self.tokens_out += completion.tokens_out

    def _parts(self, lines: Sequence[Spoken]) -> Iterator[list[Spoken]]:
        """`lines` in runs that fit; a line longer than that stands alone and is cut."""
        part: list[Spoken] = []
        size = 0
        for line in lines:
            length = len(line.text) + len(line.speaker or "") + 8
            if part and size + length > self.most_characters:
                yield part
                part, size = [], 0
            part.append(Spoken(line.at, line.text[: self.most_characters], line.speaker))
            size += length
        if part:
            yield part
