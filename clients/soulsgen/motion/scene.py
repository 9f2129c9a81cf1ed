"""A whole scene: which pose, and which layers, at any moment of it.

The order in which things act: emotion, sway and gaze about it, blink, speech, breath, what is held.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from soulsgen.errors import SoulsgenError
from soulsgen.motion import blinking, cels, gaze, lips, swaying
from soulsgen.motion.cels import Layers
from soulsgen.motion.chance import uniform
from soulsgen.motion.emotion import Emotion, built_in
from soulsgen.motion.events import DataEyes, Event, Feel, Override, Say, Talk
from soulsgen.motion.overrides import held
from soulsgen.motion.parameters import INDEX, MOUTHS, Floats, clipped, indices
from soulsgen.motion.swaying import Sway
from soulsgen.motion.transitions import follow

Kind = TypeVar("Kind", Feel, Say, Talk, Override, DataEyes)

_TALKING_HZ = 12.0
_SWAYS, _IRISES = indices(swaying.PARAMETERS), indices(gaze.PARAMETERS)
_SIDES = ("left", "right")
_WINKS, _HAPPY = (indices(f"eye_{name}_{side}" for side in _SIDES) for name in ("wink", "happy_wink"))
# What opens an eye, or half closes it, gives way to a lid that comes down.
_LIDS = indices(f"eye_{name}_{side}" for name in ("surprised", "relaxed", "unimpressed") for side in _SIDES)


@dataclass(frozen=True)
class Manner:
    """How she moves by herself.

    lead_s: how far the lips are ahead of the sound. shown_s: how long one picture stays. effects: whether
    strong feelings show as drawn signs beside her.
    """

    sway: Sway = field(default_factory=Sway)
    breathing_s: float = 4.0
    blinks: bool = True
    looks_about: bool = True
    lead_s: float = 0.0
    shown_s: float = 0.04
    effects: bool = True


@dataclass(frozen=True)
class Pictures:
    """What n pictures show: poses [n, 45]; cels, which move with the face; effects, which do not."""

    poses: Floats
    cels: list[Layers]
    effects: list[Layers]


class Scene:
    """One avatar in one scene. The same seed and events give the same pictures, in any order."""

    def __init__(
        self, seed: int, manner: Manner | None = None, emotions: Mapping[str, Emotion] | None = None
    ) -> None:
        self.seed = seed
        self.manner = manner or Manner()
        self.emotions = emotions or built_in()

    def pictures(self, times: Floats, events: Sequence[Event] = ()) -> Pictures:
        """At each of `times`, in seconds. Raises SoulsgenError for an emotion or parameter that is none."""
        ordered = sorted(events, key=lambda event: event.at_s)
        feelings = [Feel(float("-inf"), "neutral"), *_of(ordered, Feel)]
        felt = [self._emotion(each.emotion) for each in feelings]
        # The first is there from the beginning, and has no moment to settle from.
        moments = [
            min([0.0, *(each.at_s for each in feelings[1:])]) - 1.0,
            *(each.at_s for each in feelings[1:]),
        ]
        poses = follow(times, moments, np.stack([each.pose for each in felt]))
        poses = self._alive(times, poses, feelings)
        poses = self._spoken(times, poses, ordered)
        names = [each.emotion for each in feelings]
        data = cels.of_data_eyes(times, [(each.at_s, each.until_s) for each in _of(ordered, DataEyes)])
        laid = cels.of_emotions(times, moments, felt)
        return Pictures(
            clipped(held(times, poses, _of(ordered, Override))),
            [one | other for one, other in zip(laid, data, strict=True)],
            cels.of_effects(times, moments, names) if self.manner.effects else [{} for _ in times],
        )

    def _emotion(self, name: str) -> Emotion:
        if name not in self.emotions:
            raise SoulsgenError(f"{name} is no emotion; there are {', '.join(self.emotions)}")
        return self.emotions[name]

    def _alive(self, times: Floats, poses: Floats, feelings: Sequence[Feel]) -> Floats:
        """Sway, gaze, blinks and breath."""
        poses[:, _SWAYS] += swaying.sway(times, self.seed, self.manner.sway)
        if self.manner.looks_about:
            poses[:, _IRISES] += (1.0 - abs(poses[:, _IRISES])) * gaze.irises(times, self.seed)
        if self.manner.blinks:
            closed = blinking.lids(times, self.seed, _confused(times, feelings))[:, None]
            poses[:, _WINKS] = np.maximum(poses[:, _WINKS], closed * (1.0 - poses[:, _HAPPY]))
            poses[:, _LIDS] *= 1.0 - closed
        poses[:, INDEX["breathing"]] = swaying.breath(times, self.manner.breathing_s)
        return poses

    def _spoken(self, times: Floats, poses: Floats, events: Sequence[Event]) -> Floats:
        for said in _of(events, Say):
            heard = times - said.at_s + self.manner.lead_s
            share = lips.speaking(heard, said.track)[:, None]
            shapes = lips.mouths(heard, said.track, self.manner.shown_s)
            poses[:, MOUTHS] += share * (shapes - poses[:, MOUTHS])
        for talk in _of(events, Talk):
            moving = (times >= talk.at_s) & (times < talk.until_s)
            count = np.floor(times * _TALKING_HZ).astype(np.int64)
            poses[moving, INDEX["mouth_aaa"]] = uniform(self.seed, "talk", count)[moving]
        return poses


def _confused(times: Floats, feelings: Sequence[Feel]) -> Floats:
    """1 in the first ten seconds of confusion."""
    spans = [each.at_s for each in feelings if each.emotion == "confusion"]
    return np.array([float(any(0 <= time - start < 10.0 for start in spans)) for time in times])


def _of(events: Sequence[Event], kind: type[Kind]) -> list[Kind]:
    return [event for event in events if isinstance(event, kind)]
