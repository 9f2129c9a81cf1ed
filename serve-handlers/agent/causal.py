"""The engine with a language model: it writes, and what it writes is checked against the lines it names."""

from agent.answers import Chat, Recap, Scene
from agent.citations import read_claims
from agent.extractive import question
from agent.language_model import LanguageModel, Prompt, parts
from agent.lore import Lore
from agent.prompts import Messages, chat_messages, numbered, recap_messages, scene_messages
from agent.settings import ChatRequest, Line, RecapRequest, Sampling, SceneRequest
from agent.vectors import Vectors

# Tokens a sentence with its numbers may take, a scene, an answer.
_SENTENCE_TOKENS = 60
_SCENE_TOKENS = 120
_ANSWER_TOKENS = 300


class Causal:
    """Recaps with cited lines, scenes, and answers from passages of the lore."""

    name = "causal"

    def __init__(self, model: LanguageModel, vectors: Vectors, lore: Lore) -> None:
        self.model = model
        self.lore = lore
        self.embeddings = vectors.name

    def recap(self, requests: list[RecapRequest]) -> list[Recap]:
        """A session longer than the model's context is told in parts, each with a share of the sentences."""
        jobs = [
            (owner, part, count) for owner, each in enumerate(requests) for part, count in self._parts(each)
        ]
        prompts = [
            Prompt(recap_messages(part, count), _capped(requests[row].sampling, count * _SENTENCE_TOKENS))
            for row, part, count in jobs
        ]
        replies = self.model.reply(prompts)
        recaps: list[Recap] = [Recap(()) for _ in requests]
        for (row, part, count), text in zip(jobs, replies, strict=True):
            recaps[row] = Recap((*recaps[row].claims, *read_claims(text, part, count)))
        return recaps

    def scene(self, requests: list[SceneRequest]) -> list[Scene]:
        """The newest lines that the context holds; with none, the scene before."""
        newest = [self._newest(request) for request in requests]
        rows = [row for row, lines in enumerate(newest) if lines]
        prompts = [
            Prompt(scene_messages(requests[row], newest[row]), _capped(requests[row].sampling, _SCENE_TOKENS))
            for row in rows
        ]
        scenes = [Scene(request.previous, ()) for request in requests]
        for row, text in zip(rows, self.model.reply(prompts), strict=True):
            at = tuple(dict.fromkeys(line.at for line in newest[row]))
            scenes[row] = Scene(" ".join(text.split()), at)
        return scenes

    def chat(self, requests: list[ChatRequest]) -> list[Chat]:
        found = [
            tuple(passage for passage, _ in self.lore.search(question(each), each.sources))
            for each in requests
        ]
        prompts = [
            Prompt(chat_messages(request, passages), _capped(request.sampling, _ANSWER_TOKENS))
            for request, passages in zip(requests, found, strict=True)
        ]
        replies = self.model.reply(prompts)
        return [Chat(text, passages) for text, passages in zip(replies, found, strict=True)]

    def _parts(self, request: RecapRequest) -> list[tuple[list[Line], int]]:
        """Lines that fit into a prompt together, with how many sentences they get."""
        lines = sorted((line for line in request.lines if line.text.strip()), key=lambda line: line.at)
        if not lines:
            return []
        room = self._room(recap_messages([], request.sentences), request.sentences * _SENTENCE_TOKENS)
        runs = parts(lines, [self._size(line) for line in lines], room)
        count = max(1, round(request.sentences / len(runs)))
        return [(run, count) for run in runs]

    def _newest(self, request: SceneRequest) -> list[Line]:
        lines = sorted((line for line in request.lines if line.text.strip()), key=lambda line: line.at)
        room = self._room(scene_messages(request, []), _SCENE_TOKENS)
        runs = parts(lines[::-1], [self._size(line) for line in lines[::-1]], room)
        return list(reversed(runs[0]))

    def _room(self, frame: Messages, answer: int) -> int:
        """Tokens left for lines beside the instructions and the answer, which take half at most."""
        fixed = self.model.length(frame) + answer
        return max(self.model.context_tokens - fixed, self.model.context_tokens // 2)

    def _size(self, line: Line) -> int:
        # The number in front grows with the line's place: three tokens are more than it takes.
        return len(self.model.tokenizer(numbered([line]), add_special_tokens=False)["input_ids"]) + 3


def _capped(sampling: Sampling, tokens: int) -> Sampling:
    """The request's own length, else the operation's."""
    return Sampling(sampling.max_tokens or tokens, sampling.temperature, sampling.top_p, sampling.seed)
