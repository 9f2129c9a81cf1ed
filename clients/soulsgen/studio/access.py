"""Who may look at an avatar, who may direct her, and which web sites may do so in a browser.

Without a key, whoever reaches the address may do everything; on loopback that is this machine, under its own
names. With one, callers send it as `Authorization: Bearer KEY`, browsers once in the page's address. An
instance's token lets its holder look at it, and nothing else.

A browser lets any site it shows send requests here, and tells in Origin which one it was. Sites of this
machine are let in where no key is asked for, as SillyTavern's page is one; where it is, sites that know it.
"""

import hmac
from urllib.parse import urlsplit

from aiohttp import web

from soulsgen.page.door import LOOPBACK, Answer, Door, add_headers
from soulsgen.studio.household import HOUSEHOLD

# What a token is good for.
LOOKING = ("/api/avatar/result_feed", "/api/avatar/frame", "/api/avatar/socket")
# Pictures that pages of other sites may show: whoever knows the address of one may see it.
_SHOWN = (*LOOKING, "/api/talkinghead/result_feed")
# Whoever watches over the process knows no key.
HEALTH = "/health"
_PREFLIGHT = "Access-Control-Request-Method"
_BEARER = "bearer"


class StudioDoor(Door):
    """The middleware of the studio. origins: sites that may call besides, such as http://tavern.lan:8000."""

    cookie = "soulsgen_studio"

    def __init__(self, host: str, key: str | None, origins: tuple[str, ...] = ()) -> None:
        super().__init__(host, key)
        self._origins = origins
        self._has_key = key is not None
        # Addresses that have shown the key are not kept waiting behind those that guess.
        self._known: set[str | None] = set()

    async def guard(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        if not self.welcomes(request):
            return _refused(403, f"{request.headers['Origin']} may not call this studio; see --origin")
        if request.method == "OPTIONS" and _PREFLIGHT in request.headers:
            # What it asks for first says nothing of the key yet.
            return web.Response(status=204)
        if request.path == HEALTH:
            return await answer(request)
        return await super().guard(request, answer)

    def welcomes(self, request: web.Request) -> bool:
        """Whether the site whose page sent the request may send any."""
        origin = request.headers.get("Origin")
        if origin is None or _is_own(request, origin) or origin in self._origins:
            return True
        if self._has_key:
            # A browser sends the cookie for other ports of this machine too; it stands for our page alone.
            return self.cookie not in request.cookies
        name = urlsplit(origin).hostname
        return name in LOOPBACK or name == urlsplit(f"//{request.host}").hostname

    async def knows(self, request: web.Request) -> bool:
        if self.has_cookie(request) or _has_token(request):
            return True
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != _BEARER:
            return False
        if request.remote in self._known and self.fits(key):
            return True
        right = await self.is_key(key)
        if right:
            self._known.add(request.remote)
        return right

    def refusal(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/":
            return super().refusal(request)
        return _refused(401, "the key is missing or wrong: send it as Authorization: Bearer KEY")

    async def add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        """Of every answer."""
        if request.path in _SHOWN:
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        origin = request.headers.get("Origin")
        if origin is not None and not _is_own(request, origin) and self.welcomes(request):
            response.headers.update(_shared_with(request, origin))
        await add_headers(request, response)


def _shared_with(request: web.Request, origin: str) -> dict[str, str]:
    """https://fetch.spec.whatwg.org/#http-cors-protocol; never with cookies."""
    shared = {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
    if _PREFLIGHT in request.headers:
        asked = request.headers.get("Access-Control-Request-Headers", "")
        shared |= {
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": asked or "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
        }
    return shared


def _is_own(request: web.Request, origin: str) -> bool:
    """Whether it is the studio's own page; a proxy before it may speak TLS."""
    return urlsplit(origin).netloc == request.host


def _has_token(request: web.Request) -> bool:
    token = request.query.get("token", "")
    instance = request.app[HOUSEHOLD].instances.get(request.query.get("instance_id", ""))
    if request.path not in LOOKING or request.method != "GET" or instance is None:
        return False
    return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), instance.token.encode())


def _refused(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
