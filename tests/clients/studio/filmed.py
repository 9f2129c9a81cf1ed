"""A recording of shots and sounds that are there already: none is left out, however slow the machine is."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from soulsgen.studio.recording import Plan, Recorded, Recording
from soulsgen.studio.shot import Shot, Sound
from waiting import wait_until


def filmed(
    path: Path, plan: Plan, began_s: float, given: Iterable[Shot | Sound], end_s: float | None = None
) -> Recorded:
    """The first of `given` is the shot that is seen from `began_s` on; without `end_s` it ends by itself."""
    first, *others = given
    assert isinstance(first, Shot)
    with path.open("wb+") as file, ThreadPoolExecutor(1) as pool:
        recording = Recording(file, plan, began_s, first)
        written = pool.submit(recording.write)
        for one in others:
            if isinstance(one, Sound):
                recording.hear(one)
            else:
                wait_until(lambda one=one: recording.show(one) or written.done())
        if end_s is not None:
            recording.end(end_s)
        return written.result()
