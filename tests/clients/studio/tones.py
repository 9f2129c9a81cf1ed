"""Sound whose every sample is known."""

import numpy as np


def tone(rate_hz: int, seconds: float, hz: float = 440.0) -> bytes:
    times = np.arange(round(rate_hz * seconds)) / rate_hz
    return (np.sin(2 * np.pi * hz * times) * 9000).astype("<i2").tobytes()
