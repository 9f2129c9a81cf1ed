"""Any OpenAI-compatible chat endpoint: OpenAI, Ollama, vLLM, LM Studio, llama.cpp's server.

Only `model` and `messages` are sent, and what streaming takes: what else differs from one to the next.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests

from soulsgen.agent.answers import Messages
from soulsgen.agent.chat_stream import Counted, read_events
from soulsgen.connection import NOT_A_URL, cause_of, in_words
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.response_lines import MOST_BYTES, lines_of

Read = TypeVar("Read")

_RETRIED_STATUSES = (408, 429, 500, 502, 503, 504)
# A quota that is used up is not a busy moment: asking again costs time and helps nobody.
_FINAL_CODES = ("insufficient_quota", "billing_hard_limit_reached")
_LONGEST_WAIT_S = 60.0
_LONGEST_WORDS = 300


@dataclass(frozen=True)
class ChatSettings:
    """Where the endpoint is. `timeout_s` bounds each try; `key` goes out as a bearer token, nowhere else."""

    base_url: str = "https://api.openai.com/v1"
    model: str = ""
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 120.0
    retries: int = 5
    backoff_s: float = 0.5


@dataclass(frozen=True)
class Completion:
    """A reply and the tokens it took, which some endpoints do not count."""

    text: str
    tokens_in: int
    tokens_out: int


class ChatEndpoint:
    """An open HTTP session with one endpoint."""

    def __init__(self, settings: ChatSettings) -> None:
        """Raises SoulsgenError when no model is named."""
        if not settings.model:
            raise SoulsgenError("an OpenAI-compatible endpoint serves many models: say which with --model")
        self.settings = settings
        self.base = settings.base_url.rstrip("/")
        self.session = requests.Session()
        # What is counted is what comes, and an event is not held back for the next one.
        self.session.headers["Accept-Encoding"] = "identity"
        # Neither ~/.netrc nor a proxy's credentials take the key's place.
        self.session.auth = self._authorised

    def _authorised(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.settings.key:
            request.headers["Authorization"] = f"Bearer {self.settings.key}"
        return request

    def complete(self, messages: Messages) -> Completion:
        """The reply to `messages`.

        Raises Refused for what will be refused again, Unavailable when there was no answer in all tries.
        """
        return self._completion(self._tried({"messages": messages}, self._content))

    def stream(self, messages: Messages) -> Iterator[str | Completion]:
        """The reply in pieces, as they come, and at last all of it; raises as `complete` does.

        A reply that has begun is not asked for again. An endpoint that knows no streams replies in one.
        """
        with self._opened(messages) as response:
            if "text/event-stream" not in response.headers.get("Content-Type", ""):
                completion = self._completion(self._content(response))
                yield completion.text
                yield completion
                return
            text, counted = "", Counted(0, 0)
            for event in read_events(lines_of(response, self.base), self.base):
                if isinstance(event, Counted):
                    counted = event
                else:
                    text += event
                    yield event
        if not text.strip():
            raise SoulsgenError(f"{self.settings.model} at {self.base} replied with no text")
        yield Completion(text, counted.tokens_in, counted.tokens_out)

    def _opened(self, messages: Messages) -> requests.Response:
        """A streamed reply whose head has come. Tokens are counted only where they are asked for."""
        asked = {"messages": messages, "stream": True}
        try:
            return self._tried(
                {**asked, "stream_options": {"include_usage": True}}, lambda response: response
            )
        except Refused as refusal:
            if "stream_options" not in str(refusal):
                raise
        return self._tried(asked, lambda response: response)

    def _tried(self, asked: dict[str, Any], read: Callable[[requests.Response], Read]) -> Read:
        """What `read` makes of the first reply that is none of a fault."""
        fault: Unavailable | None = None
        for attempt in range(self.settings.retries + 1):
            try:
                response = self._send(asked)
                if response.status_code == requests.codes.ok:
                    return read(response)
                content = self._content(response)
            except Unavailable as error:
                fault, wait_s = error, None
            else:
                fault = self._fault(response.status_code, content)
                wait_s = _retry_after(response.headers.get("Retry-After"))
            if attempt < self.settings.retries:
                time.sleep(self._wait_s(attempt, wait_s, fault))
        raise Unavailable(f"{fault} (after {self.settings.retries} retries)")

    def _send(self, asked: dict[str, Any]) -> requests.Response:
        try:
            return self.session.post(
                f"{self.base}/chat/completions",
                json={"model": self.settings.model, **asked},
                timeout=(5, self.settings.timeout_s),
                allow_redirects=False,
                stream=True,
            )
        except NOT_A_URL as error:
            raise SoulsgenError(f"{self.base} is not a URL such as http://127.0.0.1:11434/v1") from error
        except requests.RequestException as error:
            raise self._silent(error) from error

    def _content(self, response: requests.Response) -> bytes:
        content = b""
        try:
            for block in response.iter_content(1 << 16):
                content += block
                if len(content) > MOST_BYTES:
                    raise SoulsgenError(f"{self.base} replied with more than {MOST_BYTES >> 20} MB")
        except requests.RequestException as error:
            raise self._silent(error) from error
        return content

    def _silent(self, error: requests.RequestException) -> Unavailable:
        return Unavailable(f"no answer from {self.base}: {in_words(cause_of(error))}")

    def _fault(self, status: int, content: bytes) -> Unavailable:
        """What a try that may be repeated ended with. Raises Refused for one that may not."""
        words, code = _said(content)
        sentence = f"{self.base}: HTTP {status}: {words}"
        if status in (401, 403):
            raise Refused(f"{sentence}; check OPENAI_API_KEY")
        if status not in _RETRIED_STATUSES or code in _FINAL_CODES:
            raise Refused(sentence)
        return Unavailable(sentence)

    def _wait_s(self, attempt: int, asked_s: float | None, fault: Unavailable) -> float:
        """Seconds until the next try: what the endpoint asks for, else ever longer."""
        if asked_s is not None and asked_s > _LONGEST_WAIT_S:
            raise Unavailable(f"{fault} (it asks to wait {asked_s:.0f} s; try again then)")
        return asked_s if asked_s is not None else min(self.settings.backoff_s * 2**attempt, 15.0)

    def _completion(self, content: bytes) -> Completion:
        try:
            body = json.loads(content)
            choice = body["choices"][0]
            text = choice["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise SoulsgenError(f"{self.base} did not reply as a chat endpoint does ({error!r})") from error
        if choice.get("finish_reason") == "content_filter":
            raise Refused(f"{self.settings.model} at {self.base} withheld its reply (content filter)")
        if not isinstance(text, str) or not text.strip():
            raise SoulsgenError(f"{self.settings.model} at {self.base} replied with no text")
        usage = body.get("usage") or {}
        return Completion(text, _count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))


def _count(usage: Any, name: str) -> int:
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) else 0


def _said(content: bytes) -> tuple[str, str]:
    """The endpoint's own words and its code for them."""
    try:
        body = json.loads(content)
    except ValueError:
        return "no reason given", ""
    error = body.get("error", body) if isinstance(body, dict) else body
    message, code = (error.get("message"), error.get("code")) if isinstance(error, dict) else (error, "")
    words = " ".join(str(message or "no reason given").split())
    return words[:_LONGEST_WORDS], str(code or "")


def _retry_after(value: str | None) -> float | None:
    """Seconds; the form with a date is rare here and is left to the back-off."""
    try:
        return max(0.0, float(value)) if value is not None else None
    except ValueError:
        return None
