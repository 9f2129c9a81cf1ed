"""What is laid over the face: blushes, tears, eyes that waver, data eyes that scroll.

A layer is one picture of a character's; layers of a moment are `{name: strength}`, 0 to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from soulsgen.motion.effects import SEEN, turns
from soulsgen.motion.effects import Layers as Layers
from soulsgen.motion.emotion import CELS, Emotion
from soulsgen.motion.parameters import Floats
from soulsgen.motion.transitions import RATE, follow

_DATA, _WAVERS = ("data1", "data2", "data3", "data4"), ("waver1", "waver2")


@dataclass(frozen=True)
class Scrolling:
    """Of data eyes. rate_hz: pictures a second; 0: one stays. fading_s: how long they pale when they end.

    least_s: how long they are seen at least before that.
    """

    rate_hz: float = 12.0
    fading_s: float = 0.75
    least_s: float = 0.0

    def strength(self, time: float, start: float, end: float) -> float:
        if time < start:
            return 0.0
        late = max(0.0, time - max(end, start + self.least_s))
        return 1.0 - late / self.fading_s if self.fading_s else float(not late)


def of_emotions(
    times: Floats,
    moments: Sequence[float],
    emotions: Sequence[Emotion],
    rate: float = RATE,
    waver_hz: float = 12.0,
) -> list[Layers]:
    """The cels of emotions that begin at `moments`; eyes that waver go back and forth `waver_hz` / 2 times.

    rate: of their coming, as in `follow`.
    """
    targets = np.array([[each.cels.get(name, 0.0) for name in CELS] for each in emotions])
    strengths = np.clip(follow(times, moments, targets, rate), 0.0, 1.0)
    rows = zip(times.tolist(), strengths.tolist(), strict=True)
    return [_cycled(time, row, waver_hz) for time, row in rows]


def of_data_eyes(
    times: Floats, spans: Sequence[tuple[float, float]], settings: Scrolling | None = None
) -> list[Layers]:
    """Characters that scroll over the eyes in each span (start, end), and pale after it."""
    settings = settings or Scrolling()
    shown = []
    for time in times.tolist():
        strength = max([0.0, *(settings.strength(time, start, end) for start, end in spans)])
        seen = strength >= SEEN
        shown.append({_at(_DATA, time, settings.rate_hz): min(1.0, strength)} if seen else {})
    return shown


def _cycled(time: float, strengths: Sequence[float], waver_hz: float) -> Layers:
    layers = {name: value for name, value in zip(CELS, strengths, strict=True) if value >= SEEN}
    wavering = max((layers.pop(name) for name in _WAVERS if name in layers), default=0.0)
    return layers | ({_at(_WAVERS, time, waver_hz): wavering} if wavering else {})


def _at(frames: Sequence[str], time: float, rate_hz: float) -> str:
    return frames[turns(time, rate_hz) % len(frames)]
