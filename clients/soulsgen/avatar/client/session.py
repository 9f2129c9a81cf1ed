"""The HTTP session with a studio: one try for each call, and what went wrong in words."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests

from soulsgen.bounded import Bounded, TooLong, read_whole
from soulsgen.connection import NOT_A_URL, cause_of, in_words, is_loopback
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.reply import brief, json_of
from soulsgen.secret import secret

URL = "http://127.0.0.1:8091"
MOST_BYTES = 64 << 20
_CONNECT_S = 5
# 408: what was sent came too slowly. 429: there are as many instances as there may be. 503: an archive that
# is away, or too many viewers.
_PASSING = (408, 429, 502, 503, 504)
_FAULT = 500
_OK = b"OK"

# By part: its file's name, None for a field, and its content.
Parts = Mapping[str, tuple[str | None, bytes]]


class Studio:
    """An open HTTP session with the studio at `url`; safe to share between threads.

    key: of `soulsgen avatar serve --key`. [AVATAR_KEY] timeout_s: bounds the silence before a reply, then the
    whole of it; of a stream each silence.
    """

    def __init__(self, url: str = URL, key: str | None = None, timeout_s: float = 60.0) -> None:
        """Raises SoulsgenError for a key that cannot be sent."""
        self.url = url.rstrip("/")
        self.timeout_s = timeout_s
        self._key = secret("the studio's key (AVATAR_KEY)", key or os.environ.get("AVATAR_KEY"))
        self._session = requests.Session()
        self._session.trust_env = not is_loopback(self.url)
        # Neither ~/.netrc nor a proxy's credentials take the key's place.
        self._session.auth = self._authorised
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Bounded(MOST_BYTES, timeout_s, pool_maxsize=16))

    @property
    def has_key(self) -> bool:
        return self._key is not None

    def tell(self, name: str, table: Mapping[str, Any]) -> None:
        """POST what is answered with OK. Raises as `send` does."""
        self._check(name, self.send("POST", name, json=table))

    def ask(self, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
        """POST what is answered with a JSON object. Raises as `send` does."""
        return self._object(name, self.send("POST", name, json=table))

    def get(self, name: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Raises as `send` does."""
        return self._object(name, self.send("GET", name, params=query))

    def listed(self, name: str, key: str) -> list[Any]:
        """The list at `key` of what `get` gets. Raises as `send` does."""
        value = self.get(name).get(key)
        if not isinstance(value, list):
            raise self.strange(name)
        return value

    def upload(self, name: str, parts: Parts) -> dict[str, Any]:
        """POST a form that is answered with a JSON object. Raises as `send` does."""
        return self._object(name, self.send("POST", name, files=parts))

    def hand(self, name: str, parts: Parts) -> None:
        """POST a form that is answered with OK. Raises as `send` does."""
        self._check(name, self.send("POST", name, files=parts))

    def send(self, method: str, name: str, stream: bool = False, **more: Any) -> requests.Response:
        """The reply to a call of /api/avatar/`name`, or of a path that begins with a slash.

        Raises Refused for what will be refused again, Unavailable for a studio, or an archive behind it, that
        does not answer, SoulsgenError for an address that is none and for what is no studio's reply.
        """
        path = name if name.startswith("/") else f"/api/avatar/{name}"
        with self._in_words():
            response = self._session.request(
                method,
                self.url + path,
                timeout=(_CONNECT_S, self.timeout_s),
                allow_redirects=False,
                stream=stream,
                **more,
            )
            if response.status_code == requests.codes.ok:
                return response
            if stream:
                read_whole(response, MOST_BYTES, self.timeout_s)
        raise self._refusal(response)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Raises what went wrong on the line as `send` does."""
        try:
            yield
        except NOT_A_URL as error:
            raise SoulsgenError(f"{self.url} is not a URL such as {URL}") from error
        except requests.exceptions.InvalidJSONError as error:
            raise SoulsgenError(f"a number that is sent to the studio is none ({brief(error)})") from error
        except TooLong as error:
            raise SoulsgenError(f"{self.url} replied with more than {MOST_BYTES >> 20} MB") from error
        except requests.RequestException as error:
            raise Unavailable(
                f"no answer from the studio at {self.url}: {brief(in_words(cause_of(error)))}"
            ) from error

    def strange(self, name: str) -> SoulsgenError:
        return SoulsgenError(f"{self.url} replied to {name} with something else than asked: is it a studio?")

    def _authorised(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request

    def _check(self, name: str, response: requests.Response) -> None:
        if response.content != _OK:
            raise self.strange(name)

    def _object(self, name: str, response: requests.Response) -> dict[str, Any]:
        try:
            value = json_of(response.content)
        except ValueError as error:
            raise self.strange(name) from error
        if not isinstance(value, dict):
            raise self.strange(name)
        return value

    def _refusal(self, response: requests.Response) -> SoulsgenError:
        sentence = f"studio at {self.url}: HTTP {response.status_code}: {_words(response)}"
        if response.status_code in _PASSING:
            return Unavailable(sentence)
        if response.status_code >= _FAULT:
            return SoulsgenError(sentence)
        return Refused(sentence)


def _words(response: requests.Response) -> str:
    try:
        body = json_of(response.content)
    except ValueError:
        body = None
    told = body.get("error") if isinstance(body, dict) else None
    return brief(told or response.reason or "no reason given")
