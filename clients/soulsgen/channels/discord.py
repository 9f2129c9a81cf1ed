"""Discord, through a channel's webhook: https://docs.discord.com/developers/resources/webhook#execute-webhook.

A webhook can post and cannot look. With the token of a bot that may read the channel's history, `find` can;
without, it is blind, and a post of unknown effect stays so. A bot without the Message Content Intent is shown
messages with their texts taken out: https://docs.discord.com/developers/events/gateway#message-content-intent.
"""

import json
import logging
import re
from datetime import datetime
from functools import cached_property
from typing import Any

import requests

from soulsgen.channels.http_answer import no_answer, on_their_clock, reset_of, status_error
from soulsgen.channels.limit import Limit
from soulsgen.channels.post import Blind, ImageLimit, Post, Receipt, Unconfirmed
from soulsgen.channels.same_text import Sighting, matching
from soulsgen.channels.session import open_session
from soulsgen.connection import NOT_A_URL
from soulsgen.errors import Refused, SoulsgenError, Unavailable

TIMEOUT_S = 30.0
_CONNECT_TIMEOUT_S = 5.0
# .../api/webhooks/<id>/<token>, with a version between on some.
_WEBHOOK = re.compile(r"(?P<api>https?://[^\s?#]+)/webhooks/(?P<id>\d+)/(?P<token>[\w-]+)/?")
_PAGE = 100  # the most that Discord shows at once
_PAGES = 10


