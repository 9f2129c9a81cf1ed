"""Every so often the newest talk becomes a scene, and the scene a picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

from soulsgen.agent.answers import Agent, Spoken
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.illustrate.artist import Artist
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.clock import Retreat
from soulsgen.illustrate.context import buffer, newest
from soulsgen.illustrate.gallery import Gallery, Painted
from soulsgen.illustrate.prompts import Prompts
from soulsgen.session.transcript import Line

PART = "illustrator"
# Pictures that are none, or that the painter refuses, before a scene goes without.
TRIES = 3
_DISK_S = 5.0
_PLAIN = Spoken(0.0, "A grey stone stands on a green hill.")


@dataclass(frozen=True)
class Rhythm:
    """A scene every `wait_s` seconds of the session, of at most `max_context` tokens of talk.

    persistence: share of the tokens in mind that stays there after a scene, 0-1.
    """

    wait_s: float = 450.0
    max_context: int = 2000
    persistence: float = 0.2


@dataclass
class _Order:
    """A scene that is being made; what is there already is not asked for again."""

    lines: Sequence[Line]
    seen: int
    due: float
    scene: str | None = None
    prompt: str = ""
    tries: int = 0


class Illustrator:
    """`lines` is the transcript as it grows; it is only appended to."""

    def __init__(
        self,
        rhythm: Rhythm,
        lines: Sequence[Line],
        gallery: Gallery,
        agent: Agent,
        artist: Artist,
        prompts: Prompts,
        board: Board,
        show: Callable[[Painted], None] = lambda _: None,
    ) -> None:
        self._rhythm = rhythm
        self._lines = lines
        self._gallery = gallery
        self._agent = agent
        self._artist = artist
        self._prompts = prompts
        self._board = board
        self._show = show
        self._retreat = Retreat()
        self._order: _Order | None = None
        last = gallery.scenes[-1].due if gallery.scenes else 0.0
        self._due = last + rhythm.wait_s

    def step(self, heard_to_s: float) -> float | None:
        """Work on the scene that is due once all before it is transcribed: up to `heard_to_s` by now.

        Seconds until there may be more to do; None when no scene is due.
        """
        if self._order is None:
            self._order = self._next(heard_to_s)
        return self._work(self._order) if self._order else None

    def flush(self) -> float | None:
        """As `step`, for the end: talk since the last scene is a scene whenever it is."""
        if self._order is None and len(self._lines) > self._seen:
            self._order = self._of(len(self._lines), self._lines[-1].to)
        return self._work(self._order) if self._order else None

    @property
    def _seen(self) -> int:
        return self._gallery.scenes[-1].seen if self._gallery.scenes else 0

    def _next(self, heard_to_s: float) -> _Order | None:
        """Times at which nobody had said anything new are passed over."""
        count = len(self._lines)
        while self._due <= heard_to_s:
            due = self._due
            self._due += self._rhythm.wait_s
            new = sum(1 for line in self._lines[self._seen : count] if line.at < due)
            if new:
                return self._of(self._seen + new, due)
        return None

    def _of(self, seen: int, due: float) -> _Order:
        before = [each.seen for each in self._gallery.scenes]
        mind = buffer(self._lines[:seen], before, self._rhythm.persistence)
        return _Order(newest(mind, self._rhythm.max_context), seen, due)

    def _work(self, order: _Order) -> float:
        try:
            if order.scene is None:
                self._board.activity("describing the scene")
                self._describe(order)
            self._board.activity("painting")
            self._paint(order)
        except OSError as error:
            self._board.trouble(
                PART, f"{error.filename or self._gallery.folder}: {error.strerror}; tried again"
            )
            return _DISK_S
        except SoulsgenError as error:
            self._board.trouble(PART, f"{error}; the scene waits")
            return self._retreat.pause()
        self._retreat.end()
        self._order = None
        self._board.well(PART)
        self._board.activity("listening")
        return 0.0

    def _describe(self, order: _Order) -> None:
        spoken = [Spoken(line.at, line.text, line.speaker) for line in order.lines]
        previous = next((each.scene for each in reversed(self._gallery.scenes) if each.scene), "")
        try:
            scene = " ".join(self._agent.scene(spoken, previous).text.split())
        except Refused as error:
            self._give_up(order, error, lambda: self._agent.scene([_PLAIN], ""))
            scene = ""
        else:
            # An agent to whom nobody told of anything to see says so by the scene before.
            if scene in ("", previous):
                self._board.say("nothing new was told that can be seen: no picture this time")
                scene = ""
        self._board.spent("agent", self._agent.spent().usd)
        order.scene = scene
        order.prompt = self._prompts.painting(scene) if scene else ""
        order.tries = 0

    def _paint(self, order: _Order) -> None:
        content = self._picture(order) if order.scene else None
        image = self._gallery.next_image() if content is not None else None
        at = max((line.to for line in order.lines), default=order.due)
        painted = Painted(
            at, order.scene or "", image, order.prompt, self._seed(order), order.seen, order.due
        )
        self._gallery.add(painted, content)
        self._show(painted)

    def _picture(self, order: _Order) -> bytes | None:
        """None when the painter will not paint this scene."""
        try:
            return self._artist.paint(order.prompt, self._seed(order))
        except Refused as error:
            self._give_up(order, error, lambda: self._artist.paint(_PLAIN.text, 1))
        except Unavailable:
            raise
        except SoulsgenError as error:  # an answer that is no picture
            self._give_up(order, error, lambda: None)
        finally:
            self._board.spent("painter", self._artist.spent())
        return None

    def _give_up(self, order: _Order, error: SoulsgenError, probe: Callable[[], object]) -> None:
        """Raises `error` for the first tries, as the next seed may be a luckier one.

        And while `probe`, which asks for nothing special, fails too: then it is not this scene, but a model
        that is not loaded or a wrong token.
        """
        order.tries += 1
        if order.tries < TRIES:
            raise error
        try:
            probe()
        except SoulsgenError:
            raise error from None
        self._board.say(f"{PART}: {error}; this scene goes without")

    def _seed(self, order: _Order) -> int:
        """The same for the same talk, another for every try."""
        told = "\n".join(line.text for line in order.lines)
        return crc32(f"{order.seen}.{order.tries}.{told}".encode()) & 0x7FFFFFFF
