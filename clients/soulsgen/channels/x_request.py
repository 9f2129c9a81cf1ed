"""One signed request to X: OAuth 1.0a (RFC 5849), and never sent twice."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from requests_oauthlib import OAuth1
from urllib3.util.retry import Retry

from soulsgen.channels.http_answer import no_answer
from soulsgen.channels.session import open_session
from soulsgen.channels.x_answer import error_of
from soulsgen.connection import NOT_A_URL
from soulsgen.errors import SoulsgenError

API_URL = "https://api.x.com"
CONNECT_TIMEOUT_S = 5.0
TIMEOUT_S = 30.0

# `connect` counts failures before anything was sent. Everything after that is never repeated: X has no
# idempotency key, and a second try of a post that did arrive would be a second post.
_UNSENT_ONLY = Retry(
    total=3,
    connect=3,
    read=0,
    redirect=0,
    status=0,
    other=0,
    backoff_factor=0.3,
    respect_retry_after_header=False,
)

# At DEBUG these two write whole Authorization headers.
for _name in ("oauthlib", "requests_oauthlib"):
    logging.getLogger(_name).setLevel(logging.INFO)


@dataclass(frozen=True)
class KeyPair:
    """A key and its secret: an app's, an account's, or a request token's. Never shown."""

    key: str = field(repr=False)
    secret: str = field(repr=False)


def signed_post(
    url: str, auth: OAuth1, payload: Mapping[str, Any] | None = None, timeout_s: float = TIMEOUT_S
) -> requests.Response:
    """X's answer to one POST of a JSON object, 2xx only; raises as `signed` does."""
    return signed("POST", url, auth, timeout_s, json=payload)


def signed(
    method: str, url: str, auth: OAuth1, timeout_s: float = TIMEOUT_S, **what: Any
) -> requests.Response:
    """X's answer to one request, 2xx only; `timeout_s` bounds the wait for the answer.

    `what` is the body or the query, as `requests` names them. Raises Refused, RateLimited or Unavailable
    (nothing was done), or Unconfirmed (sent, effect unknown).
    """
    with open_session(_UNSENT_ONLY) as session:
        try:
            response = session.request(
                method,
                url,
                auth=auth,
                timeout=(CONNECT_TIMEOUT_S, timeout_s),
                allow_redirects=False,
                **what,
            )
        except NOT_A_URL as error:
            raise SoulsgenError(f"{url} is not a URL; X_API_URL is normally {API_URL}") from error
        except requests.RequestException as error:
            raise no_answer(f"X at {url}", error) from error
    if refused := error_of(response):
        raise refused
    return response
