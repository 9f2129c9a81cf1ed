"""A head and a body that are never quite still, and a breath.

Every place is a function of the moment alone: nothing accumulates, so nothing drifts.
"""

from dataclasses import dataclass

import numpy as np

from soulsgen.motion.chance import last, signed
from soulsgen.motion.easing import minimum_jerk
from soulsgen.motion.parameters import Floats

PARAMETERS = ("head_x", "head_y", "neck_z", "body_y", "body_z")


@dataclass(frozen=True)
class Sway:
    """shortest_s, longest_s: from one resting place to the next. macro: how far those are from the middle.

    micro: how far the small unrest goes about them. parameters: which of a pose sway.
    """

    shortest_s: float = 5.0
    longest_s: float = 10.0
    macro: float = 0.6
    micro: float = 0.01
    parameters: tuple[str, ...] = PARAMETERS


_MICRO_S = 0.4
# A head takes its time, and rests before it goes on.
_GOING = 0.6


def sway(times: Floats, seed: int, settings: Sway) -> Floats:
    """[n, d]: the parameters of `settings` at each of `times`, about 0."""
    count, since = last(times, seed, "sway", settings.shortest_s, settings.longest_s)
    gone = minimum_jerk(since / (_GOING * settings.shortest_s))
    places = [np.zeros((len(times), 0))]
    for name in settings.parameters:
        there, here = (signed(seed, f"sway {name}", each) for each in (count, count - 1))
        place = settings.macro * (here + gone * (there - here)) + settings.micro * _unrest(times, seed, name)
        places.append(place[:, None])
    return np.concatenate(places, axis=1)


def breath(times: Floats, cycle_s: float) -> Floats:
    """How far the chest is raised, 0 to 1: sin² with a period of `cycle_s`."""
    return np.sin(np.pi * times / cycle_s) ** 2


def _unrest(times: Floats, seed: int, name: str) -> Floats:
    """Noise in [-1, 1) that changes smoothly."""
    at = times / _MICRO_S
    count = np.floor(at).astype(np.int64)
    here, there = (signed(seed, f"unrest {name}", each) for each in (count, count + 1))
    return here + minimum_jerk(at - count) * (there - here)
