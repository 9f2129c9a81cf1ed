"""From a source of sound to phrases that wait on the disk."""

from soulsgen.illustrate.backlog import Backlog
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.phrases import Phrases
from soulsgen.illustrate.progress import Progress
from soulsgen.illustrate.sound_source import Sleep, SoundSource
from soulsgen.session.sound import SAMPLE_RATE_HZ

# A gap of the source: a microphone that was gone, a machine that slept.
_GAP_S = 0.5
_SAVED_EVERY_S = 10.0


class Feeder:
    """One source; `settled_s` is the second of the session before which all talk is in the backlog."""

    def __init__(
        self, source: SoundSource, backlog: Backlog, progress: Progress, longest_s: float, board: Board
    ) -> None:
        self._source = source
        self._backlog = backlog
        self._board = board
        self._progress = progress
        self.settled_s = self._saved_s = progress.of(source.name)
        self._phrases = Phrases(longest_s, self.settled_s)

    def run(self, sleep: Sleep) -> None:
        """Until the sound or the session ends; what is left of it then is in the backlog too."""
        expected_s: float | None = None
        for block in self._source.blocks(sleep):
            if expected_s is None or abs(block.start_s - expected_s) > _GAP_S:
                self._flush()
                self._phrases.restart(block.start_s)
                expected_s = block.start_s
            expected_s += len(block.samples) / SAMPLE_RATE_HZ
            for phrase in self._phrases.feed(block.samples):
                self._backlog.put(phrase)
            self._settle()
        self._flush()
        self._settle(save=True)

    def _flush(self) -> None:
        for phrase in self._phrases.flush():
            self._backlog.put(phrase)

    def _settle(self, save: bool = False) -> None:
        self.settled_s = self._phrases.settled_s
        if save or self.settled_s - self._saved_s >= _SAVED_EVERY_S:
            self._saved_s = self.settled_s
            self._save()

    def _save(self) -> None:
        try:
            self._progress.reach(self._source.name, int(self.settled_s * 1000))
        except OSError as error:
            self._board.trouble("progress", f"{error.filename or 'the disk'}: {error.strerror}")
        else:
            self._board.well("progress")
