"""Pitch and pace of speech that is made already, for models that have no such knob of their own."""

import numpy as np
from numpy.typing import NDArray

from tts.speech import Samples

_WINDOW_S = 0.04
_SEARCH_S = 0.012  # about a period of the lowest voice


def resampled(samples: Samples, length: int) -> Samples:
    """The same curve in `length` samples, by its spectrum: nothing is folded over and nothing is shifted.

    Played at the old rate it is higher where it became shorter.
    """
    if length == len(samples) or not len(samples):
        return samples
    spectrum = np.fft.rfft(samples.astype(np.float64))
    bins = length // 2 + 1
    kept = np.zeros(bins, dtype=np.complex128)
    kept[: len(spectrum)] = spectrum[:bins]
    made: Samples = (np.fft.irfft(kept, length) * (length / len(samples))).astype(np.float32)
    return made


def stretched(samples: Samples, rate: int, factor: float) -> Samples:
    """`factor` times as long at the same pitch, by WSOLA (Verhelst and Roelands, 1993).

    Windows are laid anew at half their length; each is taken from where it goes on best from the last.
    """
    window, search = round(_WINDOW_S * rate) // 2 * 2, round(_SEARCH_S * rate)
    length = round(len(samples) * factor)
    if factor == 1 or len(samples) < 2 * window:
        return resampled(samples, length)
    hop, shape = window // 2, np.hanning(window + 1)[:-1]
    source = np.pad(samples.astype(np.float64), (search, window + hop + search))
    made = np.zeros(length + 2 * window)
    follows = source[search : search + window]
    for begin in range(0, length, hop):
        wanted = search + min(round(begin / factor), len(samples))
        place = _likest(source, follows, wanted, search)
        made[begin : begin + window] += source[place : place + window] * shape
        follows = source[place + hop : place + hop + window]
    made[:hop] /= np.maximum(shape[:hop], 1e-3)  # the first half window has no other beneath it
    done: Samples = made[:length].astype(np.float32)
    return done


def _likest(source: NDArray[np.float64], follows: NDArray[np.float64], wanted: int, search: int) -> int:
    """The place within `search` of `wanted` whose window looks most like `follows`."""
    size = min(len(follows), len(source) - wanted - search)
    near = source[wanted - search : wanted + search + size]
    likeness = np.correlate(near, follows[:size], "valid")
    energy = np.convolve(np.square(near), np.ones(size), "valid")
    return int(wanted - search + np.argmax(likeness / np.sqrt(energy + 1e-9)))
