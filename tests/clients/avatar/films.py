"""Films made by the command, and read again with PyAV."""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from click.testing import CliRunner, Result
from numpy.typing import NDArray

from clients.avatar.studio import LENGTH_S, TEXT
from soulsgen.commands.avatar import avatar

SCRIPT = f"[joy]\n{TEXT}\n[pause 0.5]\n[sadness] {TEXT}\n"
# Stillness, speech, pause, speech, stillness.
TOTAL_S = 0.4 + LENGTH_S + 0.5 + LENGTH_S + 0.6


def run(url: str, *arguments: object, stdin: str | None = SCRIPT) -> Result:
    command = ["render", "--host", url, "--retries", "0", "--size", "64", *map(str, arguments)]
    return CliRunner().invoke(avatar, command, input=stdin)


@dataclass(frozen=True)
class Seen:
    """times: [n] seconds. pictures: [n, height, width, 3]. sound: [m], -1 to 1, from time 0 on."""

    times: list[float]
    pictures: NDArray[np.uint8]
    sound: NDArray[np.float64]
    rate_hz: int

    def greys(self) -> NDArray[np.float64]:
        """[n]: of the middle of each picture's right half."""
        _, height, width, _ = self.pictures.shape
        part = self.pictures[:, height // 4 : 3 * height // 4, 5 * width // 8 : 7 * width // 8]
        return part.astype(np.float64).mean(axis=(1, 2, 3))


def watched(path: Path) -> Seen:
    with av.open(str(path)) as container:
        shown = [
            (float(frame.time or 0), frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)
        ]
    sound, rate_hz = heard(path)
    return Seen([time for time, _ in shown], np.stack([picture for _, picture in shown]), sound, rate_hz)


def heard(path: Path) -> tuple[NDArray[np.float64], int]:
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return np.zeros(0), 0
        rate_hz = container.streams.audio[0].rate
        resampler = av.AudioResampler(format="flt", layout="mono", rate=rate_hz)
        decoded = list(container.decode(audio=0))
        pieces = [out.to_ndarray().reshape(-1) for frame in decoded for out in resampler.resample(frame)]
    silence = np.zeros(round(float(decoded[0].time or 0) * rate_hz))
    return np.concatenate([silence, *pieces]).astype(np.float64), rate_hz


def onset_s(samples: NDArray[np.float64], rate_hz: int) -> float:
    """Where it is first a tenth as loud as at its loudest."""
    return int(np.argmax(abs(samples) > 0.1 * abs(samples).max())) / rate_hz
