"""The provider of these tests is strict enough to be worth testing against."""

import requests
from requests_oauthlib import OAuth1

from clients.loopback import serving
from clients.x_provider import XProvider
from waiting import LIMIT_S


def test_a_replayed_request_is_refused_by_its_nonce() -> None:
    provider = XProvider()
    token = provider.account
    auth = OAuth1(provider.app.key, provider.app.secret, token["oauth_token"], token["oauth_token_secret"])
    with serving(provider.flask) as url, requests.Session() as session:
        request = session.prepare_request(
            requests.Request("POST", f"{url}/2/tweets", json={"text": "Ash."}, auth=auth)
        )
        first, second = session.send(request), session.send(request)
    assert (first.status_code, second.status_code) == (201, 401)
    assert provider.faults == ["invalid_nonce"]


def test_an_unsigned_post_is_refused() -> None:
    provider = XProvider()
    with serving(provider.flask) as url:
        reply = requests.post(f"{url}/2/tweets", json={"text": "Ash."}, timeout=LIMIT_S)
    assert (reply.status_code, provider.posts) == (401, [])
