"""Which events are over so long that no pose and no layer shows it, and what stands for them.

A spring forgets: `rate` x seconds of 20 leave 4e-8 of a way (motion/transitions.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from soulsgen.motion.events import DataEyes, Feel, Look, Override, Say, Talk
from soulsgen.motion.manner import Manner
from soulsgen.motion.transitions import rate_of

Spanning = TypeVar("Spanning", Talk, DataEyes)

# No picture takes so long to come, so speech that begins later than this is not told to the scene.
AHEAD_S = 30.0
# Of each kind. Who does more within a few seconds is a program gone wild, whose oldest doings are let go
# although they may show.
_MOST = 100
_MOST_SPEECH = 4096
# rate x seconds after which a spring is at rest.
_REST = 20.0
_SLACK_S = 1.0


@dataclass(frozen=True)
class Memory:
    """For how many seconds it shows what she felt, how speech ended, where she looked, what was held."""

    feelings_s: float
    ends_s: float
    looks_s: float = 4.0
    held_s: float = 2.0

    @classmethod
    def of(cls, manner: Manner) -> "Memory":
        settling_s = _REST / rate_of(manner.step)
        fading_s = max((each.fading_s for each in manner.drawn), default=0.0)
        feelings_s = max(settling_s, fading_s, manner.blinking.confused_s)
        data_s = manner.data_eyes.least_s + manner.data_eyes.fading_s
        return cls(feelings_s + _SLACK_S, max(data_s, abs(manner.lead_s)) + _SLACK_S)


def felt(events: Sequence[Feel], before_s: float) -> list[Feel]:
    """The newest that began until `before_s`, and all after it. events: in order."""
    return [*events[max(0, _old(events, before_s) - 1) :]][-_MOST:]


def looked(events: Sequence[Look], before_s: float) -> list[Look]:
    """As `felt`; who looks at nothing keeps the point that her head turned from."""
    old = _old(events, before_s)
    kept = [*events[max(0, old - 1) :]][-_MOST:]
    point = next((each.point for each in reversed(events[:old]) if each.point is not None), None)
    if old and kept[0].point is None and point is not None:
        return [Look(kept[0].at_s, point), *kept]
    return kept


def folded(events: Sequence[Override], before_s: float) -> list[Override]:
    """Two events for all until `before_s`: where each value was put last, and which were given back.

    What was given back keeps its value: from there it goes where it is put next.
    """
    old = max(_old(events, before_s), len(events) - _MOST)
    if old < 3:
        return [*events]
    at_s = events[old - 1].at_s
    values: dict[str, float | None] = {}
    put: dict[str, float | None] = {}
    for each in events[:old]:
        values.update(each.values)
        put.update((name, value) for name, value in each.values.items() if value is not None)
    back = dict.fromkeys(name for name, value in values.items() if value is None)
    return [Override(at_s, put), Override(at_s, back), *events[old:]]


def said(events: Sequence[Say], before_s: float) -> list[Say]:
    """Those that are heard after `before_s`."""
    return [each for each in events if _end_s(each) > before_s][:_MOST_SPEECH]


def cut(event: Say, at_s: float) -> Say:
    """Only what is heard until `at_s`."""
    end_s = at_s - event.at_s
    track = [replace(one, end_s=min(one.end_s, end_s)) for one in event.track if one.start_s < end_s]
    return Say(event.at_s, tuple(track))


def ended(events: Sequence[Spanning], before_s: float) -> list[Spanning]:
    """Those that go on until after `before_s`."""
    return [each for each in events if each.until_s > before_s][-_MOST:]


def _end_s(event: Say) -> float:
    return event.at_s + max((one.end_s for one in event.track), default=0.0)


def _old(events: Sequence[Feel] | Sequence[Look] | Sequence[Override], before_s: float) -> int:
    return sum(each.at_s <= before_s for each in events)
