"""Parameters that somebody holds."""

from collections.abc import Sequence

import numpy as np

from soulsgen.motion.events import Override
from soulsgen.motion.parameters import SIZE, Floats, place, vector
from soulsgen.motion.transitions import follow

# Per second: a slider is followed at once, though not in a jump.
_RATE = 30.0


def held(times: Floats, poses: Floats, events: Sequence[Override]) -> Floats:
    """`poses` [n, 45] with what is held at each of `times` in place of it.

    Raises SoulsgenError for a parameter that is none, and a value out of its range.
    """
    if not events:
        return poses
    values, weights = np.zeros((2, len(events) + 1, SIZE))
    for number, event in enumerate(events, 1):
        values[number], weights[number] = values[number - 1], weights[number - 1]
        given = {name: value for name, value in event.values.items() if value is not None}
        places = [place(name, "override") for name in given]
        values[number, places] = vector(given, "override")[places]
        weights[number, [place(name, "override") for name in event.values]] = 0.0
        weights[number, places] = 1.0
    moments = [min(0.0, events[0].at_s) - 1.0, *(event.at_s for event in events)]
    share = np.clip(follow(times, moments, weights, _RATE), 0.0, 1.0)
    return poses + share * (follow(times, moments, values, _RATE) - poses)
