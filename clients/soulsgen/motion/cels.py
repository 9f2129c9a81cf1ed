"""What is laid over the figure: blushes, tears, data eyes that scroll, and the effects of strong feelings.

A layer is one picture of a character's; layers of a moment are `{name: strength}`, 0 to 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from soulsgen.motion.emotion import CELS, Emotion
from soulsgen.motion.parameters import Floats
from soulsgen.motion.transitions import follow

Layers = dict[str, float]

_CYCLED_HZ = 12.0
_DATA, _WAVERS = ("data1", "data2", "data3", "data4"), ("waver1", "waver2")
_DATA_FADING_S = 0.75
_SEEN = 1 / 255


@dataclass(frozen=True)
class Effect:
    """A picture that moves: `frames` layers NAME1, NAME2, … shown one after another at `rate_hz`.

    lasts_s: how long it is seen, its last `fading_s` seconds paling; None: as long as the feeling lasts.
    """

    name: str
    frames: int = 4
    rate_hz: float = 6.0
    lasts_s: float | None = None
    fading_s: float = 0.75

    def layer(self, since_s: float, ends_s: float) -> tuple[str, float] | None:
        """The layer so long after the feeling began, which ends `ends_s` after its beginning."""
        ends_s = ends_s if self.lasts_s is None else min(ends_s, self.lasts_s)
        strength = min(1.0, (ends_s - since_s) / self.fading_s) if since_s >= 0 else 0.0
        if strength < _SEEN:
            return None
        return f"{self.name}{_count(since_s, self.rate_hz) % self.frames + 1}", strength


EFFECTS: Mapping[str, Effect] = {
    "anger": Effect("angervein"),
    "embarrassment": Effect("sweatdrop", lasts_s=4.0),
    "nervousness": Effect("smallsweatdrop", lasts_s=4.0),
    **dict.fromkeys(("desire", "love"), Effect("heart")),
    "annoyance": Effect("blackcloud"),
    "joy": Effect("flowers"),
    **dict.fromkeys(("disgust", "fear"), Effect("shock", lasts_s=3.0)),
    "surprise": Effect("notice", rate_hz=12.0, lasts_s=1.5),
    **dict.fromkeys(("admiration", "amusement", "excitement", "pride"), Effect("beaming", lasts_s=4.0)),
    "confusion": Effect("question", lasts_s=4.0),
    "realization": Effect("exclaim", lasts_s=2.0),
}


def of_emotions(times: Floats, moments: Sequence[float], emotions: Sequence[Emotion]) -> list[Layers]:
    """The cels of emotions that begin at `moments`; eyes that waver go back and forth."""
    targets = np.array([[each.cels.get(name, 0.0) for name in CELS] for each in emotions])
    strengths = np.clip(follow(times, moments, targets), 0.0, 1.0)
    return [_cycled(time, row) for time, row in zip(times.tolist(), strengths.tolist(), strict=True)]


def of_effects(times: Floats, moments: Sequence[float], names: Sequence[str]) -> list[Layers]:
    """The effects of the emotions `names` that begin at `moments`."""
    ends = [*moments[1:], float("inf")]
    felt = [
        (start, end - start, EFFECTS[name])
        for start, end, name in zip(moments, ends, names, strict=True)
        if name in EFFECTS
    ]
    return [
        dict(layer for start, length, effect in felt if (layer := effect.layer(time - start, length)))
        for time in times.tolist()
    ]


def of_data_eyes(times: Floats, spans: Sequence[tuple[float, float]]) -> list[Layers]:
    """Characters that scroll over the eyes in each span (start, end), and pale after it."""
    shown = []
    for time in times.tolist():
        fades = [1.0 - max(0.0, time - end) / _DATA_FADING_S for start, end in spans if time >= start]
        strength = max([0.0, *fades])
        shown.append({_at(_DATA, time): min(1.0, strength)} if strength >= _SEEN else {})
    return shown


def _cycled(time: float, strengths: Sequence[float]) -> Layers:
    layers = {name: value for name, value in zip(CELS, strengths, strict=True) if value >= _SEEN}
    wavering = max((layers.pop(name) for name in _WAVERS if name in layers), default=0.0)
    return layers | ({_at(_WAVERS, time): wavering} if wavering else {})


def _at(frames: Sequence[str], time: float) -> str:
    return frames[_count(time, _CYCLED_HZ) % len(frames)]


def _count(seconds: float, rate_hz: float) -> int:
    """Whole turns; a moment that is one but for rounding is one."""
    return int(seconds * rate_hz + 1e-6)
