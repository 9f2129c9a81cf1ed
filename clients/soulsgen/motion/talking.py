"""A mouth that moves without anybody knowing to what: wide or less wide, a few times a second."""

from dataclasses import dataclass

import numpy as np

from soulsgen.motion.chance import uniform
from soulsgen.motion.parameters import Floats


@dataclass(frozen=True)
class Talking:
    """rate_hz: mouths a second. parameter: the one of a pose that opens and closes it."""

    rate_hz: float = 12.0
    parameter: str = "mouth_aaa"


def opened(times: Floats, seed: int, settings: Talking) -> Floats:
    """[n]: the parameter of `settings` at each of `times`."""
    return uniform(seed, "talk", np.floor(times * settings.rate_hz).astype(np.int64))
