"""Mastodon and what speaks its API, through Mastodon.py: https://docs.joinmastodon.org/methods/statuses/."""

import hashlib
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests

from soulsgen.channels.graphemes import graphemes
from soulsgen.channels.http_answer import epoch, no_answer, on_their_clock, status_error
from soulsgen.channels.limit import Limit
from soulsgen.channels.post import ImageLimit, Post, Receipt, Unconfirmed
from soulsgen.channels.same_text import Sighting, matching
from soulsgen.channels.session import open_session
from soulsgen.connection import NOT_A_URL
from soulsgen.errors import Refused, SoulsgenError, Unavailable

if TYPE_CHECKING:
    from mastodon import Mastodon as Client

TIMEOUT_S = 30.0
# An instance that does not say has Mastodon's own defaults.
USUAL_CHARACTERS = 500
_URL_CHARACTERS = 23
_USUAL_IMAGE_BYTES = 16 * 1024 * 1024
_ALT_CHARACTERS = 1500
_URL = re.compile(r"https?://\S+")
_LOOKED_AT = 40  # the most that an instance shows at once
_SPOKEN_VERSION = "4.0.0"
_PROCESSING_POLL_S = 1.0


def text_limit(title: str, most: int = USUAL_CHARACTERS, per_url: int = _URL_CHARACTERS) -> Limit:
    """Mastodon counts graphemes, and `per_url` for a link however long it is."""
    return Limit(title, "characters", most, lambda text: graphemes(_URL.sub("x" * per_url, text)))


