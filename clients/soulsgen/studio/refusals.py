"""What went wrong, to the caller: a status and `{"error": sentence}`."""

from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from soulsgen.errors import SoulsgenError, Unavailable
from soulsgen.page.door import Answer
from soulsgen.studio.household import Full, Unknown

Say = Callable[[str], None]
_STATUSES = {Unknown: 404, Full: 429, Unavailable: 503}
_FAULT = 500


def refusals(say: Say) -> Middleware:
    """The middleware that puts them into words; `say` gets what is our own fault."""

    @web.middleware
    async def in_words(request: web.Request, handler: Answer) -> web.StreamResponse:
        try:
            return await handler(request)
        except SoulsgenError as error:
            return _told(_STATUSES.get(type(error), 400), str(error))
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return _told(error.status, _sentence(error), error.headers.get("Allow"))
        except ConnectionError:
            # Whoever asked has gone.
            raise
        except Exception as error:  # whatever it is, the next request must not suffer from it
            say(f"{request.method} {request.path}: {type(error).__name__}: {error}")
            return _told(_FAULT, "something went wrong here; the studio's terminal says more")

    return in_words


def _sentence(error: web.HTTPException) -> str:
    """Ours where we wrote one; the library's are its status."""
    text = (error.text or "").strip()
    return error.reason if not text or text[:1].isdigit() else text


def _told(status: int, sentence: str, allow: str | None = None) -> web.Response:
    headers = {"Allow": allow} if allow else {}
    return web.json_response({"error": sentence}, status=status, headers=headers)
