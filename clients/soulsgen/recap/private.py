"""Which lines are for the game master's eyes alone.

A line is private when its speaker's track is (the roster's `private = true`), or when a marker is said or
written in it. A recap for players is made from the other lines only: nothing private is there to leak.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from soulsgen.session.transcript import Line

MARKERS = ("GM only", "GM note", "off the record", "((")


@dataclass(frozen=True)
class Privacy:
    """markers: words that make a line private, in any case. speakers: labels all of whose lines are."""

    markers: tuple[str, ...] = MARKERS
    speakers: frozenset[str] = frozenset()

    def hides(self, line: Line) -> bool:
        said = " ".join(line.text.casefold().split())
        return line.speaker in self.speakers or any(marker.casefold() in said for marker in self.markers)


def public(lines: Iterable[Line], privacy: Privacy) -> list[Line]:
    return [line for line in lines if not privacy.hides(line)]


def private_times(lines: Sequence[Line], privacy: Privacy) -> frozenset[float]:
    """When private lines begin: what rests on them is marked."""
    return frozenset(line.at for line in lines if privacy.hides(line))
