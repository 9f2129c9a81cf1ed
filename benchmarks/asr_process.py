"""asr_worker.py at work in a process of its own, from outside."""

import json
import os
import subprocess
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from asr_engines import Setup

PATIENCE_S = 30


class EngineFault(Exception):
    """An engine does not start, or does not do what it should; the message is one line."""


class Process:
    """One engine; `python` is an environment that holds it, `log` a file for whatever it prints."""

    def __init__(self, python: Path, setup: Setup, warm: list[Path], files: list[Path], log: Path) -> None:
        order = {"setup": asdict(setup), "warm": [*map(str, warm)], "files": [*map(str, files)]}
        self.log = log
        with log.open("wb") as written:
            self.process = subprocess.Popen(
                [python, Path(__file__).parent / "asr_worker.py", json.dumps(order)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=written,
                env={**os.environ, "OMP_NUM_THREADS": str(setup.threads), "HF_HUB_OFFLINE": "1"},
            )

    def send(self, word: str) -> None:
        """Where it has ended, `reply` tells."""
        if self.process.stdin is not None:
            with suppress(BrokenPipeError):
                self.process.stdin.write(f"{word}\n".encode())
                self.process.stdin.flush()

    def reply(self) -> Any:
        """Its next line. Raises EngineFault with its last words when it has ended instead."""
        line = self.process.stdout.readline() if self.process.stdout else b""
        if not line:
            raise EngineFault(self._last_words())
        return json.loads(line)

    def _last_words(self) -> str:
        lines = self.log.read_text("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it ended without a word")

    def close(self) -> None:
        with suppress(BrokenPipeError):
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe:
                    pipe.close()
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
