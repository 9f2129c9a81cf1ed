"""The file beside an unfinished output: what has come so far, so that a stopped run can continue.

JSON lines: the order the lines belong to, then `[number, line]` as each came.
"""

import fcntl
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text
from soulsgen.generation import Order


class PartFile:
    """`<output>.part`, held for one order until closed; `lines` is what is there, by number."""

    def __init__(self, output: Path, order: Order) -> None:
        """Raises SoulsgenError when another order began the part file, or another run is writing it."""
        self.output = output
        self.path = output.with_name(output.name + ".part")
        self.lines: dict[int, str] = {}
        output.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("a", encoding="utf-8")
        try:
            self._claim(asdict(order))
        except BaseException:
            self.file.close()
            raise

    def _claim(self, order: dict[str, Any]) -> None:
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SoulsgenError(f"{self.path} is being written by another run; wait for it") from error
        entries = self._entries()
        if not entries:
            self._append(order)
        elif entries[0] != order:
            raise SoulsgenError(
                f"{self.path} was begun with other options; use those again, or delete it to start anew"
            )
        self.lines = dict(entries[1:])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def _entries(self) -> list[Any]:
        """What was written whole; a last line that a crash cut short is dropped from the file."""
        content = self.path.read_bytes() if self.path.is_file() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            self.path.write_bytes(whole)
        try:
            return [json.loads(line) for line in whole.splitlines()]
        except ValueError as error:
            raise SoulsgenError(f"{self.path} is damaged ({error}); delete it to start anew") from error

    def keep(self, number: int, line: str) -> None:
        self.lines[number] = line
        self._append([number, line])

    def _append(self, entry: Any) -> None:
        self.file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self.file.flush()

    def finish(self) -> None:
        """Write the output, whole and in order, and delete the part file."""
        write_text(self.output, "".join(f"{self.lines[number]}\n" for number in sorted(self.lines)))
        self.path.unlink()
