"""Speech as it comes, in the formats that can be sent before their end is there.

PyAV encodes mp3 and aac: FFmpeg's libraries with LAME in a wheel. It is imported when it is needed: a gateway
that is asked for other formats does without.
"""

import importlib.util
from typing import Any, Protocol

# That of OpenAI's pcm, which has no header to say another.
RATE_HZ = 24_000
_BITS_A_SECOND = 96_000
# Each format's codec, container and media type.
_ENCODED = {"mp3": ("libmp3lame", "mp3", "audio/mpeg"), "aac": ("aac", "adts", "audio/aac")}
FORMATS = ("pcm", *_ENCODED)


def available(form: str) -> bool:
    """Whether what encodes one of FORMATS is installed."""
    return form not in _ENCODED or importlib.util.find_spec("av") is not None


class Encoder(Protocol):
    """Takes 16-bit mono samples piece by piece."""

    def add(self, pcm: bytes) -> bytes:
        """What can be sent by now; may be nothing."""

    def end(self) -> bytes:
        """The rest."""


def encoder(form: str) -> Encoder:
    """One of FORMATS, from samples of RATE_HZ."""
    return _Raw() if form == "pcm" else _Encoded(form)


def media_type(form: str) -> str:
    return _ENCODED[form][2] if form in _ENCODED else f"audio/pcm;rate={RATE_HZ};channels=1"


class _Raw:
    """Samples as they are."""

    def add(self, pcm: bytes) -> bytes:
        return pcm

    def end(self) -> bytes:
        return b""


class _Encoded:
    """A file that needs no going back, so that its beginning can be sent before its end is there."""

    def __init__(self, form: str) -> None:
        import av

        codec, kind, _ = _ENCODED[form]
        self.sink = _Sink()
        # Without them LAME's header would be written at the end, in front.
        options = {"write_xing": "0", "id3v2_version": "0"} if form == "mp3" else {}
        container: Any = av.open(self.sink, "w", format=kind, options=options)
        self.container = container
        self.stream = container.add_stream(codec, rate=RATE_HZ, options={"b": str(_BITS_A_SECOND)})
        self.stream.codec_context.layout = "mono"

    def add(self, pcm: bytes) -> bytes:
        return self._written(_frame(pcm)) if pcm else b""

    def end(self) -> bytes:
        written = self._written(None)
        self.container.close()
        return written + self.sink.taken()

    def _written(self, frame: Any) -> bytes:
        for packet in self.stream.encode(frame):
            self.container.mux(packet)
        return self.sink.taken()


class _Sink:
    """A file that can only be written on."""

    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, content: bytes) -> int:
        self.content += content
        return len(content)

    def taken(self) -> bytes:
        content = bytes(self.content)
        self.content.clear()
        return content


def _frame(pcm: bytes) -> Any:
    import av
    import numpy as np

    frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, "<i2").reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = RATE_HZ
    return frame
