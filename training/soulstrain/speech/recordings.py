"""People's recordings to score by: read, and cut into windows at the quietest places."""

import importlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from soulstrain.errors import TrainingError
from soulstrain.speech.mel import SAMPLES
from soulstrain.speech.resample import RATE_HZ

Samples = NDArray[np.float32]
FRAME = RATE_HZ // 50  # samples over which loudness is taken
SHORTEST = SAMPLES // 3


@dataclass(frozen=True)
class Recording:
    """Somebody's `samples` (mono, 16 kHz, -1 to 1) and what is `said` in them."""

    name: str
    said: str
    samples: Samples


def read_recordings(folder: Path) -> tuple[Recording, ...]:
    """Every NAME.txt in `folder` with the recording NAME.* it is the text of, by name.

    Raises TrainingError where a text has no recording or more than one, or there is no text at all.
    """
    found = []
    for text in sorted(folder.glob("*.txt")):
        sounds = [path for path in sorted(folder.glob(f"{text.stem}.*")) if path != text]
        if len(sounds) != 1:
            raise TrainingError(
                f"{text} needs one recording of the same name beside it; there are {len(sounds)}"
            )
        said = " ".join(text.read_text("utf-8").split())
        found.append(Recording(sounds[0].name, said, read_recording(sounds[0])))
    if not found:
        raise TrainingError(f"{folder} holds no recordings with their words: NAME.wav beside NAME.txt")
    return tuple(found)


def read_recording(path: Path) -> Samples:
    """Mono samples at 16 kHz from -1 to 1, of any container PyAV can read."""
    try:
        av = importlib.import_module("av")
    except ModuleNotFoundError as error:
        raise TrainingError(f"reading {path} needs PyAV: pip install av") from error
    resampler = av.AudioResampler(format="fltp", rate=RATE_HZ)
    try:
        with av.open(str(path)) as container:
            frames = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
            frames += resampler.resample(None)
    except av.FFmpegError as error:
        raise TrainingError(f"{path} is no recording that can be read: {error}") from error
    # Averaged here: FFmpeg keeps the power of two channels, which would clip what they have in common.
    mono: Samples = np.concatenate([frame.to_ndarray().mean(0) for frame in frames]).astype(np.float32)
    return mono


def cut_at_pauses(samples: Samples) -> list[Samples]:
    """Pieces of one window at most, cut at the quietest place of the last two thirds of each window."""
    pieces = []
    while len(samples) > SAMPLES:
        frames = samples[SHORTEST : SHORTEST + (SAMPLES - SHORTEST) // FRAME * FRAME].reshape(-1, FRAME)
        power = np.convolve((frames**2).mean(1), np.ones(10) / 10, "same")
        at = SHORTEST + int(power.argmin()) * FRAME + FRAME // 2
        pieces.append(samples[:at])
        samples = samples[at:]
    return [*pieces, samples]
