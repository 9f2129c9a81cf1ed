"""Parameters, and cels, that somebody holds."""

from collections.abc import Mapping, Sequence

import numpy as np

from soulsgen.errors import SoulsgenError
from soulsgen.motion.effects import SEEN, Layers
from soulsgen.motion.emotion import CELS
from soulsgen.motion.events import Override
from soulsgen.motion.parameters import SIZE, Floats, place, vector
from soulsgen.motion.transitions import follow

# Per second: a slider is followed at once, though not in a jump.
_RATE = 30.0
# What an event holds by place in a pose, or in CELS; None gives one back.
Step = Mapping[int, float | None]


def held(times: Floats, poses: Floats, events: Sequence[Override]) -> Floats:
    """`poses` [n, 45] with what is held at each of `times` in place of it.

    Raises SoulsgenError for a name that is neither a parameter nor a cel, and a value out of its range.
    """
    steps = [_parameters(event) for event in events]
    if not any(steps):
        return poses
    values, share = _followed(times, events, steps, SIZE)
    return poses + share * (values - poses)


def worn(times: Floats, layers: Sequence[Layers], events: Sequence[Override]) -> list[Layers]:
    """`layers` at each of `times` with the cels that are held in place of them; raises as `held`."""
    steps = [_cels(event) for event in events]
    if not any(steps):
        return list(layers)
    values, share = _followed(times, events, steps, len(CELS))
    rows = zip(layers, values.tolist(), share.tolist(), strict=True)
    return [_laid(each, value, part) for each, value, part in rows]


def _followed(
    times: Floats, events: Sequence[Override], steps: Sequence[Step], size: int
) -> tuple[Floats, Floats]:
    """[n, size] twice: what is held, and how far, 0 to 1."""
    values, weights = np.zeros((2, len(steps) + 1, size))
    for number, step in enumerate(steps, 1):
        values[number], weights[number] = values[number - 1], weights[number - 1]
        for where, value in step.items():
            weights[number, where] = value is not None
            if value is not None:
                values[number, where] = value
    moments = [min(0.0, events[0].at_s) - 1.0, *(event.at_s for event in events)]
    share = np.clip(follow(times, moments, weights, _RATE), 0.0, 1.0)
    return follow(times, moments, values, _RATE), share


def _parameters(event: Override) -> Step:
    named = {name: value for name, value in event.values.items() if name not in CELS}
    places = {name: place(name, "override") for name in named}
    pose = vector({name: value for name, value in named.items() if value is not None}, "override")
    return {
        places[name]: None if value is None else float(pose[places[name]]) for name, value in named.items()
    }


def _cels(event: Override) -> Step:
    named = {name: value for name, value in event.values.items() if name in CELS}
    for name, value in named.items():
        if value is not None and not _is_strength(value):
            raise SoulsgenError(f"override: {name} is {value!r}: a number from 0 to 1")
    return {CELS.index(name): value for name, value in named.items()}


def _is_strength(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _laid(layers: Layers, values: Sequence[float], share: Sequence[float]) -> Layers:
    mixed = {
        name: part * value + (1.0 - part) * layers.get(name, 0.0)
        for name, value, part in zip(CELS, values, share, strict=True)
        if part
    }
    return {name: min(1.0, value) for name, value in (layers | mixed).items() if value >= SEEN}
