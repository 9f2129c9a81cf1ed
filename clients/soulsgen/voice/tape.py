"""Speech of any length while it comes: its sound in a file on the disk, and its words in memory."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from soulsgen.files import Content
from soulsgen.voice.recital import Recital
from soulsgen.voice.said import Said, Word
from soulsgen.voice.sound_file import SoundFile, sound_file
from soulsgen.voice.stream import Chunk, Joined


class Tape:
    """What has come of an utterance; its file has no name and is gone with it."""

    def __init__(self, form: str = "wav", folder: Path | None = None, with_times: bool = False) -> None:
        """folder: where the sound has room; None keeps none. with_times: those of phonemes and faces too."""
        self.form = form
        self.with_times = with_times
        self.sample_rate_hz = 0
        self.words: list[Word] = []
        self._times: dict[str, Any] = {}
        self._joined = Joined()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=folder) if folder else None  # noqa: SIM115 - lives as long
        self._sound: SoundFile | None = None

    def add(self, chunk: Chunk) -> bytes:
        """The next chunk; its samples, with the silence before them."""
        pcm = self._joined.add(chunk)
        self.sample_rate_hz = chunk.sample_rate_hz
        self.words += chunk.words
        for name, timed in chunk.times.items() if self.with_times else ():
            self._times.setdefault(name, []).extend(timed)
        if self._file:
            self._sound = self._sound or sound_file(self._file, self.form, chunk.sample_rate_hz)
            self._sound.add(pcm)
        return pcm

    def said(self, utterance: str) -> Said:
        """All of it, as the archive would have replied; nothing can be added after that."""
        rate_hz = self.sample_rate_hz
        audio: Content = b""
        if self._file and self._sound:
            self._sound.close()
            rate_hz = self._sound.rate_hz
            audio = self._file
            audio.seek(0)
        duration_s = self._joined.samples / self.sample_rate_hz if self.sample_rate_hz else 0.0
        facts = {"id": utterance, "format": self.form, "sample_rate_hz": rate_hz, "duration": duration_s}
        return Said(audio, self.form, duration_s, tuple(self.words), {**facts, **self._times})


def taped(recital: Recital, tape: Tape, tell: Callable[[int], None]) -> Said:
    """The whole text on `tape`; `tell` gets how many of its characters have been said.

    Raises as the recital does, and stops the archive when it is interrupted.
    """
    try:
        for part in recital.parts:
            for chunk in recital.chunks(part):
                tape.add(chunk)
                if chunk.words:
                    tell(chunk.words[-1].at + len(chunk.words[-1].text))
        tell(len(recital.order.text))
    except KeyboardInterrupt:
        recital.cancel()
        raise
    return tape.said(recital.utterance)
