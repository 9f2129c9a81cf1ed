"""From waiting phrases to lines in the transcript, each once and in order, whatever the server does."""

import os
import re
from collections.abc import Callable, Sequence

from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.illustrate.backlog import Backlog, Waiting, probe, readable
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.clock import Retreat
from soulsgen.illustrate.progress import Progress
from soulsgen.session.scribe import Heard, Scribe
from soulsgen.session.transcript import Line, Transcript

PART = "scribe"
# Replies to one phrase that are none before it may be set aside.
TRIES = 3
_DISK_S = 5.0
# What Whisper makes of noise; the archive's own guards come first, other servers may have none.
_PHANTOMS = re.compile(r"(thank you|thanks for watching|i'm sorry)[.!]*", re.IGNORECASE)
_DOUBTFUL = 0.5  # confidence below which such a phrase is no line


class Listener:
    """`source` is what lines say they come from."""

    def __init__(
        self,
        backlog: Backlog,
        transcript: Transcript,
        scribe: Scribe,
        source: str,
        progress: Progress,
        board: Board,
        written: Callable[[Sequence[Line]], None] = lambda _: None,
    ) -> None:
        self._backlog = backlog
        self._transcript = transcript
        self._scribe = scribe
        self._source = source
        self._progress = progress
        self._board = board
        self._written = written
        self._retreat = Retreat()
        self._odd_replies = 0
        self._known = transcript.chunks()

    def step(self) -> float | None:
        """One phrase; seconds until there may be more to do, None when nothing waits."""
        self._backlog.write()
        phrase = self._backlog.first()
        if phrase is None:
            return None if self._backlog.starts_s() is None else _DISK_S
        try:
            return self._take(phrase)
        except OSError as error:
            where = error.filename or self._transcript.path
            self._board.trouble(PART, f"{where}: {error.strerror}; nothing is lost, it is tried again")
            return _DISK_S

    def _take(self, phrase: Waiting) -> float:
        if (self._source, phrase.start_s) in self._known:
            return self._done(phrase)
        chunk = readable(phrase)
        if isinstance(chunk, SoulsgenError):
            return self._set_aside(phrase, chunk)
        try:
            heard = self._scribe.hear(chunk)
        except Refused as error:
            return self._refused(phrase, error)
        except Unavailable as error:
            return self._pause(error)
        except SoulsgenError as error:
            self._odd_replies += 1
            return self._pause(error) if self._odd_replies < TRIES else self._refused(phrase, error)
        self._retreat.end()
        return self._write(phrase, heard)

    def _write(self, phrase: Waiting, heard: list[Heard]) -> float:
        spoken = [each for each in heard if is_line(each)]
        lines = [self._line(phrase, each, len(spoken)) for each in spoken]
        append_whole(self._transcript, lines)
        self._known.add((self._source, phrase.start_s))
        self._written(lines)
        return self._done(phrase)

    def _done(self, phrase: Waiting) -> float:
        self._odd_replies = 0
        self._progress.reach(self._source, phrase.end)
        self._backlog.done(phrase)
        self._board.well(PART)
        self._board.activity("listening", self._backlog.seconds())
        return 0.0

    def _line(self, phrase: Waiting, heard: Heard, count: int) -> Line:
        start = phrase.start_s
        words = tuple(_moved(word, start) for word in heard.words)
        return Line(
            at=round(start + heard.start, 2),
            to=round(start + heard.end, 2),
            speaker=None,
            text=heard.text,
            source=self._source,
            words=words,
            confidence=heard.confidence,
            chunk=start,
            of=count,
        )

    def _refused(self, phrase: Waiting, error: SoulsgenError) -> float:
        """Is it this phrase, or would anything fail, as with a wrong token or another archive?"""
        try:
            self._scribe.hear(probe())
        except SoulsgenError:
            return self._pause(error)
        return self._set_aside(phrase, error)

    def _set_aside(self, phrase: Waiting, error: SoulsgenError) -> float:
        self._progress.reach(self._source, phrase.end)
        kept = self._backlog.set_aside(phrase)
        self._odd_replies = 0
        self._board.say(f"{PART}: {error}; that audio is kept as {kept}")
        return 0.0

    def _pause(self, error: SoulsgenError) -> float:
        self._board.trouble(PART, f"{error}; talk waits on the disk")
        self._board.activity("waiting for the scribe", self._backlog.seconds())
        return self._retreat.pause()


def is_line(heard: Heard) -> bool:
    """Not dots alone, nor a doubtful one of Whisper's phantoms."""
    if not any(mark.isalnum() for mark in heard.text):
        return False
    doubtful = heard.confidence is not None and heard.confidence < _DOUBTFUL
    return not (doubtful and _PHANTOMS.fullmatch(heard.text.strip()))


def append_whole(transcript: Transcript, lines: list[Line]) -> None:
    """All or none, also when the disk fills up in the midst of a line. Raises OSError."""
    size = os.fstat(transcript.file.fileno()).st_size
    try:
        transcript.append(lines)
    except OSError:
        os.ftruncate(transcript.file.fileno(), size)
        raise


def _moved(word: dict[str, object], by_s: float) -> dict[str, object]:
    """A word's times from the session's start."""
    times: dict[str, object] = {
        name: round(float(str(word[name])) + by_s, 2) for name in ("start", "end") if name in word
    }
    return {**word, **times}
