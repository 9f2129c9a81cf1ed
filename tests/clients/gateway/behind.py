"""TorchServe's side of a gateway."""

import json
import threading
from collections.abc import Iterator
from typing import Any

from werkzeug.wrappers import Request, Response

from clients.loopback import hang_up
from waiting import LIMIT_S


class Behind:
    """Answers those who send its own key, and remembers what came."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, bytes, dict[str, str]]] = []
        self.key = "first"
        self.hold = threading.Event()
        self.hold.set()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        self.seen.append((request.method, request.path, request.get_data(), dict(request.headers)))
        return self.answer(request)(environ, start_response)

    def answer(self, request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            return Response(json.dumps({"code": 400, "type": "InvalidKeyException"}), 400)
        if request.path == "/predictions/slow":
            self.hold.wait(LIMIT_S)
        if request.path == "/predictions/stream":
            return Response(iter(["Ash. ", "Bone."]), mimetype="text/plain")
        if request.path == "/predictions/broken":
            return Response(self.breaks(request), mimetype="text/plain")
        if request.path == "/predictions/sound":
            told = {"X-Cancelled": "true", "X-Duration": "1.5", "X-Utterance-Id": "bell", "X-Secret": "none"}
            return Response(b"sound", mimetype="audio/wav", headers=told)
        if request.path == "/predictions/busy":
            return Response(json.dumps({"error": "no worker"}), 503)
        return Response(json.dumps({"result": "Ash."}), mimetype="application/json")

    def breaks(self, request: Request) -> Iterator[str]:
        yield "Ash. "
        hang_up(request.environ)
        raise ConnectionError
