"""A whole scene: which pose, and which layers, at any moment of it.

The order in which things act: emotion, sway and gaze about it, blink, speech, breath, what is held.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from soulsgen.errors import SoulsgenError
from soulsgen.motion import blinking, cels, effects, gaze, lips, looking, swaying, talking
from soulsgen.motion.effects import Layers
from soulsgen.motion.emotion import Emotion, built_in
from soulsgen.motion.events import DataEyes, Event, Feel, Look, Override, Say, Talk
from soulsgen.motion.looking import Looking
from soulsgen.motion.manner import Manner as Manner
from soulsgen.motion.overrides import held, worn
from soulsgen.motion.parameters import INDEX, MOUTHS, Floats, clipped, indices
from soulsgen.motion.transitions import follow, rate_of

Kind = TypeVar("Kind", Feel, Say, Talk, Override, DataEyes, Look)

_IRISES, _HEAD = indices(gaze.PARAMETERS), indices(looking.HEAD)
_SIDES = ("left", "right")
_WINKS, _HAPPY = (indices(f"eye_{name}_{side}" for side in _SIDES) for name in ("wink", "happy_wink"))
# What opens an eye, or half closes it, gives way to a lid that comes down.
_LIDS = indices(f"eye_{name}_{side}" for name in ("surprised", "relaxed", "unimpressed") for side in _SIDES)


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
        moments, rate = _moments(feelings), rate_of(self.manner.step)
        poses = follow(times, moments, np.stack([each.pose for each in felt]), rate)
        poses = self._alive(times, poses, feelings, self._looking(times, _of(ordered, Look)))
        poses = self._spoken(times, poses, ordered)
        overrides = _of(ordered, Override)
        spans = [(each.at_s, each.until_s) for each in _of(ordered, DataEyes)]
        data = cels.of_data_eyes(times, spans, self.manner.data_eyes)
        laid = cels.of_emotions(times, moments, felt, rate, self.manner.waver_hz)
        return Pictures(
            clipped(held(times, poses, overrides)),
            worn(times, [one | other for one, other in zip(laid, data, strict=True)], overrides),
            self._signs(times, moments, [each.emotion for each in feelings]),
        )

    def _emotion(self, name: str) -> Emotion:
        if name not in self.emotions:
            raise SoulsgenError(f"{name} is no emotion; there are {', '.join(self.emotions)}")
        return self.emotions[name]

    def _looking(self, times: Floats, events: Sequence[Look]) -> Looking | None:
        looks = [Look(float("-inf"), self.manner.look), *events]
        if all(each.point is None for each in looks):
            return None
        return looking.towards(times, _moments(looks), [each.point for each in looks])

    def _alive(self, times: Floats, poses: Floats, feelings: Sequence[Feel], look: Looking | None) -> Floats:
        """Sway, gaze, blinks and breath."""
        manner = self.manner
        swayed = swaying.sway(times, self.seed, manner.sway)
        if look:
            swayed *= 1.0 - looking.CALM * look.head_share[:, None]
        poses[:, indices(manner.sway.parameters)] += swayed
        if manner.looks_about:
            poses[:, _IRISES] += (1.0 - abs(poses[:, _IRISES])) * gaze.irises(times, self.seed)
        if look:
            poses[:, _IRISES] += look.irises_share[:, None] * (look.irises - poses[:, _IRISES])
            poses[:, _HEAD] += look.head
        if manner.blinks:
            confused = _confused(times, feelings, manner.blinking.confused_s)
            closed = blinking.lids(times, self.seed, confused, manner.blinking)[:, None]
            poses[:, _WINKS] = np.maximum(poses[:, _WINKS], closed * (1.0 - poses[:, _HAPPY]))
            poses[:, _LIDS] *= 1.0 - closed
        poses[:, INDEX["breathing"]] = swaying.breath(times, manner.breathing_s)
        return poses

    def _spoken(self, times: Floats, poses: Floats, events: Sequence[Event]) -> Floats:
        for said in _of(events, Say):
            heard = times - said.at_s + self.manner.lead_s
            share = lips.speaking(heard, said.track)[:, None]
            shapes = lips.mouths(heard, said.track, self.manner.shown_s)
            poses[:, MOUTHS] += share * (shapes - poses[:, MOUTHS])
        mouth = INDEX[self.manner.talking.parameter]
        for talk in _of(events, Talk):
            moving = (times >= talk.at_s) & (times < talk.until_s)
            poses[moving, mouth] = talking.opened(times, self.seed, self.manner.talking)[moving]
        return poses

    def _signs(self, times: Floats, moments: Sequence[float], names: Sequence[str]) -> list[Layers]:
        if not self.manner.effects:
            return [{} for _ in times]
        return effects.of_feelings(times, moments, names, self.manner.drawn, self.manner.foresight)


def _moments(events: Sequence[Feel] | Sequence[Look]) -> list[float]:
    """When each begins. The first is there from the beginning, and has no moment to settle from."""
    later = [each.at_s for each in events[1:]]
    return [min([0.0, *later]) - 1.0, *later]


def _confused(times: Floats, feelings: Sequence[Feel], lasts_s: float) -> Floats:
    """1 in the first seconds of confusion."""
    spans = [each.at_s for each in feelings if each.emotion == "confusion"]
    return np.array([float(any(0 <= time - start < lasts_s for start in spans)) for time in times])


def _of(events: Sequence[Event], kind: type[Kind]) -> list[Kind]:
    return [event for event in events if isinstance(event, kind)]
