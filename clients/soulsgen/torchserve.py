"""The one HTTP client that talks to TorchServe: token, timeouts, retries, and errors in plain words."""

import json
import os
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from requests.auth import AuthBase
from urllib3.util.retry import Retry

from soulsgen.bounded import Bounded, TooLong, read_whole
from soulsgen.connection import NOT_A_URL, cause_of, in_words, is_loopback
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.reply import brief, json_of
from soulsgen.response_lines import MOST_BYTES, lines_of
from soulsgen.secret import secret

# 429: a proxy before it holds callers back; 503: no idle worker, or the batch failed; 507: the worker died
# and is being restarted. Generating is safe to repeat, so POST is retried too.
RETRIED_STATUSES = (429, 502, 503, 504, 507)
_LONGEST_BACKOFF_S = 15
# The server's own limit (max_response_size).
MOST_REPLY_BYTES = 64 << 20


@dataclass(frozen=True)
class Endpoint:
    """Where a TorchServe is and how patient to be with it.

    `timeout_s` bounds the silence before a try's reply, then the whole of it; the waits between tries double
    from `backoff_s` up to 15 s, each with up to `backoff_s` of jitter.
    """

    host: str = "http://127.0.0.1:8080"
    key_file: Path | None = None
    timeout_s: float = 60.0
    retries: int = 5
    backoff_s: float = 0.5
    connections: int = 16


@dataclass(frozen=True)
class Media:
    """A reply that is no JSON, such as a picture, with what its headers tell of it."""

    content: bytes
    media_type: str
    headers: Mapping[str, str]


