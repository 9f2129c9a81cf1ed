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

from soulsgen.channels.http_answer import never_sent, reset_of, status_error
from soulsgen.channels.limit import Limit
from soulsgen.channels.post import Blind, ImageLimit, Post, Receipt, Unconfirmed
from soulsgen.channels.same_text import CLOCK_SKEW, Sighting, matching
from soulsgen.connection import NOT_A_URL, cause_of, in_words
from soulsgen.errors import Refused, SoulsgenError, Unavailable

TIMEOUT_S = 30.0
_CONNECT_TIMEOUT_S = 5.0
# .../api/webhooks/<id>/<token>, with a version between on some.
_WEBHOOK = re.compile(r"(?P<api>https?://[^\s?#]+)/webhooks/(?P<id>\d+)/(?P<token>[\w-]+)/?")
_LOOKED_AT = 100  # the most that Discord shows at once


class Discord:
    """The channel that the webhook `url` posts to."""

    name = "discord"
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
        except (KeyError, TypeError) as error:
            raise Unconfirmed("Discord answered without the id of a message") from error

    def find(self, post: Post, since: datetime) -> Receipt | None:
        """Looks at the channel's messages with the bot's eyes."""
        if not self._bot_token:
            raise Blind("a webhook cannot look at its channel; DISCORD_BOT_TOKEN lets a bot look for it")
        try:
            channel = self._about["channel_id"]
            bot = {"Authorization": f"Bot {self._bot_token}"}
            shown = self._ask("GET", f"/channels/{channel}/messages?limit={_LOOKED_AT}", headers=bot)
        except Unconfirmed as error:
            raise Unavailable(f"the channel's messages cannot be looked at: {error}") from error
        own = [self._sighting(message, is_own=message.get("webhook_id") == self.account) for message in shown]
        if any(each.text == "" and each.created >= since - CLOCK_SKEW for each in own):
            raise Blind("Discord hides the texts from the bot; switch on its Message Content Intent")
        return matching(post, own, since, _LOOKED_AT)

    @cached_property
    def _about(self) -> dict[str, Any]:
        """The webhook's own record: the channel it posts to, and the guild (server) of that."""
        about: dict[str, Any] = self._ask("GET", self._webhook)
        return about

    @property
    def _webhook(self) -> str:
        return f"/webhooks/{self.account}/{self._token}"

    def _sighting(self, message: dict[str, Any], is_own: bool) -> Sighting:
        text = message["content"] if is_own else None
        return Sighting(self._receipt(message), text, datetime.fromisoformat(message["timestamp"]))

    def _receipt(self, message: dict[str, Any]) -> Receipt:
        place = f"{self._about.get('guild_id') or '@me'}/{message['channel_id']}"
        return Receipt(message["id"], f"https://discord.com/channels/{place}/{message['id']}")

    def _ask(self, method: str, path: str, **what: Any) -> Any:
        try:
            response = requests.request(
                method,
                self._api + path,
                timeout=(_CONNECT_TIMEOUT_S, self._timeout_s),
                allow_redirects=False,
                auth=_as_it_is,
                **what,
            )
        except NOT_A_URL:
            raise SoulsgenError("DISCORD_WEBHOOK is not a URL") from None
        except requests.RequestException as error:
            raise self._no_answer(error) from None  # its words hold the URL
        if not response.ok or response.is_redirect:
            raise _error_of(response, self._token)
        try:
            return response.json()
        except ValueError as error:
            raise Unconfirmed(
                f"Discord answered HTTP {response.status_code} with something that is not JSON"
            ) from error

    def _no_answer(self, error: requests.RequestException) -> SoulsgenError:
        words = in_words(cause_of(error)).replace(self._token, "…")
        if never_sent(error):
            return Unavailable(f"could not reach Discord: {words}; nothing was sent")
        return Unconfirmed(f"Discord was sent the request and gave no answer ({words})")


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
