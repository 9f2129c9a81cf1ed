"""The sounds of speech, by espeak-ng's names: what the encoder learns to tell apart.

Variants that differ in a mark only (`a`, `a#`; `@`, `@2`, `@5`; stress) are one sound. Source:
docs/phonemes.md of espeak-ng.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soulstrain.speech.mel import FRAMES, SECONDS

SILENCE = 0
NAMES = (
    *("_", "p", "b", "t", "d", "k", "g", "?", "f", "v", "T", "D", "s", "z", "S", "Z", "h", "tS", "dZ"),
    *("m", "n", "N", "l", "@L", "r", "w", "j", ";"),
    *("a", "aa", "A", "A:", "0", "O", "O:", "E", "e", "I", "i", "i:", "U", "u", "u:", "V", "@", "3", "3:"),
    *("eI", "aI", "aU", "oU", "OI", "A@", "O@", "o@", "e@", "i@", "I@", "U@", "IR", "VR"),
)
_IDS = {name: place for place, name in enumerate(NAMES)}
POSITIONS = FRAMES // 2  # of the encoder
_STRESS = "',%="
_VARIANT = "#-!|23456789"
Timed = tuple[float, int | None]  # seconds at which a sound begins, its id where it has one


def sound_id(name: str) -> int | None:
    """The place in `NAMES` of what espeak-ng calls `name`; None for what is rare enough to go untold."""
    name = name.lstrip(_STRESS)
    if name.startswith("_"):
        return SILENCE
    return _IDS.get(name) if name in _IDS else _IDS.get(name.rstrip(_VARIANT))


def sounding(segments: Iterable[Mapping[str, Any]], untold: int) -> NDArray[np.int64]:
    """[positions]: the sound at the middle of each of the encoder's positions, `untold` where none has an id.

    A segment's `sounds` are `Timed` in order; the last ends with the segment, and between segments is
    silence.
    """
    middles = (np.arange(POSITIONS) + 0.5) * (SECONDS / POSITIONS)
    heard = np.full(POSITIONS, SILENCE, np.int64)
    for segment in segments:
        starts = [start for start, _ in segment["sounds"]]
        ids = np.array([SILENCE, *(untold if place is None else place for _, place in segment["sounds"])])
        inside = (middles >= segment["start"]) & (middles < segment["end"])
        heard[inside] = ids[np.searchsorted(starts, middles[inside], side="right")]
    return heard
