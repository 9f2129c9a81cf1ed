"""The loudspeaker, through PortAudio, and how many samples of an utterance have been heard."""

import threading
import time
from collections import deque
from dataclasses import dataclass
from types import ModuleType, TracebackType
from typing import Any

from soulsgen.errors import SoulsgenError
from soulsgen.portaudio import device_of, portaudio
from soulsgen.voice.stream import SAMPLE_BYTES

_LOOK_S = 0.02
# A device that has taken nothing for so long is gone, whatever PortAudio says.
_STUCK_S = 5.0


def loudspeakers() -> ModuleType:
    """PortAudio. Raises SoulsgenError that says what is missing and how it is installed."""
    return portaudio("playing", "A file needs none: -o FILE")


@dataclass(frozen=True)
class _Block:
    """Samples that the device has: the first is heard at `at_s` of the device's clock."""

    at_s: float
    first: int
    count: int


class Player:
    """Plays what is put into it, in order, from when it is entered; silence where nothing is there yet."""

    def __init__(self, sample_rate_hz: int, device: str | None = None) -> None:
        self._sd: Any = loudspeakers()
        self._rate = sample_rate_hz
        self._lock = threading.Lock()
        self._waiting = bytearray()
        self._blocks: deque[_Block] = deque()
        self._put = self._taken = self._heard = 0
        try:
            self._stream = self._sd.RawOutputStream(
                samplerate=sample_rate_hz,
                channels=1,
                dtype="int16",
                device=device_of(device),
                callback=self._fill,
            )
        except (OSError, ValueError, self._sd.PortAudioError) as error:
            raise SoulsgenError(f"no loudspeaker can be opened: {error}") from error

    def __enter__(self) -> "Player":
        try:
            self._stream.start()
        except self._sd.PortAudioError as error:
            raise SoulsgenError(f"the loudspeaker does not start: {error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close(ignore_errors=True)

    def put(self, pcm: bytes) -> None:
        """16-bit mono samples."""
        with self._lock:
            self._waiting += pcm
            self._put += len(pcm) // SAMPLE_BYTES

    def heard(self) -> int:
        """Samples that have left the loudspeaker, of those put in; the device's own delay is counted."""
        with self._lock:
            now = self._stream.time
            while self._blocks:
                block = self._blocks[0]
                played = min(block.count, max(0, round((now - block.at_s) * self._rate)))
                self._heard = max(self._heard, block.first + played)
                if played < block.count:
                    break
                self._blocks.popleft()
            return self._heard

    def drain(self, left: int = 0) -> None:
        """Wait until all but `left` samples are heard. Raises SoulsgenError when the device takes no more."""
        heard, moved = self.heard(), time.monotonic()
        while heard < self._put - left:
            time.sleep(_LOOK_S)
            before, heard = heard, self.heard()
            moved = time.monotonic() if heard > before else moved
            if time.monotonic() - moved > _STUCK_S:
                raise SoulsgenError(f"the loudspeaker stopped after {heard / self._rate:.1f} s")

    def stop(self) -> int:
        """Be silent at once; how many samples had been heard."""
        heard = self.heard()
        self._stream.abort()
        return heard

    def _fill(self, out: Any, frames: int, clock: Any, _: object) -> None:
        """PortAudio's callback, in its own thread."""
        with self._lock:
            content = bytes(self._waiting[: frames * SAMPLE_BYTES])
            del self._waiting[: len(content)]
            count = len(content) // SAMPLE_BYTES
            if count:
                # Some of the host's sound systems tell no time: then it is what they promised.
                at_s = clock.outputBufferDacTime or self._stream.time + self._stream.latency
                self._blocks.append(_Block(at_s, self._taken, count))
                self._taken += count
        out[: len(content)] = content
        out[len(content) :] = bytes(frames * SAMPLE_BYTES - len(content))
