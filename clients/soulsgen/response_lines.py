"""The lines of a response as they come, whether or not the server sends it in chunks."""

import math
import time
from collections.abc import Iterator

import requests
import urllib3

from soulsgen.errors import SoulsgenError, Unavailable

_BLOCK_BYTES = 1 << 16
# What is read of a server at most: no reply of words comes near it.
MOST_BYTES = 8 << 20


def lines_of(
    response: requests.Response, base: str, most_bytes: int = MOST_BYTES, line_s: float = math.inf
) -> Iterator[bytes]:
    """Each line without its end, as soon as it is whole; the last one may have none.

    The response must not be compressed. Raises Unavailable for one that breaks off or falls silent, or of
    which a line is not whole after `line_s`, SoulsgenError for more than `most_bytes`. `base` is the server's
    address, for their sentences.
    """
    parts: list[bytes] = []
    size = 0
    deadline = time.monotonic() + line_s
    try:
        # requests' own iter_lines waits for 512 bytes of what is not chunked, and joins long lines slowly.
        while block := response.raw.read1(_BLOCK_BYTES):
            size += len(block)
            if size > most_bytes:
                raise SoulsgenError(f"{base} replied with more than {most_bytes >> 20} MB")
            first, *others = block.split(b"\n")
            parts.append(first)
            for other in others:
                yield b"".join(parts).rstrip(b"\r")
                parts = [other]
                # From here on: its reader may have taken a while.
                deadline = time.monotonic() + line_s
            if time.monotonic() > deadline:
                raise Unavailable(f"the reply of {base} broke off: a line is not whole after {line_s:.0f} s")
    except urllib3.exceptions.HTTPError as error:
        silent = isinstance(error, urllib3.exceptions.TimeoutError)
        cause = "the server fell silent" if silent else "the connection ended"
        raise Unavailable(f"the reply of {base} broke off: {cause}") from error
    if last := b"".join(parts):
        yield last
