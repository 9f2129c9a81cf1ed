"""The parts beside one another, each in a thread, and their end in order."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from soulsgen.illustrate.backlog import Backlog
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.clock import Retreat
from soulsgen.illustrate.feeder import Feeder
from soulsgen.illustrate.illustrator import Illustrator
from soulsgen.illustrate.listener import Listener
from soulsgen.illustrate.poster import Poster

_IDLE_S = 0.2
_log = logging.getLogger(__name__)
Step = Callable[[], float | None]


@dataclass(frozen=True)
class Parts:
    """Of one session; without channels there is no poster."""

    feeder: Feeder
    backlog: Backlog
    listener: Listener
    illustrator: Illustrator
    poster: Poster | None
    board: Board


class Ending:
    """Two steps: asked to end, and `now`, when nothing is waited for any more."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.now = threading.Event()

    def ask(self, *_: object) -> None:
        """A signal's handler: the second signal ends it at once."""
        if self.asked.is_set():
            self.now.set()
        self.asked.set()


def run(parts: Parts, ending: Ending, flush_s: float) -> bool:
    """Until the sound ends, or `ending` was asked for; whether all of it was transcribed, painted and posted.

    A recording that ends is finished however long it takes; a session that is ended gets `flush_s` for it.
    """
    fed = threading.Event()
    listening = _start("scribe", parts.listener.step, parts.board, fed.is_set)
    illustrating = _start(
        "illustrator", lambda: _illustrate(parts, listening), parts.board, lambda: not listening.is_alive()
    )
    last = illustrating
    if parts.poster:
        last = _start("channels", parts.poster.step, parts.board, lambda: not illustrating.is_alive())
    try:
        parts.feeder.run(ending.asked.wait)
    finally:
        fed.set()
    if ending.asked.is_set():
        parts.board.say(f"Ending: up to {flush_s:.0f} s for what is left; once more ends it now.")
    return _join(last, ending, flush_s)


def _illustrate(parts: Parts, listening: threading.Thread) -> float | None:
    if not listening.is_alive():
        pause = parts.illustrator.step(parts.feeder.settled_s)
        return parts.illustrator.flush() if pause is None else pause
    # In this order: a phrase that leaves the backlog meanwhile has its lines in the transcript by then.
    settled_s = parts.feeder.settled_s
    starts_s = parts.backlog.starts_s()
    return parts.illustrator.step(settled_s if starts_s is None else min(settled_s, starts_s))


def _join(last: threading.Thread, ending: Ending, flush_s: float) -> bool:
    deadline: float | None = None
    while last.is_alive():
        if ending.now.is_set():
            return False
        if ending.asked.is_set() and deadline is None:
            deadline = time.monotonic() + flush_s
        if deadline is not None and time.monotonic() > deadline:
            # What waits in a thread that the interpreter joins must end too.
            ending.now.set()
            return False
        last.join(_IDLE_S)
    return True


def _start(name: str, step: Step, board: Board, may_end: Callable[[], bool]) -> threading.Thread:
    """A thread that does `step` until it has nothing to do and `may_end`."""
    thread = threading.Thread(target=_keep, args=(name, step, board, may_end), name=name, daemon=True)
    thread.start()
    return thread


def _keep(name: str, step: Step, board: Board, may_end: Callable[[], bool]) -> None:
    retreat = Retreat()
    while True:
        ending = may_end()
        try:
            pause = step()
            retreat.end()
        except Exception as error:  # a fault of ours must not end the evening: it is told, and tried again
            _log.exception("%s", name)
            board.trouble(name, f"unexpected {type(error).__name__}: {error}; tried again")
            pause = retreat.pause()
        if pause is None and ending:
            return
        if pause != 0.0:
            time.sleep(_IDLE_S if pause is None else pause)
