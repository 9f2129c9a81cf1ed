"""A file of sound that is written while it comes: wav and pcm by themselves, the others by PyAV.

PyAV is imported when it is needed: who keeps wav does without.
"""

import wave
from importlib.util import find_spec
from typing import IO, Any, Protocol

from soulsgen.voice.stream import SAMPLE_BYTES

# Container and codec of each, as the archive writes them.
_ENCODED = {"flac": ("flac", "flac"), "ogg": ("ogg", "libopus"), "opus": ("ogg", "libopus")}
_OPUS_RATES_HZ = (8000, 12000, 16000, 24000, 48000)
_OPUS_BITS_A_SECOND = 48_000


def available(form: str) -> bool:
    """Whether what writes one of `soulsgen.voice.order.FORMATS` is installed."""
    return form not in _ENCODED or find_spec("av") is not None


class SoundFile(Protocol):
    """Takes 16-bit mono samples piece by piece. `rate_hz` is what they are kept at."""

    rate_hz: int

    def add(self, pcm: bytes) -> None: ...

    def close(self) -> None:
        """Write the rest; the file it is written into stays open."""


def sound_file(file: IO[bytes], form: str, rate_hz: int) -> SoundFile:
    """Writes samples of `rate_hz` into `file`, which is empty and can be sought."""
    kinds: dict[str, type[_Pcm]] = {"pcm": _Pcm, "wav": _Wav}
    return kinds[form](file, rate_hz) if form in kinds else _Encoded(file, form, rate_hz)


class _Pcm:
    def __init__(self, file: IO[bytes], rate_hz: int) -> None:
        self.file = file
        self.rate_hz = rate_hz

    def add(self, pcm: bytes) -> None:
        self.file.write(pcm)

    def close(self) -> None:
        self.file.flush()


class _Wav(_Pcm):
    def __init__(self, file: IO[bytes], rate_hz: int) -> None:
        super().__init__(file, rate_hz)
        self.out = wave.open(file, "wb")  # noqa: SIM115 - `close` does
        self.out.setnchannels(1)
        self.out.setsampwidth(SAMPLE_BYTES)
        self.out.setframerate(rate_hz)

    def add(self, pcm: bytes) -> None:
        self.out.writeframesraw(pcm)

    def close(self) -> None:
        """Its header tells how much there is."""
        self.out.close()


class _Encoded:
    def __init__(self, file: IO[bytes], form: str, rate_hz: int) -> None:
        import av

        container, codec = _ENCODED[form]
        self.given_hz = rate_hz
        # Opus knows five rates; the encoder brings another to 48 kHz.
        self.rate_hz = rate_hz if codec != "libopus" or rate_hz in _OPUS_RATES_HZ else 48_000
        self.out: Any = av.open(file, "w", format=container, options={"fflags": "+bitexact"})
        options = {"b": str(_OPUS_BITS_A_SECOND)} if codec == "libopus" else {}
        self.stream: Any = self.out.add_stream(codec, rate=self.rate_hz, options=options, layout="mono")

    def add(self, pcm: bytes) -> None:
        import av
        import numpy as np

        if pcm:
            samples = np.frombuffer(pcm, "<i2").reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate = self.given_hz
            self.out.mux(self.stream.encode(frame))

    def close(self) -> None:
        self.out.mux(self.stream.encode(None))
        self.out.close()
