"""Runs `soulsgen post` or another command in processes of their own, killing each at a step a test chooses.

A step is the moment before or after a statement to the ledger, a send to or a read from a socket, a sync or a
link of a file. The program is a nursery: it imports once and forks a process for every run.
"""

import gc
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

KILLED = -SIGKILL
IMPORTED_ONCE = (
    "PIL.Image",
    "atproto_client",
    "mastodon",
    "soulsgen.commands.post",
    "soulsgen.inbox.round",
    "soulsgen.ledger.ledger",
    "soulsgen.posting.broadcast",
    "sqlalchemy.dialects.sqlite",
)


@dataclass(frozen=True)
class Ended:
    """How a run ended: exit status or KILLED, the steps it took, and what it wrote."""

    status: int
    steps: int
    stdout: str
    stderr: str


class Nursery:
    """A running nursery; `run` is one command, `program` where it lives as `module:name`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(
        self,
        arguments: list[str],
        env: dict[str, str],
        kill_at: int = 0,
        program: str = "soulsgen.commands.post:post",
    ) -> Ended:
        """Killed at step `kill_at`, counted from 1; 0 lets it run."""
        assert self._process.stdin
        assert self._process.stdout
        order = {"arguments": arguments, "env": env, "kill_at": kill_at, "program": program}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))


@contextmanager
def nursery() -> Iterator[Nursery]:
    with subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Nursery(process)
        assert process.stdin
        process.stdin.close()


class Steps:
    """Counts steps, and ends this process at one of them as a power cut would."""

    def __init__(self, kill_at: int) -> None:
        self.count = 0
        self._kill_at = kill_at
        self._lock = Lock()

    def __call__(self, *_: Any, **__: Any) -> None:
        with self._lock:
            self.count += 1
            if self.count == self._kill_at:
                os.kill(os.getpid(), SIGKILL)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*args: Any, **kwargs: Any) -> Any:
            self()
            value = function(*args, **kwargs)
            self()
            return value

        return stepping

    def install(self, file_calls: tuple[str, ...] = ("fsync", "link")) -> None:
        """`file_calls` are names of functions of `os`."""
        from sqlalchemy import Engine, event

        for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(Engine, moment, self)
        for name in ("send", "sendall", "recv", "recv_into"):
            setattr(socket.socket, name, self.around(getattr(socket.socket, name)))
        for name in file_calls:
            setattr(os, name, self.around(getattr(os, name)))


def _child(order: dict[str, Any], folder: Path) -> None:
    module, name = order["program"].split(":")
    command = getattr(import_module(module), name)
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
    os.environ.update(order["env"])
    steps = Steps(order["kill_at"])
    steps.install()
    status = 1
    try:
        status = command.main(order["arguments"], standalone_mode=False) or 0
    except BaseException:
        import traceback

        traceback.print_exc()
    (folder / "steps").write_text(str(steps.count), "utf-8")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _raise(line: str) -> None:
    order = json.loads(line)
    with TemporaryDirectory() as name:
        folder = Path(name)
        child = os.fork()
        if child == 0:
            _child(order, folder)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        steps = int((folder / "steps").read_text("utf-8")) if (folder / "steps").exists() else 0
        written = {
            "stdout": (folder / "out").read_text("utf-8"),
            "stderr": (folder / "err").read_text("utf-8"),
        }
    sys.stdout.write(json.dumps({"status": status, "steps": steps, **written}) + "\n")
    sys.stdout.flush()


def _main() -> None:
    for module in IMPORTED_ONCE:
        import_module(module)
    from soulsgen.posting import delivery

    # A channel on loopback shows a post at once, and a request of a run that was killed has settled.
    delivery.SETTLE_S = delivery.LATE_S = delivery.FIRST_PAUSE_S = 0.0
    gc.freeze()
    for line in sys.stdin:
        _raise(line)


if __name__ == "__main__":
    _main()
