"""A reply as a file that is read while it comes."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import requests
from urllib3.exceptions import HTTPError, TimeoutError  # noqa: A004 - urllib3's own

from soulsgen.avatar.client.session import Studio
from soulsgen.errors import Unavailable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK_BYTES = 1 << 16


@contextmanager
def body_of(studio: Studio, method: str, name: str, **more: Any) -> Iterator[tuple[str, io.BufferedReader]]:
    """Its type, and the file; the connection is closed behind the block.

    Raises as `Studio.send` does, and reading raises Unavailable for a reply that breaks off or falls silent.
    """
    # Compressed, a picture would wait for the compressor's block to fill.
    plain = {"Accept-Encoding": "identity"}
    with studio.send(method, name, stream=True, headers=plain, **more) as response:
        yield (
            response.headers.get("Content-Type", ""),
            io.BufferedReader(_Body(studio, response), _BLOCK_BYTES),
        )


class _Body(io.RawIOBase):
    def __init__(self, studio: Studio, response: requests.Response) -> None:
        self._studio, self._response = studio, response

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        try:
            block = self._response.raw.read1(len(view))
        except (HTTPError, OSError) as error:
            silent = isinstance(error, TimeoutError)
            raise broken(self._studio, "it fell silent" if silent else "the connection ended") from error
        view[: len(block)] = block
        return len(block)


def broken(studio: Studio, cause: str) -> Unavailable:
    return Unavailable(f"the reply of the studio at {studio.url} broke off: {cause}")
