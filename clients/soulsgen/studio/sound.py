"""What is heard, at one rate: pieces that are sent as their time comes, and pieces laid on a clock."""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from soulsgen.studio.shot import Sound
from soulsgen.voice.stream import SAMPLE_BYTES

# Of all that an instance says, whatever voice says it.
RATE_HZ = 24_000
# How much is sent at a time, a tenth of a second, and how much of a speech that is stopped fades, a fiftieth.
_PIECE_BYTES, FADE_BYTES = (RATE_HZ // share * SAMPLE_BYTES for share in (10, 50))

Samples = NDArray[np.int16]


def at_rate(pcm: bytes, rate_hz: int, wanted_hz: int = RATE_HZ) -> bytes:
    """16-bit mono samples of `rate_hz` as such of `wanted_hz`, just as long."""
    if rate_hz == wanted_hz or not pcm:
        return pcm
    frame = av.AudioFrame.from_ndarray(
        np.frombuffer(pcm, "<i2").astype(np.int16).reshape(1, -1), format="s16", layout="mono"
    )
    frame.sample_rate, frame.pts, frame.time_base = rate_hz, 0, Fraction(1, rate_hz)
    resampler = av.AudioResampler(format="s16", layout="mono", rate=wanted_hz)
    pieces = [piece for given in (frame, None) for piece in resampler.resample(given)]
    samples = np.concatenate([piece.to_ndarray().reshape(-1) for piece in pieces]).astype("<i2")
    wanted = round(len(pcm) // SAMPLE_BYTES * wanted_hz / rate_hz) * SAMPLE_BYTES
    return samples.tobytes()[:wanted].ljust(wanted, b"\0")


def length_s(pcm: bytes, rate_hz: int = RATE_HZ) -> float:
    return len(pcm) // SAMPLE_BYTES / rate_hz


def pieces(at_s: float, pcm: bytes) -> Iterator[Sound]:
    """Samples of RATE_HZ that are heard from `at_s` on, in pieces."""
    for start in range(0, len(pcm), _PIECE_BYTES):
        yield Sound(at_s + start // SAMPLE_BYTES / RATE_HZ, pcm[start : start + _PIECE_BYTES], RATE_HZ)


def fading(pcm: bytes) -> bytes:
    """The first FADE_BYTES of `pcm`, which fall silent: sound that breaks off clicks."""
    samples = np.frombuffer(pcm[:FADE_BYTES], "<i2")
    return (samples * np.linspace(1.0, 0.0, len(samples))).astype("<i2").tobytes()


class Strip:
    """Sounds laid on a clock, from `began_s` on; silence where there are none."""

    def __init__(self, began_s: float, rate_hz: int = RATE_HZ) -> None:
        self.rate_hz = rate_hz
        self._began_s = began_s
        self._read = 0
        self._end: int | None = None
        self._laid: list[tuple[int, Samples]] = []

    def lay(self, sound: Sound) -> None:
        """What of it is earlier than what was read already is lost."""
        samples = np.frombuffer(at_rate(sound.pcm, sound.rate_hz, self.rate_hz), "<i2")
        start = round((sound.at_s - self._began_s) * self.rate_hz)
        # Moments are rounded: a piece that follows another leaves no sample between.
        if self._end is not None and abs(start - self._end) <= 1:
            start = self._end
        self._end = start + len(samples)
        self._laid.append((start, samples))

    def until(self, samples: int) -> bytes:
        """What lies between the sample read last and sample `samples` of the strip; two at once are mixed."""
        heard = np.zeros(max(0, samples - self._read), np.int32)
        for start, laid in self._laid:
            first, last = max(start, self._read), min(start + len(laid), samples)
            if first < last:
                heard[first - self._read : last - self._read] += laid[first - start : last - start]
        self._read = max(self._read, samples)
        self._laid = [(start, laid) for start, laid in self._laid if start + len(laid) > self._read]
        return np.clip(heard, -32768, 32767).astype("<i2").tobytes()
