"""Recordings in any common container to blocks of mono, at 16 kHz mostly, decoded as they are read.

PyAV decodes: FFmpeg's libraries with their codecs in a wheel, called in this process, never a shell.
"""

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import av
import numpy as np
from numpy.typing import NDArray

from soulsgen.errors import SoulsgenError

SAMPLE_RATE_HZ = 16_000
Samples = NDArray[np.int16]
Source = Path | BinaryIO

_ENDINGS = "aac aiff au caf flac m4a mka mkv mov mp3 mp4 oga ogg opus w64 wav webm wma"
SUFFIXES = frozenset(f".{name}" for name in _ENDINGS.split())
# Demuxers that read one stream of bytes: a playlist could name other files, which FFmpeg would open.
_FORMATS = (
    "aac,ac3,aiff,asf,au,avi,caf,flac,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,ogg,tta,w64,"
    "wav,wv"
)
_OPTIONS = {"format_whitelist": _FORMATS, "protocol_whitelist": "none", "enable_drefs": "0"}


@contextmanager
def _opened(source: Source, name: str) -> Iterator[Any]:
    """Raises SoulsgenError for what is no audio."""
    try:
        with ExitStack() as held:
            # As a file object: of a path FFmpeg would make a protocol.
            file = held.enter_context(source.open("rb")) if isinstance(source, Path) else source
            container = held.enter_context(av.open(file, options=_OPTIONS, metadata_errors="ignore"))
            if not container.streams.audio:
                raise SoulsgenError(f"{name} holds no audio stream")
            if not container.streams.audio[0].rate:
                # By its name alone anything is taken for a FLAC.
                raise SoulsgenError(f"{name} cannot be decoded: it is no recording")
            yield container
    except (av.FFmpegError, ValueError) as error:
        words = getattr(error, "strerror", None) or error
        raise SoulsgenError(f"{name} cannot be decoded: {words}") from error


def duration(source: Source, name: str) -> float | None:
    """Seconds that the file says it holds; None where it says nothing."""
    with _opened(source, name) as container:
        if container.duration:
            return float(container.duration) / float(av.time_base)
        stream = container.streams.audio[0]
        return float(stream.duration * stream.time_base) if stream.duration else None


def blocks(source: Source, name: str, rate_hz: int = SAMPLE_RATE_HZ) -> Iterator[Samples]:
    """Samples of the first audio stream in the order of its times, gaps filled with silence.

    Damaged packets among good ones are passed over. Raises SoulsgenError when there are more of them.
    """
    with _opened(source, name) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=rate_hz)
        taken, began = 0.0, None
        for frame in _frames(container, name):
            began = frame.time if began is None else began
            if frame.time is not None and began is not None:
                gap = frame.time - began - taken
                # Rounding of the container's clock is no gap; more than a day is a fault of its times.
                if 0.25 < gap < 86_400:
                    taken += gap
                    yield np.zeros(round(gap * rate_hz), np.int16)
            taken += frame.samples / frame.sample_rate
            frame.pts = None
            yield from _samples(resampler, frame)
        yield from _samples(resampler, None)


def _samples(resampler: Any, frame: Any) -> Iterator[Samples]:
    for out in resampler.resample(frame):
        yield out.to_ndarray().reshape(-1)


def _frames(container: Any, name: str) -> Iterator[Any]:
    good, bad = 0, 0
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except av.InvalidDataError as error:
            bad += 1
            if bad > good + 8:
                raise SoulsgenError(f"{name} is damaged: more of it fails to decode than not") from error
            continue
        good += len(frames)
        yield from frames


def flac(samples: Samples) -> bytes:
    """The samples, losslessly, at about half their size."""
    file = io.BytesIO()
    with av.open(file, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=SAMPLE_RATE_HZ)
        stream.codec_context.layout = "mono"
        stream.codec_context.format = "s16"
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return file.getvalue()
