"""The parts of a multipart/x-mixed-replace reply, as they come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader

from soulsgen.avatar.client.body import broken
from soulsgen.avatar.client.session import MOST_BYTES, Studio

_LONGEST_LINE = 1 << 16
_MOST_HEADERS = 100
_MIXED, _BOUNDARY = "multipart/x-mixed-replace", "boundary="


@dataclass(frozen=True)
class Part:
    """headers: in lower case."""

    headers: Mapping[str, str]
    content: bytes


def read_parts(studio: Studio, media_type: str, body: BufferedReader) -> Iterator[Part]:
    """Until the stream says that it ends.

    Raises Unavailable for one that breaks off, SoulsgenError for what is no such stream.
    """
    kind, _, boundary = media_type.partition(_BOUNDARY)
    mark = f"--{boundary.strip()}".encode()
    try:
        if not kind.startswith(_MIXED) or not boundary:
            raise ValueError(media_type)  # noqa: TRY301
        while (line := _line(studio, body)) == mark:
            yield _part(studio, body)
        if line != mark + b"--":
            raise ValueError(line)  # noqa: TRY301
    except (KeyError, ValueError) as error:
        raise studio.strange("result_feed") from error


def _part(studio: Studio, body: BufferedReader) -> Part:
    """Raises KeyError and ValueError for what is none."""
    headers = _headers(studio, body)
    length = int(headers["content-length"])
    if not 0 <= length <= MOST_BYTES:
        raise ValueError(f"a picture of {length} bytes")
    content = body.read(length)
    if len(content) < length:
        raise broken(studio, "the connection ended")
    if _line(studio, body):
        raise ValueError("a picture is larger than its part says")
    return Part(headers, content)


def _headers(studio: Studio, body: BufferedReader) -> dict[str, str]:
    """Raises ValueError when there is no end to them."""
    headers: dict[str, str] = {}
    for _count in range(_MOST_HEADERS):
        if not (line := _line(studio, body)):
            return headers
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    raise ValueError("headers without an end")


def _line(studio: Studio, body: BufferedReader) -> bytes:
    """Without its end. Raises ValueError for one that has none."""
    line = body.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        if len(line) == _LONGEST_LINE:
            raise ValueError("a line without an end")
        raise broken(studio, "the connection ended")
    return line.rstrip(b"\r\n")
