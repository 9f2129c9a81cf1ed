"""Discord over loopback: one webhook with its limits, and one bot that may read its channel.

Bodies and codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes and
https://docs.discord.com/developers/topics/rate-limits.
"""

import json
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Any

from flask import Flask, Response, request

WEBHOOK_ID = "1180000000000000001"
GUILD_ID = "1160000000000000001"
CHANNEL_ID = "1170000000000000001"
FIRST_ID = 1_200_000_000_000_000_000


class DiscordServer:
    """`messages` are what the channel holds, `files` the attachments' contents by name.

    `limited_for_s`, when set, is what the next message is answered with; `shows_texts` is the bot's Message
    Content Intent.
    """

    def __init__(self) -> None:
        self.token = token_urlsafe(48)
        self.bot_token = token_urlsafe(40)
        self.messages: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.limited_for_s: float | None = None
        self.shows_texts = True
        self.flask = Flask("discord")
        path = "/api/webhooks/<webhook>/<token>"
        self.flask.post(path)(self._execute)
        self.flask.get(path)(self._webhook)
        self.flask.get("/api/channels/<channel>/messages")(self._history)

    def webhook(self, base: str) -> str:
        return f"{base}/api/webhooks/{WEBHOOK_ID}/{self.token}"

    def _execute(self, webhook: str, token: str) -> Response:
        if (webhook, token) != (WEBHOOK_ID, self.token):
            return _answer(401, {"message": "Invalid Webhook Token", "code": 50027})
        if self.limited_for_s is not None:
            seconds, self.limited_for_s = self.limited_for_s, None
            body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
            return _answer(429, body, {"Retry-After": str(int(seconds) + 1), "X-RateLimit-Scope": "shared"})
        payload = json.loads(request.form["payload_json"]) if request.files else request.get_json()
        if len(payload["content"]) > 2000 or not payload["content"].strip():
            return _answer(400, {"code": 50035, "message": "Invalid Form Body"})
        message = {
            "id": str(FIRST_ID + len(self.messages)),
            "channel_id": CHANNEL_ID,
            "webhook_id": WEBHOOK_ID,
            "content": payload["content"],
            "timestamp": datetime.now(UTC).isoformat(),
            "attachments": self._attachments(payload),
            "mentions": payload["allowed_mentions"]["parse"],
        }
        self.messages.append(message)
        return _answer(200, message) if request.args.get("wait") == "true" else Response(status=204)

    def _attachments(self, payload: dict[str, Any]) -> list[dict[str, Any]]:
        kept = []
        for described in payload.get("attachments", []):
            file = request.files[f"files[{described['id']}]"]
            self.files[str(file.filename)] = file.read()
            kept.append({"filename": file.filename, "description": described["description"]})
        return kept

    def _webhook(self, webhook: str, token: str) -> Response:
        if (webhook, token) != (WEBHOOK_ID, self.token):
            return _answer(404, {"message": "Unknown Webhook", "code": 10015})
        about = {"id": webhook, "type": 1, "guild_id": GUILD_ID, "channel_id": CHANNEL_ID, "token": token}
        return _answer(200, about)

    def _history(self, channel: str) -> Response:
        if request.headers.get("Authorization") != f"Bot {self.bot_token}":
            return _answer(401, {"message": "401: Unauthorized", "code": 0})
        if channel != CHANNEL_ID:
            return _answer(404, {"message": "Unknown Channel", "code": 10003})
        before = int(request.args.get("before", FIRST_ID + len(self.messages))) - FIRST_ID
        shown = self.messages[:before][::-1][: int(request.args["limit"])]
        return _answer(200, shown if self.shows_texts else [message | {"content": ""} for message in shown])


def _answer(status: int, body: Any, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status, headers, content_type="application/json")
