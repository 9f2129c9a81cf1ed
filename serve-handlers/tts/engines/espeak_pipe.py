"""The other end of `espeak_process`: starts it, speaks its frames, and never waits for ever."""

import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NoReturn, cast

HEADER = struct.Struct(">cI")
PROGRAM = Path(__file__).with_name("espeak_process.py")
# Between two frames; speech comes a hundred times faster than it is heard.
PATIENCE_S = 10.0
_BLOCK = 1 << 16


class Ended(Exception):
    """The process is gone. The next call starts another."""


class Hung(Exception):
    """The process said nothing for too long and was ended."""


class Unable(Exception):
    """The process cannot do its work on this machine; the sentence says why."""


class EspeakPipe:
    """One espeak process at a time."""

    def __init__(self, program: Sequence[str] = (), patience_s: float = PATIENCE_S) -> None:
        # -P: the program's own folder is no place to import from.
        self.program = list(program) or [sys.executable, "-P", str(PROGRAM)]
        self.patience_s = patience_s
        self.process: subprocess.Popen[bytes] | None = None
        self.received = bytearray()

    def voices(self) -> dict[str, Any]:
        """What the process tells of voices, variants and its rate. Raises Unable where none can be had."""
        try:
            self._send(b"V")
            _, content = self._frame()
        except Ended as error:
            raise Unable("its process ended before it said anything") from error
        except Hung as error:
            raise Unable(f"its process said nothing for {self.patience_s:g} s") from error
        told: dict[str, Any] = json.loads(content)
        return told

    def speak(self, line: dict[str, Any], stopped: Callable[[], bool]) -> Iterator[tuple[bytes, bytes]]:
        """Frames of samples (A) and phonemes (E) as they are made; `stopped` is asked at each.

        The process is ended if the caller goes away before the last of them. Raises Ended, Hung or Unable.
        """
        self._send(b"S", line)
        stopping, done = False, False
        try:
            while True:
                kind, content = self._frame()
                if kind == b"D":
                    done = True
                    return
                if not stopping and stopped():
                    stopping = True
                    self._send(b"C")
                yield kind, content
        finally:
            if not done:
                self.close()

    def close(self) -> None:
        """End the process, and with it what it forked."""
        process, self.process = self.process, None
        self.received.clear()
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for stream in (process.stdin, process.stdout):
            cast(IO[bytes], stream).close()
        process.wait()

    def _over(self) -> NoReturn:
        self.close()
        raise Ended

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            # A session of its own: a group to end whole, and no Ctrl-C from a terminal.
            try:
                self.process = subprocess.Popen(
                    self.program,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    bufsize=0,
                    start_new_session=True,
                )
            except OSError as error:
                raise Unable(str(error)) from error
        return self.process

    def _send(self, kind: bytes, value: dict[str, Any] | None = None) -> None:
        content = b"" if value is None else json.dumps(value, ensure_ascii=False).encode()
        frame = HEADER.pack(kind, len(content)) + content
        try:
            cast(IO[bytes], self._running().stdin).write(frame)
        except BrokenPipeError:
            self._over()

    def _frame(self) -> tuple[bytes, bytes]:
        by = time.monotonic() + self.patience_s
        while (frame := self._taken()) is None:
            self._receive(by)
        kind, content = frame
        if kind == b"F":
            self.close()
            raise Unable(json.loads(content)["error"])
        return frame

    def _taken(self) -> tuple[bytes, bytes] | None:
        """A whole frame out of what has been received."""
        if len(self.received) < HEADER.size:
            return None
        kind, size = HEADER.unpack_from(self.received)
        end = HEADER.size + size
        if len(self.received) < end:
            return None
        content = bytes(self.received[HEADER.size : end])
        del self.received[:end]
        return kind, content

    def _receive(self, by: float) -> None:
        stdout = cast(IO[bytes], self._running().stdout).fileno()
        poll = select.poll()
        poll.register(stdout, select.POLLIN)
        if not poll.poll(max(0.0, by - time.monotonic()) * 1000):
            self.close()
            raise Hung
        block = os.read(stdout, _BLOCK)
        if not block:
            self._over()
        self.received += block
