"""Any OpenAI-compatible images endpoint, with the parameters of the gpt-image family.

Source: the reference of POST /images/generations, https://platform.openai.com/docs/api-reference/images/create.
It takes neither a negative prompt nor a seed: what shall not be seen is said in words, a seed is refused.
"""

import base64
import binascii
import json
import time
from dataclasses import dataclass, field
from typing import Any

import requests

from soulsgen.connection import NOT_A_URL, cause_of, in_words
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.painting import Painted, PaintOrder, picture

_RETRIED_STATUSES = (408, 429, 500, 502, 503, 504)
# A quota that is used up is not a busy moment: asking again costs time and helps nobody.
_FINAL_CODES = ("insufficient_quota", "billing_hard_limit_reached")
_LONGEST_WAIT_S = 60.0
_MOST_BYTES = 64 << 20
_LONGEST_WORDS = 300
# The first models of the family paint in these sizes alone; later ones in any of multiples of 16.
_FIRST_MODELS = ("gpt-image-1", "gpt-image-1-", "gpt-image-1.")
_FIRST_SIZES = ((1024, 1024), (1536, 1024), (1024, 1536))


@dataclass(frozen=True)
class ImagesSettings:
    """Where the endpoint is. `timeout_s` bounds each try; `key` goes out as a bearer token, nowhere else.

    quality: low, medium, high, or whatever the endpoint knows; None leaves it to it.
    """

    base_url: str = "https://api.openai.com/v1"
    model: str = "gpt-image-2"
    key: str | None = field(default=None, repr=False)
    quality: str | None = None
    timeout_s: float = 300.0
    retries: int = 5
    backoff_s: float = 0.5


class ImagesEndpoint:
    """An open HTTP session with one endpoint; a `soulsgen.painting.Painter`."""

    def __init__(self, settings: ImagesSettings) -> None:
        self.settings = settings
        self.base = settings.base_url.rstrip("/")
        self.session = requests.Session()
        # Neither ~/.netrc nor a proxy's credentials take the key's place.
        self.session.auth = self._authorised

    def _authorised(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.settings.key:
            request.headers["Authorization"] = f"Bearer {self.settings.key}"
        return request

    def paint(self, order: PaintOrder) -> Painted:
        body = self.body(order)
        fault: Unavailable | None = None
        for attempt in range(self.settings.retries + 1):
            asked_s = None
            try:
                status, headers, content = self._send(body)
                if status == requests.codes.ok:
                    return self._painted(content)
                fault, asked_s = self._fault(status, content), _seconds(headers.get("Retry-After"))
            except Unavailable as error:
                fault = error
            if attempt < self.settings.retries:
                time.sleep(self._wait_s(attempt, asked_s, fault))
        raise Unavailable(f"{fault} (after {self.settings.retries} retries)")

    def body(self, order: PaintOrder) -> dict[str, Any]:
        """The request. Raises Refused for what the endpoint has no parameter for."""
        unknown = [name for name in ("seed", "steps") if getattr(order, name) is not None]
        if unknown:
            raise Refused(f"an OpenAI-compatible images endpoint takes no {' and no '.join(unknown)}")
        width, height = size_for(self.settings.model, order.width, order.height)
        prompt = order.prompt + (f"\nStyle: {order.style}." if order.style else "")
        prompt += f"\nNothing of this may be seen: {order.negative}." if order.negative else ""
        quality = {"quality": self.settings.quality} if self.settings.quality else {}
        form = (
            {"output_format": "png"}
            if "gpt-image" in self.settings.model
            else {"response_format": "b64_json"}
        )
        return {
            "model": self.settings.model,
            "prompt": prompt,
            "n": 1,
            "size": f"{width}x{height}",
            **quality,
            **form,
        }

    def _send(self, body: dict[str, Any]) -> tuple[int, Any, bytes]:
        return self._read("POST", f"{self.base}/images/generations", json=body)

    def _read(self, method: str, url: str, **what: Any) -> tuple[int, Any, bytes]:
        """Status, headers and content of one request, the last no longer than a picture may be."""
        timeout = (5, self.settings.timeout_s)
        try:
            response = self.session.request(
                method, url, timeout=timeout, allow_redirects=False, stream=True, **what
            )
            content = b""
            for block in response.iter_content(1 << 16):
                content += block
                if len(content) > _MOST_BYTES:
                    raise SoulsgenError(f"{self.base} replied with more than {_MOST_BYTES >> 20} MB")
        except NOT_A_URL as error:
            raise SoulsgenError(f"{self.base} is not a URL such as https://api.openai.com/v1") from error
        except requests.RequestException as error:
            raise Unavailable(f"no answer from {self.base}: {in_words(cause_of(error))}") from error
        return response.status_code, response.headers, content

    def _painted(self, content: bytes) -> Painted:
        try:
            body = json.loads(content)
            data = base64.b64decode(body["data"][0]["b64_json"], validate=True)
        except (ValueError, KeyError, IndexError, TypeError, binascii.Error) as error:
            raise SoulsgenError(
                f"{self.base} did not reply as an images endpoint does ({error!r})"
            ) from error
        usage = body.get("usage")
        tokens = usage.get("total_tokens") if isinstance(usage, dict) else 0
        return picture(data, self.base, tokens if isinstance(tokens, int) else 0)

    def _fault(self, status: int, content: bytes) -> Unavailable:
        """What a try that may be repeated ended with. Raises Refused for one that may not."""
        words, code = _said(content)
        sentence = f"{self.base}: HTTP {status}: {words}"
        if status in (401, 403):
            raise Refused(f"{sentence}; check the key that --api-key-env names")
        if status not in _RETRIED_STATUSES or code in _FINAL_CODES:
            raise Refused(sentence)
        return Unavailable(sentence)

    def _wait_s(self, attempt: int, asked_s: float | None, fault: Unavailable) -> float:
        """Seconds until the next try: what the endpoint asks for, else ever longer."""
        if asked_s is not None and asked_s > _LONGEST_WAIT_S:
            raise Unavailable(f"{fault} (it asks to wait {asked_s:.0f} s; try again then)")
        return asked_s if asked_s is not None else min(self.settings.backoff_s * 2**attempt, 15.0)


def size_for(model: str, width: int, height: int) -> tuple[int, int]:
    """The size to ask `model` for: of the few that the first models paint in, the one of the likest shape."""
    if model != _FIRST_MODELS[0] and not model.startswith(_FIRST_MODELS[1:]):
        return width, height
    return min(_FIRST_SIZES, key=lambda size: abs(size[0] / size[1] - width / height))


def _said(content: bytes) -> tuple[str, str]:
    """The endpoint's own words and its code for them."""
    try:
        body = json.loads(content)
    except ValueError:
        return "no reason given", ""
    error = body.get("error", body) if isinstance(body, dict) else body
    message, code = (error.get("message"), error.get("code")) if isinstance(error, dict) else (error, "")
    return " ".join(str(message or "no reason given").split())[:_LONGEST_WORDS], str(code or "")


def _seconds(value: str | None) -> float | None:
    """Of Retry-After; the form with a date is rare here and is left to the back-off."""
    try:
        return max(0.0, float(value)) if value is not None else None
    except ValueError:
        return None
