"""Who may look, and what a browser may do with what it gets.

Without a secret, a page on loopback answers only under loopback's own names: a web site whose name is made to
point at 127.0.0.1 could read it otherwise. With one, the secret comes once in the address; from then on a
cookie stands for it, which is drawn by chance at each start, so that there is nothing in it to guess from.
"""

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable
from importlib.resources import files

from aiohttp import web
from aiohttp.typedefs import Middleware

from soulsgen.errors import SoulsgenError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LEAST_KEY = 8
COOKIE = "soulsgen_page"
# Guessing is made slow, over however many connections; a hand that mistyped does not notice.
WRONG_KEY_S = 0.5
_COOKIE_S = 30 * 86400
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# What the page that asks for the secret is made of; it says nothing about the session.
ASKING = ("/static/page.css", "/static/key.css", "/static/flame.svg")
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Door:
    """The middleware of a page that listens on `host`, with or without a secret `key`.

    cookie: its name; two pages on one machine have names of their own, as cookies know no ports.
    """

    cookie = COOKIE

    def __init__(self, host: str, key: str | None) -> None:
        if key is not None and len(key) < LEAST_KEY:
            raise SoulsgenError(
                f"the page's key is shorter than {LEAST_KEY} characters; `openssl rand -hex 8`"
            )
        self._key = key.encode() if key is not None else None
        self.is_local = host in LOOPBACK
        self._asks = files("soulsgen.page").joinpath("static", "key.html").read_text("utf-8")
        self._cookie = secrets.token_hex(32)
        self._asking = asyncio.Lock()

    def middleware(self) -> Middleware:
        @web.middleware
        async def guard(request: web.Request, handler: Answer) -> web.StreamResponse:
            return await self.guard(request, handler)

        return guard

    async def guard(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """The answer, or a refusal."""
        return await (self._with_key(request, answer) if self._key else self._without(request, answer))

    async def _without(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        name = request.host.rsplit(":", 1)[0].strip("[]") if not request.host.endswith("]") else "::1"
        if self.is_local and name not in LOOPBACK:
            raise web.HTTPMisdirectedRequest(text="This page answers on 127.0.0.1 and localhost only.\n")
        return await answer(request)

    async def _with_key(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        if "key" in request.query and request.path == "/":
            return await self._let_in(request, request.query["key"])
        if request.path in ASKING or await self.knows(request):
            return await answer(request)
        return self.refusal(request)

    async def knows(self, request: web.Request) -> bool:
        """Whether whoever asks has shown the secret, now or before."""
        return self.has_cookie(request)

    def has_cookie(self, request: web.Request) -> bool:
        return _same(request.cookies.get(self.cookie, ""), self._cookie.encode())

    async def is_key(self, given: str) -> bool:
        """Whether it is the secret; what is not takes its time."""
        async with self._asking:
            if self.fits(given):
                return True
            await asyncio.sleep(WRONG_KEY_S)
            return False

    def fits(self, given: str) -> bool:
        """Whether it is the secret, told at once: for those who are known not to guess."""
        return _same(given.strip(), self._key or b"")

    async def _let_in(self, request: web.Request, given: str) -> web.StreamResponse:
        if not await self.is_key(given):
            return self.refusal(request)
        # Away from the address that holds the secret. Lax, not Strict: the link may stand in a chat.
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(
            self.cookie,
            self._cookie,
            max_age=_COOKIE_S,
            httponly=True,
            samesite="Lax",
            secure=request.secure,
        )
        return response

    def refusal(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/":
            return web.Response(text=self._asks, content_type="text/html", status=401)
        return web.Response(text="This page needs its key.\n", status=401)


def _same(given: str, secret: bytes) -> bool:
    """What is no UTF-8 came from the wire as surrogates."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret)


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Of every answer, whoever gives it; one that brings its own keeps it."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-cache")
    response.headers.pop("Server", None)
