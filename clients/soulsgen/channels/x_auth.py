"""Leave of an account to post for it: X's OAuth 1.0a PIN flow.

https://docs.x.com/fundamentals/authentication/oauth-1-0a/pin-based-oauth. Three steps: a request token;
the account's owner opens `authorize_url` and gets a PIN; request token and PIN become the account's keys.
"""

from urllib.parse import parse_qs, urlencode

import requests
from requests_oauthlib import OAuth1

from soulsgen.channels.x_request import API_URL, KeyPair, signed_post
from soulsgen.errors import SoulsgenError


def request_token(app: KeyPair, api_url: str = API_URL) -> KeyPair:
    """Raises Refused when the app's keys are wrong."""
    auth = OAuth1(app.key, app.secret, callback_uri="oob")
    return _pair(signed_post(_url(api_url, "request_token"), auth))


def authorize_url(request: KeyPair, api_url: str = API_URL) -> str:
    """Page where the owner of the account says yes and is given a PIN."""
    return f"{_url(api_url, 'authorize')}?{urlencode({'oauth_token': request.key})}"


def access_token(app: KeyPair, request: KeyPair, pin: str, api_url: str = API_URL) -> KeyPair:
    """Raises Refused for a wrong PIN, or when the owner said no; a request token works once."""
    auth = OAuth1(app.key, app.secret, request.key, request.secret, verifier=pin)
    return _pair(signed_post(_url(api_url, "access_token"), auth))


def _url(api_url: str, step: str) -> str:
    return f"{api_url.rstrip('/')}/oauth/{step}"


def _pair(response: requests.Response) -> KeyPair:
    fields = parse_qs(response.text)
    try:
        return KeyPair(fields["oauth_token"][0], fields["oauth_token_secret"][0])
    except KeyError as error:
        raise SoulsgenError(f"{response.url} gave no {error.args[0]}: is X_API_URL right?") from error
