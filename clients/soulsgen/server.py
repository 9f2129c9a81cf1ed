"""A TorchServe of this checkout: started, found again, and stopped."""

import json
import shutil
import signal
import subprocess
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

from soulsgen.archive import with_companions
from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text
from soulsgen.launch import Addresses, command, environment, refuse_taken
from soulsgen.project import Project
from soulsgen.torchserve import Endpoint, TorchServe

STOP_TIMEOUT_S, KILL_TIMEOUT_S = 30.0, 10.0
CLOCK_CHANGE_S = 10.0


@dataclass(frozen=True)
class Running:
    """What is written down of a started server; pid and start time together name one process."""

    pid: int
    created: float
    models: list[str]
    temporary: str
    addresses: Addresses = field(default_factory=Addresses)

    def process(self) -> psutil.Process | None:
        """The server's process while it lives; a pid given anew to another process is not it."""
        try:
            process = psutil.Process(self.pid)
            # The clock that start times are reckoned by may have been set since.
            same = abs(process.create_time() - self.created) < CLOCK_CHANGE_S
            alive = same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if alive else None


@dataclass(frozen=True)
class Server:
    """The folder a server runs in: its key file, logs and what is written down of it."""

    project: Project
    folder: Path

    @property
    def key_file(self) -> Path:
        return self.folder / "key_file.json"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def state(self) -> Path:
        return self.folder / "server.json"

    def running(self) -> Running | None:
        """The server started from this folder, while it lives."""
        if not self.state.is_file():
            return None
        content = json.loads(self.state.read_text("utf-8"))
        running = Running(**{**content, "addresses": Addresses(**content["addresses"])})
        return running if running.process() else None

    def client(self, running: Running, scope: str = "inference", retries: int = 0) -> TorchServe:
        host = running.addresses.management if scope == "management" else running.addresses.inference
        return TorchServe(Endpoint(host=host, key_file=self.key_file, retries=retries, timeout_s=30), scope)


def default_server(project: Project) -> Server:
    """The one that `soulsgen serve` starts."""
    return Server(project, project.build / "server")


def start(server: Server, models: list[str], addresses: Addresses) -> Running:
    """Start TorchServe with `models` of the model store, and those that are served along with them.

    It is not ready yet, see `soulsgen.readiness`.
    Raises SoulsgenError when one runs already, an archive or Java is missing, or a port is taken.
    """
    if running := server.running():
        raise SoulsgenError(f"TorchServe runs already (pid {running.pid}); `soulsgen stop` stops it")
    for model in models:
        if not (server.project.model_store / f"{model}.mar").is_file():
            raise SoulsgenError(
                f"model_store/{model}.mar is not there; `soulsgen create handler {model}` packs it"
            )
    models = with_companions(models, server.project)
    refuse_taken(addresses)
    server.logs.mkdir(parents=True, exist_ok=True)
    server.key_file.unlink(missing_ok=True)
    # Its sockets and unpacked models; not under the checkout, whose path may be too long for a socket.
    temporary = tempfile.mkdtemp(prefix="soulsgen-")
    with (server.logs / "console.log").open("wb") as console:
        process = subprocess.Popen(
            command(server.project, models, temporary),
            cwd=server.folder,
            env=environment(server.logs, addresses, temporary),
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Running(process.pid, psutil.Process(process.pid).create_time(), models, temporary, addresses)
    write_text(server.state, json.dumps(asdict(running), indent=2))
    return running


def stop(server: Server) -> bool:
    """Stop the server and its workers; False when none ran. Leaves nothing of it in the temporary folder."""
    running = server.running()
    if running and (process := running.process()):
        family = [process, *process.children(recursive=True)]
        process.send_signal(signal.SIGTERM)
        survivors = psutil.wait_procs(family, timeout=STOP_TIMEOUT_S)[1]
        for survivor in survivors:
            survivor.kill()
        psutil.wait_procs(survivors, timeout=KILL_TIMEOUT_S)
        shutil.rmtree(running.temporary, ignore_errors=True)
    server.state.unlink(missing_ok=True)
    server.key_file.unlink(missing_ok=True)
    return running is not None