class Mastodon:
    """The account whose access token is `token`, on the instance at `url`."""

    name = "mastodon"
    idempotent = True

    def __init__(self, url: str | None, token: str | None, timeout_s: float = TIMEOUT_S) -> None:
        """Without a token only the limits can be asked for, and without a URL they are the usual ones.

        Raises SoulsgenError for what is no URL.
        """
        host = urlsplit(url or "").netloc
        if url and (not host or "@" in host or urlsplit(url).scheme not in ("http", "https")):
            raise SoulsgenError("MASTODON_URL is not a URL such as https://mastodon.social")
        self.host = host or "Mastodon"
        self._url = url and url.rstrip("/")
        self._token = token
        self._timeout_s = timeout_s
        self._headers: Mapping[str, str] = {}  # of the newest answer
        self.account = f"{host}/{hashlib.sha256((token or '').encode()).hexdigest()[:8]}"

    def send(self, post: Post) -> Receipt:
        """Post once: within the hour the instance answers a second try with the first one's post."""
        if reason := self.limit.refusal(post.text):
            raise Refused(reason)
        media = [self._upload(image.content, image.media_type, image.alt) for image in post.images]
        with self._in_words(effect=True):
            status = self._client.status_post(post.text, media_ids=media or None, idempotency_key=post.key)
            return _receipt(status)

    def find(self, post: Post, since: datetime) -> Receipt | None:
        """Looks at the account's newest posts."""
        with self._in_words():
            me = self._client.account_verify_credentials()
            statuses = self._client.account_statuses(me.id, limit=_LOOKED_AT, exclude_reblogs=True)
            shown = [_sighting(status) for status in statuses]
        return matching(post, shown, on_their_clock(since, self._headers), _LOOKED_AT)

    @cached_property
    def limit(self) -> Limit:
        """As the instance says."""
        return text_limit(
            self.host,
            self._said("statuses", "max_characters", USUAL_CHARACTERS),
            self._said("statuses", "characters_reserved_per_url", _URL_CHARACTERS),
        )

    @cached_property
    def images(self) -> ImageLimit:
        """As the instance says."""
        return ImageLimit(
            max_bytes=self._said("media_attachments", "image_size_limit", _USUAL_IMAGE_BYTES),
            alt=self._said("media_attachments", "description_limit", _ALT_CHARACTERS),
            max_pixels=self._said("media_attachments", "image_matrix_limit", ImageLimit.max_pixels),
            count=self._said("statuses", "max_media_attachments", ImageLimit.count),
        )

    def _said(self, section: str, name: str, usual: int) -> int:
        said = self._configuration.get(section)
        value = said.get(name) if isinstance(said, dict) else None
        return value if isinstance(value, int) and value > 0 else usual

    @cached_property
    def _configuration(self) -> dict[str, Any]:
        if self._url is None:
            return {}
        with self._in_words():
            said = self._client.instance().get("configuration")
            return said if isinstance(said, dict) else {}

    @cached_property
    def _client(self) -> "Client":
        from mastodon import Mastodon as Client

        session = open_session()
        session.hooks["response"].append(self._keep_headers)
        return Client(
            access_token=self._token,
            api_base_url=self._url,
            ratelimit_method="throw",
            request_timeout=self._timeout_s,
            # Asked of an instance out of reach, Mastodon.py 2.3.3 recurses without end.
            mastodon_version=_SPOKEN_VERSION,
            session=session,
        )

    def _keep_headers(self, response: requests.Response, *_: Any, **__: Any) -> None:
        self._headers = response.headers

    def _upload(self, content: bytes, media_type: str, alt: str) -> Any:
        """An attachment that is ready; one that no status names is removed by the instance after a day."""
        deadline = time.monotonic() + self._timeout_s
        with self._in_words():
            media = self._client.media_post(content, media_type, description=alt or None)
            while not media.url:
                if time.monotonic() > deadline:
                    raise Unavailable(f"{self.host} is still processing an image; nothing was posted")
                time.sleep(_PROCESSING_POLL_S)
                media = self._client.media(media.id)
        return media

    @contextmanager
    def _in_words(self, effect: bool = False) -> Iterator[None]:
        """Raise what goes wrong by kind; without `effect` nothing can have been posted."""
        from mastodon.errors import MastodonError

        try:
            yield
        except MastodonError as error:
            translated = self._translate(error)
            if isinstance(translated, Unconfirmed) and not effect:
                raise Unavailable(f"{translated}; nothing was posted") from None
            raise translated from None
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            kind = Unconfirmed if effect else Unavailable
            raise kind(self._senseless) from error

    @property
    def _senseless(self) -> str:
        return f"{self.host} gave an answer that makes no sense: is it a Mastodon?"

    def _translate(self, error: Exception) -> SoulsgenError:
        from mastodon.errors import MastodonNetworkError, MastodonRatelimitError

        if isinstance(error, MastodonRatelimitError):
            if "Hit rate limit" not in str(error):
                # Mastodon.py cannot read when the limit ends, and says so after a status that was taken, too.
                return Unconfirmed(self._senseless)
            reset = self._client.ratelimit_reset
            return status_error(self.host, 429, "Too many requests", epoch(reset) if reset else None)
        cause = error.__context__
        if isinstance(cause, NOT_A_URL):
            return SoulsgenError("MASTODON_URL is not a URL such as https://mastodon.social")
        if isinstance(error, MastodonNetworkError) and isinstance(cause, requests.RequestException):
            return no_answer(self.host, cause)
        return self._answered(error)

    def _answered(self, error: Exception) -> SoulsgenError:
        """Mastodon.py gives its words, the status, the reason and the instance's words, in this order."""
        status = next((value for value in error.args if isinstance(value, int)), None)
        if status is None:
            return Unconfirmed(self._senseless)
        words = next((value for value in reversed(error.args) if isinstance(value, str) and value), "")
        advice = "; make a new access token under Preferences, Development" if status in (401, 403) else ""
        return status_error(self.host, status, words, advice=advice)


def _receipt(status: Any) -> Receipt:
    if not status.id:
        raise TypeError("a status has an id")
    return Receipt(id=str(status.id), url=str(status.url or status.uri))


def _sighting(status: Any) -> Sighting:
    created = status.created_at
    return Sighting(
        _receipt(status), _text(status.content), created if created.tzinfo else created.replace(tzinfo=UTC)
    )


class _Text(HTMLParser):
    """The text of a status, whose line breaks are tags."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in ("br", "p"):
            self.parts.append(" ")


def _text(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)
