"""The engine with a language model: it writes, and what it writes is checked against the lines it names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.answers import Chat, Hear, Making, Passage, Recap, Refusal, Scene, unheard
from agent.citations import read_claims
from agent.fitting import Fitted, fitted
from agent.language_model import LanguageModel, Prompt, parts
from agent.lore import Lore
from agent.prompts import Messages, numbered, recap_messages, scene_messages
from agent.quoting import question
from agent.settings import ChatRequest, Line, RecapRequest, Sampling, SceneRequest
from agent.vectors import Vectors
from agent.watching import Reply

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

    def recap(self, requests: Sequence[RecapRequest]) -> list[Recap]:
        """A session longer than the model's context is told in parts, each with a share of the sentences."""
        jobs = [
            (owner, part, count) for owner, each in enumerate(requests) for part, count in self._parts(each)
        ]
        prompts = [
            Prompt(recap_messages(part, count), _capped(requests[row].sampling, count * _SENTENCE_TOKENS))
            for row, part, count in jobs
        ]
        recaps: list[Recap] = [Recap(()) for _ in requests]
        for (row, part, count), reply in zip(jobs, self.model.reply(prompts), strict=True):
            claims = (*recaps[row].claims, *read_claims(reply.text, part, count))
            recaps[row] = Recap(claims, _added(recaps[row].making, reply))
        return recaps

    def scene(self, requests: Sequence[SceneRequest]) -> list[Scene]:
        """The newest lines that the context holds; with none, the scene before."""
        newest = [self._newest(request) for request in requests]
        rows = [row for row, lines in enumerate(newest) if lines]
        prompts = [
            Prompt(scene_messages(requests[row], newest[row]), _capped(requests[row].sampling, _SCENE_TOKENS))
            for row in rows
        ]
        scenes = [Scene(request.previous, ()) for request in requests]
        for row, reply in zip(rows, self.model.reply(prompts), strict=True):
            at = tuple(dict.fromkeys(line.at for line in newest[row]))
            dropped = len(_spoken(requests[row].lines)) - len(newest[row])
            scenes[row] = Scene(" ".join(reply.text.split()), at, replace(_made(reply), dropped=dropped))
        return scenes

    def chat(self, requests: Sequence[ChatRequest], hear: Hear = unheard) -> list[Chat | Refusal]:
        """What is heard of a row are its words, as they are written."""
        asked = [self._asked(request) for request in requests]
        rows = [row for row, each in enumerate(asked) if isinstance(each, Fitted)]
        talks = [each for each in asked if isinstance(each, Fitted)]
        prompts = [
            Prompt(talk.messages, _capped(requests[row].sampling, _ANSWER_TOKENS))
            for row, talk in zip(rows, talks, strict=True)
        ]

        def told(news: Mapping[int, str | Reply]) -> None:
            hear({rows[number]: _chat(talks[number], new) for number, new in news.items()})

        replies = self.model.reply(prompts, told)
        chats = {row: _answered(talk, reply) for row, talk, reply in zip(rows, talks, replies, strict=True)}
        return [each if isinstance(each, Refusal) else chats[row] for row, each in enumerate(asked)]

    def _asked(self, request: ChatRequest) -> Fitted | Refusal:
        passages: list[Passage] = [
            passage for passage, _ in self.lore.search(question(request), request.sources)
        ]
        room = self.model.room(request.sampling.max_tokens or _ANSWER_TOKENS)
        return fitted(self.model, request, passages, room)

    def _parts(self, request: RecapRequest) -> list[tuple[list[Line], int]]:
        """Lines that fit into a prompt together, with how many sentences they get."""
        lines = _spoken(request.lines)
        if not lines:
            return []
        room = self._room(recap_messages([], request.sentences), request.sentences * _SENTENCE_TOKENS)
        runs = parts(lines, [self._size(line) for line in lines], room)
        count = max(1, round(request.sentences / len(runs)))
        return [(run, count) for run in runs]

    def _newest(self, request: SceneRequest) -> list[Line]:
        newest_first = _spoken(request.lines)[::-1]
        room = self._room(scene_messages(request, []), _SCENE_TOKENS)
        runs = parts(newest_first, [self._size(line) for line in newest_first], room)
        return list(reversed(runs[0]))

    def _room(self, frame: Messages, answer: int) -> int:
        """Tokens left for lines beside the instructions and the answer, which take half at most."""
        fixed = self.model.length(frame) + answer
        return max(self.model.context_tokens - fixed, self.model.context_tokens // 2)

    def _size(self, line: Line) -> int:
        # The number in front grows with the line's place: three tokens are more than it takes.
        return self.model.size(numbered([line])) + 3


def _spoken(lines: Sequence[Line]) -> list[Line]:
    return sorted((line for line in lines if line.text.strip()), key=lambda line: line.at)


def _capped(sampling: Sampling, tokens: int) -> Sampling:
    """The request's own length, else the operation's."""
    return replace(sampling, max_tokens=sampling.max_tokens or tokens)


def _made(reply: Reply) -> Making:
    return Making(reply.finish, reply.tokens_in, reply.tokens_out)


def _added(before: Making | None, reply: Reply) -> Making:
    """Parts of one answer together: it is done when all of them are."""
    if before is None:
        return _made(reply)
    worst = max(before.finish, reply.finish, key=["stop", "length", "deadline"].index)
    return Making(worst, before.tokens_in + reply.tokens_in, before.tokens_out + reply.tokens_out)


def _chat(talk: Fitted, new: str | Reply) -> str | Chat:
    return new if isinstance(new, str) else _answered(talk, new)


def _answered(talk: Fitted, reply: Reply) -> Chat:
    return Chat(reply.text, talk.passages, replace(_made(reply), dropped=talk.dropped))
