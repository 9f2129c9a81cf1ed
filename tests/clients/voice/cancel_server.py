"""A TorchServe that serves tts-cancel beside the tts archive."""

from typing import Any

from werkzeug.wrappers import Request, Response

from clients.voice.tts_server import Tts, told


class TtsAndCancel(Tts):
    """`taken` are the utterances that tts-cancel was asked to end."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []

    def answer(self, request: Request, payload: dict[str, Any]) -> Response:
        if request.path != "/predictions/tts-cancel":
            return super().answer(request, payload)
        self.taken.append(payload["id"])
        self.cancelled.add(payload["id"])
        return told(200, {"id": payload["id"], "speaking": True})
