"""An archive of one painter and a stream that is paced before it, in whatever time a loop goes by."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from soulsgen.errors import Unavailable
from soulsgen.studio.clock import Clock
from soulsgen.studio.delay import Delay
from soulsgen.studio.pacing import Pacing
from soulsgen.studio.quality import Level
from soulsgen.studio.shot import Shot

WANTED = Level(512, 25.0)


@dataclass
class Archive:
    """Draws one picture after the other, each in `cost_s(level)`, for all who ask; `faults` are raised."""

    clock: Clock
    cost_s: Callable[[Level], float]
    faults: list[tuple[float, float]] = field(default_factory=list)
    under_way: int = 0
    most: int = 0
    asked: int = 0

    def __post_init__(self) -> None:
        self.turn = asyncio.Lock()

    async def draw(self, moment_s: float, level: Level) -> Shot:
        self.asked += 1
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            if any(start <= self.clock.now_s() < end for start, end in self.faults):
                raise Unavailable("nobody is there")
            async with self.turn:
                cost_s = self.cost_s(level)
                await asyncio.sleep(cost_s)
        finally:
            self.under_way -= 1
        return shot_of(moment_s, level, cost_s)


def shot_of(moment_s: float, level: Level, cost_s: float) -> Shot:
    stats = {"render_ms": 1000 * cost_s, "encode_ms": 0.0}
    size = level.size, level.size
    return Shot(moment_s, b"", "image/webp", *size, size, stats=stats)


@dataclass
class Stream:
    """A pacing and what it showed, with when."""

    clock: Clock
    archive: Archive
    wanted: Level = WANTED
    shown: list[tuple[float, Shot]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pacing = Pacing(self.clock, self.archive.draw, self._show, self.wanted)

    def _show(self, shot: Shot) -> None:
        self.shown.append((self.clock.now_s(), shot))

    async def goes_on(self, seconds: float) -> list[tuple[float, Shot]]:
        """What is shown in the next seconds."""
        before = len(self.shown)
        self.pacing.start()
        await asyncio.sleep(seconds)
        return self.shown[before:]


class Broken(Delay):
    @property
    def expected_s(self) -> float:
        raise ArithmeticError("no delay is known")


def moments(shown: list[tuple[float, Shot]]) -> list[float]:
    return [shot.moment_s for _, shot in shown]


def late(shown: list[tuple[float, Shot]]) -> list[float]:
    return [at_s - shot.moment_s for at_s, shot in shown]


def steps(moments: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(moments)]


def on_grid(moments: list[float], fps: float) -> bool:
    return all(abs(moment * fps - round(moment * fps)) < 1e-4 for moment in moments)
