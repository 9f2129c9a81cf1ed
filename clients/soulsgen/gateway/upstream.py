"""The gateway's requests to TorchServe, with the key that it drew at its last start."""

import json
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import requests

from soulsgen.errors import SoulsgenError
from soulsgen.gateway.door import Door
from soulsgen.gateway.recording import Recording
from soulsgen.gateway.refusal import Refusal, refusal_of
from soulsgen.reply import json_of
from soulsgen.response_lines import lines_of
from soulsgen.torchserve import read_key

_MOST_BYTES = 64 << 20


class Upstream:
    """One TorchServe; safe to share between threads."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=door.at_once))

    def ask(
        self,
        method: str,
        url: str,
        body: Iterable[bytes] | bytes | None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The answer, whatever it is, not read yet. Raises Refusal (503) when there is none."""
        try:
            sent = {
                "Authorization": f"Bearer {read_key(self.door.key_file)}",
                "Accept-Encoding": "identity",
                **(headers or {}),
            }
            return self.session.request(
                method, url, data=body, headers=sent, timeout=(5, self.door.deadline_s), stream=True
            )
        except (SoulsgenError, requests.RequestException) as error:
            sentence = "TorchServe does not answer; it may be starting"
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence) from error

    def serves(self, model: str) -> bool:
        """TorchServe describes a model by itself, without asking its workers. Raises Refusal."""
        with self.ask("OPTIONS", f"{self.door.inference}/predictions/{model}", None) as answer:
            if answer.status_code not in (HTTPStatus.OK, HTTPStatus.NOT_FOUND):
                raise refusal_of(answer, model)
            return answer.status_code == HTTPStatus.OK

    def predict(
        self, model: str, payload: Mapping[str, Any] | Recording, accept: str | None = None
    ) -> requests.Response:
        """A prediction's good answer, not read yet. Raises Refusal with what went wrong."""
        headers = {"Content-Type": "application/json", **({"Accept": accept} if accept else {})}
        body = payload if isinstance(payload, Recording) else json.dumps(payload).encode()
        answer = self.ask("POST", f"{self.door.inference}/predictions/{model}", body, headers)
        if answer.status_code == HTTPStatus.OK:
            return answer
        with answer:
            raise refusal_of(answer, model)

    def value(self, model: str, payload: Mapping[str, Any] | Recording) -> dict[str, Any]:
        """A prediction's JSON object. Raises Refusal."""
        with self.predict(model, payload) as answer:
            try:
                content = answer.content
            except requests.RequestException as error:
                raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, f"the reply of {model} broke off") from error
            return _object(content, model)


def objects(answer: requests.Response, model: str) -> Iterator[dict[str, Any]]:
    """The lines of a streamed answer, each a JSON object, as they come."""
    for line in lines_of(answer, model, _MOST_BYTES):
        if line:
            yield _object(line, model)


def _object(content: bytes, model: str) -> dict[str, Any]:
    try:
        value = json_of(content)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Refusal(HTTPStatus.BAD_GATEWAY, f"{model} replied with something that is no JSON object")
    return value
