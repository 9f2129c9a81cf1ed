"""How a value goes from one place to another."""

import numpy as np

from soulsgen.motion.parameters import Floats


def minimum_jerk(share: Floats) -> Floats:
    """0 to 1 as a hand or a head moves (Flash and Hogan 1985); `share` of the time, outside [0, 1] held."""
    x = np.clip(share, 0.0, 1.0)
    return x**3 * (10.0 + x * (6.0 * x - 15.0))


def settled(since: Floats, rate: float) -> tuple[Floats, Floats]:
    """What is left of a place and of a speed after `since` seconds of a critically damped spring.

    (place, speed) times these, summed, is the distance still to go; `rate` is the spring's, per second.
    """
    fading = np.exp(-rate * since)
    return (1.0 + rate * since) * fading, since * fading
