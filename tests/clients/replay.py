"""A TorchServe that answers from recorded pairs, those of tests/wire or a test's own.

A pair is `{"request": payload, "status": int, "reply": JSON}`.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from wire_pairs import FOLDER

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


Pair = dict[str, Any]


def recorded(name: str) -> Pair:
    """The pair in tests/wire/`name`.json."""
    pair: Pair = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return pair


def line_pair(line: str, request: dict[str, Any] | None = None) -> Pair:
    return {"request": request or {}, "status": 200, "reply": {"result": line}}


class Replay:
    """WSGI application that replies to a payload with the pair recorded for it.

    Several pairs for one payload are given in turn, the last one again and again.
    `paths`, `payloads` and `authorizations` are what it was asked, in order.
    """

    def __init__(self, *pairs: Pair) -> None:
        self.pairs = pairs
        self.paths: list[str] = []
        self.payloads: list[dict[str, Any]] = []
        self.authorizations: list[str | None] = []

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        payload = json.loads(request.get_data())
        matching = [pair for pair in self.pairs if pair["request"] == payload]
        turn = self.payloads.count(payload)
        self.paths.append(request.path)
        self.payloads.append(payload)
        self.authorizations.append(request.headers.get("Authorization"))
        if not matching:
            return _json(501, {"error": f"no pair is recorded for {payload}"})
        pair = matching[min(turn, len(matching) - 1)]
        return _json(pair["status"], pair["reply"])


def _json(status: int, body: Any) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, content_type="application/json")
