"""Bluesky, through atproto: https://atproto.com/specs/record-key and the lexicon app.bsky.feed.post.

A post's key in the account's repository is made from the slot, so the same slot can only be the same post.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from soulsgen.channels.graphemes import graphemes
from soulsgen.channels.http_answer import reset_of, status_error
from soulsgen.channels.limit import Limit
from soulsgen.channels.post import Image, ImageLimit, Late, Post, Receipt, Unconfirmed
from soulsgen.errors import Refused, SoulsgenError, Unavailable

if TYPE_CHECKING:
    from atproto_client import Client

SERVICE_URL = "https://bsky.social"
TIMEOUT_S = 30.0
_COLLECTION = "app.bsky.feed.post"
_TID_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]'’”]")


def record_key(post: Post) -> str:
    """Timestamp identifier (https://atproto.com/specs/tid) of the post's time, told apart by its key."""
    when = post.when or datetime.now(UTC)
    digest = int.from_bytes(hashlib.sha256((post.key or f"{when:%f}{post.text}").encode()).digest()[:4])
    micros = int(when.timestamp()) * 1_000_000 + digest % 1_000_000
    value = micros << 10 | digest >> 22
    return "".join(_TID_DIGITS[value >> shift & 31] for shift in range(60, -1, -5))


class Bluesky:
    """The account `handle`, on the server at `service_url` that keeps it."""

    name = "bluesky"
    idempotent = True
    limit = Limit("Bluesky", "graphemes", 300, graphemes, max_bytes=3000)
    # The lexicon app.bsky.embed.images has no limit of the alternative text; the app's own is this.
    images = ImageLimit(max_bytes=1_000_000, alt=2000)

    def __init__(
        self, handle: str, password: str, service_url: str = SERVICE_URL, timeout_s: float = TIMEOUT_S
    ) -> None:
        self.account = handle.removeprefix("@").lower()
        self._password = password
        self._service_url = service_url.rstrip("/")
        self._timeout_s = timeout_s
        self._opened: tuple[Client, str] | None = None

    def send(self, post: Post) -> Receipt:
        """Post once: the server refuses a second record of the same key."""
        if reason := self.limit.refusal(post.text):
            raise Refused(reason)
        client, did = self._session()
        record: dict[str, Any] = {
            "$type": _COLLECTION,
            "text": post.text,
            "createdAt": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            "facets": _links(post.text) or None,
        }
        if post.images:
            images = [self._upload(client, image) for image in post.images]
            record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
        with _in_words("Bluesky", effect=True):
            client.com.atproto.repo.create_record(
                {
                    "repo": did,
                    "collection": _COLLECTION,
                    "rkey": record_key(post),
                    "record": {name: value for name, value in record.items() if value is not None},
                }
            )
        return self._receipt(did, record_key(post))

    def find(self, post: Post, since: datetime) -> Receipt | None:  # noqa: ARG002 - the key says it all
        """Looks for the one record that can be this post."""
        from atproto_client.exceptions import BadRequestError

        client, did = self._session()
        key = record_key(post)
        with _in_words("Bluesky"):
            try:
                client.com.atproto.repo.get_record({"repo": did, "collection": _COLLECTION, "rkey": key})
            except BadRequestError as error:
                if "RecordNotFound" in str(error) or "Could not locate record" in str(error):
                    return None
                raise
        return self._receipt(did, key)

    def _session(self) -> tuple["Client", str]:
        if self._opened is None:
            from atproto_client import Client
            from atproto_client.request import Request

            from soulsgen.channels.transport import BoundedTransport

            request = Request(timeout=self._timeout_s, transport=BoundedTransport())
            # A POST that is sent on becomes a GET.
            request._client.follow_redirects = False
            client = Client(self._service_url, request=request)
            with _in_words("Bluesky"):
                client.login(self.account, self._password, fetch_bsky_profile=False)
                self._opened = client, str(client._session.did if client._session else "")
        return self._opened

    def _upload(self, client: "Client", image: Image) -> dict[str, Any]:
        with _in_words("Bluesky"):
            blob = client.upload_blob(image.content).blob
        return {
            "alt": image.alt,
            "image": blob,
            "aspectRatio": {"width": image.width, "height": image.height},
        }

    def _receipt(self, did: str, key: str) -> Receipt:
        return Receipt(id=f"at://{did}/{_COLLECTION}/{key}", url=f"https://bsky.app/profile/{did}/post/{key}")


def _links(text: str) -> list[dict[str, Any]]:
    """Facets, positions in bytes: without them Bluesky shows a URL as plain text."""
    return [
        {
            "index": {
                "byteStart": len(text[: match.start()].encode()),
                "byteEnd": len(text[: match.end()].encode()),
            },
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": match[0]}],
        }
        for match in _URL.finditer(text)
    ]


@contextmanager
def _in_words(title: str, effect: bool = False) -> Iterator[None]:
    """Raise what goes wrong by kind; without `effect` nothing can have been posted."""
    import httpx
    from atproto_client.exceptions import ModelError, RequestErrorBase

    try:
        yield
    except (ModelError, AttributeError, KeyError, TypeError, ValueError) as error:
        kind = Unconfirmed if effect else Unavailable
        raise kind(f"{title} gave an answer that makes no sense: is BLUESKY_URL right?") from error
    except (RequestErrorBase, httpx.HTTPError, httpx.InvalidURL) as error:
        translated = _translate(title, error)
        if isinstance(translated, Unconfirmed) and not effect:
            raise Unavailable(f"{translated}; nothing was posted") from None
        raise translated from None


def _translate(title: str, error: Exception) -> SoulsgenError:
    import httpx

    response = getattr(error, "response", None)
    if response is not None and hasattr(response, "status_code"):
        content = response.content
        words = str(getattr(content, "message", "") or getattr(content, "error", "") or "")
        advice = "; BLUESKY_APP_PASSWORD is an app password" if response.status_code in (401, 403) else ""
        return status_error(
            title, response.status_code, words, reset_of(httpx.Headers(response.headers)), advice
        )
    cause = error.__cause__ or error
    if isinstance(cause, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return SoulsgenError(f"BLUESKY_URL is not a URL; it is normally {SERVICE_URL}")
    words = str(cause) or type(cause).__name__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError):
        return Unavailable(f"could not reach {title}: {words}; nothing was sent")
    kind = Late if isinstance(cause, httpx.TimeoutException) else Unconfirmed
    return kind(f"{title} was sent the request and gave no answer ({words})")