class Discord:
    """The channel that the webhook `url` posts to."""

    name = "discord"
    idempotent = False
    limit = Limit("Discord", "characters", 2000, lambda text: len(text.encode("utf-16-le")) // 2)
    # https://docs.discord.com/developers/reference#uploading-files, and the description of an attachment.
    images = ImageLimit(max_bytes=10 * 1024 * 1024, alt=1024)

    def __init__(self, url: str, bot_token: str | None = None, timeout_s: float = TIMEOUT_S) -> None:
        """Raises SoulsgenError for a URL that is no webhook's; the message does not show it."""
        webhook = _WEBHOOK.fullmatch(url)
        if webhook is None:
            raise SoulsgenError(
                "DISCORD_WEBHOOK is not the URL of a webhook, https://discord.com/api/webhooks/ID/TOKEN"
            )
        self._api, self.account, self._token = webhook["api"], webhook["id"], webhook["token"]
        self._bot_token = bot_token
        self._timeout_s = timeout_s
        # urllib3 logs the path of every request, and here the path is the secret.
        logging.getLogger("urllib3.connectionpool").addFilter(_Without(self._token))

    def send(self, post: Post) -> Receipt:
        """Post once, and mention nobody."""
        if reason := self.limit.refusal(post.text):
            raise Refused(reason)
        payload: dict[str, Any] = {
            "content": post.text,
            "allowed_mentions": {"parse": []},
            "attachments": [{"id": n, "description": image.alt} for n, image in enumerate(post.images)],
        }
        files = {
            f"files[{n}]": (f"image{n}.{image.media_type.partition('/')[2]}", image.content, image.media_type)
            for n, image in enumerate(post.images)
        }
        body = {"data": {"payload_json": json.dumps(payload)}, "files": files} if files else {"json": payload}
        try:
            self._about  # noqa: B018 - a wrong webhook is known before anything is sent
        except Unconfirmed as error:
            raise Unavailable(f"{error}; nothing was posted") from None
        # Without `wait` Discord answers before it has tried.
        message = self._ask("POST", f"{self._webhook}?wait=true", **body)
        try:
            return self._receipt(message)
        except (AttributeError, KeyError, TypeError) as error:
            raise Unconfirmed("Discord answered without the id of a message") from error

    def find(self, post: Post, since: datetime) -> Receipt | None:
        """Looks at the channel's messages with the bot's eyes."""
        if not self._bot_token:
            raise Blind("a webhook cannot look at its channel; DISCORD_BOT_TOKEN lets a bot look for it")
        try:
            shown, since = self._shown(since)
        except (Unconfirmed, AttributeError, KeyError, TypeError, ValueError) as error:
            raise Unavailable(f"the channel's messages cannot be looked at: {error}") from error
        if any(each.text == "" and each.created >= since for each in shown):
            raise Blind("Discord hides the texts from the bot; switch on its Message Content Intent")
        return matching(post, shown, since, _PAGE * _PAGES)

    def _shown(self, since: datetime) -> tuple[list[Sighting], datetime]:
        """The channel's messages, newest first, back to `since` or as far as _PAGES reach.

        And `since` by Discord's clock.
        """
        theirs = since
        bot = {"Authorization": f"Bot {self._bot_token}"}
        path = f"/channels/{self._about['channel_id']}/messages?limit={_PAGE}"
        shown: list[Sighting] = []
        for _ in range(_PAGES):
            before = f"&before={shown[-1].receipt.id}" if shown else ""
            response = self._answer("GET", path + before, headers=bot)
            page, theirs = _json(response), on_their_clock(since, response.headers)
            if not isinstance(page, list):
                raise TypeError("not a list")
            shown += [
                self._sighting(message, is_own=message.get("webhook_id") == self.account) for message in page
            ]
            if len(page) < _PAGE or shown[-1].created < theirs:
                break
        return shown, theirs

    @cached_property
    def _about(self) -> dict[str, Any]:
        """The webhook's own record: the channel it posts to, and the guild (server) of that."""
        about = self._ask("GET", self._webhook)
        if not isinstance(about, dict):
            raise Unconfirmed("Discord answered without a webhook's record")
        return about

    @property
    def _webhook(self) -> str:
        return f"/webhooks/{self.account}/{self._token}"

    def _sighting(self, message: dict[str, Any], is_own: bool) -> Sighting:
        text = message["content"] if is_own else None
        return Sighting(self._receipt(message), text, datetime.fromisoformat(message["timestamp"]))

    def _receipt(self, message: dict[str, Any]) -> Receipt:
        place = f"{self._about.get('guild_id') or '@me'}/{message['channel_id']}"
        if not message["id"]:
            raise KeyError("id")
        return Receipt(message["id"], f"https://discord.com/channels/{place}/{message['id']}")

    def _ask(self, method: str, path: str, **what: Any) -> Any:
        return _json(self._answer(method, path, **what))

    def _answer(self, method: str, path: str, **what: Any) -> requests.Response:
        timeout = _CONNECT_TIMEOUT_S, self._timeout_s
        try:
            with open_session() as session:
                response = session.request(
                    method, self._api + path, timeout=timeout, allow_redirects=False, auth=_as_it_is, **what
                )
        except NOT_A_URL:
            raise SoulsgenError("DISCORD_WEBHOOK is not a URL") from None
        except requests.RequestException as error:
            raise no_answer("Discord", error, self._token) from None  # its words hold the URL
        if not response.ok or response.is_redirect:
            raise _error_of(response, self._token)
        return response


def _json(response: requests.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise Unconfirmed(
            f"Discord answered HTTP {response.status_code} with something that is not JSON"
        ) from error


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """As the request's auth, this keeps ~/.netrc from replacing the bot's token."""
    return request


def _error_of(response: requests.Response, secret: str) -> SoulsgenError:
    """`secret` is taken out of the answer's words: a proxy between may repeat the URL in its own."""
    try:
        body = response.json()
    except ValueError:
        body = {}
    words = body.get("message") if isinstance(body, dict) else None
    seconds = body.get("retry_after") if isinstance(body, dict) else None
    advice = ""
    if response.status_code in (401, 403, 404):
        advice = "; make a new webhook in the channel's settings, or give the bot Read Message History"
    return status_error(
        "Discord",
        response.status_code,
        str(words or response.reason or "").replace(secret, "…"),
        reset_of(response.headers, seconds),
        advice,
    )


class _Without(logging.Filter):
    """Takes a secret out of log records."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if self._secret in message:
            record.msg, record.args = message.replace(self._secret, "…"), ()
        return True
