"""X over loopback: an OAuth 1.0a provider that verifies signatures and nonces, and speaks X's JSON.

The OAuth part is Authlib's. Bodies and headers are X's:
https://docs.x.com/x-api/fundamentals/response-codes-and-errors and /fundamentals/rate-limits.
"""

import html
import json
import re
import time
from datetime import UTC, datetime
from secrets import randbelow, token_hex
from typing import Any

from authlib.integrations.flask_oauth1 import AuthorizationServer, ResourceProtector
from authlib.oauth1 import ClientMixin, TemporaryCredential
from authlib.oauth1.errors import OAuth1Error
from flask import Flask, Response, request

from clients.loopback import hang_up

RESET = 1_767_225_600  # 2026-01-01 00:00:00 UTC
NEXT_DAY = RESET + 86_400
LIMIT_HEADERS = {"x-rate-limit-limit": "100", "x-rate-limit-reset": str(RESET)}

# name: status, headers, body
ANSWERS: dict[str, tuple[int, dict[str, str], Any]] = {
    "rate limit": (
        429,
        {**LIMIT_HEADERS, "x-rate-limit-remaining": "0"},
        {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429},
    ),
    "day limit": (
        429,
        {
            **LIMIT_HEADERS,
            "x-rate-limit-remaining": "99",
            "x-app-limit-24hour-remaining": "0",
            "x-app-limit-24hour-reset": str(NEXT_DAY),
        },
        {"errors": [{"code": 88, "message": "Rate limit exceeded"}]},
    ),
    "permissions": (
        403,
        {},
        {
            "title": "Forbidden",
            "status": 403,
            "detail": "Your client app is not configured with the appropriate oauth1 app permissions "
            "for this endpoint.",
            "type": "https://api.twitter.com/2/problems/oauth1-permissions",
        },
    ),
    "credits": (402, {}, {"title": "CreditsDepleted", "detail": "Your enrolled account has no credits."}),
    "broken": (500, {}, {"title": "Internal Server Error", "type": "about:blank", "status": 500}),
    "overloaded": (503, {"Retry-After": "0"}, "<html><body>Over capacity</body></html>"),
    "moved": (302, {"Location": "/elsewhere"}, ""),
    "no id": (201, {}, {"data": {}}),
}
DUPLICATE = {
    "title": "Forbidden",
    "status": 403,
    "detail": "You are not allowed to create a Tweet with duplicate content.",
    "type": "about:blank",
}
UNAUTHORIZED = {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}


OWNER = "1456"
FIRST_ID = 1_900_000_000_000_000_000


class App(ClientMixin):  # type: ignore[misc]
    """An app of X's developer portal."""

    def __init__(self) -> None:
        self.key = token_hex(12)
        self.secret = token_hex(24)

    def get_client_secret(self) -> str:
        return self.secret

    def get_default_redirect_uri(self) -> str:
        return "oob"


class _Server(AuthorizationServer):  # type: ignore[misc]
    """Authlib's, with X's PIN of seven digits for a verifier."""

    def create_authorization_verifier(self, request: Any) -> str:
        pin = f"{randbelow(10**7):07}"
        request.credential["oauth_verifier"] = pin
        return pin


class _Protector(ResourceProtector):  # type: ignore[misc]
    """Authlib's, without the fields of multipart bodies: RFC 5849 (3.4.1.3.1) leaves them unsigned."""

    def validate_request(self, method: str, uri: str, body: Any = None, headers: Any = None) -> Any:
        multipart = request.mimetype == "multipart/form-data"
        return super().validate_request(method, uri, None if multipart else body, headers)


