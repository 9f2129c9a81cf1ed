"""Samples to a file's bytes, in memory, and from one rate to another: PyAV."""

import io
from collections.abc import Iterator
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from tts.speech import Samples

Pcm = NDArray[np.int16]  # [n], mono
# Container and codec. PyAV is built without a good Vorbis: what is in an Ogg is Opus.
_CODECS = {
    "wav": ("wav", "pcm_s16le"),
    "flac": ("flac", "flac"),
    "ogg": ("ogg", "libopus"),
    "opus": ("ogg", "libopus"),
}
FORMATS = ("wav", "pcm", "flac", "ogg", "opus")
_OPUS_RATES_HZ = (8000, 12000, 16000, 24000, 48000)
_OPUS_BITS_A_SECOND = 48_000


def content_type(form: str, rate_hz: int) -> str:
    """`pcm` is 16 bits, little-endian, mono, and says its rate, for no header does."""
    if form == "pcm":
        return f"audio/pcm;rate={rate_hz};channels=1"
    return "audio/ogg;codecs=opus" if form in ("ogg", "opus") else f"audio/{form}"


def resampled(samples: Samples, rate_hz: int, wanted_hz: int) -> Samples:
    """As long as it was to the nearest sample, and nothing in it earlier or later."""
    if rate_hz == wanted_hz or not len(samples):
        return samples
    frames = _converted(samples, rate_hz, "flt", wanted_hz)
    made = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    length = round(len(samples) * wanted_hz / rate_hz)
    return np.pad(made[:length], (0, max(0, length - len(made))))


def pcm_of(samples: Samples) -> Pcm:
    """Raises ValueError for what would clip."""
    if len(samples) and float(np.abs(samples).max()) > 1.0:
        raise ValueError("samples beyond full scale")
    return np.round(samples * np.float32(32767)).astype(np.int16)


def encoded(pcm: Pcm, rate_hz: int, form: str) -> tuple[bytes, int]:
    """A file of `form`, and its rate: Opus knows five, and another is heard at 48 kHz."""
    if form == "pcm":
        return pcm.astype("<i2").tobytes(), rate_hz
    container, codec = _CODECS[form]
    rate = 48000 if codec == "libopus" and rate_hz not in _OPUS_RATES_HZ else rate_hz
    file = io.BytesIO()
    # Bit-exact: without the encoder's version and a serial number by chance.
    with av.open(file, "w", format=container, options={"fflags": "+bitexact"}) as out:
        stream: Any = out.add_stream(codec, rate=rate, layout="mono")
        if codec == "libopus":
            stream.bit_rate = _OPUS_BITS_A_SECOND
        for frame in [*_converted(pcm, rate_hz, "s16", rate), None]:
            out.mux(stream.encode(frame))
    return file.getvalue(), rate


def _converted(
    samples: Samples | Pcm, rate_hz: int, sample_format: str, wanted_hz: int
) -> Iterator[av.AudioFrame]:
    resampler = av.AudioResampler(format=sample_format, layout="mono", rate=wanted_hz)
    for begin in range(0, len(samples), rate_hz):
        frame = av.AudioFrame.from_ndarray(samples[None, begin : begin + rate_hz], sample_format, "mono")
        frame.sample_rate = rate_hz
        yield from resampler.resample(frame)
    yield from resampler.resample(None)
