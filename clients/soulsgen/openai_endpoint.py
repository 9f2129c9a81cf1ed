"""An OpenAI-compatible endpoint over HTTP, whatever is asked of it: tries, waits, and its faults in words."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests

from soulsgen.bounded import TooLong, read_whole
from soulsgen.connection import NOT_A_URL, cause_of, in_words, is_loopback
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.reply import brief, json_of
from soulsgen.response_lines import MOST_BYTES
from soulsgen.secret import secret

Read = TypeVar("Read")

_RETRIED_STATUSES = (408, 429, 500, 502, 503, 504)
# A quota that is used up is not a busy moment: asking again costs time and helps nobody.
_FINAL_CODES = ("insufficient_quota", "billing_hard_limit_reached")
_LONGEST_WAIT_S = 60.0
_LONGEST_BACKOFF_S = 15.0
_CONNECT_S = 5


@dataclass(frozen=True)
class OpenAISettings:
    """Where the endpoint is. `key` goes out as a bearer token, nowhere else.

    timeout_s: bounds the silence before a try's reply, then the whole of it, or each line of a stream.
    key_name: the environment variable that the key belongs in, for the sentence about a wrong one.
    """

    base_url: str = "https://api.openai.com/v1"
    model: str = ""
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 120.0
    retries: int = 5
    backoff_s: float = 0.5
    key_name: str = "OPENAI_API_KEY"


class OpenAIEndpoint:
    """An open HTTP session with one endpoint, of whose replies no more than `most_bytes` are read."""

    def __init__(self, settings: OpenAISettings, most_bytes: int = MOST_BYTES) -> None:
        """Raises SoulsgenError for a key that cannot be sent."""
        self.settings = settings
        self._key = secret(settings.key_name, settings.key)
        self.base = settings.base_url.rstrip("/")
        self.most_bytes = most_bytes
        self.session = requests.Session()
        self.session.trust_env = not is_loopback(self.base)
        # What is counted is what comes, and an event is not held back for the next one.
        self.session.headers["Accept-Encoding"] = "identity"
        # Neither ~/.netrc nor a proxy's credentials take the key's place.
        self.session.auth = self._authorised

    def _authorised(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request

    def post(self, path: str, body: dict[str, Any]) -> bytes:
        """The reply to `body` at `path`, such as `images/generations`.

        Raises Refused for what will be refused again, Unavailable when there was no answer in all tries,
        SoulsgenError for an address that is no URL and for a reply that is too long.
        """
        return self._tried(path, body, self.content)

    def open(self, path: str, body: dict[str, Any]) -> requests.Response:
        """As `post`, once the reply's head has come; the rest is read from it, and not asked for again."""
        return self._tried(path, body, lambda response: response)

    def content(self, response: requests.Response) -> bytes:
        """All that is left of it. Raises as `post`."""
        try:
            read_whole(response, self.most_bytes, self.settings.timeout_s)
        except TooLong as error:
            raise SoulsgenError(f"{self.base} replied with more than {self.most_bytes >> 20} MB") from error
        except requests.RequestException as error:
            raise self._silent(error) from error
        return response.content

    def _tried(self, path: str, body: dict[str, Any], read: Callable[[requests.Response], Read]) -> Read:
        """What `read` makes of the first reply that is none of a fault."""
        fault: Unavailable | None = None
        for attempt in range(self.settings.retries + 1):
            try:
                response = self._send(path, body)
                if response.status_code == requests.codes.ok:
                    return read(response)
                content = self.content(response)
            except Unavailable as error:
                fault, wait_s = error, None
            else:
                fault = self._fault(response.status_code, content)
                wait_s = _retry_after(response.headers.get("Retry-After"))
            if attempt < self.settings.retries:
                time.sleep(self._wait_s(attempt, wait_s, fault))
        raise Unavailable(f"{fault} (after {self.settings.retries} retries)")

    def _send(self, path: str, body: dict[str, Any]) -> requests.Response:
        try:
            return self.session.post(
                f"{self.base}/{path}",
                json=body,
                timeout=(_CONNECT_S, self.settings.timeout_s),
                allow_redirects=False,
                stream=True,
            )
        except NOT_A_URL as error:
            raise SoulsgenError(f"{self.base} is not a URL such as http://127.0.0.1:11434/v1") from error
        except requests.RequestException as error:
            raise self._silent(error) from error

    def _silent(self, error: requests.RequestException) -> Unavailable:
        return Unavailable(f"no answer from {self.base}: {brief(in_words(cause_of(error)))}")

    def _fault(self, status: int, content: bytes) -> Unavailable:
        """What a try that may be repeated ended with. Raises Refused for one that may not."""
        words, code = _said(content)
        sentence = f"{self.base}: HTTP {status}: {words}"
        if status in (401, 403):
            raise Refused(f"{sentence}; check {self.settings.key_name}")
        if status not in _RETRIED_STATUSES or code in _FINAL_CODES:
            raise Refused(sentence)
        return Unavailable(sentence)

    def _wait_s(self, attempt: int, asked_s: float | None, fault: Unavailable) -> float:
        """Seconds until the next try: what the endpoint asks for, else ever longer."""
        if asked_s is None:
            return min(self.settings.backoff_s * 2.0**attempt, _LONGEST_BACKOFF_S)
        if asked_s > _LONGEST_WAIT_S:
            raise Unavailable(f"{fault} (it asks to wait {asked_s:.0f} s; try again then)")
        return asked_s


def _said(content: bytes) -> tuple[str, str]:
    """The endpoint's own words and its code for them."""
    try:
        body = json_of(content)
    except ValueError:
        return "no reason given", ""
    error = body.get("error", body) if isinstance(body, dict) else body
    message, code = (error.get("message"), error.get("code")) if isinstance(error, dict) else (error, "")
    return brief(message or "no reason given"), str(code or "")


def _retry_after(value: str | None) -> float | None:
    """Seconds; the form with a date is rare here and is left to the back-off."""
    try:
        return max(0.0, float(value)) if value is not None else None
    except ValueError:
        return None
