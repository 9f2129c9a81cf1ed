"""How large pictures are and how many a second, where the archive cannot draw all that was asked for.

First they become smaller, then fewer. What did not hold is tried again ever more seldom, so that no picture
goes to and fro.
"""

from dataclasses import dataclass

SIZES = (512, 384, 256)
# Of the rate that was asked for.
_SHARES = (3 / 4, 1 / 2, 1 / 3, 1 / 4, 1 / 8)
# The archive draws these, and brings them to other sizes (its look.py).
_DRAWN = (256, 512)

# Arrivals are counted over so long, and over so many; so many times in a row too few is too slow.
_WINDOW_S, _WINDOW_COUNT = 0.5, 8
_KEPT = 0.9
_SLOW_WINDOWS = 2
# How long the rate has been kept before more is tried, at first and at most; what then fails within PROVEN_S
# doubles it.
PATIENCE_S, _MOST_PATIENCE_S = 5.0, 320.0
PROVEN_S = 30.0
# Of the time between two pictures, what the drawing of one may take up in what is tried.
_FILLED = 0.8


@dataclass(frozen=True)
class Level:
    """size: side of the whole picture in pixels, before crop and upscale. fps: pictures a second."""

    size: int
    fps: float


def ladder(wanted: Level) -> list[Level]:
    """From what was asked for down."""
    sizes = [wanted.size, *(size for size in SIZES if size < wanted.size)]
    fewer = [Level(sizes[-1], wanted.fps * share) for share in _SHARES]
    return [*(Level(size, wanted.fps) for size in sizes), *fewer]


class Quality:
    """Says the level to draw at, told of every picture that came. Moments are of any clock."""

    def __init__(self, wanted: Level) -> None:
        self.levels = ladder(wanted)
        self.patience_s = PATIENCE_S
        self._step = 0
        self._rose_s = float("-inf")
        self.rest()

    @property
    def level(self) -> Level:
        return self.levels[self._step]

    @property
    def trouble(self) -> str:
        if not self._step:
            return ""
        wanted, level = self.levels[0], self.level
        return (
            f"drawing does not keep up with {wanted.fps:g} pictures a second of {wanted.size} pixels a side: "
            f"they are {level.fps:.3g} of {level.size}"
        )

    def rest(self) -> None:
        """Nothing was asked for meanwhile: what came, or did not, tells nothing."""
        self._since_s: float | None = None
        self._kept_since_s: float | None = None
        self._slow = 0

    def came(self, at_s: float, level: Level, cost_s: float) -> None:
        """A picture of `level`, which took the archive so long."""
        if level != self.level:
            return
        if self._since_s is None:
            self._begin(at_s)
            return
        self._count += 1
        self._cost_s += cost_s
        lasted_s = at_s - self._since_s
        if lasted_s >= max(_WINDOW_S, _WINDOW_COUNT / level.fps):
            self._judge(at_s, self._count >= _KEPT * lasted_s * level.fps, self._cost_s / self._count)

    def _begin(self, at_s: float) -> None:
        self._since_s, self._count, self._cost_s = at_s, 0, 0.0
        if self._kept_since_s is None:
            self._kept_since_s = at_s

    def _judge(self, at_s: float, kept: bool, cost_s: float) -> None:
        self._slow = 0 if kept else self._slow + 1
        if not kept:
            self._kept_since_s = at_s
        if self._slow >= _SLOW_WINDOWS and self._step + 1 < len(self.levels):
            self._sink(at_s)
        elif self._step and at_s - (self._kept_since_s or 0.0) >= self.patience_s and self._fits(cost_s):
            self._rose_s = at_s
            self._step -= 1
            self.rest()
        else:
            self._begin(at_s)

    def _sink(self, at_s: float) -> None:
        soon = at_s - self._rose_s < PROVEN_S
        self.patience_s = min(2 * self.patience_s, _MOST_PATIENCE_S) if soon else PATIENCE_S
        self._step += 1
        self.rest()

    def _fits(self, cost_s: float) -> bool:
        """Whether the next better level leaves the archive air, if a picture costs as its pixels do."""
        better = self.levels[self._step - 1]
        pixels = (better.size / self.level.size) ** 2
        drawn = (_drawn(better.size) / _drawn(self.level.size)) ** 2
        return cost_s * max(pixels, drawn) <= _FILLED / better.fps


def _drawn(size: int) -> int:
    return next((drawn for drawn in _DRAWN if drawn >= size), _DRAWN[-1])
