"""The microphone, through PortAudio; unplugged, it is looked for until it is back."""

import queue
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np

from soulsgen.errors import SoulsgenError
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.sound_source import Block, Sleep
from soulsgen.portaudio import device_of, portaudio
from soulsgen.session.sound import SAMPLE_RATE_HZ

PART = "microphone"
_BLOCK = SAMPLE_RATE_HZ // 10
# Without a block for so long, the device is gone, whatever PortAudio says.
_SILENT_S = 3.0
_AGAIN_S = 3.0


class Microphone:
    """The input `device`, a name or number of PortAudio's, else its default.

    Seconds of the session are those since `started`, so that a resumed session goes on where the evening is.
    """

    name = "microphone"

    def __init__(self, started: datetime, board: Board, device: str | None = None) -> None:
        self._started = started
        self._board = board
        self._device = device_of(device)
        self._sd: Any = portaudio("a microphone", "A recording needs none: illustrate FILE")
        self._opened = False

    def blocks(self, sleep: Sleep) -> Iterator[Block]:
        while True:
            try:
                return (yield from self._listen(sleep))
            except (OSError, self._sd.PortAudioError) as error:
                if not self._opened:
                    raise SoulsgenError(f"no microphone can be opened: {error}") from error
                self._board.trouble(PART, f"{error}; looked for again every {_AGAIN_S:.0f} s")
            if sleep(_AGAIN_S):
                return
            # PortAudio knows the devices that were there when it was initialised.
            self._sd._terminate()
            self._sd._initialize()

    def _listen(self, sleep: Sleep) -> Iterator[Block]:
        """Until the session ends. Raises OSError when no sound comes any more."""
        heard: queue.Queue[bytes] = queue.Queue()

        def take(content: Any, *_: object) -> None:
            heard.put(bytes(content))

        with self._sd.RawInputStream(
            samplerate=SAMPLE_RATE_HZ,
            channels=1,
            dtype="int16",
            blocksize=_BLOCK,
            device=self._device,
            callback=take,
        ):
            self._opened = True
            self._board.well(PART)
            start_s = time.time() - self._started.timestamp()
            while not sleep(0.0):
                try:
                    samples = np.frombuffer(heard.get(timeout=_SILENT_S), np.int16)
                except queue.Empty:
                    raise OSError("the microphone sends nothing any more") from None
                yield Block(start_s, samples)
                start_s += len(samples) / SAMPLE_RATE_HZ
