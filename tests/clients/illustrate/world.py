"""An evening at a table of tones, in memory but for its folder and its servers."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from clients.illustrate.studio import Tones
from soulsgen.agent.served import ServedAgent
from soulsgen.illustrate.artist import Artist
from soulsgen.illustrate.backlog import Backlog
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.feeder import Feeder
from soulsgen.illustrate.gallery import Gallery
from soulsgen.illustrate.illustrator import Illustrator, Rhythm
from soulsgen.illustrate.listener import Listener
from soulsgen.illustrate.progress import Progress
from soulsgen.illustrate.prompts import Prompts
from soulsgen.painting import PaintOrder, ServedPainter
from soulsgen.session.folder import SessionFolder
from soulsgen.session.scribe import Listening, Scribe
from soulsgen.torchserve import Endpoint, TorchServe
from waiting import LIMIT_S

MINUTE = 60.0


class World:
    """The parts of one evening on a clock that runs as fast as they can work.

    `meanwhile` is what the test does to them, told the second of the session.
    """

    def __init__(self, path: Path, url: str, count: int, every_s: float, wait_s: float) -> None:
        self.told: list[str] = []
        self.now = 0.0
        self.meanwhile: Callable[[float], object] = lambda _: None
        self.folder = SessionFolder(path, {}, datetime.fromisoformat("2026-11-21T19:00:00+01:00"))
        board = Board(path, self.told.append)
        client = TorchServe(Endpoint(url, retries=0, timeout_s=LIMIT_S))
        self.backlog = Backlog(path, board)
        progress = Progress(path)
        self.gallery = Gallery(path)
        prompts = Prompts(path, board)
        prompts.create()
        transcript = self.folder.transcript
        scribe = Scribe(client, Listening())
        self.feeder = Feeder(Tones(count, every_s, self.advance), self.backlog, progress, 20.0, board)
        self.listener = Listener(self.backlog, transcript, scribe, "table", progress, board)
        artist = Artist(ServedPainter(client), PaintOrder("", width=64, height=36))
        self.illustrator = Illustrator(
            Rhythm(wait_s), transcript.lines, self.gallery, ServedAgent(client), artist, prompts, board
        )
        self.due = {self.listener.step: 0.0, self._illustrate: 0.0}

    def advance(self, now: float) -> None:
        """Every part's work up to `now`, each step at its own time."""
        self.meanwhile(now)
        while (at := min(self.due.values())) <= now:
            step = next(step for step, due in self.due.items() if due == at)
            self.now = at
            pause = step()
            self.due[step] = at + (1.0 if pause is None else pause)
        self.now = now

    def _illustrate(self) -> float | None:
        starts_s = self.backlog.starts_s()
        settled_s = self.feeder.settled_s
        return self.illustrator.step(settled_s if starts_s is None else min(settled_s, starts_s))

    def play(self) -> None:
        self.feeder.run(lambda _: False)
        self.advance(self.now + 3 * MINUTE)
        while self.illustrator.flush() is not None:
            pass
        self.folder.__exit__()
