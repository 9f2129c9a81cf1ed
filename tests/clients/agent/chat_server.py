"""An OpenAI-compatible chat endpoint on loopback, with the faults of real ones."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, jsonify, request

Answer = Callable[[int, dict[str, Any]], Response | None]


class ChatServer:
    """`replies` are given in turn, the last one again and again; `fault` may answer in place of one."""

    def __init__(self, *replies: str, fault: Answer = lambda number, body: None) -> None:
        self.replies = replies or ("Hm.",)
        self.fault = fault
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.app = Flask("chat")
        self.app.add_url_rule("/v1/chat/completions", view_func=self.complete, methods=["POST"])

    def complete(self) -> Response:
        number = len(self.bodies)
        body = request.get_json()
        self.bodies.append(body)
        self.keys.append(request.headers.get("Authorization"))
        with self.app.app_context():
            return self.fault(number, body) or self.reply(number)

    def reply(self, number: int) -> Response:
        text = self.replies[min(number, len(self.replies) - 1)]
        return jsonify(
            id="x",
            choices=[
                {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            ],
            usage={"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050},
        )


def error(status: int, message: str, code: str = "", **headers: str) -> Response:
    """As OpenAI words its faults."""
    response = jsonify(error={"message": message, "type": "x", "code": code})
    response.status_code = status
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response
