"""A request that is not granted: status and sentence, in OpenAI's shape below /v1, elsewhere in ours."""

import json
from http import HTTPStatus
from typing import Any

import requests

from soulsgen.reply import json_of

# Of an answer that is no speech no more is read.
_MOST_BYTES = 64 << 10
_STATUSES = {status.value: status for status in HTTPStatus}


class Refusal(Exception):
    """`param` is the request's key that is at fault, `code` a word for programs."""

    def __init__(
        self, status: HTTPStatus, sentence: str, param: str | None = None, code: str | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.param = param
        self.code = code


def body_of(refusal: Refusal, path: str) -> bytes:
    """Source of the first shape: https://platform.openai.com/docs/guides/error-codes."""
    if not path.startswith("/v1/"):
        return json.dumps({"error": str(refusal)}).encode()
    kind = "server_error" if refusal.status >= 500 else "invalid_request_error"
    error = {"message": str(refusal), "type": kind, "param": refusal.param, "code": refusal.code}
    return json.dumps({"error": error}).encode()


def refusal_of(answer: requests.Response, model: str) -> Refusal:
    """What TorchServe, or the archive `model` on it, refused."""
    try:
        body: Any = json_of(answer.raw.read(_MOST_BYTES, decode_content=True))
    except ValueError:
        body = None
    told = body if isinstance(body, dict) else {}
    if answer.status_code == HTTPStatus.NOT_FOUND:
        return Refusal(
            HTTPStatus.NOT_FOUND, f"the archive {model} is not served here", code="model_not_found"
        )
    if told.get("type") == "InvalidKeyException" or answer.status_code >= 500:
        # A key that is wrong is one that TorchServe has drawn anew since: it is starting.
        return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, f"{model} is busy or starting; come back")
    sentence = str(told.get("error") or told.get("message") or f"{model} answered {answer.status_code}")
    return Refusal(_STATUSES.get(answer.status_code, HTTPStatus.BAD_REQUEST), sentence)
