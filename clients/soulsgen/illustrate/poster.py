"""Scenes to channels, each once: the ledger of `soulsgen post` knows what went where."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from soulsgen.channels.image import read_image
from soulsgen.channels.post import Channel
from soulsgen.errors import SoulsgenError, Unavailable
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.clock import Retreat
from soulsgen.illustrate.gallery import Gallery, Painted
from soulsgen.ledger.ledger import Ledger
from soulsgen.posting.broadcast import Draft, Outcome, broadcast
from soulsgen.posting.delivery import Patience
from soulsgen.posting.writer import Writer

PART = "channels"
# Discord takes 1,024 characters, X 1,000.
ALT = 1000
POSTS = "posts.jsonl"


class Poster:
    """`name` is the session's part of the slots' names; the scenes before `posts.jsonl`'s end are settled.

    stop: nothing is waited for any more.
    """

    def __init__(
        self,
        gallery: Gallery,
        channels: Sequence[Channel],
        ledger: Callable[[], Ledger],
        writer: Writer,
        name: str,
        board: Board,
        stop: Event | None = None,
    ) -> None:
        self._gallery = gallery
        self._channels = channels
        self._ledger = ledger
        self._writer = writer
        self._name = name
        self._board = board
        self._stop = stop
        self._retreat = Retreat()
        self._path = gallery.folder / POSTS
        self._settled = len(_whole_lines(self._path))
        self._usd = 0.0

    def step(self) -> float | None:
        """Post the oldest scene that is not; seconds until there may be more, None when there is none."""
        if self._settled >= len(self._gallery.scenes):
            return None
        painted = self._gallery.scenes[self._settled]
        try:
            outcomes = self._post(painted) if painted.image else []
            if any(isinstance(each.error, Unavailable) and each.error.exit_code == 75 for each in outcomes):
                return self._pause(next(str(each.error) for each in outcomes if each.error))
            self._settle(painted, outcomes)
        except (SoulsgenError, OSError) as error:
            return self._pause(str(error))
        self._retreat.end()
        self._board.well(PART)
        return 0.0

    def _pause(self, sentence: str) -> float:
        self._board.trouble(PART, f"{sentence}; tried again")
        return self._retreat.pause()

    def _post(self, painted: Painted) -> list[Outcome]:
        image = read_image(self._gallery.folder / str(painted.image), alt_text(painted.scene))
        slot = f"{self._name}.{Path(str(painted.image)).stem}"
        draft = Draft(slot, self._writer, painted.scene, (image,))
        with self._ledger() as ledger:
            patience = Patience(max_wait_s=120.0)
            return broadcast(ledger, self._channels, draft, patience, self._board.say, self._stop)

    def _settle(self, painted: Painted, outcomes: Sequence[Outcome]) -> None:
        for each in outcomes:
            if each.error:
                self._board.say(f"{each.channel}: {each.error}; this scene is not posted there")
            elif each.entry:
                self._board.say(f"{each.channel}: {each.entry.url}")
                self._usd += 0.0 if each.already else float(each.entry.cost_usd)
        self._board.spent("channels", self._usd)
        record = {"image": painted.image, "channels": {each.channel: _fate(each) for each in outcomes}}
        with self._path.open("ab") as file:
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        self._settled += 1


def alt_text(scene: str) -> str:
    """The scene, cut after a word where channels take no more."""
    if len(scene) <= ALT:
        return scene
    return scene[: ALT - 1].rsplit(" ", 1)[0] + "…"


def _fate(outcome: Outcome) -> str:
    return str(outcome.error) if outcome.error else str(outcome.entry.url if outcome.entry else "")


def _whole_lines(path: Path) -> list[bytes]:
    content = path.read_bytes() if path.is_file() else b""
    whole = content[: content.rfind(b"\n") + 1]
    if whole != content:
        path.write_bytes(whole)
    return whole.splitlines()
