"""Recordings of tones with silence between them, in real containers."""

import io
import wave
import zipfile
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE = 16_000


def tones(seconds: dict[int, int], length: int) -> NDArray[np.int16]:
    """`length` seconds of silence with a tone of so many hertz in each of `seconds`, 0.8 s long."""
    samples = np.zeros(length * RATE, np.int16)
    time = np.arange(int(0.8 * RATE)) / RATE
    for second, pitch in seconds.items():
        first = second * RATE + RATE // 10
        samples[first : first + len(time)] = (8000 * np.sin(2 * np.pi * pitch * time)).astype(np.int16)
    return samples


def wav(samples: NDArray[np.int16], rate: int = RATE) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as opened:
        opened.setparams((1, 2, rate, 0, "NONE", "NONE"))
        opened.writeframes(samples.tobytes())
    return file.getvalue()


def encoded(samples: NDArray[np.int16], codec: str, container: str) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container) as opened:
        stream = opened.add_stream(codec, rate=RATE)
        stream.codec_context.layout = "mono"
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            opened.mux(packet)
    return file.getvalue()


INFO = """Recording xK2vQ

Guild:\t\tThe Oarless Table (77)
Channel:\ttable (78)
Requester:\tsam#0 (1)
Start time:\t2026-03-07T18:30:00.000Z

Tracks:
\tsam#0 (1)
\tkim#0 (2)

Notes:
\t0:00:05: The gate opens
\t1:02:03: Break
"""


def craig_zip(path: Path, tracks: dict[str, NDArray[np.int16]], info: str = INFO) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("info.txt", info)
        for name, samples in tracks.items():
            archive.writestr(name, encoded(samples, "flac", "flac"))
    return path
