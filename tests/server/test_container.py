"""TorchServe as a container runs it, with its gateway: real processes, and the pod's own probes and hooks."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from clients.loopback import free_port
from soulsgen.container import prepare
from soulsgen.errors import SoulsgenError
from soulsgen.launch import Addresses
from soulsgen.project import Project
from soulsgen.server import Server
from soulsgen.torchserve import Endpoint, TorchServe
from waiting import LIMIT_S, wait_until

ROOT = Path(__file__).parents[2]
LOG = ROOT / "k8s" / "images" / "log4j2.xml"
TOKEN = "a-token-that-outlives-restarts"
SOULSGEN = "from soulsgen.commands.{0} import {0}; {0}()"


def run(module: str, folder: Path, *words: object, **variables: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SOULSGEN.format(module), *map(str, words)]
    with (folder / f"{module}.log").open("wb") as log:
        return subprocess.Popen(
            command, cwd=folder, env=os.environ | variables, stdout=log, stderr=subprocess.STDOUT
        )


def ready(folder: Path) -> bool:
    """What the pod's probes ask."""
    status = [sys.executable, "-c", SOULSGEN.format("status")]
    return subprocess.run(status, cwd=folder, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def folder(packed: Path, checkout: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the image and its volumes hold."""
    folder = tmp_path_factory.mktemp("container")
    (folder / "model_store").mkdir()
    (folder / "model_store" / packed.name).symlink_to(packed)
    (folder / "serve-handlers").symlink_to(ROOT / "serve-handlers")
    (folder / "config.properties").symlink_to(ROOT / "config.properties")
    return folder


Pod = tuple[subprocess.Popen[bytes], subprocess.Popen[bytes], int]


@pytest.fixture(scope="module")
def pod(folder: Path) -> Iterator[Pod]:
    """TorchServe's process, the gateway's, and the gateway's port."""
    port, management, metrics, door = (free_port() for _ in range(4))
    ports = ("--port", port, "--management-port", management, "--metrics-port", metrics)
    server = run("torchserve", folder, *ports, "--log-config", LOG)
    urls = ("--inference", f"http://127.0.0.1:{port}", "--metrics", f"http://127.0.0.1:{metrics}")
    gateway = run("gateway", folder, "--port", door, *urls, GATEWAY_TOKEN=TOKEN)
    try:
        wait_until(lambda: server.poll() is not None or ready(folder))
        assert server.poll() is None, (folder / "torchserve.log").read_text("utf-8")
        wait_until(lambda: "Gateway at " in (folder / "gateway.log").read_text("utf-8"))
        yield server, gateway, door
    finally:
        for process in (gateway, server):
            if process.poll() is None:
                process.kill()
            process.wait()


@pytest.mark.server
def test_the_containers_process_is_torchserve_and_logs_to_its_stdout(pod: Pod, folder: Path) -> None:
    server, _, _ = pod
    assert Path(psutil.Process(server.pid).exe()).name == "java"
    assert "Model souls loaded." in (folder / "torchserve.log").read_text("utf-8")
    assert [path for path in (folder / "build" / "server" / "logs").iterdir() if path.is_file()] == []


@pytest.mark.server
def test_the_gateway_answers_for_it_with_a_token_of_its_own(
    pod: Pod, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, door = pod
    monkeypatch.setenv("TORCHSERVE_TOKEN", TOKEN)
    client = TorchServe(Endpoint(f"http://127.0.0.1:{door}"))
    assert client.predict("souls", {"seed": 7})["result"]
    key = json.loads((folder / "build" / "server" / "key_file.json").read_text("utf-8"))["inference"]["key"]
    assert key != TOKEN
    assert client.call("GET", "/ping") == {"status": "Healthy"}


def is_taken(caller: socket.socket, gateway: subprocess.Popen[bytes]) -> bool:
    """Whether the gateway has this caller's connection; those of the hook are none of them."""
    connections = psutil.Process(gateway.pid).net_connections("tcp")
    return caller.getsockname() in [tuple(one.raddr) for one in connections]


@pytest.mark.server
def test_the_pod_ends_in_order_the_gateway_first(pod: Pod, folder: Path) -> None:
    """The hook of the manifest, with this pod's port, waits for the last request; then SIGTERM is enough."""
    yaml = (ROOT / "k8s" / "base" / "torchserve" / "deployment.yaml").read_text("utf-8")
    hook = next(line for line in yaml.splitlines() if "/dev/tcp/" in line).strip(' -"')
    server, gateway, door = pod
    waiting = subprocess.Popen(["bash", "-c", hook.replace("8000", str(door))])
    body = b'{"seed": 7}'
    head = f"POST /predictions/souls HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: {len(body)}"
    with socket.create_connection(("127.0.0.1", door), timeout=LIMIT_S) as caller:
        caller.sendall(f"{head}\r\n\r\n".encode())
        wait_until(lambda: is_taken(caller, gateway))
        gateway.send_signal(signal.SIGTERM)
        time.sleep(1.5)
        assert (gateway.poll(), waiting.poll()) == (None, None)
        caller.sendall(body)
        assert caller.recv(4096).startswith(b"HTTP/1.1 200 ")
    assert gateway.wait(LIMIT_S) == 0
    assert waiting.wait(LIMIT_S) == 0
    assert ready(folder)
    server.send_signal(signal.SIGTERM)
    assert server.wait(LIMIT_S) in (143, -signal.SIGTERM)
    assert not ready(folder)


def test_an_empty_store_is_told_with_the_command_that_fills_it(tmp_path: Path) -> None:
    server = Server(Project(tmp_path), tmp_path / "build" / "server")
    with pytest.raises(SoulsgenError, match="holds no archive; `soulsgen download handler`"):
        prepare(server, [], Addresses(), None)
    with pytest.raises(
        SoulsgenError, match=r"voice\.mar is not there; `soulsgen download handler --name voice`"
    ):
        prepare(server, ["voice"], Addresses(), None)
    assert not server.state.exists()
