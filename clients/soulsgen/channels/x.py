"""X, through API v2: https://docs.x.com/x-api/posts/create-or-edit-post."""

import requests
from requests_oauthlib import OAuth1

from soulsgen.channels.post import Post, Receipt, Unconfirmed
from soulsgen.channels.weighted_length import LIMIT, weighted_length
from soulsgen.channels.x_request import API_URL, TIMEOUT_S, KeyPair, signed_post
from soulsgen.errors import Refused

# twitter-text refuses a text with a byte order mark or a noncharacter in it.
_FORBIDDEN = "\ufeff\ufffe\uffff"


def refusal(text: str) -> str | None:
    """Why X would not take `text`, or None when it would."""
    if not text.strip():
        return "the text is blank"
    if found := next((c for c in text if c in _FORBIDDEN), None):
        return f"the text holds U+{ord(found):04X}, which X does not take"
    length = weighted_length(text)
    return f"the text has {length} weighted characters, X takes {LIMIT}" if length > LIMIT else None


class X:
    """The account that the app `app` may post for."""

    name = "x"

    def __init__(
        self, app: KeyPair, account: KeyPair, api_url: str = API_URL, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._auth = OAuth1(app.key, app.secret, account.key, account.secret)
        self._url = f"{api_url.rstrip('/')}/2/tweets"
        self._timeout_s = timeout_s

    def send(self, post: Post) -> Receipt:
        """Post once; a text X would not take is refused here, before anything is sent.

        `made_with_ai` makes X label the post.
        """
        if reason := refusal(post.text):
            raise Refused(reason)
        body = {"text": post.text, "made_with_ai": post.made_with_ai}
        try:
            return _receipt(signed_post(self._url, self._auth, body, self._timeout_s))
        except Unconfirmed as error:
            raise Unconfirmed(
                f"{error}; whether it was posted is unknown, look at the account before posting again"
            ) from error


def _receipt(response: requests.Response) -> Receipt:
    try:
        post_id = str(response.json()["data"]["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise Unconfirmed(f"X answered HTTP {response.status_code} without the id of a post") from error
    return Receipt(id=post_id, url=f"https://x.com/i/web/status/{post_id}")
