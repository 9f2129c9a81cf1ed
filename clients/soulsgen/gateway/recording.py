"""A recording on its way to the asr archive: base64 that is made while it is sent."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# A multiple of three: base64 of such pieces can be put together.
_PIECE_BYTES = 48 << 10


@dataclass(frozen=True)
class Recording:
    """The body of a request, a JSON object of `settings`, which may not be empty, and `audio` in base64.

    A whole one beside the request that it came in would be more than as much memory again.
    """

    audio: memoryview
    settings: Mapping[str, Any]

    @property
    def encoded_bytes(self) -> int:
        """Of the audio alone."""
        return -(-len(self.audio) // 3) * 4

    def __len__(self) -> int:
        return len(self._head) + self.encoded_bytes + len(_TAIL)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        for start in range(0, len(self.audio), _PIECE_BYTES):
            yield base64.b64encode(self.audio[start : start + _PIECE_BYTES])
        yield _TAIL

    @property
    def _head(self) -> bytes:
        return json.dumps(self.settings).encode()[:-1] + b', "audio": "'


_TAIL = b'"}'
