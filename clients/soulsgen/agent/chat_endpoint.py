"""Any OpenAI-compatible chat endpoint: OpenAI, Ollama, vLLM, LM Studio, llama.cpp's server.

Only `model` and `messages` are sent, and what streaming takes: what else differs from one to the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import requests

from soulsgen.agent.answers import Messages
from soulsgen.agent.chat_stream import Counted, read_events
from soulsgen.errors import Refused, SoulsgenError
from soulsgen.openai_endpoint import OpenAIEndpoint, OpenAISettings
from soulsgen.reply import json_of
from soulsgen.response_lines import MOST_BYTES, lines_of

_PATH = "chat/completions"


@dataclass(frozen=True)
class Completion:
    """A reply and the tokens it took, which some endpoints do not count."""

    text: str
    tokens_in: int
    tokens_out: int


class ChatEndpoint:
    """One model of an endpoint."""

    def __init__(self, settings: OpenAISettings) -> None:
        """Raises SoulsgenError when no model is named."""
        if not settings.model:
            raise SoulsgenError("an OpenAI-compatible endpoint serves many models: say which with --model")
        self.model = settings.model
        self.endpoint = OpenAIEndpoint(settings)
        self.base = self.endpoint.base

    def complete(self, messages: Messages) -> Completion:
        """The reply to `messages`.

        Raises Refused for what will be refused again, Unavailable when there was no answer in all tries.
        """
        return self._completion(self.endpoint.post(_PATH, {"model": self.model, "messages": messages}))

    def stream(self, messages: Messages) -> Iterator[str | Completion]:
        """The reply in pieces, as they come, and at last all of it; raises as `complete` does.

        A reply that has begun is not asked for again. An endpoint that knows no streams replies in one.
        """
        with self._opened(messages) as response:
            if "text/event-stream" not in response.headers.get("Content-Type", ""):
                completion = self._completion(self.endpoint.content(response))
                yield completion.text
                yield completion
                return
            text, counted = "", Counted(0, 0)
            lines = lines_of(response, self.base, MOST_BYTES, self.endpoint.settings.timeout_s)
            for event in read_events(lines, self.base):
                if isinstance(event, Counted):
                    counted = event
                else:
                    text += event
                    yield event
        if not text.strip():
            raise SoulsgenError(f"{self.model} at {self.base} replied with no text")
        yield Completion(text, counted.tokens_in, counted.tokens_out)

    def _opened(self, messages: Messages) -> requests.Response:
        """A streamed reply whose head has come. Tokens are counted only where they are asked for."""
        asked = {"model": self.model, "messages": messages, "stream": True}
        try:
            return self.endpoint.open(_PATH, {**asked, "stream_options": {"include_usage": True}})
        except Refused as refusal:
            if "stream_options" not in str(refusal):
                raise
        return self.endpoint.open(_PATH, asked)

    def _completion(self, content: bytes) -> Completion:
        try:
            body = json_of(content)
            choice = body["choices"][0]
            text = choice["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise SoulsgenError(f"{self.base} did not reply as a chat endpoint does ({error!r})") from error
        if choice.get("finish_reason") == "content_filter":
            raise Refused(f"{self.model} at {self.base} withheld its reply (content filter)")
        if not isinstance(text, str) or not text.strip():
            raise SoulsgenError(f"{self.model} at {self.base} replied with no text")
        usage = body.get("usage") or {}
        return Completion(text, _count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))


def _count(usage: Any, name: str) -> int:
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) else 0
