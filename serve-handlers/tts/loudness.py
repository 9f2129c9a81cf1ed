"""Every sentence as loud as the next, whichever engine or voice said it, and none clipped."""

import numpy as np

from tts.speech import Samples

# EBU R 128 asks -23 LUFS of broadcasts; podcasts and assistants are a little louder.
TARGET_DB = -20.0
PEAK_DB = -1.0
# Against a hiss that is blown up to speech.
MOST_GAIN_DB = 30.0
_FRAME_S = 0.02
# Frames this far below the loudest are pauses and count for nothing.
_PAUSE_DB = 30.0


def levelled(samples: Samples, rate_hz: int) -> Samples:
    """`samples` with their spoken parts at TARGET_DB (RMS), or as near as their peak at PEAK_DB allows."""
    level = _spoken_rms(samples, rate_hz)
    if not level:
        return samples
    gain = min(_factor(TARGET_DB) / level, _factor(MOST_GAIN_DB))
    peak = float(np.abs(samples).max())
    return samples * np.float32(min(gain, _factor(PEAK_DB) / peak))


def _spoken_rms(samples: Samples, rate_hz: int) -> float:
    """0 for silence."""
    frame = round(_FRAME_S * rate_hz)
    squares = np.square(np.pad(samples, (0, -len(samples) % frame)).astype(np.float64))
    powers = squares.reshape(-1, frame).mean(1)
    spoken = powers[powers > powers.max(initial=0.0) * _factor(-_PAUSE_DB) ** 2]
    return float(np.sqrt(spoken.mean())) if len(spoken) else 0.0


def _factor(decibels: float) -> float:
    return float(10 ** (decibels / 20))