class XProvider:
    """One X with one app and one account, number `OWNER`; `flask` is the application to serve.

    `media` are the images uploaded, by id, with their alternative texts; `posts` are the bodies that took
    effect, of which the account shows the newest `shown`, `attempts` the number of POST /2/tweets that
    arrived, `faults` the reasons why signatures were rejected. `fault`, when set, is what happens to the next
    post: a name of ANSWERS, or "cut" (posted, then no answer), or "silent" (posted, answered after
    `silence_s`).
    """

    def __init__(self) -> None:
        self.app = App()
        self.requests: dict[str, TemporaryCredential] = {}
        self.tokens: dict[str, TemporaryCredential] = {}
        self.nonces: set[tuple[str, ...]] = set()
        self.posts: list[dict[str, Any]] = []
        self.times: list[datetime] = []
        self.media: dict[str, dict[str, Any]] = {}
        self.attempts = 0
        self.faults: list[str] = []
        self.fault: str | None = None
        self.silence_s = 1.0
        self.shown = 100
        self.account = self._grant(
            {"oauth_token": f"{OWNER}-{token_hex(12)}", "oauth_token_secret": token_hex(24)}
        )
        self.flask = Flask("x")
        self._authorization = self._open_authorization()
        self._protector = _Protector(self.flask, self._find_app, self._find_token, self._seen)
        self.flask.post("/oauth/request_token")(self._request_token)
        self.flask.route("/oauth/authorize", methods=["GET", "POST"])(self._authorize)
        self.flask.post("/oauth/access_token")(self._access_token)
        self.flask.post("/2/tweets")(self._tweets)
        self.flask.get("/2/users/me")(self._me)
        self.flask.get("/2/users/<owner>/tweets")(self._timeline)
        self.flask.post("/2/media/upload")(self._upload)
        self.flask.post("/2/media/metadata")(self._describe)

    def secrets(self) -> list[str]:
        """Everything no message may show."""
        credentials = [*self.tokens.values(), *self.requests.values()]
        return [self.app.key, self.app.secret, *(str(c["oauth_token_secret"]) for c in credentials)]

    def _open_authorization(self) -> _Server:
        server = _Server(self.flask, self._find_app)
        server.register_hook("exists_nonce", self._seen)
        server.register_hook("create_temporary_credential", self._remember_request)
        server.register_hook("get_temporary_credential", self.requests.get)
        server.register_hook("delete_temporary_credential", lambda token: self.requests.pop(token, None))
        server.register_hook("create_token_credential", lambda token, _: self._grant(token))
        return server

    def _find_app(self, key: str) -> App | None:
        return self.app if key == self.app.key else None

    def _find_token(self, _key: str, token: str) -> TemporaryCredential | None:
        return self.tokens.get(token)

    def _seen(self, nonce: str, *rest: Any) -> bool:
        used = (nonce, *map(str, rest))
        seen = used in self.nonces
        self.nonces.add(used)
        return seen

    def _grant(self, token: dict[str, str]) -> TemporaryCredential:
        return self.tokens.setdefault(token["oauth_token"], TemporaryCredential(token))

    def _remember_request(self, token: dict[str, str], key: str, callback: str) -> TemporaryCredential:
        credential = TemporaryCredential({**token, "client_id": key, "oauth_callback": callback})
        return self.requests.setdefault(token["oauth_token"], credential)

    def _request_token(self) -> Response:
        response: Response = self._authorization.create_temporary_credentials_response()
        if response.status_code == 200:
            return response
        return _answer(401, {"errors": [{"code": 32, "message": "Could not authenticate you."}]})

    def _authorize(self) -> Response:
        """GET shows the question; POST answers it, and a yes shows the PIN."""
        try:
            asked = self._authorization.check_authorization_request()
        except OAuth1Error:
            return Response("This request token is not valid.", 403)
        if request.method == "GET":
            return Response("<button>Authorize app</button> <button>Cancel</button>")
        if request.form.get("answer") == "yes":
            pin = self._authorization.create_authorization_verifier(asked)
            return Response(f"<kbd><code>{pin}</code></kbd>")
        self._authorization.delete_temporary_credential(asked)
        return Response("The app has no access to your account.")

    def _access_token(self) -> Response:
        response: Response = self._authorization.create_token_response()
        if response.status_code == 200:
            return response
        plain = "Error processing your OAuth request: Invalid oauth_verifier parameter"
        return Response(plain, 401, content_type="text/plain")

    def _tweets(self) -> Response:
        self.attempts += 1
        if wrong := self._signed():
            return wrong
        if self.fault in ANSWERS:
            status, headers, body = ANSWERS[self.fault]
            return _answer(status, body, headers)
        body = request.get_json()
        if any(body["text"] == post["text"] for post in self.posts):
            return _answer(403, DUPLICATE)
        ids = body.get("media", {}).get("media_ids", [])
        if not set(ids) <= set(self.media) or len(ids) > 4:
            return _answer(400, {"title": "Invalid Request", "detail": "Your media IDs are invalid."})
        self.posts.append(body)
        self.times.append(datetime.now(UTC))
        if self.fault == "cut":
            hang_up(request.environ)
        if self.fault == "silent":
            time.sleep(self.silence_s)
        return _answer(201, {"data": {"id": str(FIRST_ID + len(self.posts)), **body}})

    def _signed(self) -> Response | None:
        """What is wrong with the signature of the request, if anything."""
        try:
            self._protector.acquire_credential()
        except OAuth1Error as error:
            self.faults.append(error.error)
            return _answer(401, UNAUTHORIZED)
        return None

    def _me(self) -> Response:
        return self._signed() or _answer(200, {"data": {"id": OWNER, "username": "lore"}})

    def _timeline(self, owner: str) -> Response:
        """X escapes HTML in texts, and puts links of its own for links and for images."""
        if wrong := self._signed():
            return wrong
        start = datetime.fromisoformat(request.args["start_time"])
        shown = [
            {
                "id": str(FIRST_ID + number),
                "text": re.sub(r"https?://\S+", "https://t.co/abc", html.escape(post["text"], quote=False))
                + (" https://t.co/picture" if "media" in post else ""),
                "created_at": f"{created:%Y-%m-%dT%H:%M:%S}.000Z",
            }
            for number, (post, created) in enumerate(zip(self.posts, self.times, strict=True), 1)
            if created >= start
        ][::-1][: min(self.shown, int(request.args["max_results"]))]
        assert owner == OWNER
        meta = {"result_count": len(shown)}
        return _answer(200, {"data": shown, "meta": meta} if shown else {"meta": meta})

    def _upload(self) -> Response:
        if wrong := self._signed():
            return wrong
        content = request.files["media"].read()
        if request.form["media_category"] != "tweet_image" or len(content) > 5_000_000:
            return _answer(400, {"title": "Invalid Request", "detail": "One or more parameters is invalid."})
        media_id = str(700 + len(self.media))
        self.media[media_id] = {"content": content, "type": request.form["media_type"], "alt": None}
        return _answer(200, {"data": {"id": media_id, "media_key": f"3_{media_id}", "size": len(content)}})

    def _describe(self) -> Response:
        if wrong := self._signed():
            return wrong
        body = request.get_json()
        self.media[body["id"]]["alt"] = body["metadata"]["alt_text"]["text"]
        return _answer(200, {"data": {"id": body["id"], "associated_metadata": body["metadata"]}})


def _answer(status: int, body: Any, headers: dict[str, str] | None = None) -> Response:
    if isinstance(body, str):
        return Response(body, status, headers, content_type="text/html")
    return Response(json.dumps(body), status, headers, content_type="application/json")
