"""The evening cut into scenes: at the longest silences, where the talk goes on to other words."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from soulsgen.agent.answers import Agent, Scene, Spoken
from soulsgen.session.transcript import Line

# A scene has at least so many lines; its words are compared over so many lines on each side.
_LEAST_LINES = 8
_COMPARED = 12
# Seconds of silence that count as much as words that have nothing in common.
_LONG_PAUSE_S = 60.0


def stretches(lines: Sequence[Line], most: int) -> list[list[Line]]:
    """`lines` in at most `most` runs, in order."""
    cuts = _cuts(lines, most - 1)
    edges = [0, *cuts, len(lines)]
    return [list(lines[first:last]) for first, last in pairwise(edges) if last > first]


def _cuts(lines: Sequence[Line], most: int) -> list[int]:
    """The best places first, none nearer to another than a scene is long."""
    places = range(_LEAST_LINES, len(lines) - _LEAST_LINES + 1)
    chosen: list[int] = []
    for place in sorted(places, key=lambda place: _break(lines, place), reverse=True):
        if len(chosen) < most and all(abs(place - other) >= _LEAST_LINES for other in chosen):
            chosen.append(place)
    return sorted(chosen)


def _break(lines: Sequence[Line], place: int) -> float:
    """0-2: how much a new scene begins with line `place`."""
    pause = min(max(0.0, lines[place].at - lines[place - 1].to), _LONG_PAUSE_S) / _LONG_PAUSE_S
    before, after = _words(lines[max(0, place - _COMPARED) : place]), _words(lines[place : place + _COMPARED])
    shared = sum((before & after).values())
    total = min(before.total(), after.total())
    return pause + 1 - (shared / total if total else 0)


def _words(lines: Sequence[Line]) -> Counter[str]:
    return Counter(word for line in lines for word in line.text.lower().split() if len(word) > 4)


def scenes(lines: Sequence[Line], agent: Agent, most: int) -> list[Scene]:
    """What can be seen in each stretch; a stretch where nothing is seen, or the same again, has none."""
    found: list[Scene] = []
    for stretch in stretches(lines, most):
        previous = found[-1].text if found else ""
        scene = agent.scene([Spoken(line.at, line.text, line.speaker) for line in stretch], previous)
        if scene.text and scene.text != previous:
            found.append(scene)
    return found