class _Bearer(AuthBase):
    """Sends the token; as an auth object it also keeps ~/.netrc from replacing the header."""

    def __init__(self, token: str | None) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def read_key(path: Path, scope: str = "inference") -> str:
    """Token of `scope` (inference or management) from TorchServe's key_file.json.

    Raises SoulsgenError when the file is not one.
    """
    try:
        key = str(json.loads(path.read_text("utf-8"))[scope]["key"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        # Its kind alone: that of another encoding would repeat the file.
        fault = type(error).__name__
        raise SoulsgenError(f"{path} is not a TorchServe key file with an {scope} key ({fault})") from error
    if token := secret(f"the {scope} key of {path}", key):
        return token
    raise SoulsgenError(f"the {scope} key of {path} is empty")


def find_token(key_file: Path | None, scope: str = "inference") -> str | None:
    """`TORCHSERVE_TOKEN`, else the key file named, else the one a server started from this folder wrote."""
    if key_file is None and (token := secret("TORCHSERVE_TOKEN", os.environ.get("TORCHSERVE_TOKEN"))):
        return token
    candidates = [key_file] if key_file else [Path("build/server/key_file.json"), Path("key_file.json")]
    found = next((path for path in candidates if key_file or path.is_file()), None)
    return read_key(found, scope) if found else None


class TorchServe:
    """An open HTTP session with one TorchServe; safe to share between threads."""

    def __init__(self, endpoint: Endpoint, scope: str = "inference") -> None:
        self.endpoint = endpoint
        self.base = endpoint.host.rstrip("/")
        retry = Retry(
            total=endpoint.retries,
            backoff_factor=endpoint.backoff_s,
            backoff_jitter=endpoint.backoff_s,
            backoff_max=_LONGEST_BACKOFF_S,
            status_forcelist=RETRIED_STATUSES,
            allowed_methods=None,
            raise_on_status=False,
            respect_retry_after_header=False,
        )
        adapter = Bounded(
            MOST_REPLY_BYTES, endpoint.timeout_s, max_retries=retry, pool_maxsize=endpoint.connections
        )
        self.session = requests.Session()
        self.session.trust_env = not is_loopback(self.base)
        self.session.mount("http://", adapter)
        self.session.mount("https://", adapter)
        self._scope = scope
        self.session.auth = self._bearer = _Bearer(find_token(endpoint.key_file, scope))

    def predict(self, model: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Reply of `model` to `payload`, both JSON objects.

        Raises Refused for a request the model will never take, Unavailable when the server cannot
        be reached or stays busy through all retries.
        """
        reply = self.call("POST", f"/predictions/{model}", payload)
        if not isinstance(reply, dict):
            raise SoulsgenError(f"{model} at {self.base} replied with {type(reply).__name__}, not an object")
        return reply

    def predict_bytes(
        self, model: str, payload: Mapping[str, Any], accept: str | None = None
    ) -> tuple[bytes, str]:
        """Content and media type alone of `predict_media`."""
        media = self.predict_media(model, payload, accept)
        return media.content, media.media_type

    def predict_media(self, model: str, payload: Mapping[str, Any], accept: str | None = None) -> Media:
        """Reply that is no JSON; raises as `predict` does.

        `accept` is for models that can reply with JSON as well.
        """
        headers = {"Accept": accept} if accept else None
        response = self._send("POST", f"/predictions/{model}", payload, headers=headers)
        if response.status_code != requests.codes.ok:
            self._decode(response)
        media_type = brief(response.headers.get("Content-Type", "").partition(";")[0]).lower()
        return Media(response.content, media_type, response.headers)

    def predict_lines(
        self, model: str, payload: Mapping[str, Any], most_bytes: int = MOST_BYTES
    ) -> Generator[dict[str, Any], None, None]:
        """Reply that comes in pieces: its lines, each a JSON object, as they come; raises as `predict` does.

        Who has read enough closes the iterator, and with it the connection. `timeout_s` bounds each line,
        `most_bytes` the whole reply.
        """
        # Compressed, a line would wait for the compressor's block to fill.
        plain = {"Accept-Encoding": "identity"}
        with self._send("POST", f"/predictions/{model}", payload, True, plain) as response:
            if response.status_code != requests.codes.ok:
                with self._in_words():
                    read_whole(response, MOST_REPLY_BYTES, self.endpoint.timeout_s)
                self._decode(response)
            base = f"TorchServe at {self.base}"
            for line in lines_of(response, base, most_bytes, self.endpoint.timeout_s):
                if line:
                    yield _object(line, self.base)

    def call(self, method: str, path: str, payload: Mapping[str, Any] | None = None) -> Any:
        """JSON of one request; `path` starts with a slash."""
        return self._decode(self._send(method, path, payload))

    def _send(
        self,
        method: str,
        path: str,
        payload: Mapping[str, Any] | None,
        stream: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        response = self._tried(method, path, payload, stream, headers)
        if response.status_code == requests.codes.bad_request and self._has_another_token():
            response.close()
            response = self._tried(method, path, payload, stream, headers)
        return response

    def _has_another_token(self) -> bool:
        """Whether the server has drawn its keys anew since they were read: it does at each start."""
        try:
            token = find_token(self.endpoint.key_file, self._scope)
        except SoulsgenError:
            # It is being written; the refusal says what there is to do.
            return False
        before, self._bearer.token = self._bearer.token, token
        return token != before

    def _tried(
        self,
        method: str,
        path: str,
        payload: Mapping[str, Any] | None,
        stream: bool,
        headers: Mapping[str, str] | None,
    ) -> requests.Response:
        for attempt in range(self.endpoint.retries + 1):
            with self._in_words():
                response = self.session.request(
                    method,
                    self.base + path,
                    json=payload,
                    timeout=(5, self.endpoint.timeout_s),
                    allow_redirects=False,
                    stream=stream,
                    headers=headers,
                )
                if not _died(response):
                    break
            if attempt < self.endpoint.retries:
                time.sleep(min(self.endpoint.backoff_s * 2**attempt, _LONGEST_BACKOFF_S))
        return response

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except NOT_A_URL as error:
            raise SoulsgenError(f"{self.base} is not a URL such as http://127.0.0.1:8080") from error
        except TooLong as error:
            raise SoulsgenError(f"{self.base} replied with more than {MOST_REPLY_BYTES >> 20} MB") from error
        except requests.RequestException as error:
            raise Unavailable(
                f"no answer from TorchServe at {self.base}: {brief(in_words(cause_of(error)))}"
            ) from error

    def _decode(self, response: requests.Response) -> Any:
        try:
            body = json_of(response.content)
        except ValueError:
            body = None
        if response.status_code == requests.codes.ok:
            if body is None:
                raise SoulsgenError(
                    f"{self.base} replied with something that is not JSON: is it a TorchServe?"
                )
            return body
        sentence = f"TorchServe at {self.base}: HTTP {response.status_code}: {_message(body, response)}"
        if response.status_code in RETRIED_STATUSES or _died(response):
            raise Unavailable(f"{sentence} (after {self.endpoint.retries} retries)")
        raise Refused(sentence)


def _died(response: requests.Response) -> bool:
    """Whether the worker died over the request: 507 as a rule, and now and then a 500 that says so."""
    return response.status_code == requests.codes.server_error and b"Worker died" in response.content


def _object(line: bytes, base: str) -> dict[str, Any]:
    try:
        value = json_of(line)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise SoulsgenError(f"{base} sent a line that is no JSON object: is it a TorchServe?")
    return value


def _message(body: Any, response: requests.Response) -> str:
    """What the server said: our handlers say `error`, TorchServe itself `message`."""
    if isinstance(body, dict) and body.get("type") == "InvalidKeyException":
        return "the token is missing or wrong; set TORCHSERVE_TOKEN or --key-file"
    if isinstance(body, dict):
        return brief(body.get("error") or body.get("message") or body)
    return brief(response.reason or "") or "no reason given"
