"""The visemes of a sound: those the tts archive tells, else its words' letters, or its loudness alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soulsgen.errors import SoulsgenError
from soulsgen.motion.lips import CLOSED, SILENCE, VISEMES, Viseme
from soulsgen.motion.parameters import Floats
from soulsgen.voice.said import Word

# What English letters mostly look like; the others are not seen.
_LETTERS = {
    **dict.fromkeys("pbm", CLOSED),
    **dict.fromkeys("fv", "FF"),
    **dict.fromkeys("dtl", "DD"),
    **dict.fromkeys("kgcqx", "kk"),
    **dict.fromkeys("szj", "SS"),
    "n": "nn",
    "r": "RR",
    "a": "aa",
    "e": "E",
    "i": "I",
    "y": "I",
    "o": "O",
    "u": "U",
    "w": "U",
}
_TWO = {"th": "TH", "sh": "CH", "ch": "CH", "ph": "FF", "oo": "U", "ee": "I", "ck": "kk", "ou": "O"}

_WINDOW_S = 0.03
_FLOOR_DB, _FULL_DB = -38.0, -6.0  # beside the loudest that was heard


def of_reply(visemes: Sequence[Mapping[str, Any]]) -> list[Viseme]:
    """Of `visemes` of a reply of the tts archive. Raises SoulsgenError for what is none."""
    try:
        track = [Viseme(float(one["start"]), float(one["end"]), str(one["viseme"])) for one in visemes]
    except (KeyError, TypeError, ValueError) as error:
        raise SoulsgenError(f"no visemes with times ({error!r}): are they the tts archive's?") from error
    unknown = {one.name for one in track}.difference(VISEMES)
    if unknown:
        raise SoulsgenError(f"no visemes: {', '.join(sorted(unknown))}; there are {', '.join(VISEMES)}")
    return track


def of_words(words: Iterable[Word]) -> list[Viseme]:
    """Each word's time shared evenly by its letters."""
    track: list[Viseme] = []
    for word in words:
        if track and word.start_s > track[-1].end_s:
            track.append(Viseme(track[-1].end_s, word.start_s, SILENCE))
        names = [*_spelt(word.text.lower())] or [SILENCE]
        each = (word.end_s - word.start_s) / len(names)
        track += [
            Viseme(word.start_s + number * each, word.start_s + (number + 1) * each, name)
            for number, name in enumerate(names)
        ]
    return track


def of_sound(samples: NDArray[np.float32], rate_hz: int) -> list[Viseme]:
    """A mouth that opens as far as it is loud; hissing shows teeth. samples: [n] mono, -1 to 1."""
    return of_blocks([samples], rate_hz)


def of_blocks(blocks: Iterable[NDArray[np.float32]], rate_hz: int) -> list[Viseme]:
    """As `of_sound`, of sound that comes in blocks of any length: no more than one of them is held."""
    size = max(1, round(_WINDOW_S * rate_hz))
    windows = list(_windows(blocks, size))
    power, crossings = (np.concatenate([np.zeros(0), *(each[side] for each in windows)]) for side in (0, 1))
    if not len(power):
        return []
    loudness = 10.0 * np.log10(power / power.max())
    opened = np.clip((loudness - _FLOOR_DB) / (_FULL_DB - _FLOOR_DB), 0.0, 1.0)
    if power.max() < 1e-7:  # -70 dB of full scale: nobody speaks
        opened[:] = 0.0
    told = zip(opened.tolist(), (crossings * rate_hz / 2).tolist(), strict=True)
    return [
        Viseme(number * size / rate_hz, (number + 1) * size / rate_hz, _looks(opening, crossing), opening)
        for number, (opening, crossing) in enumerate(told)
    ]


def _windows(blocks: Iterable[NDArray[np.float32]], size: int) -> Iterator[tuple[Floats, Floats]]:
    """Of each whole window of `size` samples: its power, and the share of them that change the sign."""
    rest = np.zeros(0, np.float32)
    for block in blocks:
        samples = np.concatenate([rest, block])
        whole = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float64)
        rest = samples[whole.size :]
        crossings = np.abs(np.diff(np.signbit(whole), axis=1)).mean(axis=1)
        yield (whole**2).mean(axis=1) + 1e-12, crossings


def _looks(opened: float, crossings_hz: float) -> str:
    if opened == 0.0:
        return SILENCE
    if crossings_hz > 2500.0:
        return "SS"
    return "aa" if opened > 0.6 else "E"


def _spelt(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        two = _TWO.get(text[at : at + 2])
        name = two or _LETTERS.get(text[at])
        at += 2 if two else 1
        if name:
            yield name
