"""Audio in any common container to 16 kHz mono, decoded block by block.

PyAV decodes: FFmpeg's libraries with their codecs in a wheel, called in this process, never a shell.
Samples are kept as 16-bit integers, as Whisper's own loader does: 32 kB a second, 346 MB for three hours.
"""

import io
from collections.abc import Iterator
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16000
BYTES_A_SAMPLE = 2
Samples = NDArray[np.int16]

# Demuxers that read one stream of bytes and nothing else: a playlist or a concat script could name other
# files or addresses, which FFmpeg would open for whoever sent it.
_FORMATS = (
    "aac,ac3,aiff,amr,asf,au,avi,caf,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,"
    "ogg,tta,w64,wav,wv"
)
_OPTIONS = {"format_whitelist": _FORMATS, "protocol_whitelist": "none", "enable_drefs": "0"}
# A recorder may leave silence out (Opus over a network does): a gap in the times is filled. A longer one
# is a fault of the times.
_GAP_S = (0.25, 600.0)
# A file says its rate itself, and the resampler's filter grows with it: a small one that said 1.7 GHz took
# 1.8 GB. Beyond both ends of what recorders and converters make.
_LOWEST_RATE_HZ, _HIGHEST_RATE_HZ = 1000, 768_000


class AudioFault(ValueError):
    """The bytes are no audio this can use; the message says what is wrong."""


def decode(content: bytes | bytearray, max_seconds: float) -> Samples:
    """Samples of the first audio stream of `content`.

    Raises AudioFault for what is empty, no audio, damaged or longer than `max_seconds`.
    """
    if not content:
        raise AudioFault("the audio is empty")
    pcm = bytearray()
    most = int(max_seconds * SAMPLE_RATE_HZ) * BYTES_A_SAMPLE
    try:
        with av.open(io.BytesIO(content), options=_OPTIONS, metadata_errors="ignore") as container:
            if not container.streams.audio:
                raise AudioFault("the file holds no audio stream")
            for block in _blocks(container):
                pcm += block
                if len(pcm) > most:
                    raise AudioFault(f"the audio is longer than {max_seconds:g} seconds")
    except (av.FFmpegError, ValueError, OSError) as error:
        if isinstance(error, AudioFault):
            raise
        raise AudioFault(f"the audio cannot be decoded: {_words(error)}") from error
    if not pcm:
        raise AudioFault("the audio stream holds no samples")
    return np.frombuffer(pcm, np.int16)


def _words(error: Exception) -> str:
    """FFmpeg's own words, without its number and the name of the stream."""
    return str(getattr(error, "strerror", None) or error)


def _blocks(container: Any) -> Iterator[bytes]:
    """PCM of the first audio stream as it is decoded, gaps filled."""
    resampler = _Resampler()
    written, began = 0, None
    for frame in _frames(container):
        began = frame.time if began is None else began
        if frame.time is not None and began is not None:
            gap = frame.time - began - (written + resampler.held) / SAMPLE_RATE_HZ
            if _GAP_S[0] < gap < _GAP_S[1]:
                silence = bytes(round(gap * SAMPLE_RATE_HZ) * BYTES_A_SAMPLE)
                written += len(silence) // BYTES_A_SAMPLE
                yield silence
        for block in resampler.take(frame):
            written += len(block) // BYTES_A_SAMPLE
            yield block
    yield from resampler.rest()


def _frames(container: Any) -> Iterator[Any]:
    """Decoded frames; damaged packets among good ones are passed over, as players do."""
    good, bad = 0, 0
    stream = container.streams.audio[0]
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.InvalidDataError as error:
            bad += 1
            if bad > good + 8:
                raise AudioFault("the audio is damaged: more of it fails to decode than not") from error
            continue
        good += len(frames)
        yield from frames


class _Resampler:
    """To 16 kHz mono of 16 bits; begins anew where a stream changes its rate or channels."""

    def __init__(self) -> None:
        self.kind: tuple[object, ...] | None = None
        self.resampler: Any = None
        self.taken = 0.0
        self.given = 0

    @property
    def held(self) -> float:
        """Samples that went in and have not come out yet."""
        return max(0.0, self.taken - self.given)

    def take(self, frame: Any) -> Iterator[bytes]:
        if not _LOWEST_RATE_HZ <= frame.sample_rate <= _HIGHEST_RATE_HZ:
            raise AudioFault(
                f"the audio says it has {frame.sample_rate} samples a second; "
                f"{_LOWEST_RATE_HZ} to {_HIGHEST_RATE_HZ} are read"
            )
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind != self.kind:
            yield from self.rest()
            self.resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
            self.kind = kind
        self.taken += frame.samples * SAMPLE_RATE_HZ / frame.sample_rate
        # The times have been read; the resampler would compare them with its own count.
        frame.pts = None
        yield from self._bytes(frame)

    def rest(self) -> Iterator[bytes]:
        if self.resampler is not None:
            yield from self._bytes(None)
            self.resampler = None

    def _bytes(self, frame: Any) -> Iterator[bytes]:
        for out in self.resampler.resample(frame):
            self.given += out.samples
            yield out.to_ndarray().tobytes()
