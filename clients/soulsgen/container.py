"""TorchServe as a container's own process: it takes this one's place and logs to its stdout.

`soulsgen serve` watches over a server from outside; a container is its own watchman. What is written down
of the server is the same, so that `soulsgen status` tells a probe whether every worker is ready.
"""

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from soulsgen.archive import with_companions
from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text
from soulsgen.launch import Addresses, command, environment
from soulsgen.project import from_here
from soulsgen.server import Running, Server


@dataclass(frozen=True)
class Launch:
    """What the process becomes: its command line, environment and folder."""

    command: list[str]
    environment: dict[str, str]
    folder: Path


def prepare(server: Server, models: list[str], addresses: Addresses, log_config: Path | None) -> Launch:
    """Write down the server that this process is about to be.

    `log_config` is a log4j2.xml; TorchServe's own writes files without end.
    Raises SoulsgenError when an archive, or the log's configuration, is not there.
    """
    store = server.project.model_store
    wanted = models or sorted(path.stem for path in store.glob("*.mar"))
    if not wanted:
        raise SoulsgenError(f"{from_here(store)} holds no archive; `soulsgen download handler` fetches one")
    for model in wanted:
        if not (store / f"{model}.mar").is_file():
            raise SoulsgenError(
                f"{from_here(store)}/{model}.mar is not there; `soulsgen download handler --name {model}`"
            )
    if log_config and not log_config.is_file():
        raise SoulsgenError(f"{log_config} is not there; --log-config names a log4j2.xml")
    server.logs.mkdir(parents=True, exist_ok=True)
    # A container that is started again finds the last one's key, which no longer opens anything.
    server.key_file.unlink(missing_ok=True)
    temporary = tempfile.mkdtemp(prefix="soulsgen-")
    wanted = with_companions(wanted, server.project)
    words = command(server.project, wanted, temporary)
    if log_config:
        words.insert(1, f"-Dlog4j.configurationFile={log_config.resolve().as_uri()}")
    # The process keeps its number and its start time when it becomes another program.
    mine = psutil.Process()
    running = Running(mine.pid, mine.create_time(), wanted, temporary, addresses)
    write_text(server.state, json.dumps(asdict(running), indent=2))
    return Launch(words, environment(server.logs, addresses, temporary), server.folder)


def become(launch: Launch) -> None:
    """Does not return. Raises SoulsgenError when the program cannot be started."""
    os.chdir(launch.folder)
    try:
        os.execve(launch.command[0], launch.command, launch.environment)  # noqa: S606
    except OSError as error:
        raise SoulsgenError(f"{launch.command[0]}: {error.strerror}") from error
