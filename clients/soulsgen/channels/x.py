"""X, through API v2: https://docs.x.com/x-api/posts/create-or-edit-post."""

import hashlib
import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import requests
from requests_oauthlib import OAuth1

from soulsgen.channels.http_answer import CLOCK_SKEW, on_their_clock
from soulsgen.channels.limit import Limit
from soulsgen.channels.post import ImageLimit, Post, Receipt, Unconfirmed
from soulsgen.channels.same_text import Sighting, matching
from soulsgen.channels.weighted_length import LIMIT, weighted_length
from soulsgen.channels.x_media import upload
from soulsgen.channels.x_request import API_URL, TIMEOUT_S, KeyPair, signed, signed_post
from soulsgen.errors import Refused, Unavailable

# twitter-text refuses a text with a byte order mark or a noncharacter in it.
X_LIMIT = Limit("X", "weighted characters", LIMIT, weighted_length, forbidden="\ufeff\ufffe\uffff")
# https://docs.x.com/x-api/media/quickstart/best-practices
X_IMAGES = ImageLimit(max_bytes=5_000_000, alt=1000)
# The most that X shows at once; it charges for those that there are, and `start_time` leaves few.
_LOOKED_AT = 100


class X:
    """The account that the app `app` may post for."""

    name = "x"
    idempotent = False
    limit = X_LIMIT
    images = X_IMAGES

    def __init__(
        self, app: KeyPair, account: KeyPair, api_url: str = API_URL, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._auth = OAuth1(app.key, app.secret, account.key, account.secret)
        self._api_url = api_url.rstrip("/")
        self._timeout_s = timeout_s
        # X's access tokens begin with the account's number, which is public.
        owner = re.fullmatch(r"(\d+)-\w+", account.key)
        self._owner = owner[1] if owner else None
        self.account = self._owner or hashlib.sha256(account.key.encode()).hexdigest()[:12]

    def send(self, post: Post) -> Receipt:
        """Post once; a text X would not take is refused here, before anything is sent.

        `made_with_ai` makes X label the post.
        """
        if reason := self.limit.refusal(post.text):
            raise Refused(reason)
        body: dict[str, Any] = {"text": post.text, "made_with_ai": post.made_with_ai}
        if post.images:
            ids = [upload(self._api_url, self._auth, image, self._timeout_s) for image in post.images]
            body["media"] = {"media_ids": ids}
        try:
            return _receipt(signed_post(f"{self._api_url}/2/tweets", self._auth, body, self._timeout_s))
        except Unconfirmed as error:
            raise type(error)(
                f"{error}; whether it was posted is unknown, look at the account before posting again"
            ) from error

    def find(self, post: Post, since: datetime) -> Receipt | None:
        """Looks at the account's posts from the day of `since` on; X charges for each that it shows."""
        query: dict[str, str | int] = {
            "max_results": _LOOKED_AT,
            "start_time": f"{(since - CLOCK_SKEW).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "tweet.fields": "created_at",
        }
        path = f"/2/users/{self._user}/tweets"
        answer, headers = self._get(path, query)
        try:
            # An account without posts has no data, and says so.
            shown = [_sighting(each) for each in answer["data"]] if answer["meta"]["result_count"] else []
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable(f"X answered {path} with something that is no list of posts") from error
        return matching(post, shown, on_their_clock(since, headers), _LOOKED_AT)

    @cached_property
    def _user(self) -> str:
        if self._owner:
            return self._owner
        try:
            return str(self._get("/2/users/me", {})[0]["data"]["id"])
        except (KeyError, TypeError) as error:
            raise Unavailable("X answered /2/users/me without the id of an account") from error

    def _get(self, path: str, query: dict[str, str | int]) -> tuple[Any, Mapping[str, str]]:
        """What X answers, and its headers."""
        try:
            response = signed("GET", self._api_url + path, self._auth, self._timeout_s, params=query)
            return response.json(), response.headers
        except Unconfirmed as error:
            raise Unavailable(f"the account's posts cannot be looked at: {error}") from error
        except ValueError as error:
            raise Unavailable(f"X answered {path} with something that is not JSON") from error


def _sighting(shown: dict[str, Any]) -> Sighting:
    return Sighting(
        _receipt_of(shown["id"]), html.unescape(shown["text"]), datetime.fromisoformat(shown["created_at"])
    )


def _receipt(response: requests.Response) -> Receipt:
    try:
        return _receipt_of(response.json()["data"]["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise Unconfirmed(f"X answered HTTP {response.status_code} without the id of a post") from error


def _receipt_of(post_id: object) -> Receipt:
    if not isinstance(post_id, str) or not post_id:
        raise TypeError("an id is a text")
    return Receipt(id=post_id, url=f"https://x.com/i/web/status/{post_id}")
