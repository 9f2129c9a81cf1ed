"""What bench_stream.py measures of pictures: how many come, how late, and what a viewer more costs."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from stream_studio import ENDING_S, Studio, Used, live, waited_for
from stream_viewers import Picture

ASKED_FPS = 25.0
# So many are drawn in full, whatever they are encoded as: what is compared is of one size.
HELD_FPS = 8.0


@dataclass(frozen=True)
class Take:
    """What a row is of: so many instances with these settings, and of each so many viewers of a kind."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    instances: int = 1
    viewers: int = 1
    kind: str = "feed"

    @property
    def table(self) -> dict[str, Any]:
        """The animator's settings; those of the take that are None are left to the studio."""
        plain = {"target_fps": ASKED_FPS, "format": "webp", "postprocessor_chain": []}
        return {name: value for name, value in {**plain, **self.settings}.items() if value is not None}


@dataclass(frozen=True)
class Row:
    """fps: of a viewer, on the average, and of the slowest. side: of a picture, in pixels.

    delay: milliseconds from the moment a picture is of to a viewer's having it. output_ms: from its being
    asked for to its being sent; sockets do not tell this, nor encode_ms. kb: of a picture's file.
    studio_ms, torchserve_ms: of a core, for a picture. delivered: how often each picture was.
    """

    name: str
    fps: float
    slowest_fps: float
    side: float
    delay_p50_ms: float
    delay_p95_ms: float
    output_ms: float | None
    kb: float
    encode_ms: float | None
    studio_ms: float
    torchserve_ms: float
    delivered: float


@dataclass(frozen=True)
class Window:
    """A stretch of the machine's monotonic clock, and what was used of the cores meanwhile."""

    begin_s: float
    end_s: float
    used: Used

    @property
    def seconds(self) -> float:
        return self.end_s - self.begin_s


def measured(studio: Studio, take: Take, settle_s: float, seconds: float) -> Row:
    """After `settle_s`, in which the studio finds the size and rate that it can keep."""
    with ExitStack() as stack:
        names = [stack.enter_context(live(studio, take.table)) for _ in range(take.instances)]
        began = [studio.began_s(name) for name in names]
        arguments = ["--kind", take.kind, "--viewers", str(take.viewers), "--instances", *names]
        with process("stream_viewers.py", studio.url, *arguments) as viewers:
            for name in names:
                wait_for_viewers(studio, name, take.viewers)
            time.sleep(settle_s)
            window = rested(studio, seconds)
            told = json.loads(dismissed(viewers))
    seen = [[Picture(*one) for one in each] for each in told]
    return row(take.name, [(began[number // take.viewers], each) for number, each in enumerate(seen)], window)


def row(name: str, viewers: Sequence[tuple[float, Sequence[Picture]]], window: Window) -> Row:
    """viewers: of each, when its instance's clock began, and what it saw.

    Raises RuntimeError when nobody saw anything.
    """
    seen = [
        (began_s, [one for one in pictures if window.begin_s <= one.at_s < window.end_s])
        for began_s, pictures in viewers
    ]
    rates = [len(pictures) / window.seconds for _, pictures in seen]
    every = [one for _, pictures in seen for one in pictures]
    if not every:
        raise RuntimeError(f"{name}: nobody saw anything in {window.seconds:.1f} s")
    delays = [1000 * (one.at_s - began_s - one.moment_s) for began_s, pictures in seen for one in pictures]
    drawn = len({(began_s, one.moment_s) for began_s, pictures in seen for one in pictures})
    return Row(
        name,
        statistics.mean(rates),
        min(rates),
        statistics.median(one.side for one in every),
        statistics.median(delays),
        float(np.percentile(delays, 95)),
        _median(one.output_ms for one in every),
        statistics.median(one.size_bytes for one in every) / 1000,
        _median(one.encode_ms for one in every),
        1000 * window.used.studio_s / drawn,
        1000 * window.used.torchserve_s / drawn,
        len(every) / drawn,
    )


def _median(values: Iterable[float | None]) -> float | None:
    told = [one for one in values if one is not None]
    return statistics.median(told) if told else None


def cost_percent(rows: Sequence[Row]) -> float:
    """What each further viewer adds to the studio's work on a picture, in percent of all work on it.

    That is the slope of the straight line through what the studio used for a picture against how often it
    was delivered, over what studio and TorchServe used together for one with the fewest viewers.
    """
    slope = np.polyfit([one.delivered for one in rows], [one.studio_ms for one in rows], 1)[0]
    least = min(rows, key=lambda one: one.delivered)
    return float(100 * slope / (least.studio_ms + least.torchserve_ms))


def rested(studio: Studio, seconds: float) -> Window:
    """Let so many pass."""
    before, begin_s = studio.used(), time.monotonic()
    time.sleep(seconds)
    return window_since(studio, before, begin_s)


def window_since(studio: Studio, before: Used, begin_s: float) -> Window:
    end_s, now = time.monotonic(), studio.used()
    used = Used(now.studio_s - before.studio_s, now.torchserve_s - before.torchserve_s)
    return Window(begin_s, end_s, used)


def wait_for_viewers(studio: Studio, instance_id: str, count: int) -> None:
    waited_for(lambda: studio.state(instance_id)["viewers"] == count, f"viewer {count}")


@contextmanager
def process(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """One of this folder's scripts, beside; it ends when its standard input does, or at the block's end."""
    command = [sys.executable, str(Path(__file__).with_name(script)), *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True) as beside:
        try:
            yield beside
        finally:
            beside.kill()


def dismissed(beside: subprocess.Popen[str], patience_s: float = ENDING_S) -> str:
    """What it printed at its end. Raises RuntimeError when that was no good one."""
    told, _ = beside.communicate(timeout=patience_s)
    if beside.returncode:
        raise RuntimeError(f"{beside.args} ended with {beside.returncode}")
    return told
