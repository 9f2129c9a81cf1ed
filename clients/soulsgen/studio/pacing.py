"""Which moments of an instance are drawn, and when each is shown.

Moments lie on a grid of the rate. Each is asked for as long before it as a picture takes to come; those for
which that is too late are skipped. A picture that is there too soon waits for its moment, one that comes when
a later one has been shown is thrown away.
"""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import Any

from soulsgen.errors import SoulsgenError
from soulsgen.studio.clock import Clock
from soulsgen.studio.delay import Delay
from soulsgen.studio.outage import Outage
from soulsgen.studio.quality import PATIENCE_S, Level, Quality
from soulsgen.studio.shot import Shot

Draw = Callable[[float, Level], Awaitable[Shot]]

# While one is drawn the other is on its way, or encoded.
UNDER_WAY = 2
# What comes sooner than its moment by more than this, and by so many times what it took, was asked for when
# the server was far slower.
EARLY_S, _EARLY_TIMES = 0.5, 3.0
# Nothing for so long is told.
_SILENT_S = 2.0
_FPS_OVER_S = 2.0
# Clocks round.
_NOW_S = 1e-6


class Pacing:
    """The pictures of one instance: `draw` makes one of a moment, `show` gets them in order and in time."""

    def __init__(self, clock: Clock, draw: Draw, show: Callable[[Shot], None], wanted: Level) -> None:
        self.delay = Delay()
        self._clock, self._draw, self._show = clock, draw, show
        self._quality, self._outage = Quality(wanted), Outage()
        self._running: asyncio.Task[None] | None = None
        self._pictures: set[asyncio.Task[None]] = set()
        # When each of those under way was asked for.
        self._begun: dict[int, float] = {}
        self._number = count()
        self._changed = asyncio.Event()
        self._asked_s = self._shown_s = float("-inf")
        self._shown: deque[float] = deque()

    @property
    def running(self) -> bool:
        return self._running is not None

    @property
    def trouble(self) -> str:
        """Why viewers get less than was asked for, or ""."""
        if not self.running:
            return ""
        if self._outage.reason:
            return f"{self._outage.reason}; the last picture stays until it draws again"
        silent_s = self._clock.now_s() - min(self._begun.values(), default=math.inf)
        if silent_s > max(_SILENT_S, 2 * self.delay.expected_s):
            return f"the animator has not answered for {silent_s:.0f} s; the last picture stays until it does"
        return self._quality.trouble

    def aim(self, wanted: Level) -> None:
        """From now on. Something else is to be drawn: what was refused, or too much, may not be now."""
        if wanted != self._quality.levels[0]:
            self._quality = Quality(wanted)
        self._quality.patience_s = PATIENCE_S
        self._outage.over()
        self._changed.set()

    def start(self) -> None:
        if self._running is None:
            self._quality.rest()
            self._running = asyncio.create_task(self._run())

    def stop(self) -> None:
        """Pictures that are under way are shown no more."""
        if self._running:
            self._running.cancel()
            self._running = None

    async def _run(self) -> None:
        while True:
            try:
                await self._go_on()
            except Exception as error:  # whatever it is, the stream must not stand still without a word
                now_s = self._clock.now_s()
                self._failed(error, now_s)
                await asyncio.sleep(self._outage.left_s(now_s))

    async def _go_on(self) -> None:
        """Ask for the next moment, or wait for it."""
        now_s = self._clock.now_s()
        left_s = self._left_s(now_s)
        if left_s <= _NOW_S:
            self._ask(now_s)
        else:
            await self._changed_within(left_s)

    def _failed(self, error: Exception, began_s: float) -> None:
        told = error if isinstance(error, SoulsgenError) else f"{type(error).__name__}: {error}"
        self._outage.failed(self._clock.now_s(), began_s, str(told))
        self._quality.rest()

    def _left_s(self, now_s: float) -> float:
        """Until the next moment is to be asked for; infinite: something has to come back before."""
        if len(self._begun) >= (1 if self._outage.reason else UNDER_WAY):
            return math.inf
        due_s = self._next_s(now_s) - self.delay.expected_s
        return max(due_s - now_s, self._outage.left_s(now_s))

    def _next_s(self, now_s: float) -> float:
        """The first moment on the grid that can be shown in time, or late by half a picture at most."""
        fps = self._quality.level.fps
        soonest = math.ceil((now_s + self.delay.expected_s) * fps - 0.5)
        if self._asked_s == float("-inf"):
            return soonest / fps
        return max(soonest, math.floor(self._asked_s * fps + _NOW_S) + 1) / fps

    def _ask(self, now_s: float) -> None:
        self._asked_s, number = self._next_s(now_s), next(self._number)
        self._begun[number] = now_s
        picture = asyncio.create_task(self._picture(self._asked_s, number, self._quality.level))
        self._pictures.add(picture)
        picture.add_done_callback(self._pictures.discard)

    async def _changed_within(self, left_s: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(None if left_s == math.inf else left_s):
                await self._changed.wait()
        self._changed.clear()

    async def _picture(self, moment_s: float, number: int, level: Level) -> None:
        run, began_s = self._running, self._begun[number]
        try:
            shot = await self._come(moment_s, number, level)
            came_s = self._clock.now_s()
            self._outage.over()
            cost_ms = shot.stats["render_ms"] + shot.stats["encode_ms"]
            self._quality.came(came_s, level, cost_ms / 1000)
            if not self._as_expected(moment_s - came_s, came_s - began_s):
                return
            await asyncio.sleep(max(0.0, moment_s - came_s))
            if run is self._running:
                self._put(shot, began_s, came_s)
        except Exception as error:  # as in `_run`
            self._failed(error, began_s)

    async def _come(self, moment_s: float, number: int, level: Level) -> Shot:
        try:
            return await self._draw(moment_s, level)
        finally:
            del self._begun[number]
            self._changed.set()

    def _as_expected(self, early_s: float, took_s: float) -> bool:
        """False: nearer moments are to be drawn than the one that came and those asked for since."""
        far = early_s > max(EARLY_S, _EARLY_TIMES * took_s)
        if far:
            self.delay, self._asked_s = Delay(), self._shown_s
        self.delay.add(took_s)
        return not far

    def _put(self, shot: Shot, began_s: float, came_s: float) -> None:
        if shot.moment_s <= self._shown_s:
            return
        now_s = self._clock.now_s()
        self._shown_s = shot.moment_s
        self._shown.append(now_s)
        waits = {"wait_ms": 1000 * (now_s - came_s), "output_ms": 1000 * (now_s - began_s)}
        self._show(replace(shot, stats=self._told({**shot.stats, **waits, "fps": self._fps()})))

    def _fps(self) -> float:
        """Of the last seconds."""
        while self._shown[-1] - self._shown[0] > _FPS_OVER_S:
            self._shown.popleft()
        lasted_s = self._shown[-1] - self._shown[0]
        return (len(self._shown) - 1) / lasted_s if lasted_s else 0.0

    def _told(self, stats: dict[str, float]) -> dict[str, Any]:
        rounded = {name: round(value, 2) for name, value in stats.items()}
        return {**rounded, "target_fps": self._quality.levels[0].fps, "trouble": self.trouble}
