"""Where the eyes look: at the viewer, mostly, in saccades with rests between."""

import numpy as np

from soulsgen.motion.chance import Counts, last, signed, uniform
from soulsgen.motion.easing import minimum_jerk
from soulsgen.motion.parameters import Floats

PARAMETERS = ("iris_rotation_x", "iris_rotation_y")
SHORTEST_S, LONGEST_S = 0.6, 2.6
# Of looks that go to the viewer's face; those wander about it a little, from eye to eye.
_AT_VIEWER = 0.65
_NEAR = (0.03, 0.07)
_AWAY = (0.22, 0.5)
# 20 degrees take about 65 ms (Bahill, Clark, Stark 1975: 2.2 ms a degree and 21 ms).
_SACCADE_S = 0.06


def irises(times: Floats, seed: int) -> Floats:
    """[n, 2]: PARAMETERS at each of `times`, about 0."""
    count, since = last(times, seed, "gaze", SHORTEST_S, LONGEST_S)
    here, there = _looks(count - 1, seed), _looks(count, seed)
    return here + minimum_jerk(since / _SACCADE_S)[:, None] * (there - here)


def _looks(counts: Counts, seed: int) -> Floats:
    at_viewer = uniform(seed, "gaze at viewer", counts) < _AT_VIEWER
    return np.stack(
        [
            signed(seed, f"gaze {name}", counts) * np.where(at_viewer, near, away)
            for name, near, away in zip(PARAMETERS, _NEAR, _AWAY, strict=True)
        ],
        axis=1,
    )
